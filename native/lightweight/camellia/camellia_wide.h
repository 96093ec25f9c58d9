/* SPDX-License-Identifier: MIT */
/*
 * Camellia-128 in slices of 64-bit words, or of vectors of these: what bs64 and bs128 share.
 * Included after `lane`, WORDS (words of a lane), lane_of(word), word_of(x, i) and
 * half_words(bytes, distance), half_word at `bytes` and so on in the words of a lane.
 */
#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"

typedef uint64_t key_word;

#define BLOCKS_OF_WORD 8U
#define BLOCKS (8U * WORDS)
#define key_word_of(x) word_of(x, 0)

#define halves(lower, upper)                                                                       \
    (((lower)&lane_of(UINT64_C(0xffffffff))) | ((upper)&lane_of(UINT64_C(0xffffffff00000000))))

PQE_INLINE lane lane_ror(lane x, unsigned int amount) {
    return (x >> amount) | (x << (64U - amount));
}

/* z1 z2 z3 z4 z8 z5 z6 z7 */
PQE_INLINE uint64_t half_word(const uint8_t *bytes) {
    const uint32_t upper = pqe_load32_le(bytes + 4);
    return pqe_load32_le(bytes) | (uint64_t)(upper << 8 | upper >> 24) << 32;
}

PQE_INLINE void half_word_store(uint8_t *bytes, uint64_t word) {
    const uint32_t upper = (uint32_t)(word >> 32);
    pqe_store32_le(bytes, (uint32_t)word);
    pqe_store32_le(bytes + 4, upper >> 8 | upper << 24);
}

/* Word w of slice i, before it is transposed, is that of block 8 w + i. */
PQE_INLINE void half_load(lane q[8], const uint8_t *bytes, size_t distance) {
    for (size_t i = 0; i < 8; i++) {
        q[i] = half_words(bytes + distance * i, 8 * distance);
    }
}

PQE_INLINE void half_store(uint8_t *bytes, size_t distance, const lane q[8]) {
    for (size_t i = 0; i < 8; i++) {
        for (size_t w = 0; w < WORDS; w++) {
            half_word_store(bytes + distance * (8 * w + i), word_of(q[i], w));
        }
    }
}

PQE_INLINE void half_store_first(uint8_t *bytes, const lane q[8]) {
    half_word_store(bytes, word_of(q[0], 0));
}

#include "lightweight/camellia/camellia_slices.h"
