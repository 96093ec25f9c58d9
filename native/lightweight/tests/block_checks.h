/* SPDX-License-Identifier: MIT */
/*
 * Checks for block ciphers: known answers, one block and many, in place, unaligned, canaries around
 * every output, variants against each other. Exits 1 and names the check at the first failure.
 */
#ifndef PQE_LIGHTWEIGHT_TESTS_BLOCK_CHECKS_H
#define PQE_LIGHTWEIGHT_TESTS_BLOCK_CHECKS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_CHECKS_MOST_BLOCKS 133U /* more than twice what any variant does at once, and odd */
#define BLOCK_CHECKS_EVERY 41U        /* up to here every number of blocks */
#define BLOCK_CHECKS_CANARY 0xa5U

#define CHECK(condition, what)                                                                     \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            (void)fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, what, #condition);        \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

typedef void block_fn(uint8_t *out, const uint8_t *in, size_t blocks, const uint8_t *key);

/* One variant of one cipher; the functions make the key's schedule first. */
typedef struct {
    const char *name;
    block_fn *encrypt;
    block_fn *decrypt;
} block_variant;

/* Defines `<id>_<variant>`, a block_variant. */
#define BLOCK_VARIANT(id, variant)                                                                 \
    static void id##_##variant##_encrypt(uint8_t *out, const uint8_t *in, size_t blocks,           \
                                         const uint8_t *key) {                                     \
        pqe_##id##_##variant##_key schedule;                                                       \
        pqe_##id##_##variant##_key_schedule(&schedule, key);                                       \
        pqe_##id##_##variant##_encrypt(&schedule, out, in, blocks);                                \
    }                                                                                              \
    static void id##_##variant##_decrypt(uint8_t *out, const uint8_t *in, size_t blocks,           \
                                         const uint8_t *key) {                                     \
        pqe_##id##_##variant##_key schedule;                                                       \
        pqe_##id##_##variant##_key_schedule(&schedule, key);                                       \
        pqe_##id##_##variant##_decrypt(&schedule, out, in, blocks);                                \
    }                                                                                              \
    static const block_variant id##_##variant = {#id "_" #variant, id##_##variant##_encrypt,       \
                                                 id##_##variant##_decrypt};

/* Bytes that depend on one another as little as those of a generator of 1988: x -> 69069 x + 1. */
static void block_checks_fill(uint8_t *out, size_t len, uint32_t seed) {
    for (size_t i = 0; i < len; i++) {
        seed = seed * 69069U + 1U;
        out[i] = (uint8_t)(seed >> 24);
    }
}

static void block_checks_known(const block_variant *v, size_t block_bytes, const uint8_t *key,
                               const uint8_t *plaintext, const uint8_t *ciphertext) {
    uint8_t out[16];
    v->encrypt(out, plaintext, 1, key);
    CHECK(memcmp(out, ciphertext, block_bytes) == 0, v->name);
    v->decrypt(out, ciphertext, 1, key);
    CHECK(memcmp(out, plaintext, block_bytes) == 0, v->name);
}

static void block_checks_untouched(const uint8_t *buffer, size_t len, const char *name) {
    for (size_t i = 0; i < len; i++) {
        CHECK(buffer[i] == BLOCK_CHECKS_CANARY, name);
    }
}

/* In place and at an offset; against `reference` block by block. */
static void block_checks_many(const block_variant *v, const block_variant *reference,
                              size_t block_bytes, size_t key_bytes, size_t blocks) {
    uint8_t key[32];
    uint8_t plaintext[BLOCK_CHECKS_MOST_BLOCKS * 16];
    uint8_t ciphertext[BLOCK_CHECKS_MOST_BLOCKS * 16];
    uint8_t area[BLOCK_CHECKS_MOST_BLOCKS * 16 + 24];
    const size_t len = blocks * block_bytes;
    uint8_t *const at = area + 8 + blocks % 8U;
    block_checks_fill(key, key_bytes, (uint32_t)blocks + 1U);
    block_checks_fill(plaintext, len, (uint32_t)blocks + 1000U);
    for (size_t i = 0; i < blocks; i++) {
        reference->encrypt(ciphertext + i * block_bytes, plaintext + i * block_bytes, 1, key);
    }
    memset(area, (int)BLOCK_CHECKS_CANARY, sizeof area);
    v->encrypt(at, plaintext, blocks, key);
    CHECK(memcmp(at, ciphertext, len) == 0, v->name);
    memcpy(at, plaintext, len);
    v->encrypt(at, at, blocks, key);
    CHECK(memcmp(at, ciphertext, len) == 0, v->name);
    v->decrypt(at, at, blocks, key);
    CHECK(memcmp(at, plaintext, len) == 0, v->name);
    v->decrypt(at, ciphertext, blocks, key);
    CHECK(memcmp(at, plaintext, len) == 0, v->name);
    block_checks_untouched(area, (size_t)(at - area), v->name);
    block_checks_untouched(at + len, sizeof area - (size_t)(at - area) - len, v->name);
}

/* Every number of blocks up to BLOCK_CHECKS_EVERY and some more, each with another key. */
static void block_checks(const block_variant *v, const block_variant *reference, size_t block_bytes,
                         size_t key_bytes) {
    static const size_t more[] = {63, 64, 65, 103, 104, 128, BLOCK_CHECKS_MOST_BLOCKS};
    for (size_t blocks = 0; blocks <= BLOCK_CHECKS_EVERY; blocks++) {
        block_checks_many(v, reference, block_bytes, key_bytes, blocks);
    }
    for (size_t i = 0; i < sizeof more / sizeof more[0]; i++) {
        block_checks_many(v, reference, block_bytes, key_bytes, more[i]);
    }
}

#endif
