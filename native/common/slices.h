/* SPDX-License-Identifier: MIT */
/*
 * Bit slices of 4-bit cells. Four words hold bit 0, bit 1, bit 2 and bit 3 of the same cells, so
 * that a Boolean circuit of an S-box works on all cells of several blocks at once. Include after
 * defining PQE_SLICE_BITS: 32 or 64 bits a word. Masks are written for 32 bits and repeated.
 */
#ifndef PQE_COMMON_SLICES_H
#define PQE_COMMON_SLICES_H

#include <stdint.h>

#include "common/inline.h"

#if PQE_SLICE_BITS == 64
typedef uint64_t pqe_slice;
#elif PQE_SLICE_BITS == 32
typedef uint32_t pqe_slice;
#else
#error "define PQE_SLICE_BITS as 32 or 64 before including slices.h"
#endif

/* gcc does not find these by itself where a core has them. */
#if defined(__GNUC__) && defined(__ARM_FEATURE_SIMD32)
#define PQE_PACK_INSTRUCTIONS 1
#else
#define PQE_PACK_INSTRUCTIONS 0
#endif

/* The lower halves of `low` and, above it, `high`. */
PQE_INLINE uint32_t pqe_pack_lower(uint32_t low, uint32_t high) {
#if PQE_PACK_INSTRUCTIONS
    uint32_t packed;
    __asm__("pkhbt %0, %1, %2, lsl #16" : "=r"(packed) : "r"(low), "r"(high));
    return packed;
#else
    return (low & 0xffffU) | (high << 16);
#endif
}

/* The upper halves of `low` and, above it, `high`. */
PQE_INLINE uint32_t pqe_pack_upper(uint32_t low, uint32_t high) {
#if PQE_PACK_INSTRUCTIONS
    uint32_t packed;
    __asm__("pkhtb %0, %1, %2, asr #16" : "=r"(packed) : "r"(high), "r"(low));
    return packed;
#else
    return (low >> 16) | (high & 0xffff0000U);
#endif
}

/* A mask of 32 bits in every half of a word. */
PQE_INLINE pqe_slice pqe_slice_mask(uint32_t mask) {
#if PQE_SLICE_BITS == 64
    return ((uint64_t)mask << 32) | mask;
#else
    return mask;
#endif
}

/* Exchanges the bits of `a` under `mask` with those of `b` that stand `shift` higher. */
PQE_INLINE void pqe_swap_slices(pqe_slice *a, pqe_slice *b, uint32_t mask, unsigned int shift) {
    const pqe_slice difference = (*a ^ (*b >> shift)) & pqe_slice_mask(mask);
    *a ^= difference;
    *b ^= difference << shift;
}

/* The same within one word. */
PQE_INLINE pqe_slice pqe_swap_within(pqe_slice word, uint32_t mask, unsigned int shift) {
    const pqe_slice difference = (word ^ (word >> shift)) & pqe_slice_mask(mask);
    return word ^ difference ^ (difference << shift);
}

/*
 * Exchanges which of four words a bit is in with the two bits of its place that `shift_low` and
 * `shift_high` count; the masks are the places where that bit is 0. Doing it twice undoes it. With
 * shifts 1 and 2 it turns words of cells into slices: bit 4 i + c of slice b is then bit b of cell
 * i of word c.
 */
PQE_INLINE void pqe_transpose(pqe_slice w[4], uint32_t mask_low, unsigned int shift_low,
                              uint32_t mask_high, unsigned int shift_high) {
    pqe_swap_slices(&w[1], &w[0], mask_low, shift_low);
    pqe_swap_slices(&w[3], &w[2], mask_low, shift_low);
    pqe_swap_slices(&w[2], &w[0], mask_high, shift_high);
    pqe_swap_slices(&w[3], &w[1], mask_high, shift_high);
}

/*
 * Lanes: a word as four parts of PQE_LANE_BITS, for ciphers whose cells come in rows or columns of
 * four. Lane 0 is the lowest.
 */
#define PQE_LANE_BITS (PQE_SLICE_BITS / 4U)

/* The value of lane `i` that moves to lane 0 if lanes move round by `i`: a rotation to the right.
 */
PQE_INLINE pqe_slice pqe_rotate_lanes(pqe_slice word, unsigned int i) {
    return (word >> (i * PQE_LANE_BITS)) | (word << ((4 - i) * PQE_LANE_BITS));
}

/* All bits of those lanes whose arguments are 1. */
PQE_INLINE pqe_slice pqe_lanes(unsigned int lane0, unsigned int lane1, unsigned int lane2,
                               unsigned int lane3) {
    const pqe_slice lane = ((pqe_slice)1 << PQE_LANE_BITS) - 1;
    return lane * lane0 | (lane * lane1) << PQE_LANE_BITS | (lane * lane2) << (2 * PQE_LANE_BITS) |
           (lane * lane3) << (3 * PQE_LANE_BITS);
}

/* Lanes 0 and 1 of `lower`, lanes 2 and 3 of `upper`. */
PQE_INLINE pqe_slice pqe_join_lanes(pqe_slice lower, pqe_slice upper) {
#if PQE_SLICE_BITS == 32 && PQE_PACK_INSTRUCTIONS
    pqe_slice joined;
    __asm__("pkhbt %0, %1, %2" : "=r"(joined) : "r"(lower), "r"(upper));
    return joined;
#else
    return (lower & pqe_lanes(1, 1, 0, 0)) | (upper & pqe_lanes(0, 0, 1, 1));
#endif
}

/* Exchanges lanes 0 and 1, and 2 and 3. */
PQE_INLINE pqe_slice pqe_swap_lanes(pqe_slice word) {
#if PQE_SLICE_BITS == 32 && defined(__GNUC__) && defined(__arm__)
    pqe_slice swapped;
    __asm__(".syntax unified\n\trev16 %0, %1" : "=l"(swapped) : "l"(word));
    return swapped;
#else
    return ((word >> PQE_LANE_BITS) & pqe_lanes(1, 0, 1, 0)) |
           ((word & pqe_lanes(1, 0, 1, 0)) << PQE_LANE_BITS);
#endif
}

/* A mask of 8 bits in every byte. */
PQE_INLINE pqe_slice pqe_bytes(unsigned int mask) {
    return pqe_slice_mask(mask * 0x01010101U);
}

PQE_INLINE void pqe_slice_cells(pqe_slice w[4]) {
    pqe_transpose(w, 0x55555555U, 1, 0x33333333U, 2);
}

/* Spreads the bytes of a word over every other byte of a slice, if that is of 64 bits; and back. */
PQE_INLINE pqe_slice pqe_spread_bytes(uint32_t word) {
#if PQE_SLICE_BITS == 64
    uint64_t x = word;
    x = (x | (x << 16)) & 0x0000ffff0000ffffU;
    return (x | (x << 8)) & 0x00ff00ff00ff00ffU;
#else
    return word;
#endif
}

PQE_INLINE uint32_t pqe_unspread_bytes(pqe_slice word) {
#if PQE_SLICE_BITS == 64
    uint64_t x = word & 0x00ff00ff00ff00ffU;
    x = (x | (x >> 8)) & 0x0000ffff0000ffffU;
    return (uint32_t)(x | (x >> 16));
#else
    return word;
#endif
}

/*
 * Eight cells of each of PQE_PLACE_BITS blocks: a slice has eight places, one for each cell, with
 * one bit for each block in a place.
 */
#define PQE_PLACE_BITS (PQE_SLICE_BITS / 8U)

/* Adds eight cells, one of 4 bits for each place from the lowest, of block i to words that are to
 * become slices; those were zero before the first block. */
PQE_INLINE void pqe_put_cells(pqe_slice w[4], unsigned int i, uint32_t cells) {
#if PQE_SLICE_BITS == 64
    uint64_t x = cells;
    x = (x | (x << 16)) & 0x0000ffff0000ffffU;
    x = (x | (x << 8)) & 0x00ff00ff00ff00ffU;
    x = (x | (x << 4)) & 0x0f0f0f0f0f0f0f0fU;
    w[i & 3U] |= x << (i & 4U);
#else
    w[i] = cells;
#endif
}

PQE_INLINE uint32_t pqe_get_cells(const pqe_slice w[4], unsigned int i) {
#if PQE_SLICE_BITS == 64
    uint64_t x = (w[i & 3U] >> (i & 4U)) & 0x0f0f0f0f0f0f0f0fU;
    x = (x | (x >> 4)) & 0x00ff00ff00ff00ffU;
    x = (x | (x >> 8)) & 0x0000ffff0000ffffU;
    return (uint32_t)(x | (x >> 16));
#else
    return w[i];
#endif
}

/* Exchanges places 0 and 1, 2 and 3 and so on in those lanes that are all ones. */
PQE_INLINE pqe_slice pqe_swap_places(pqe_slice word, pqe_slice lanes) {
#if PQE_SLICE_BITS == 64
    const pqe_slice even = 0x00ff00ff00ff00ffU & lanes;
#else
    const pqe_slice even = 0x0f0f0f0fU & lanes;
#endif
    const pqe_slice difference = (word ^ (word >> PQE_PLACE_BITS)) & even;
    return word ^ difference ^ (difference << PQE_PLACE_BITS);
}

/* Up to four times eight cells, turned into slices as often, the same bit for every block. */
PQE_INLINE void pqe_repeat_cells(pqe_slice (*out)[4], const uint32_t *cells, unsigned int count) {
    pqe_slice w[4] = {0, 0, 0, 0};
    for (unsigned int i = 0; i < 4; i++) {
        if (i < count) {
            pqe_put_cells(w, i, cells[i]);
        }
    }
    pqe_slice_cells(w);
    for (unsigned int i = 0; i < count && i < 4; i++) {
        for (unsigned int j = 0; j < 4; j++) {
#if PQE_SLICE_BITS == 64
            const pqe_slice bits = (w[j] >> i) & 0x0101010101010101U;
#else
            const pqe_slice bits = (w[j] >> i) & 0x11111111U;
#endif
            out[i][j] = (bits << PQE_PLACE_BITS) - bits;
        }
    }
}

#endif
