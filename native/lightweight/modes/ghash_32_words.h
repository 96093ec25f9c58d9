/* SPDX-License-Identifier: MIT */
/* What GHASH in words of 32 bits shares, whatever multiplies; see ghash.h. Word 0 is the most
 * significant. */
#ifndef PQE_LIGHTWEIGHT_MODES_GHASH_32_WORDS_H
#define PQE_LIGHTWEIGHT_MODES_GHASH_32_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"

/* The nine sums of words whose products make up a product of four words by four: of each half its
 * words and their sum, then the same of both halves' sum (A. Karatsuba, twice). */
PQE_INLINE void ghash_32_sums(uint32_t nine[9], const uint32_t words[4]) {
    nine[0] = words[0];
    nine[1] = words[1];
    nine[2] = words[0] ^ words[1];
    nine[3] = words[2];
    nine[4] = words[3];
    nine[5] = words[2] ^ words[3];
    nine[6] = words[0] ^ words[2];
    nine[7] = words[1] ^ words[3];
    nine[8] = nine[2] ^ nine[5];
}

/* The key divided by x: 1 / x = x^127 + x^6 + x + 1, added if x^0 falls out. */
PQE_INLINE void ghash_32_divided(uint32_t key[4], const uint8_t h[16]) {
    for (size_t i = 0; i < 4; i++) {
        key[i] = pqe_load32_be(h + 4 * i);
    }
    const uint32_t fallen = 0U - pqe_ct_barrier(key[0] >> 31);
    for (size_t i = 0; i < 3; i++) {
        key[i] = key[i] << 1 | key[i + 1] >> 31;
    }
    key[3] = key[3] << 1 ^ (fallen & 1U);
    key[0] ^= fallen & 0xc2000000U;
}

/* x^128 = x^7 + x^2 + x + 1, for the last four words of a product of eight. */
PQE_INLINE void ghash_32_reduce(uint32_t sum[4], uint32_t product[8]) {
    for (size_t i = 7; i >= 4; i--) {
        const uint32_t word = product[i];
        product[i - 4] ^= word ^ word >> 1 ^ word >> 2 ^ word >> 7;
        product[i - 3] ^= word << 31 ^ word << 30 ^ word << 25;
    }
    for (size_t i = 0; i < 4; i++) {
        sum[i] = product[i];
    }
}

PQE_INLINE void ghash_32_add(uint32_t sum[4], const uint8_t *data) {
    for (size_t i = 0; i < 4; i++) {
        sum[i] ^= pqe_load32_be(data + 4 * i);
    }
}

PQE_INLINE void ghash_32_write(uint8_t value[16], const uint32_t sum[4]) {
    for (size_t i = 0; i < 4; i++) {
        pqe_store32_be(value + 4 * i, sum[i]);
    }
}

#endif
