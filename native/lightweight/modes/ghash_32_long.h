/* SPDX-License-Identifier: MIT */
/* GHASH with multiplications 32 x 32 -> 64; see ghash.h. */
#ifndef PQE_LIGHTWEIGHT_MODES_GHASH_32_LONG_H
#define PQE_LIGHTWEIGHT_MODES_GHASH_32_LONG_H

#include "lightweight/modes/ghash_32_words.h"

typedef struct {
    uint32_t key[9];
    uint32_t sum[4];
} ghash_32_long_state;

/*
 * The product without carries. Of the four products of parts that meet in the same places, two may
 * be added where XOR would do, as long as no more than 15 ones meet; the pairs were counted.
 */
PQE_NOINLINE uint64_t ghash_32_long_product(uint32_t a, uint32_t b) {
    const uint32_t a0 = a & 0x11111111U;
    const uint32_t a1 = a & 0x22222222U;
    const uint32_t a2 = a & 0x44444444U;
    const uint32_t a3 = a & 0x88888888U;
    const uint32_t b0 = b & 0x11111111U;
    const uint32_t b1 = b & 0x22222222U;
    const uint32_t b2 = b & 0x44444444U;
    const uint32_t b3 = b & 0x88888888U;
    const uint64_t p0 =
        ((uint64_t)a0 * b0 + (uint64_t)a1 * b3) ^ (uint64_t)a2 * b2 ^ (uint64_t)a3 * b1;
    const uint64_t p1 =
        ((uint64_t)a0 * b1 + (uint64_t)a2 * b3) ^ ((uint64_t)a1 * b0 + (uint64_t)a3 * b2);
    const uint64_t p2 =
        ((uint64_t)a3 * b3 + (uint64_t)a0 * b2) ^ (uint64_t)a1 * b1 ^ (uint64_t)a2 * b0;
    const uint64_t p3 =
        (uint64_t)a0 * b3 ^ (uint64_t)a1 * b2 ^ (uint64_t)a2 * b1 ^ (uint64_t)a3 * b0;
    return (p0 & UINT64_C(0x1111111111111111)) | (p1 & UINT64_C(0x2222222222222222)) |
           (p2 & UINT64_C(0x4444444444444444)) | (p3 & UINT64_C(0x8888888888888888));
}

/* Products of nine sums put together; the seven places of words by words overlap by a word. */
PQE_INLINE void ghash_32_combine_long(uint32_t product[8], uint64_t p[9]) {
    for (size_t i = 0; i < 9; i += 3) {
        p[i + 2] ^= p[i] ^ p[i + 1];
    }
    for (size_t i = 0; i < 3; i++) {
        p[6 + i] ^= p[i] ^ p[3 + i];
    }
    const uint64_t places[7] = {p[0], p[2], p[1] ^ p[6], p[8], p[3] ^ p[7], p[5], p[4]};
    for (size_t i = 0; i < 7; i++) {
        product[i] ^= (uint32_t)(places[i] >> 32);
        product[i + 1] ^= (uint32_t)places[i];
    }
}

/* One product takes all registers of a Cortex-M: it is a function, so that nothing else claims
 * them. */
PQE_INLINE void ghash_32_long_multiply(uint32_t sum[4], const uint32_t key[9]) {
    uint32_t nine[9];
    uint64_t p[9];
    uint32_t product[8] = {0};
    ghash_32_sums(nine, sum);
    for (size_t i = 0; i < 9; i++) {
        p[i] = ghash_32_long_product(nine[i], key[i]);
    }
    ghash_32_combine_long(product, p);
    ghash_32_reduce(sum, product);
}

static inline void ghash_32_long_begin(ghash_32_long_state *s, const uint8_t h[16]) {
    uint32_t key[4];
    ghash_32_divided(key, h);
    ghash_32_sums(s->key, key);
    pqe_wipe(key, sizeof key);
    memset(s->sum, 0, sizeof s->sum);
}

static inline void ghash_32_long_blocks(ghash_32_long_state *s, const uint8_t *data,
                                        size_t blocks) {
    for (; blocks != 0; blocks--) {
        ghash_32_add(s->sum, data);
        ghash_32_long_multiply(s->sum, s->key);
        data += 16;
    }
}

/* Writes the value and wipes the state. */
static inline void ghash_32_long_end(ghash_32_long_state *s, uint8_t value[16]) {
    ghash_32_write(value, s->sum);
    pqe_wipe(s, sizeof *s);
}

#endif
