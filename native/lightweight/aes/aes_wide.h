/* SPDX-License-Identifier: MIT */
/*
 * AES-128 in slices of 64-bit words, or of vectors of these: what bs64 and bs128 share. Included
 * after `lane`, lane_of(word), word_of(x, i), WORDS (words of a lane) and lanes_at(in), the
 * 32-bit words at `in`, 64 bytes further on and so on, one in each word of a lane.
 */
#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"

typedef uint64_t key_word;

#define key_word_of(x) word_of(x, 0)

#define ROW 16U
#define COLUMN 4U
#define BLOCKS (4U * WORDS)
#define BYTES(byte) ((byte)*0x101U)
#define ROWS(a, b, c, d)                                                                           \
    lane_of((uint64_t)(a) | (uint64_t)(b) << 16 | (uint64_t)(c) << 32 | (uint64_t)(d) << 48)

PQE_INLINE lane lane_ror(lane x, unsigned int amount) {
    return (x >> amount) | (x << (64U - amount));
}

PQE_INLINE lane xor_ror(lane a, lane b, unsigned int amount) {
    return a ^ lane_ror(b, amount);
}

PQE_INLINE void add_key(lane q[8], const key_word **key) {
    for (size_t i = 0; i < 8; i++) {
        q[i] ^= lane_of((*key)[i]);
    }
    *key += 8;
}

#include "lightweight/aes/aes_slices.h"

/* Bytes 0, 1, 2, 3 of each word as bytes 0, 2, 4, 6; and back. */
PQE_INLINE lane spread(lane x) {
    x = (x | x << 16) & lane_of(UINT64_C(0x0000ffff0000ffff));
    return (x | x << 8) & lane_of(UINT64_C(0x00ff00ff00ff00ff));
}

PQE_INLINE lane gathered(lane x) {
    x &= lane_of(UINT64_C(0x00ff00ff00ff00ff));
    x = (x | x >> 8) & lane_of(UINT64_C(0x0000ffff0000ffff));
    return x | x >> 16;
}

/* Before the transposition, slice i holds column i / 4 and, in every other byte, column i / 4 + 2
 * of block i % 4: so bits come to lie in the order of columns, then of blocks. Four blocks further
 * on comes the next word of the lane. */
PQE_INLINE void load(lane q[8], const uint8_t *in) {
    for (size_t i = 0; i < 8; i++) {
        const uint8_t *const column = in + 16 * (i % 4) + 4 * (i / 4);
        q[i] = spread(lanes_at(column)) | spread(lanes_at(column + 8)) << 8;
    }
}

PQE_INLINE void store(uint8_t *out, const lane q[8]) {
    for (size_t i = 0; i < 8; i++) {
        uint8_t *const column = out + 16 * (i % 4) + 4 * (i / 4);
        const lane near = gathered(q[i]);
        const lane far = gathered(q[i] >> 8);
        for (size_t word = 0; word < WORDS; word++) {
            pqe_store32_le(column + 64 * word, (uint32_t)word_of(near, word));
            pqe_store32_le(column + 64 * word + 8, (uint32_t)word_of(far, word));
        }
    }
}

#define BATCH ((size_t)BLOCKS * PQE_AES_BLOCK_BYTES)
