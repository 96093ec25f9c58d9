/* SPDX-License-Identifier: MIT */
/* GHASH with multiplications 64 x 64 -> 128; see ghash.h. Word 0 is the most significant. */
#ifndef PQE_LIGHTWEIGHT_MODES_GHASH_64_H
#define PQE_LIGHTWEIGHT_MODES_GHASH_64_H

#include <stddef.h>
#include <stdint.h>

#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"

__extension__ typedef unsigned __int128 ghash_128;

/* `key` is the key divided by x: its words and their sum. */
typedef struct {
    uint64_t key[3];
    uint64_t sum[2];
} ghash_64_state;

PQE_INLINE uint64_t ghash_64_load(const uint8_t *in) {
    return (uint64_t)pqe_load32_be(in) << 32 | pqe_load32_be(in + 4);
}

PQE_INLINE void ghash_64_store(uint8_t *out, uint64_t word) {
    pqe_store32_be(out, (uint32_t)(word >> 32));
    pqe_store32_be(out + 4, (uint32_t)word);
}

PQE_INLINE ghash_128 ghash_64_holes(unsigned int place) {
    const uint64_t every = UINT64_C(0x1111111111111111) << place;
    return (ghash_128)every << 64 | every;
}

/*
 * The product without carries. Sixteen ones could meet in the middle, one more than fits: so the
 * four highest bits of `a` go by themselves. They lie beside each other, but meet only one of the
 * four parts of `b` at a time, whose bits are four places apart: nothing meets, nothing is carried.
 */
PQE_INLINE ghash_128 ghash_64_product(uint64_t a, uint64_t b) {
    const uint64_t top = a & UINT64_C(0xf000000000000000);
    uint64_t parts_a[4];
    uint64_t parts_b[4];
    ghash_128 product = 0;
    for (unsigned int i = 0; i < 4; i++) {
        parts_a[i] = a & UINT64_C(0x0111111111111111) << i;
        parts_b[i] = b & UINT64_C(0x1111111111111111) << i;
    }
    for (unsigned int i = 0; i < 4; i++) {
        ghash_128 met = 0;
        for (unsigned int j = 0; j < 4; j++) {
            met ^= (ghash_128)parts_a[j] * parts_b[(i - j) & 3U];
        }
        product |= met & ghash_64_holes(i);
    }
    for (unsigned int i = 0; i < 4; i++) {
        product ^= (ghash_128)top * parts_b[i];
    }
    return product;
}

/* x^128 = x^7 + x^2 + x + 1, for the upper half of a product of four words. */
PQE_INLINE void ghash_64_reduce(uint64_t sum[2], uint64_t product[4]) {
    for (size_t i = 3; i >= 2; i--) {
        const uint64_t word = product[i];
        product[i - 2] ^= word ^ word >> 1 ^ word >> 2 ^ word >> 7;
        product[i - 1] ^= word << 63 ^ word << 62 ^ word << 57;
    }
    sum[0] = product[0];
    sum[1] = product[1];
}

/* sum = sum * key, three products of words for four (A. Karatsuba). */
PQE_INLINE void ghash_64_multiply(uint64_t sum[2], const uint64_t key[3]) {
    const ghash_128 high = ghash_64_product(sum[0], key[0]);
    const ghash_128 low = ghash_64_product(sum[1], key[1]);
    const ghash_128 middle = ghash_64_product(sum[0] ^ sum[1], key[2]) ^ high ^ low;
    uint64_t product[4] = {
        (uint64_t)(high >> 64),
        (uint64_t)high ^ (uint64_t)(middle >> 64),
        (uint64_t)(low >> 64) ^ (uint64_t)middle,
        (uint64_t)low,
    };
    ghash_64_reduce(sum, product);
}

static inline void ghash_64_begin(ghash_64_state *s, const uint8_t h[16]) {
    const uint64_t high = ghash_64_load(h);
    const uint64_t low = ghash_64_load(h + 8);
    /* 1 / x = x^127 + x^6 + x + 1: added if x^0 falls out */
    const uint64_t fallen = 0U - (high >> 63);
    s->key[0] = (high << 1 | low >> 63) ^ (fallen & UINT64_C(0xc200000000000000));
    s->key[1] = low << 1 ^ (fallen & 1U);
    s->key[2] = s->key[0] ^ s->key[1];
    s->sum[0] = 0;
    s->sum[1] = 0;
}

static inline void ghash_64_blocks(ghash_64_state *s, const uint8_t *data, size_t blocks) {
    for (; blocks != 0; blocks--) {
        s->sum[0] ^= ghash_64_load(data);
        s->sum[1] ^= ghash_64_load(data + 8);
        ghash_64_multiply(s->sum, s->key);
        data += 16;
    }
}

/* Writes the value and wipes the state. */
static inline void ghash_64_end(ghash_64_state *s, uint8_t value[16]) {
    ghash_64_store(value, s->sum[0]);
    ghash_64_store(value + 8, s->sum[1]);
    pqe_wipe(s, sizeof *s);
}

#endif
