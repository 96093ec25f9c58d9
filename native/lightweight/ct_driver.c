/* SPDX-License-Identifier: MIT */
/*
 * Runs one operation of one of our own primitives with its secrets marked as undefined, under
 * Valgrind's memcheck: whatever branches on them or forms an address of them is reported.
 *
 *   ct_driver OPERATION
 *   ct_driver self-test
 *
 * Built for one scheme with the definitions that its firmware has (native/firmware/<shape>.c), and
 * with PQE_SHAPE_<shape> and PQE_WATCH_SECRETS, so that the outcome of comparing tags is public.
 * Exit codes: 0 done; 1 a wrong answer; 2 wrong arguments.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <valgrind/memcheck.h>

#include PQE_HEADER

enum { EXIT_WRONG = 1, EXIT_USAGE = 2, LENGTH = 70, ASSOCIATED = 21, LONGEST = 80, OUTPUT = 40 };

static uint8_t message[LONGEST];
static uint8_t output[LONGEST];
static uint8_t again[LONGEST];

static void fill(uint8_t *out, size_t length, unsigned int first) {
    for (size_t i = 0; i < length; i++) {
        out[i] = (uint8_t)(first + 37U * i);
    }
}

static void conceal(void *data, size_t length) {
    (void)VALGRIND_MAKE_MEM_UNDEFINED(data, length);
}

static void publish(void *data, size_t length) {
    (void)VALGRIND_MAKE_MEM_DEFINED(data, length);
}

static int is(const char *operation, const char *name) {
    return strcmp(operation, name) == 0;
}

#if defined(PQE_SHAPE_AEAD)
static int look(const char *operation) {
    uint8_t key[PQE_KEY_BYTES];
    uint8_t nonce[PQE_NONCE_BYTES];
    uint8_t associated[ASSOCIATED];
    uint8_t tag[PQE_TAG_BYTES];
    fill(key, sizeof key, 1);
    fill(nonce, sizeof nonce, 2);
    fill(associated, sizeof associated, 3);
    fill(message, LENGTH, 4);
    conceal(key, sizeof key);
    conceal(message, LENGTH);
    PQE_ENCRYPT(output, tag, message, LENGTH, associated, sizeof associated, nonce, key);
    publish(output, LENGTH);
    publish(tag, sizeof tag);
    publish(message, LENGTH);
    if (is(operation, "encrypt")) {
        return 0;
    }
    int right =
        (int)PQE_DECRYPT(again, output, LENGTH, tag, associated, sizeof associated, nonce, key);
    publish(&right, sizeof right);
    publish(again, LENGTH);
    const int wrong_text = memcmp(again, message, LENGTH);
    tag[0] ^= 1;
    int refused =
        (int)PQE_DECRYPT(again, output, LENGTH, tag, associated, sizeof associated, nonce, key);
    publish(&refused, sizeof refused);
    return right != 0 || wrong_text != 0 || refused == 0;
}
#elif defined(PQE_SHAPE_HASH)
static int look(const char *operation) {
    (void)operation;
    fill(message, LENGTH, 4);
    conceal(message, LENGTH);
    PQE_DIGEST(output, message, LENGTH);
    return 0;
}
#elif defined(PQE_SHAPE_XOF)
static int look(const char *operation) {
    (void)operation;
    fill(message, LENGTH, 4);
    conceal(message, LENGTH);
    PQE_DIGEST(output, OUTPUT, message, LENGTH);
    return 0;
}
#elif defined(PQE_SHAPE_MAC)
static int look(const char *operation) {
    uint8_t key[PQE_KEY_BYTES];
    (void)operation;
    fill(key, sizeof key, 1);
    fill(message, LENGTH, 4);
    conceal(key, sizeof key);
    conceal(message, LENGTH);
    PQE_TAG(output, message, LENGTH, key);
    return 0;
}
#elif defined(PQE_SHAPE_STREAM)
static int look(const char *operation) {
    uint8_t key[PQE_KEY_BYTES];
    uint8_t nonce[PQE_NONCE_BYTES];
    (void)operation;
    fill(key, sizeof key, 1);
    fill(nonce, sizeof nonce, 2);
    fill(message, LENGTH, 4);
    conceal(key, sizeof key);
    conceal(message, LENGTH);
    PQE_XOR(output, message, LENGTH, nonce, key);
    PQE_XOR(again, output, LENGTH, nonce, key);
    publish(again, LENGTH);
    publish(message, LENGTH);
    return memcmp(again, message, LENGTH) != 0;
}
#else
static int look(const char *operation) {
    static PQE_KEY schedule;
    uint8_t key[PQE_KEY_BYTES];
    const size_t blocks = LENGTH / PQE_BLOCK_BYTES;
    fill(key, sizeof key, 1);
    fill(message, LENGTH, 4);
    conceal(key, sizeof key);
    conceal(message, LENGTH);
    PQE_KEY_SCHEDULE(&schedule, key);
    if (is(operation, "key_schedule")) {
        return 0;
    }
    PQE_ENCRYPT(&schedule, output, message, blocks);
    if (is(operation, "encrypt")) {
        return 0;
    }
    PQE_DECRYPT(&schedule, again, output, blocks);
    publish(again, LENGTH);
    publish(message, LENGTH);
    return memcmp(again, message, blocks * PQE_BLOCK_BYTES) != 0;
}
#endif

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
    if (argc != 2) {
        (void)fputs("usage: ct_driver OPERATION\n", stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "self-test") == 0) {
        return self_test();
    }
    return look(argv[1]) == 0 ? 0 : EXIT_WRONG;
}
