/* SPDX-License-Identifier: MIT */
/*
 * Checks for hashes, XOFs and MACs: unaligned messages and outputs, canaries around every output,
 * output over the message, lengths around a block, variants against each other. Exits 1 and names
 * the check at the first failure. Known answers are the test's own.
 */
#ifndef PQE_LIGHTWEIGHT_TESTS_HASH_CHECKS_H
#define PQE_LIGHTWEIGHT_TESTS_HASH_CHECKS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HASH_CHECKS_LONGEST 700U
#define HASH_CHECKS_CANARY 0xa5U

#ifndef CHECK
#define CHECK(condition, what)                                                                     \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            (void)fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, what, #condition);        \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)
#endif

/* A hash, XOF or MAC in one shape; what it does not take is left aside. */
typedef void hash_checks_fn(uint8_t *out, size_t out_len, const uint8_t *message, size_t len);

/* `out_bytes` is the digest's or tag's length, and the longest that is asked of a XOF. */
typedef struct {
    const char *name;
    hash_checks_fn *digest;
    size_t out_bytes;
    int any_length;
} hash_variant;

#define HASH_VARIANT(id, variant, bytes)                                                           \
    static void id##_##variant##_checked(uint8_t *out, size_t out_len, const uint8_t *message,     \
                                         size_t len) {                                             \
        (void)out_len;                                                                             \
        pqe_##id##_##variant##_digest(out, message, len);                                          \
    }                                                                                              \
    static const hash_variant id##_##variant = {#id "_" #variant, id##_##variant##_checked, bytes, \
                                                0};

#define XOF_VARIANT(id, variant, bytes)                                                            \
    static const hash_variant id##_##variant = {#id "_" #variant, pqe_##id##_##variant##_digest,   \
                                                bytes, 1};

/* The key of MACs counts up from 0. */
#define MAC_VARIANT(id, variant, bytes, key_bytes)                                                 \
    static void id##_##variant##_checked(uint8_t *out, size_t out_len, const uint8_t *message,     \
                                         size_t len) {                                             \
        uint8_t key[key_bytes];                                                                    \
        for (size_t i = 0; i < sizeof key; i++) {                                                  \
            key[i] = (uint8_t)i;                                                                   \
        }                                                                                          \
        (void)out_len;                                                                             \
        pqe_##id##_##variant##_tag(out, message, len, key);                                        \
    }                                                                                              \
    static const hash_variant id##_##variant = {#id "_" #variant, id##_##variant##_checked, bytes, \
                                                0};

/* Bytes that depend on one another as little as those of a generator of 1988: x -> 69069 x + 1. */
static void hash_checks_fill(uint8_t *out, size_t len, uint32_t seed) {
    for (size_t i = 0; i < len; i++) {
        seed = seed * 69069U + 1U;
        out[i] = (uint8_t)(seed >> 24);
    }
}

static void hash_checks_known(const hash_variant *v, const uint8_t *message, size_t len,
                              const uint8_t *expected) {
    uint8_t out[HASH_CHECKS_LONGEST];
    v->digest(out, v->out_bytes, message, len);
    CHECK(memcmp(out, expected, v->out_bytes) == 0, v->name);
}

static void untouched(const uint8_t *from, const uint8_t *to, const char *name) {
    for (; from < to; from++) {
        CHECK(*from == HASH_CHECKS_CANARY, name);
    }
}

/* One length at one alignment of message and output, then with the output over the message. */
static void hash_checks_once(const hash_variant *v, const hash_variant *other, size_t len,
                             size_t out_len) {
    uint8_t message[HASH_CHECKS_LONGEST + 8];
    uint8_t expected[HASH_CHECKS_LONGEST];
    uint8_t area[2 * HASH_CHECKS_LONGEST + 32];
    const size_t offset = len & 7U;
    uint8_t *const at = area + 8 + (out_len & 3U);
    hash_checks_fill(message, sizeof message, (uint32_t)(len * 31 + out_len));
    other->digest(expected, out_len, message + offset, len);
    memset(area, (int)HASH_CHECKS_CANARY, sizeof area);
    memcpy(area + HASH_CHECKS_LONGEST + 16, message + offset, len);
    v->digest(at, out_len, area + HASH_CHECKS_LONGEST + 16, len);
    CHECK(memcmp(at, expected, out_len) == 0, v->name);
    CHECK(memcmp(area + HASH_CHECKS_LONGEST + 16, message + offset, len) == 0, v->name);
    untouched(area, at, v->name);
    untouched(at + out_len, area + HASH_CHECKS_LONGEST + 16, v->name);
    v->digest(area + HASH_CHECKS_LONGEST + 16, out_len, area + HASH_CHECKS_LONGEST + 16, len);
    CHECK(memcmp(area + HASH_CHECKS_LONGEST + 16, expected, out_len) == 0, v->name);
}

static void hash_checks_agree(const hash_variant *v, const hash_variant *other) {
    for (size_t len = 0; len + v->out_bytes <= HASH_CHECKS_LONGEST; len += len < 300 ? 1 : 7) {
        hash_checks_once(v, other, len, v->out_bytes);
        if (v->any_length) {
            hash_checks_once(v, other, len, len);
            hash_checks_once(v, other, len, len % 41);
        }
    }
    uint8_t empty[HASH_CHECKS_LONGEST];
    uint8_t expected[HASH_CHECKS_LONGEST];
    v->digest(empty, v->out_bytes, NULL, 0);
    other->digest(expected, v->out_bytes, empty, 0);
    CHECK(memcmp(empty, expected, v->out_bytes) == 0, v->name);
}

#endif
