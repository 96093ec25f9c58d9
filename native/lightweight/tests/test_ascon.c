/* SPDX-License-Identifier: MIT */
/*
 * Checks every variant of Ascon: known answers, in place, unaligned, canaries around every output,
 * refused tags, incremental against whole. Exits 1 and names the check at the first failure.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lightweight/ascon/ascon.h"

#define LONGEST 70U
#define CANARY 0xa5U

#define CHECK(condition, what)                                                                     \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            (void)fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, what, #condition);        \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

typedef void encrypt_fn(uint8_t *, uint8_t[16], const uint8_t *, size_t, const uint8_t *, size_t,
                        const uint8_t[16], const uint8_t[16]);
typedef pqe_status decrypt_fn(uint8_t *, const uint8_t *, size_t, const uint8_t[16],
                              const uint8_t *, size_t, const uint8_t[16], const uint8_t[16]);
typedef void hash_fn(uint8_t[32], const uint8_t *, size_t);
typedef void xof_fn(uint8_t *, size_t, const uint8_t *, size_t);

typedef struct {
    const char *name;
    encrypt_fn *encrypt;
    decrypt_fn *decrypt;
    hash_fn *hash;
    xof_fn *xof;
} variant;

static const variant variants[] = {
    {"u64", pqe_ascon_aead128_u64_encrypt, pqe_ascon_aead128_u64_decrypt,
     pqe_ascon_hash256_u64_digest, pqe_ascon_xof128_u64_digest},
    {"bi32", pqe_ascon_aead128_bi32_encrypt, pqe_ascon_aead128_bi32_decrypt,
     pqe_ascon_hash256_bi32_digest, pqe_ascon_xof128_bi32_digest},
    {"w32", pqe_ascon_aead128_w32_encrypt, pqe_ascon_aead128_w32_decrypt,
     pqe_ascon_hash256_w32_digest, pqe_ascon_xof128_w32_digest},
    {"small", pqe_ascon_aead128_small_encrypt, pqe_ascon_aead128_small_decrypt,
     pqe_ascon_hash256_small_digest, pqe_ascon_xof128_small_digest},
};

/* Bytes first, first + 1, ...: the inputs of the official vectors. */
static void count_up(uint8_t *out, size_t len, unsigned int first) {
    for (size_t i = 0; i < len; i++) {
        out[i] = (uint8_t)(first + i);
    }
}

static void known_answers(const variant *v) {
    /* LWC_AEAD_KAT_128_128.txt (github.com/ascon/ascon-c, CC0 1.0), Count = 1089 */
    static const uint8_t expected[48] = {0xcb, 0x34, 0xd0, 0x46, 0x60, 0xa6, 0x6d, 0xbf, 0xbe, 0x9c,
                                         0x85, 0x66, 0x01, 0xf5, 0xb8, 0xaa, 0x51, 0xa4, 0x99, 0xb5,
                                         0x5a, 0xc8, 0xf7, 0xfb, 0xef, 0xbc, 0x33, 0x1a, 0x61, 0x3e,
                                         0xe9, 0xcd, 0xfd, 0x19, 0x17, 0x50, 0xa4, 0x7f, 0x21, 0x1c,
                                         0x0a, 0x15, 0xed, 0x28, 0x17, 0x3d, 0x7c, 0xaa};
    /* LWC_HASH_KAT_128_256.txt (same origin), Count = 3: message 00 01 */
    static const uint8_t digest[32] = {0x61, 0x15, 0xe7, 0xc9, 0xc4, 0x08, 0x1c, 0x27,
                                       0x97, 0xfc, 0x8f, 0xe1, 0xbc, 0x57, 0xa8, 0x36,
                                       0xaf, 0xa1, 0xc5, 0x38, 0x1e, 0x55, 0x6d, 0xd5,
                                       0x83, 0x86, 0x0c, 0xa2, 0xdf, 0xb4, 0x8d, 0xd2};
    /* LWC_XOF_KAT_128_512.txt (same origin), Count = 1: first 16 bytes for the empty message */
    static const uint8_t squeezed[16] = {0x47, 0x3d, 0x5e, 0x61, 0x64, 0xf5, 0x8b, 0x39,
                                         0xdf, 0xd8, 0x4a, 0xac, 0xdb, 0x8a, 0xe4, 0x2e};
    uint8_t key[16];
    uint8_t nonce[16];
    uint8_t plaintext[32];
    uint8_t ad[32];
    uint8_t out[48];
    count_up(key, sizeof key, 0x00);
    count_up(nonce, sizeof nonce, 0x10);
    count_up(plaintext, sizeof plaintext, 0x20);
    count_up(ad, sizeof ad, 0x30);
    v->encrypt(out, out + 32, plaintext, 32, ad, 32, nonce, key);
    CHECK(memcmp(out, expected, sizeof expected) == 0, v->name);
    v->hash(out, key, 2);
    CHECK(memcmp(out, digest, sizeof digest) == 0, v->name);
    v->xof(out, sizeof squeezed, NULL, 0);
    CHECK(memcmp(out, squeezed, sizeof squeezed) == 0, v->name);
}

static void fill(uint8_t *buffer, size_t len) {
    memset(buffer, (int)CANARY, len);
}

static void untouched(const uint8_t *buffer, size_t len, const char *name) {
    for (size_t i = 0; i < len; i++) {
        CHECK(buffer[i] == CANARY, name);
    }
}

/* Encrypts at an offset, in place, between canaries; decrypts so as well; then spoils each byte. */
static void round_trip(const variant *v, size_t len, size_t ad_len, size_t offset) {
    uint8_t key[16];
    uint8_t nonce[16];
    uint8_t message[LONGEST];
    uint8_t ad[LONGEST];
    uint8_t reference[LONGEST + 16];
    uint8_t area[LONGEST + 48];
    uint8_t *const at = area + 8 + offset;
    count_up(key, sizeof key, 3);
    count_up(nonce, sizeof nonce, 77);
    count_up(message, sizeof message, (unsigned int)len);
    count_up(ad, sizeof ad, 130);
    variants[0].encrypt(reference, reference + len, message, len, ad, ad_len, nonce, key);

    fill(area, sizeof area);
    memcpy(at, message, len);
    v->encrypt(at, at + len, at, len, ad, ad_len, nonce, key);
    CHECK(memcmp(at, reference, len + 16) == 0, v->name);
    untouched(area, 8 + offset, v->name);
    untouched(at + len + 16, sizeof area - 8 - offset - len - 16, v->name);

    CHECK(v->decrypt(at, at, len, at + len, ad, ad_len, nonce, key) == PQE_OK, v->name);
    CHECK(memcmp(at, message, len) == 0, v->name);
    CHECK(memcmp(at + len, reference + len, 16) == 0, v->name);
    untouched(area, 8 + offset, v->name);

    for (size_t i = 0; i < len + 16; i++) {
        uint8_t out[LONGEST];
        memset(out, 0xff, sizeof out);
        memcpy(at, reference, len + 16);
        at[i] ^= (uint8_t)(1U << (i & 7U));
        CHECK(v->decrypt(out, at, len, at + len, ad, ad_len, nonce, key) == PQE_ERR_TAG, v->name);
        for (size_t j = 0; j < len; j++) {
            CHECK(out[j] == 0, v->name);
        }
    }
}

static void round_trips(const variant *v) {
    for (size_t len = 0; len <= 49; len++) {
        for (size_t ad_len = 0; ad_len <= 49; ad_len += (len % 5U) + 1U) {
            round_trip(v, len, ad_len, (len + ad_len) & 7U);
        }
    }
}

static void hashes_agree(const variant *v) {
    uint8_t message[LONGEST];
    uint8_t expected[LONGEST];
    uint8_t area[LONGEST + 16];
    count_up(message, sizeof message, 9);
    for (size_t len = 0; len < LONGEST; len++) {
        variants[0].hash(expected, message, len);
        fill(area, sizeof area);
        v->hash(area + 3, message, len);
        CHECK(memcmp(area + 3, expected, 32) == 0, v->name);
        untouched(area, 3, v->name);
        untouched(area + 35, sizeof area - 35, v->name);
        variants[0].xof(expected, len, message, LONGEST - len);
        fill(area, sizeof area);
        v->xof(area + 5, len, message, LONGEST - len);
        CHECK(memcmp(area + 5, expected, len) == 0, v->name);
        untouched(area, 5, v->name);
        untouched(area + 5 + len, sizeof area - 5 - len, v->name);
    }
}

/* Incremental use, cut at every place, equals the whole; absorbing after squeezing is refused. */
#define INCREMENTAL(variant)                                                                       \
    static void incremental_##variant(void) {                                                      \
        uint8_t message[LONGEST];                                                                  \
        uint8_t expected[LONGEST];                                                                 \
        uint8_t out[LONGEST];                                                                      \
        count_up(message, sizeof message, 1);                                                      \
        pqe_ascon_xof128_##variant##_digest(expected, LONGEST, message, LONGEST);                  \
        for (size_t cut = 0; cut <= LONGEST; cut++) {                                              \
            pqe_ascon_xof_##variant xof;                                                           \
            pqe_ascon_xof128_##variant##_init(&xof);                                               \
            CHECK(pqe_ascon_xof128_##variant##_absorb(&xof, message, cut) == PQE_OK, #variant);    \
            CHECK(pqe_ascon_xof128_##variant##_absorb(&xof, message + cut, LONGEST - cut) ==       \
                      PQE_OK,                                                                      \
                  #variant);                                                                       \
            pqe_ascon_xof128_##variant##_squeeze(&xof, out, cut);                                  \
            pqe_ascon_xof128_##variant##_squeeze(&xof, out + cut, LONGEST - cut);                  \
            CHECK(memcmp(out, expected, LONGEST) == 0, #variant);                                  \
            CHECK(pqe_ascon_xof128_##variant##_absorb(&xof, message, 1) == PQE_ERR_LENGTH,         \
                  #variant);                                                                       \
        }                                                                                          \
    }
INCREMENTAL(u64)
INCREMENTAL(bi32)
INCREMENTAL(w32)
INCREMENTAL(small)

int main(void) {
    for (size_t i = 0; i < sizeof variants / sizeof variants[0]; i++) {
        known_answers(&variants[i]);
        round_trips(&variants[i]);
        hashes_agree(&variants[i]);
    }
    incremental_u64();
    incremental_bi32();
    incremental_w32();
    incremental_small();
    (void)puts("ascon: ok");
    return 0;
}
