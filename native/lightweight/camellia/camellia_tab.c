/* SPDX-License-Identifier: MIT */
/*
 * Variant tab: the S-box is a table. NOT CONSTANT TIME: its index is secret. Written for reading
 * beside RFC 3713, and as a reference for the other variants.
 */
#include "lightweight/camellia/camellia.h"

#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"
#include "lightweight/camellia/camellia_key.h"

/* RFC 3713, section 2.4.1: SBOX1. */
static const uint8_t sbox1[256] = {
    0x70, 0x82, 0x2c, 0xec, 0xb3, 0x27, 0xc0, 0xe5, 0xe4, 0x85, 0x57, 0x35, 0xea, 0x0c, 0xae, 0x41,
    0x23, 0xef, 0x6b, 0x93, 0x45, 0x19, 0xa5, 0x21, 0xed, 0x0e, 0x4f, 0x4e, 0x1d, 0x65, 0x92, 0xbd,
    0x86, 0xb8, 0xaf, 0x8f, 0x7c, 0xeb, 0x1f, 0xce, 0x3e, 0x30, 0xdc, 0x5f, 0x5e, 0xc5, 0x0b, 0x1a,
    0xa6, 0xe1, 0x39, 0xca, 0xd5, 0x47, 0x5d, 0x3d, 0xd9, 0x01, 0x5a, 0xd6, 0x51, 0x56, 0x6c, 0x4d,
    0x8b, 0x0d, 0x9a, 0x66, 0xfb, 0xcc, 0xb0, 0x2d, 0x74, 0x12, 0x2b, 0x20, 0xf0, 0xb1, 0x84, 0x99,
    0xdf, 0x4c, 0xcb, 0xc2, 0x34, 0x7e, 0x76, 0x05, 0x6d, 0xb7, 0xa9, 0x31, 0xd1, 0x17, 0x04, 0xd7,
    0x14, 0x58, 0x3a, 0x61, 0xde, 0x1b, 0x11, 0x1c, 0x32, 0x0f, 0x9c, 0x16, 0x53, 0x18, 0xf2, 0x22,
    0xfe, 0x44, 0xcf, 0xb2, 0xc3, 0xb5, 0x7a, 0x91, 0x24, 0x08, 0xe8, 0xa8, 0x60, 0xfc, 0x69, 0x50,
    0xaa, 0xd0, 0xa0, 0x7d, 0xa1, 0x89, 0x62, 0x97, 0x54, 0x5b, 0x1e, 0x95, 0xe0, 0xff, 0x64, 0xd2,
    0x10, 0xc4, 0x00, 0x48, 0xa3, 0xf7, 0x75, 0xdb, 0x8a, 0x03, 0xe6, 0xda, 0x09, 0x3f, 0xdd, 0x94,
    0x87, 0x5c, 0x83, 0x02, 0xcd, 0x4a, 0x90, 0x33, 0x73, 0x67, 0xf6, 0xf3, 0x9d, 0x7f, 0xbf, 0xe2,
    0x52, 0x9b, 0xd8, 0x26, 0xc8, 0x37, 0xc6, 0x3b, 0x81, 0x96, 0x6f, 0x4b, 0x13, 0xbe, 0x63, 0x2e,
    0xe9, 0x79, 0xa7, 0x8c, 0x9f, 0x6e, 0xbc, 0x8e, 0x29, 0xf5, 0xf9, 0xb6, 0x2f, 0xfd, 0xb4, 0x59,
    0x78, 0x98, 0x06, 0x6a, 0xe7, 0x46, 0x71, 0xba, 0xd4, 0x25, 0xab, 0x42, 0x88, 0xa2, 0x8d, 0xfa,
    0x72, 0x07, 0xb9, 0x55, 0xf8, 0xee, 0xac, 0x0a, 0x36, 0x49, 0x2a, 0x68, 0x3c, 0x38, 0xf1, 0xa4,
    0x40, 0x28, 0xd3, 0x7b, 0xbb, 0xc9, 0x43, 0xc1, 0x15, 0xe3, 0xad, 0xf4, 0x77, 0xc7, 0x80, 0x9e,
};

PQE_INLINE uint8_t rotated(uint8_t x, unsigned int left) {
    return (uint8_t)(x << left | x >> (8U - left));
}

/* Section 2.4.1. */
static uint64_t function_f(uint64_t x, uint64_t key) {
    uint8_t t[9];
    uint64_t y = 0;
    x ^= key;
    for (unsigned int i = 1; i <= 8; i++) {
        t[i] = (uint8_t)(x >> (64U - 8U * i));
    }
    t[1] = sbox1[t[1]];
    t[2] = rotated(sbox1[t[2]], 1);
    t[3] = rotated(sbox1[t[3]], 7);
    t[4] = sbox1[rotated(t[4], 1)];
    t[5] = rotated(sbox1[t[5]], 1);
    t[6] = rotated(sbox1[t[6]], 7);
    t[7] = sbox1[rotated(t[7], 1)];
    t[8] = sbox1[t[8]];
    const uint8_t out[8] = {
        t[1] ^ t[3] ^ t[4] ^ t[6] ^ t[7] ^ t[8], t[1] ^ t[2] ^ t[4] ^ t[5] ^ t[7] ^ t[8],
        t[1] ^ t[2] ^ t[3] ^ t[5] ^ t[6] ^ t[8], t[2] ^ t[3] ^ t[4] ^ t[5] ^ t[6] ^ t[7],
        t[1] ^ t[2] ^ t[6] ^ t[7] ^ t[8],        t[2] ^ t[3] ^ t[5] ^ t[7] ^ t[8],
        t[3] ^ t[4] ^ t[5] ^ t[6] ^ t[8],        t[1] ^ t[4] ^ t[5] ^ t[6] ^ t[7],
    };
    for (size_t i = 0; i < 8; i++) {
        y = y << 8 | out[i];
    }
    return y;
}

PQE_INLINE uint32_t rol1(uint32_t x) {
    return x << 1 | x >> 31;
}

/* Section 2.4.2. */
PQE_INLINE uint64_t function_fl(uint64_t x, uint64_t key) {
    uint32_t x1 = (uint32_t)(x >> 32);
    uint32_t x2 = (uint32_t)x;
    x2 ^= rol1(x1 & (uint32_t)(key >> 32));
    x1 ^= x2 | (uint32_t)key;
    return (uint64_t)x1 << 32 | x2;
}

/* Section 2.4.3. */
PQE_INLINE uint64_t function_flinv(uint64_t y, uint64_t key) {
    uint32_t y1 = (uint32_t)(y >> 32);
    uint32_t y2 = (uint32_t)y;
    y1 ^= y2 | (uint32_t)key;
    y2 ^= rol1(y1 & (uint32_t)(key >> 32));
    return (uint64_t)y1 << 32 | y2;
}

PQE_INLINE uint64_t load64(const uint8_t *in) {
    return (uint64_t)pqe_load32_be(in) << 32 | pqe_load32_be(in + 4);
}

PQE_INLINE void store64(uint8_t *out, uint64_t word) {
    pqe_store32_be(out, (uint32_t)(word >> 32));
    pqe_store32_be(out + 4, (uint32_t)word);
}

/* Section 2.2. */
void pqe_camellia_128_tab_key_schedule(pqe_camellia_128_tab_key *schedule, const uint8_t key[16]) {
    uint64_t kl[2] = {load64(key), load64(key + 8)};
    uint64_t ka[2] = {kl[0], kl[1]};
    ka[1] ^= function_f(ka[0], camellia_sigma[0]);
    ka[0] ^= function_f(ka[1], camellia_sigma[1]);
    ka[0] ^= kl[0];
    ka[1] ^= kl[1];
    ka[1] ^= function_f(ka[0], camellia_sigma[2]);
    ka[0] ^= function_f(ka[1], camellia_sigma[3]);
    for (size_t i = 0; i < CAMELLIA_SUBKEYS; i++) {
        schedule->words[i] = camellia_subkey(kl, ka, i);
    }
    pqe_wipe(kl, sizeof kl);
    pqe_wipe(ka, sizeof ka);
}

/* Section 2.3: `key` holds the whitening keys for the beginning, the subkeys in steps of `step`,
 * and those for the end. */
PQE_INLINE void block_through(uint8_t *out, const uint8_t *in, const uint64_t *key, ptrdiff_t step,
                              const uint64_t begin[2], const uint64_t end[2]) {
    uint64_t d1 = load64(in) ^ begin[0];
    uint64_t d2 = load64(in + 8) ^ begin[1];
    for (size_t round = 1; round <= 18; round += 2) {
        d2 ^= function_f(d1, key[0]);
        d1 ^= function_f(d2, key[step]);
        key += 2 * step;
        if (round == 5 || round == 11) {
            d1 = function_fl(d1, key[0]);
            d2 = function_flinv(d2, key[step]);
            key += 2 * step;
        }
    }
    store64(out, d2 ^ end[0]);
    store64(out + 8, d1 ^ end[1]);
}

void pqe_camellia_128_tab_encrypt(const pqe_camellia_128_tab_key *schedule, uint8_t *out,
                                  const uint8_t *in, size_t blocks) {
    for (size_t i = 0; i < 16 * blocks; i += 16) {
        block_through(out + i, in + i, schedule->words + 2, 1, schedule->words,
                      schedule->words + 24);
    }
}

void pqe_camellia_128_tab_decrypt(const pqe_camellia_128_tab_key *schedule, uint8_t *out,
                                  const uint8_t *in, size_t blocks) {
    for (size_t i = 0; i < 16 * blocks; i += 16) {
        block_through(out + i, in + i, schedule->words + 23, -1, schedule->words + 24,
                      schedule->words);
    }
}
