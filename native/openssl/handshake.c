/* SPDX-License-Identifier: MIT */
/*
 * Measures TLS 1.3 handshakes: a server and a client, each a process of its own, over loopback.
 *
 *     pqe-openssl-handshake GROUP CERTIFICATE HANDSHAKES
 *
 * Each side's CPU time is its process's own, user and system, from before SSL_connect or SSL_accept
 * until it returns; connecting and making the SSL object are before that. Full handshakes only: no
 * resumption, no tickets, no early data. The client verifies chain and server name.
 *
 * Prints lines of words and numbers, then ends with 0:
 *     version 4.0.3
 *     certificate leaf|intermediate BYTES PUBLIC_KEY SIGNATURE
 *     message client|server NAME BYTES           each handshake message, with its 4-byte header
 *     flight client|server BYTES                 on the wire, with record headers
 *     handshake CLIENT_CPU_NS SERVER_CPU_NS WALL_NS
 * Anything that fails is said on stderr, and the program ends with 1.
 */
#include "certificates.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MOST_HANDSHAKES 1000000L
#define MOST_FLIGHTS 16
#define HANDSHAKE_HEADER 4

static void die(const char *what) {
    char reason[256] = "";
    unsigned long code = ERR_get_error();
    if (code != 0) {
        ERR_error_string_n(code, reason, sizeof reason);
    } else if (errno != 0) {
        snprintf(reason, sizeof reason, "%s", strerror(errno));
    }
    fprintf(stderr, "%s%s%s\n", what, reason[0] != '\0' ? ": " : "", reason);
    exit(1);
}

static uint64_t nanoseconds(clockid_t clock) {
    struct timespec now;
    if (clock_gettime(clock, &now) != 0) {
        die("the clock cannot be read");
    }
    return (uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec;
}

/* ---- what passes over the wire, seen by the client ---- */

typedef struct {
    int is_client; /* who sends */
    size_t bytes;
} flight;

typedef struct {
    flight flights[MOST_FLIGHTS];
    size_t count;
} wire;

static void passed(wire *seen, int is_client, size_t bytes) {
    if (seen->count == 0 || seen->flights[seen->count - 1].is_client != is_client) {
        if (seen->count == MOST_FLIGHTS) {
            die("the handshake has more flights than can be counted");
        }
        seen->flights[seen->count].is_client = is_client;
        seen->flights[seen->count].bytes = 0;
        seen->count++;
    }
    seen->flights[seen->count - 1].bytes += bytes;
}

static long count_bytes(BIO *socket, int operation, const char *data, size_t length, int argument,
                        long number, int result, size_t *processed) {
    wire *seen = (wire *)(void *)BIO_get_callback_arg(socket);
    (void)data, (void)length, (void)argument, (void)number;
    if (result > 0 && processed != NULL && *processed > 0) {
        if (operation == (BIO_CB_WRITE | BIO_CB_RETURN)) {
            passed(seen, 1, *processed);
        } else if (operation == (BIO_CB_READ | BIO_CB_RETURN)) {
            passed(seen, 0, *processed);
        }
    }
    return result;
}

static const char *message_name(int type) {
    switch (type) {
    case SSL3_MT_CLIENT_HELLO:
        return "client_hello";
    case SSL3_MT_SERVER_HELLO:
        return "server_hello";
    case SSL3_MT_ENCRYPTED_EXTENSIONS:
        return "encrypted_extensions";
    case SSL3_MT_CERTIFICATE:
        return "certificate";
    case SSL3_MT_CERTIFICATE_VERIFY:
        return "certificate_verify";
    case SSL3_MT_FINISHED:
        return "finished";
    default:
        return "other";
    }
}

static void print_message(int sent, int version, int content, const void *data, size_t length,
                          SSL *connection, void *argument) {
    (void)version, (void)connection, (void)argument;
    if (content == SSL3_RT_HANDSHAKE && length >= HANDSHAKE_HEADER) {
        printf("message %s %s %zu\n", sent ? "client" : "server",
               message_name(((const unsigned char *)data)[0]), length);
    }
}

/* ---- contexts ---- */

static SSL_CTX *new_context(const SSL_METHOD *method, const char *group) {
    SSL_CTX *context = SSL_CTX_new(method);
    if (context == NULL || SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) != 1 ||
        SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) != 1 ||
        SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256") != 1) {
        die("TLS 1.3 cannot be set up");
    }
    if (SSL_CTX_set1_groups_list(context, group) != 1) {
        die("OpenSSL does not know the group");
    }
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    return context;
}

static SSL_CTX *server_context(const char *group, const pqe_chain *chain) {
    SSL_CTX *context = new_context(TLS_server_method(), group);
    if (SSL_CTX_use_certificate(context, chain->leaf) != 1 ||
        SSL_CTX_use_PrivateKey(context, chain->leaf_key) != 1 ||
        SSL_CTX_add1_chain_cert(context, chain->intermediate) != 1 ||
        SSL_CTX_set_num_tickets(context, 0) != 1) {
        die("the server cannot use its certificate");
    }
    return context;
}

static SSL_CTX *client_context(const char *group, const pqe_chain *chain) {
    SSL_CTX *context = new_context(TLS_client_method(), group);
    if (X509_STORE_add_cert(SSL_CTX_get_cert_store(context), chain->root) != 1) {
        die("the client cannot use the trust anchor");
    }
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
    return context;
}

static void send_at_once(int connection) {
    const int on = 1;
    if (setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0) {
        die("the socket refuses TCP_NODELAY");
    }
}

/* ---- server ---- */

static void serve(int listening, int answers, SSL_CTX *context, long handshakes) {
    for (long i = 0; i < handshakes; i++) {
        int connection = accept(listening, NULL, NULL);
        if (connection < 0) {
            die("the server cannot accept");
        }
        send_at_once(connection);
        SSL *server = SSL_new(context);
        if (server == NULL || SSL_set_fd(server, connection) != 1) {
            die("the server has no SSL object");
        }
        uint64_t before = nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
        if (SSL_accept(server) != 1) {
            die("the server's handshake failed");
        }
        uint64_t spent = nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - before;
        if (write(answers, &spent, sizeof spent) != (ssize_t)sizeof spent) {
            die("the server cannot report");
        }
        SSL_free(server);
        close(connection);
    }
    exit(0);
}

/* ---- client ---- */

static int connected(const struct sockaddr_in *address) {
    int connection = socket(AF_INET, SOCK_STREAM, 0);
    if (connection < 0 ||
        connect(connection, (const struct sockaddr *)(const void *)address, sizeof *address) != 0) {
        die("the client cannot connect");
    }
    send_at_once(connection);
    return connection;
}

static void print_flights(const wire *seen) {
    for (size_t i = 0; i < seen->count; i++) {
        printf("flight %s %zu\n", seen->flights[i].is_client ? "client" : "server",
               seen->flights[i].bytes);
    }
}

/* The first handshake is looked at message by message and not timed: it also warms both sides. */
static void shake_hands(const struct sockaddr_in *address, int answers, SSL_CTX *context,
                        int looked_at) {
    wire seen = {.count = 0};
    int connection = connected(address);
    SSL *client = SSL_new(context);
    if (client == NULL || SSL_set_fd(client, connection) != 1 ||
        X509_VERIFY_PARAM_set1_host(SSL_get0_param(client), PQE_SERVER_NAME, 0) != 1 ||
        SSL_set_tlsext_host_name(client, PQE_SERVER_NAME) != 1) {
        die("the client has no SSL object");
    }
    if (looked_at) {
        BIO_set_callback_arg(SSL_get_rbio(client), (char *)&seen);
        BIO_set_callback_ex(SSL_get_rbio(client), count_bytes);
        SSL_set_msg_callback(client, print_message);
    }
    uint64_t wall = nanoseconds(CLOCK_MONOTONIC);
    uint64_t before = nanoseconds(CLOCK_PROCESS_CPUTIME_ID);
    if (SSL_connect(client) != 1) {
        die("the client's handshake failed");
    }
    uint64_t spent = nanoseconds(CLOCK_PROCESS_CPUTIME_ID) - before;
    wall = nanoseconds(CLOCK_MONOTONIC) - wall;
    uint64_t spent_by_server = 0;
    if (read(answers, &spent_by_server, sizeof spent_by_server) !=
        (ssize_t)sizeof spent_by_server) {
        die("the server did not report");
    }
    if (looked_at) {
        print_flights(&seen);
    } else {
        printf("handshake %llu %llu %llu\n", (unsigned long long)spent,
               (unsigned long long)spent_by_server, (unsigned long long)wall);
    }
    SSL_free(client);
    close(connection);
}

static void print_certificate(const char *which, X509 *certificate) {
    int whole = 0;
    int public_key = 0;
    int signature = 0;
    if (pqe_certificate_bytes(certificate, &whole, &public_key, &signature) != 0) {
        die("a certificate cannot be encoded");
    }
    printf("certificate %s %d %d %d\n", which, whole, public_key, signature);
}

static int listen_on_loopback(struct sockaddr_in *address) {
    socklen_t length = sizeof *address;
    int listening = socket(AF_INET, SOCK_STREAM, 0);
    memset(address, 0, sizeof *address);
    address->sin_family = AF_INET;
    address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (listening < 0 ||
        bind(listening, (const struct sockaddr *)(const void *)address, sizeof *address) != 0 ||
        listen(listening, 1) != 0 ||
        getsockname(listening, (struct sockaddr *)(void *)address, &length) != 0) {
        die("there is no loopback port");
    }
    return listening;
}

int main(int argc, char **argv) {
    char *end = NULL;
    long handshakes = argc == 4 ? strtol(argv[3], &end, 10) : 0;
    if (argc != 4 || *end != '\0' || handshakes < 1 || handshakes > MOST_HANDSHAKES) {
        fprintf(stderr, "usage: pqe-openssl-handshake GROUP CERTIFICATE HANDSHAKES\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    pqe_chain chain;
    if (pqe_chain_make(&chain, argv[2]) != 0) {
        die("OpenSSL cannot make certificates of this kind");
    }
    SSL_CTX *server = server_context(argv[1], &chain);
    SSL_CTX *client = client_context(argv[1], &chain);
    struct sockaddr_in address;
    int listening = listen_on_loopback(&address);
    int answers[2];
    if (pipe(answers) != 0) {
        die("there is no pipe");
    }
    pid_t child = fork();
    if (child < 0) {
        die("the server cannot be started");
    }
    if (child == 0) {
        close(answers[0]);
        serve(listening, answers[1], server, handshakes + 1);
    }
    close(answers[1]);
    close(listening);
    printf("version %s\n", OpenSSL_version(OPENSSL_VERSION_STRING));
    print_certificate("leaf", chain.leaf);
    print_certificate("intermediate", chain.intermediate);
    for (long i = 0; i <= handshakes; i++) {
        shake_hands(&address, answers[0], client, i == 0);
    }
    int ended = 0;
    if (waitpid(child, &ended, 0) != child || !WIFEXITED(ended) || WEXITSTATUS(ended) != 0) {
        fprintf(stderr, "the server failed\n");
        return 1;
    }
    SSL_CTX_free(client);
    SSL_CTX_free(server);
    pqe_chain_free(&chain);
    return fflush(stdout) == 0 ? 0 : 1;
}
