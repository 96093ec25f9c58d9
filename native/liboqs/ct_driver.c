/* SPDX-License-Identifier: MIT */
/*
 * Runs one operation of liboqs with its secrets marked as undefined, under Valgrind's memcheck:
 * whatever branches on them or forms an address of them is reported.
 *
 *   ct_driver KEM|SIG NAME OPERATION ROUNDS [OFFSET:LENGTH...]
 *   ct_driver self-test
 *
 * Everything before the operation runs with defined data. For keygen the random bytes are secret;
 * for encaps too; for decaps and sign the named ranges of the secret key (none: all of it), and the
 * random bytes. What an operation gives out to the public is defined again. `self-test` branches on
 * an undefined byte: no report of it means that nothing would be seen.
 * Exit codes: 0 done; 1 a wrong answer; 2 wrong arguments.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <oqs/oqs.h>
#include <valgrind/memcheck.h>

enum { EXIT_WRONG = 1, EXIT_USAGE = 2, MESSAGE_BYTES = 32 };

typedef struct {
    const char *operation;
    int rounds;
    int ranges;
    char **range; /* OFFSET:LENGTH each */
} request;

static int random_is_secret;
static uint64_t random_state = 0x243f6a8885a308d3u;

/* Deterministic, so that two looks see the same; its quality does not matter here (SplitMix64). */
static void random_bytes(uint8_t *out, size_t length) {
    for (size_t i = 0; i < length; i++) {
        random_state += 0x9e3779b97f4a7c15u;
        uint64_t z = random_state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        out[i] = (uint8_t)(z ^ (z >> 31));
    }
    if (random_is_secret) {
        (void)VALGRIND_MAKE_MEM_UNDEFINED(out, length);
    }
}

static void publish(void *data, size_t length) {
    (void)VALGRIND_MAKE_MEM_DEFINED(data, length);
}

static int is(const request *r, const char *operation) {
    return strcmp(r->operation, operation) == 0;
}

static int classify(const request *r, uint8_t *secret_key, size_t length) {
    if (r->ranges == 0) {
        (void)VALGRIND_MAKE_MEM_UNDEFINED(secret_key, length);
    }
    for (int i = 0; i < r->ranges; i++) {
        char *end = NULL;
        unsigned long offset = strtoul(r->range[i], &end, 10);
        unsigned long bytes = *end == ':' ? strtoul(end + 1, &end, 10) : 0;
        if (*end != 0 || bytes == 0 || offset > length || bytes > length - offset) {
            return EXIT_USAGE;
        }
        (void)VALGRIND_MAKE_MEM_UNDEFINED(secret_key + offset, bytes);
    }
    return 0;
}

static int kem_decaps(const OQS_KEM *kem, const request *r, uint8_t *secret, uint8_t *ciphertext,
                      const uint8_t *expected, uint8_t *shared) {
    int code = classify(r, secret, kem->length_secret_key);
    for (int invalid = 0; invalid < 2 && code == 0; invalid++) {
        ciphertext[0] ^= (uint8_t)invalid;
        OQS_STATUS status = OQS_KEM_decaps(kem, shared, ciphertext, secret);
        publish(&status, sizeof status);
        publish(shared, kem->length_shared_secret);
        int same = memcmp(shared, expected, kem->length_shared_secret) == 0;
        if ((status == OQS_SUCCESS && same) == (invalid != 0)) {
            code = EXIT_WRONG;
        }
    }
    publish(secret, kem->length_secret_key);
    return code;
}

static int kem_round(const OQS_KEM *kem, const request *r, uint8_t *buffers[5]) {
    uint8_t *public = buffers[0];
    uint8_t *secret = buffers[1];
    uint8_t *ciphertext = buffers[2];
    random_is_secret = is(r, "keygen");
    OQS_STATUS status = OQS_KEM_keypair(kem, public, secret);
    publish(&status, sizeof status);
    publish(public, kem->length_public_key);
    publish(secret, kem->length_secret_key);
    if (status != OQS_SUCCESS || is(r, "keygen")) {
        return status != OQS_SUCCESS;
    }
    random_is_secret = is(r, "encaps");
    status = OQS_KEM_encaps(kem, ciphertext, buffers[3], public);
    publish(&status, sizeof status);
    publish(ciphertext, kem->length_ciphertext);
    publish(buffers[3], kem->length_shared_secret);
    if (status != OQS_SUCCESS || is(r, "encaps")) {
        return status != OQS_SUCCESS;
    }
    return kem_decaps(kem, r, secret, ciphertext, buffers[3], buffers[4]);
}

static int kem_look(const char *name, const request *r) {
    OQS_KEM *kem = OQS_KEM_new(name);
    if (kem == NULL) {
        return EXIT_USAGE;
    }
    const size_t lengths[5] = {kem->length_public_key, kem->length_secret_key,
                               kem->length_ciphertext, kem->length_shared_secret,
                               kem->length_shared_secret};
    uint8_t *buffers[5];
    int code = 0;
    for (int i = 0; i < 5; i++) {
        buffers[i] = calloc(1, lengths[i]);
        code = buffers[i] == NULL ? EXIT_WRONG : code;
    }
    for (int round = 0; round < r->rounds && code == 0; round++) {
        code = kem_round(kem, r, buffers);
    }
    for (int i = 0; i < 5; i++) {
        free(buffers[i]);
    }
    OQS_KEM_free(kem);
    return code;
}

static int sig_round(const OQS_SIG *sig, const request *r, uint8_t *buffers[3]) {
    uint8_t *public = buffers[0];
    uint8_t *secret = buffers[1];
    uint8_t *signature = buffers[2];
    uint8_t message[MESSAGE_BYTES];
    size_t length = sig->length_signature;
    random_is_secret = is(r, "keygen");
    OQS_STATUS status = OQS_SIG_keypair(sig, public, secret);
    publish(&status, sizeof status);
    publish(public, sig->length_public_key);
    publish(secret, sig->length_secret_key);
    if (status != OQS_SUCCESS || is(r, "keygen")) {
        return status != OQS_SUCCESS;
    }
    random_is_secret = 0;
    random_bytes(message, sizeof message);
    int code = classify(r, secret, sig->length_secret_key);
    if (code != 0) {
        return code;
    }
    random_is_secret = 1;
    status = OQS_SIG_sign(sig, signature, &length, message, sizeof message, secret);
    publish(&status, sizeof status);
    publish(&length, sizeof length);
    publish(signature, sig->length_signature);
    publish(secret, sig->length_secret_key);
    return status != OQS_SUCCESS ||
           OQS_SIG_verify(sig, message, sizeof message, signature, length, public) != OQS_SUCCESS;
}

static int sig_look(const char *name, const request *r) {
    OQS_SIG *sig = OQS_SIG_new(name);
    if (sig == NULL) {
        return EXIT_USAGE;
    }
    uint8_t *buffers[3] = {calloc(1, sig->length_public_key), calloc(1, sig->length_secret_key),
                           calloc(1, sig->length_signature)};
    int code = buffers[0] == NULL || buffers[1] == NULL || buffers[2] == NULL ? EXIT_WRONG : 0;
    for (int round = 0; round < r->rounds && code == 0; round++) {
        code = sig_round(sig, r, buffers);
    }
    for (int i = 0; i < 3; i++) {
        free(buffers[i]);
    }
    OQS_SIG_free(sig);
    return code;
}

/* Two stores that the compiler may not join: a real branch. */
static int self_test(void) {
    volatile uint8_t secret = 0;
    volatile int taken = 0;
    (void)VALGRIND_MAKE_MEM_UNDEFINED(&secret, 1);
    if (secret == 1) {
        taken = 1;
    } else {
        taken = 2;
    }
    int answer = taken;
    publish(&answer, sizeof answer);
    return answer != 2;
}

int main(int argc, char **argv) {
    if (argc == 2 && strcmp(argv[1], "self-test") == 0) {
        return self_test();
    }
    if (argc < 5) {
        (void)fputs("usage: ct_driver KEM|SIG NAME OPERATION ROUNDS [OFFSET:LENGTH...]\n", stderr);
        return EXIT_USAGE;
    }
    request r = {argv[3], atoi(argv[4]), argc - 5, argv + 5};
    OQS_init();
    OQS_randombytes_custom_algorithm(random_bytes);
    int code = strcmp(argv[1], "KEM") == 0 ? kem_look(argv[2], &r) : sig_look(argv[2], &r);
    OQS_destroy();
    return code;
}
