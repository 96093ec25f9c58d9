/* SPDX-License-Identifier: MIT */
/*
 * CLEFIA in slices of 64-bit words, or of vectors of these: what bs64 and bs128 share. Included
 * after `lane`, WORDS (words of a lane), lane_of(word), word_of(x, i) and lane_set(x, i, word).
 */
#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"

typedef uint64_t key_word;

#define PLACE 16U
#define BLOCKS (16U * WORDS)
#define key_word_of(x) word_of(x, 0)
#define xor_turned(a, b) ((a) ^ ((b) >> 32 | (b) << 32))
#define halves(lower, upper)                                                                       \
    (((lower)&lane_of(UINT64_C(0xffffffff))) | ((upper)&lane_of(UINT64_C(0xffffffff00000000))))

PQE_INLINE lane neighbours(lane x) {
    const lane lower = lane_of(UINT64_C(0x0000ffff0000ffff));
    return (x & lower) << 16 | (x >> 16 & lower);
}

/* Bytes 0, 1, 2, 3 of a word as bytes 0, 2, 4, 6; and back. */
PQE_INLINE uint64_t spread(uint32_t word) {
    uint64_t x = word;
    x = (x | x << 16) & UINT64_C(0x0000ffff0000ffff);
    return (x | x << 8) & UINT64_C(0x00ff00ff00ff00ff);
}

PQE_INLINE uint32_t gathered(uint64_t x) {
    x &= UINT64_C(0x00ff00ff00ff00ff);
    x = (x | x >> 8) & UINT64_C(0x0000ffff0000ffff);
    return (uint32_t)(x | x >> 16);
}

PQE_INLINE lane key_slice(uint32_t word, size_t bit) {
    const uint64_t ones = spread(word) >> bit & UINT64_C(0x0001000100010001);
    return lane_of((ones << 16) - ones);
}

PQE_INLINE uint32_t word_of_slices(const lane q[8]) {
    uint64_t word = 0;
    for (size_t i = 0; i < 8; i++) {
        word |= (word_of(q[i], 0) & UINT64_C(0x0001000100010001)) << i;
    }
    return gathered(word);
}

PQE_INLINE uint32_t places_word(const uint8_t *in, const uint8_t places[4]) {
    return (uint32_t)in[places[0]] | (uint32_t)in[places[1]] << 8 | (uint32_t)in[places[2]] << 16 |
           (uint32_t)in[places[3]] << 24;
}

PQE_INLINE void places_word_store(uint8_t *out, const uint8_t places[4], uint32_t word) {
    out[places[0]] = (uint8_t)word;
    out[places[1]] = (uint8_t)(word >> 8);
    out[places[2]] = (uint8_t)(word >> 16);
    out[places[3]] = (uint8_t)(word >> 24);
}

/* Word w of slice i, before it is transposed, is that of blocks 16 w + i and 16 w + 8 + i. */
PQE_INLINE void places_load(lane q[8], const uint8_t *in, const uint8_t places[4]) {
    for (size_t i = 0; i < 8; i++) {
        for (size_t w = 0; w < WORDS; w++) {
            const uint8_t *const block = in + PQE_CLEFIA_BLOCK_BYTES * (16 * w + i);
            lane_set(q[i], w,
                     spread(places_word(block, places)) |
                         spread(places_word(block + 8 * PQE_CLEFIA_BLOCK_BYTES, places)) << 8);
        }
    }
}

PQE_INLINE void places_store(uint8_t *out, const uint8_t places[4], const lane q[8]) {
    for (size_t i = 0; i < 8; i++) {
        for (size_t w = 0; w < WORDS; w++) {
            uint8_t *const block = out + PQE_CLEFIA_BLOCK_BYTES * (16 * w + i);
            places_word_store(block, places, gathered(word_of(q[i], w)));
            places_word_store(block + 8 * PQE_CLEFIA_BLOCK_BYTES, places,
                              gathered(word_of(q[i], w) >> 8));
        }
    }
}

#include "lightweight/clefia/clefia_slices.h"
