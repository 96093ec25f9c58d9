/* SPDX-License-Identifier: MIT */
/*
 * Words whose alignment was looked at once, for loops over blocks: PQE_ALIGNED(a, b) tells whether
 * both places are at words, and the loads and stores take that as an argument, to be a constant.
 * Where a word is one access at any address PQE_ALIGNED is the constant 0, so that the compiler
 * drops the other loop. Alignment is public.
 */
#ifndef PQE_COMMON_ALIGNED_H
#define PQE_COMMON_ALIGNED_H

#include <stdint.h>

#include "common/loadstore.h"

#define PQE_ALIGNED(a, b)                                                                          \
    (!PQE_WORD_ACCESS && PQE_LITTLE_ENDIAN && pqe_is_aligned32(a) && pqe_is_aligned32(b))

static inline uint32_t pqe_load32_le_at(const uint8_t *in, int aligned) {
    return PQE_LITTLE_ENDIAN && aligned != 0 ? pqe_load32_aligned(in) : pqe_load32_le(in);
}

static inline void pqe_store32_le_at(uint8_t *out, uint32_t word, int aligned) {
    if (PQE_LITTLE_ENDIAN && aligned != 0) {
        pqe_store32_aligned(out, word);
    } else {
        pqe_store32_le(out, word);
    }
}

static inline uint32_t pqe_load32_be_at(const uint8_t *in, int aligned) {
    return pqe_swap32(pqe_load32_le_at(in, aligned));
}

static inline void pqe_store32_be_at(uint8_t *out, uint32_t word, int aligned) {
    pqe_store32_le_at(out, pqe_swap32(word), aligned);
}

#endif
