/* SPDX-License-Identifier: MIT */
/*
 * Checks for authenticated ciphers: known answers whose inputs count up from 0, in place,
 * unaligned, canaries around every output, every length around a block, refused tags, empty
 * messages at NULL, variants against each other. Exits 1 and names the check at the first failure.
 */
#ifndef PQE_LIGHTWEIGHT_TESTS_AEAD_CHECKS_H
#define PQE_LIGHTWEIGHT_TESTS_AEAD_CHECKS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pqe/status.h"

#define AEAD_CHECKS_LONGEST 400U
#define AEAD_CHECKS_ROOM (AEAD_CHECKS_LONGEST + 16U)
#define AEAD_CHECKS_CANARY 0xa5U

#ifndef CHECK
#define CHECK(condition, what)                                                                     \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            (void)fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, what, #condition);        \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)
#endif

typedef void aead_encrypt_fn(uint8_t *, uint8_t *, const uint8_t *, size_t, const uint8_t *, size_t,
                             const uint8_t *, const uint8_t *);
typedef pqe_status aead_decrypt_fn(uint8_t *, const uint8_t *, size_t, const uint8_t *,
                                   const uint8_t *, size_t, const uint8_t *, const uint8_t *);

/* `block` is the longest unit in which the cipher takes its message. */
typedef struct {
    const char *name;
    aead_encrypt_fn *encrypt;
    aead_decrypt_fn *decrypt;
    size_t tag_bytes;
    size_t block;
} aead_variant;

#define AEAD_VARIANT(id, variant, tag_bytes, block)                                                \
    static const aead_variant id##_##variant = {#id "_" #variant, pqe_##id##_##variant##_encrypt,  \
                                                pqe_##id##_##variant##_decrypt, tag_bytes, block};

static void aead_checks_count(uint8_t *out, size_t len, unsigned int first) {
    for (size_t i = 0; i < len; i++) {
        out[i] = (uint8_t)(first + i);
    }
}

/*
 * `len` bytes of message and `ad_len` of associated data; `expected` in hexadecimal is the end of
 * the ciphertext and the tag.
 */
static void aead_checks_answer(const aead_variant *v, size_t len, size_t ad_len,
                               const char *expected) {
    uint8_t counting[AEAD_CHECKS_LONGEST];
    uint8_t out[AEAD_CHECKS_ROOM];
    const size_t bytes = strlen(expected) / 2;
    aead_checks_count(counting, sizeof counting, 0);
    v->encrypt(out, out + len, counting, len, counting, ad_len, counting, counting);
    for (size_t i = 0; i < bytes; i++) {
        char text[3];
        (void)snprintf(text, sizeof text, "%02x", out[len + v->tag_bytes - bytes + i]);
        CHECK(strncmp(text, expected + 2 * i, 2) == 0, v->name);
    }
}

/* The last of the official file's; and, since these are short, one that others' code gave. */
static void aead_checks_known(const aead_variant *v, const char *official, const char *longer) {
    aead_checks_answer(v, 32, 32, official);
    aead_checks_answer(v, 100, 300, longer);
}

static void aead_checks_canary(const uint8_t *from, const uint8_t *to, const char *name) {
    for (; from < to; from++) {
        CHECK(*from == AEAD_CHECKS_CANARY, name);
    }
}

typedef struct {
    uint8_t key[32];
    uint8_t nonce[32];
    uint8_t ad[AEAD_CHECKS_LONGEST];
    size_t ad_len;
} aead_context;

/* Every byte of ciphertext and tag spoiled in turn is refused, and leaves zeros. */
static void aead_checks_refused(const aead_variant *v, const uint8_t *sealed, size_t len,
                                const aead_context *c) {
    uint8_t out[AEAD_CHECKS_LONGEST];
    uint8_t spoiled[AEAD_CHECKS_ROOM];
    for (size_t i = 0; i < len + v->tag_bytes; i++) {
        memset(out, 0xff, sizeof out);
        memcpy(spoiled, sealed, len + v->tag_bytes);
        spoiled[i] ^= (uint8_t)(1U << (i & 7U));
        CHECK(v->decrypt(out, spoiled, len, spoiled + len, c->ad, c->ad_len, c->nonce, c->key) ==
                  PQE_ERR_TAG,
              v->name);
        for (size_t j = 0; j < len; j++) {
            CHECK(out[j] == 0, v->name);
        }
    }
}

/* Encrypts at an offset, in place, between canaries, and as `other` does; decrypts so as well. */
static void aead_checks_once(const aead_variant *v, const aead_variant *other, size_t len,
                             const aead_context *c, size_t offset) {
    uint8_t message[AEAD_CHECKS_LONGEST];
    uint8_t sealed[AEAD_CHECKS_ROOM];
    uint8_t area[AEAD_CHECKS_ROOM + 32];
    uint8_t *const at = area + 8 + offset;
    aead_checks_count(message, sizeof message, (unsigned int)len);
    other->encrypt(sealed, sealed + len, message, len, c->ad, c->ad_len, c->nonce, c->key);

    memset(area, (int)AEAD_CHECKS_CANARY, sizeof area);
    memcpy(at, message, len);
    v->encrypt(at, at + len, at, len, c->ad, c->ad_len, c->nonce, c->key);
    CHECK(memcmp(at, sealed, len + v->tag_bytes) == 0, v->name);
    aead_checks_canary(area, at, v->name);
    aead_checks_canary(at + len + v->tag_bytes, area + sizeof area, v->name);

    CHECK(v->decrypt(at, at, len, at + len, c->ad, c->ad_len, c->nonce, c->key) == PQE_OK, v->name);
    CHECK(memcmp(at, message, len) == 0, v->name);
    CHECK(memcmp(at + len, sealed + len, v->tag_bytes) == 0, v->name);
    aead_checks_canary(area, at, v->name);
}

/* Another length, key, nonce or associated data gives another tag. */
static void aead_checks_bound(const aead_variant *v) {
    aead_context c = {{1}, {2}, {3}, 40};
    uint8_t text[AEAD_CHECKS_LONGEST] = {4};
    uint8_t out[AEAD_CHECKS_LONGEST];
    uint8_t tag[16];
    uint8_t *const inputs[3] = {c.key, c.nonce, c.ad};
    v->encrypt(out, tag, text, 40, c.ad, c.ad_len, c.nonce, c.key);
    CHECK(v->decrypt(text, out, 40, tag, c.ad, c.ad_len, c.nonce, c.key) == PQE_OK, v->name);
    CHECK(v->decrypt(text, out, 39, tag, c.ad, c.ad_len, c.nonce, c.key) == PQE_ERR_TAG, v->name);
    CHECK(v->decrypt(text, out, 40, tag, c.ad, 39, c.nonce, c.key) == PQE_ERR_TAG, v->name);
    for (size_t i = 0; i < 3; i++) {
        inputs[i][0] ^= 0x80U;
        CHECK(v->decrypt(text, out, 40, tag, c.ad, c.ad_len, c.nonce, c.key) == PQE_ERR_TAG,
              v->name);
        inputs[i][0] ^= 0x80U;
    }
}

static void aead_checks_empty(const aead_variant *v) {
    const uint8_t zeros[32] = {0};
    uint8_t tag[16];
    v->encrypt(NULL, tag, NULL, 0, NULL, 0, zeros, zeros);
    CHECK(v->decrypt(NULL, NULL, 0, tag, NULL, 0, zeros, zeros) == PQE_OK, v->name);
    tag[0] ^= 1U;
    CHECK(v->decrypt(NULL, NULL, 0, tag, NULL, 0, zeros, zeros) == PQE_ERR_TAG, v->name);
}

static void aead_checks(const aead_variant *v, const aead_variant *other) {
    aead_context c;
    uint8_t sealed[AEAD_CHECKS_ROOM];
    aead_checks_count(c.key, sizeof c.key, 3);
    aead_checks_count(c.nonce, sizeof c.nonce, 77);
    aead_checks_count(c.ad, sizeof c.ad, 130);
    for (size_t len = 0; len <= 3 * v->block + 1; len++) {
        for (c.ad_len = 0; c.ad_len <= 100; c.ad_len += (len % 5U) + 1U) {
            aead_checks_once(v, other, len, &c, (len + c.ad_len) & 7U);
        }
        c.ad_len = len;
        other->encrypt(sealed, sealed + len, c.ad, len, c.ad, c.ad_len, c.nonce, c.key);
        aead_checks_refused(v, sealed, len, &c);
    }
    for (c.ad_len = 0; c.ad_len <= AEAD_CHECKS_LONGEST; c.ad_len += 19) {
        aead_checks_once(v, other, AEAD_CHECKS_LONGEST - c.ad_len, &c, c.ad_len & 7U);
    }
    aead_checks_bound(v);
    aead_checks_empty(v);
}

#endif
