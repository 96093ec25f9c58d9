/* SPDX-License-Identifier: MIT */
/*
 * The key schedules of CLEFIA, RFC 6114 section 5.2, the same in all variants. Each includes this
 * once and defines before:
 *   round_functions(y, x, pairs)   for each of `pairs` (1 or 2) pairs of words, y[0] = F0(0, x[0])
 * and y[1] = F1(0, x[1]), and so on Words have the first byte highest.
 */
#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"

#define CLEFIA_MOST_ROUNDS 26U

/* Whitening keys WK0 to WK3, then round keys. */
typedef struct {
    uint32_t words[4 + 2 * CLEFIA_MOST_ROUNDS];
} clefia_words;

/* Section 5.3: the constants of a key length come from a state of 16 bits, halved in the field. */
PQE_INLINE uint32_t constant_next(uint32_t *state, size_t i) {
    const uint32_t t = *state;
    const uint32_t inverted = ~t & 0xffffU;
    if (i % 2 == 0) {
        return (t ^ 0xb7e1U) << 16 | ((inverted << 1 | inverted >> 15) & 0xffffU);
    }
    *state = t >> 1 ^
             ((t & 1U) != 0 ? 0xd418U : 0U); /* (z^16 + z^15 + z^13 + z^11 + z^5 + z^4 + 1) / z */
    return (inverted ^ 0x243fU) << 16 | ((t << 8 | t >> 8) & 0xffffU);
}

/* `rounds` rounds with constants for keys, over 4 or 8 words; the words are not turned after the
 * last. */
PQE_INLINE void network(uint32_t *t, size_t words, size_t rounds, uint32_t *state) {
    uint32_t x[4];
    uint32_t y[4];
    for (size_t round = 0; round < rounds; round++) {
        for (size_t i = 0; i < words / 2; i++) {
            x[i] = t[2 * i] ^ constant_next(state, i);
        }
        round_functions(y, x, words / 4);
        for (size_t i = 0; i < words / 2; i++) {
            t[2 * i + 1] ^= y[i];
        }
        const uint32_t first = t[0];
        for (size_t i = 0; i + 1 < words && round + 1 < rounds; i++) {
            t[i] = t[i + 1];
        }
        if (round + 1 < rounds) {
            t[words - 1] = first;
        }
    }
    pqe_wipe(x, sizeof x);
    pqe_wipe(y, sizeof y);
}

/* DoubleSwap: bits 7 to 63, 121 to 127, 0 to 6, 64 to 120, the highest being 0. */
PQE_INLINE void double_swap(uint32_t x[4]) {
    const uint32_t high = x[0] >> 25;
    const uint32_t low = x[3] & 0x7fU;
    x[0] = x[0] << 7 | x[1] >> 25;
    x[1] = x[1] << 7 | low;
    x[3] = x[2] << 25 | x[3] >> 7;
    x[2] = high << 25 | x[2] >> 7;
}

/* Four words of round keys. */
PQE_INLINE void keys_next(uint32_t *out, uint32_t l[4], const uint32_t *added, uint32_t *state) {
    for (size_t i = 0; i < 4; i++) {
        out[i] = l[i] ^ constant_next(state, i) ^ (added != NULL ? added[i] : 0U);
    }
    double_swap(l);
}

/* Section 5.2.1. */
PQE_INLINE void words_schedule_128(clefia_words *out, const uint8_t key[16]) {
    uint32_t state = 0x428aU;
    uint32_t l[4];
    uint32_t *const k = out->words;
    for (size_t i = 0; i < 4; i++) {
        k[i] = pqe_load32_be(key + 4 * i);
        l[i] = k[i];
    }
    network(l, 4, 12, &state);
    for (size_t i = 0; i < 9; i++) {
        keys_next(k + 4 + 4 * i, l, i % 2 != 0 ? k : NULL, &state);
    }
    pqe_wipe(l, sizeof l);
}

/* Sections 5.2.2 and 5.2.3: a key of 192 bits is filled up with the complement of its first half.
 */
PQE_INLINE void words_schedule_long(clefia_words *out, const uint8_t *key, size_t key_bytes,
                                    uint32_t state) {
    uint32_t k[8];
    uint32_t l[8];
    for (size_t i = 0; i < 8; i++) {
        k[i] = 4 * i < key_bytes ? pqe_load32_be(key + 4 * i) : ~k[i - 6];
        l[i] = k[i];
    }
    network(l, 8, 10, &state);
    for (size_t i = 0; i < 4; i++) {
        out->words[i] = k[i] ^ k[4 + i];
    }
    for (size_t i = 0; i < (key_bytes == 24 ? 11U : 13U); i++) {
        const size_t half = i % 4 < 2 ? 0 : 4;
        keys_next(out->words + 4 + 4 * i, l + half, i % 2 != 0 ? k + 4 - half : NULL, &state);
    }
    pqe_wipe(k, sizeof k);
    pqe_wipe(l, sizeof l);
}

PQE_INLINE void words_schedule(clefia_words *out, const uint8_t *key, size_t key_bytes) {
    if (key_bytes == 16) {
        words_schedule_128(out, key);
    } else {
        words_schedule_long(out, key, key_bytes, key_bytes == 24 ? 0x7137U : 0xb5c0U);
    }
}
