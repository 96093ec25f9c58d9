/* SPDX-License-Identifier: MIT */
/*
 * GHASH with multiplications 32 x 32 -> 32; see ghash.h. They give the lower word of a product
 * without carries. The upper word is the lower word of the product of both factors' mirror images,
 * mirrored and moved by one place. Sums of products are formed before anything is mirrored.
 */
#ifndef PQE_LIGHTWEIGHT_MODES_GHASH_32_H
#define PQE_LIGHTWEIGHT_MODES_GHASH_32_H

#include "lightweight/modes/ghash_32_words.h"

/* `mirrored` is `key`, each word's bits in the opposite order. */
typedef struct {
    uint32_t key[9];
    uint32_t mirrored[9];
    uint32_t sum[4];
} ghash_32_state;

PQE_INLINE uint32_t ghash_32_mirrored(uint32_t x) {
#if defined(__GNUC__) && defined(__thumb2__)
    uint32_t result;
    __asm__("rbit %0, %1" : "=r"(result) : "r"(x));
    return result;
#else
    x = (x & 0x55555555U) << 1 | (x >> 1 & 0x55555555U);
    x = (x & 0x33333333U) << 2 | (x >> 2 & 0x33333333U);
    x = (x & 0x0f0f0f0fU) << 4 | (x >> 4 & 0x0f0f0f0fU);
    return pqe_swap32(x);
#endif
}

/* The lower word of the product without carries: at most 8 ones meet in a place. */
PQE_INLINE uint32_t ghash_32_product(uint32_t a, uint32_t b) {
    const uint32_t a0 = a & 0x11111111U;
    const uint32_t a1 = a & 0x22222222U;
    const uint32_t a2 = a & 0x44444444U;
    const uint32_t a3 = a & 0x88888888U;
    const uint32_t b0 = b & 0x11111111U;
    const uint32_t b1 = b & 0x22222222U;
    const uint32_t b2 = b & 0x44444444U;
    const uint32_t b3 = b & 0x88888888U;
    const uint32_t p0 = a0 * b0 ^ a1 * b3 ^ a2 * b2 ^ a3 * b1;
    const uint32_t p1 = a0 * b1 ^ a1 * b0 ^ a2 * b3 ^ a3 * b2;
    const uint32_t p2 = a0 * b2 ^ a1 * b1 ^ a2 * b0 ^ a3 * b3;
    const uint32_t p3 = a0 * b3 ^ a1 * b2 ^ a2 * b1 ^ a3 * b0;
    return (p0 & 0x11111111U) | (p1 & 0x22222222U) | (p2 & 0x44444444U) | (p3 & 0x88888888U);
}

/* The products of nine sums by nine, put together to the seven places that words of a product by
 * words have; place 0 is the highest. */
PQE_INLINE void ghash_32_places(uint32_t places[7], const uint32_t a[9], const uint32_t b[9]) {
    uint32_t p[9];
    for (size_t i = 0; i < 9; i++) {
        p[i] = ghash_32_product(a[i], b[i]);
    }
    for (size_t i = 0; i < 9; i += 3) {
        p[i + 2] ^= p[i] ^ p[i + 1];
    }
    for (size_t i = 0; i < 3; i++) {
        p[6 + i] ^= p[i] ^ p[3 + i];
    }
    places[0] = p[0];
    places[1] = p[2];
    places[2] = p[1] ^ p[6];
    places[3] = p[8];
    places[4] = p[3] ^ p[7];
    places[5] = p[5];
    places[6] = p[4];
}

PQE_INLINE void ghash_32_multiply(ghash_32_state *s) {
    uint32_t nine[9];
    uint32_t places[7];
    uint32_t product[8];
    uint32_t mirrored[4];
    ghash_32_sums(nine, s->sum);
    ghash_32_places(places, nine, s->key);
    product[0] = 0;
    for (size_t i = 0; i < 7; i++) {
        product[i + 1] = places[i];
    }
    for (size_t i = 0; i < 4; i++) {
        mirrored[i] = ghash_32_mirrored(s->sum[i]);
    }
    ghash_32_sums(nine, mirrored);
    ghash_32_places(places, nine, s->mirrored);
    for (size_t i = 0; i < 7; i++) {
        product[i] ^= ghash_32_mirrored(places[i]) >> 1;
    }
    ghash_32_reduce(s->sum, product);
}

static inline void ghash_32_begin(ghash_32_state *s, const uint8_t h[16]) {
    uint32_t key[4];
    ghash_32_divided(key, h);
    ghash_32_sums(s->key, key);
    for (size_t i = 0; i < 9; i++) {
        s->mirrored[i] = ghash_32_mirrored(s->key[i]);
    }
    pqe_wipe(key, sizeof key);
    memset(s->sum, 0, sizeof s->sum);
}

static inline void ghash_32_blocks(ghash_32_state *s, const uint8_t *data, size_t blocks) {
    for (; blocks != 0; blocks--) {
        ghash_32_add(s->sum, data);
        ghash_32_multiply(s);
        data += 16;
    }
}

/* Writes the value and wipes the state. */
static inline void ghash_32_end(ghash_32_state *s, uint8_t value[16]) {
    ghash_32_write(value, s->sum);
    pqe_wipe(s, sizeof *s);
}

#endif
