/* SPDX-License-Identifier: MIT */
/*
 * What all variants of TWINE in slices share; see twine.h. A variant defines PQE_SLICE_BITS and
 * TWINE_KEY, the name of its schedule, before including this.
 *
 * The paper numbers cells from the first; cells 2 j go through S-boxes ("left") and are added to
 * cells 2 j + 1 ("right"). A slice holds the left or the right cells of all blocks: eight places of
 * PQE_PLACE_BITS bits, one bit for each block. Place by place, from the lowest, round 0 finds the
 * cells j of both halves as twine_halves puts them, and round r the keys as twine_arrange does.
 */
#ifndef PQE_LIGHTWEIGHT_TWINE_ROUNDS_H
#define PQE_LIGHTWEIGHT_TWINE_ROUNDS_H

#include <stddef.h>
#include <stdint.h>

#include "common/inline.h"
#include "common/loadstore.h"
#include "common/rolled.h"
#include "common/rotate.h"
#include "common/slices.h"
#include "lightweight/twine/twine.h"

#define TWINE_AT_ONCE PQE_PLACE_BITS

typedef struct {
    pqe_slice w[4];
} twine_half;

/* The S-box but for a NOT of slices 2 and 3, which is in later round keys. Five ANDs were found by
 * search; they are as few as can be. */
PQE_INLINE twine_half twine_sbox(pqe_slice x0, pqe_slice x1, pqe_slice x2, pqe_slice x3) {
    const pqe_slice a = x0 & x1;
    const pqe_slice b = a ^ x3;
    const pqe_slice c = x0 ^ x2;
    const pqe_slice d = c ^ x1;
    const pqe_slice e = (b ^ x0) | d;
    const pqe_slice f = e ^ x1;
    const pqe_slice g = (e ^ a) & ~c;
    const twine_half y = {{d ^ ((f ^ x3) & ~b), x2 ^ a ^ ((b ^ x1) & (f ^ g)), f, e ^ g}};
    return y;
}

/* Where what comes out of the S-boxes goes: neighbours exchanged, the reverse in pairs, half a word
 * further. */
PQE_INLINE pqe_slice twine_neighbours(pqe_slice x) {
    return pqe_swap_places(x, pqe_lanes(1, 1, 1, 1));
}

PQE_INLINE pqe_slice twine_reverse(pqe_slice x) {
#if PQE_SLICE_BITS == 32
    return pqe_swap32(x);
#else
    return pqe_rotate_lanes(pqe_swap_lanes(x), 2);
#endif
}

PQE_INLINE pqe_slice twine_across(pqe_slice x) {
    return pqe_rotate_lanes(x, 2);
}

PQE_INLINE pqe_slice twine_unmoved(pqe_slice x) {
    return x;
}

#define TWINE_ROUND(left, right, key, moved)                                                       \
    do {                                                                                           \
        const twine_half y = twine_sbox((left).w[0] ^ (key)[0], (left).w[1] ^ (key)[1],            \
                                        (left).w[2] ^ (key)[2], (left).w[3] ^ (key)[3]);           \
        (right).w[0] ^= moved(y.w[0]);                                                             \
        (right).w[1] ^= moved(y.w[1]);                                                             \
        (right).w[2] ^= moved(y.w[2]);                                                             \
        (right).w[3] ^= moved(y.w[3]);                                                             \
    } while (0)

PQE_NOINLINE void twine_forwards(twine_half state[2], const pqe_slice (*key)[4]) {
    twine_half a = state[0];
    twine_half b = state[1];
    for (const pqe_slice(*const end)[4] = key + 36; key != end; key += 4) {
        TWINE_ROUND(a, b, key[0], twine_unmoved);
        TWINE_ROUND(b, a, key[1], twine_neighbours);
        TWINE_ROUND(a, b, key[2], twine_reverse);
        TWINE_ROUND(b, a, key[3], twine_across);
    }
    state[0] = a;
    state[1] = b;
}

PQE_NOINLINE void twine_backwards(twine_half state[2], const pqe_slice (*key)[4]) {
    twine_half a = state[0];
    twine_half b = state[1];
    for (const pqe_slice(*at)[4] = key + 36; at != key; at -= 4) {
        TWINE_ROUND(b, a, at[-1], twine_across);
        TWINE_ROUND(a, b, at[-2], twine_reverse);
        TWINE_ROUND(b, a, at[-3], twine_neighbours);
        TWINE_ROUND(a, b, at[-4], twine_unmoved);
    }
    state[0] = a;
    state[1] = b;
}

/* Eight cells of a half, one in each place from the lowest: 4 bits each. */
typedef uint32_t twine_cells;

/*
 * A block's bytes as two little-endian words have left cell j at 8 (j mod 4) + 4 of word j / 4, and
 * right cell j four bits lower. The first round wants cells 0, 1, 6, 7, 2, 4, 3, 5.
 */
PQE_INLINE twine_cells twine_left(uint32_t first, uint32_t second) {
    return ((first >> 4) & 0x0f0f000fU) | ((first >> 8) & 0x000000f0U) |
           (pqe_ror32(second, 16) & 0xf0f0f000U) | ((second >> 12) & 0x00000f00U);
}

PQE_INLINE twine_cells twine_right(uint32_t first, uint32_t second) {
    return (first & 0x0f0f000fU) | ((first >> 4) & 0x000000f0U) |
           (pqe_ror32(second, 12) & 0xf0f0f000U) | ((second >> 8) & 0x00000f00U);
}

PQE_INLINE uint32_t twine_first(twine_cells left, twine_cells right) {
    return ((left << 4) & 0xf0f000f0U) | ((left << 8) & 0x0000f000U) | (right & 0x0f0f000fU) |
           ((right << 4) & 0x00000f00U);
}

PQE_INLINE uint32_t twine_second(twine_cells left, twine_cells right) {
    return (pqe_ror32(left, 16) & 0xf000f0f0U) | ((left << 12) & 0x00f00000U) |
           (pqe_ror32(right, 20) & 0x0f000f0fU) | ((right << 8) & 0x000f0000U);
}

/* After the last round the left cells lie as 6, 4, 3, 1, 7, 2, 5, 0, the right ones as 7, 2, 5, 0,
 * 6, 4, 3, 1. */
PQE_INLINE uint32_t twine_first_after(twine_cells left, twine_cells right) {
    return (pqe_ror32(left, 24) & 0x000000f0U) | (left & 0x00f0f000U) |
           ((left << 20) & 0xf0000000U) | (pqe_ror32(right, 12) & 0x0000000fU) |
           (pqe_ror32(right, 20) & 0x000f0f00U) | (right & 0x0f000000U);
}

PQE_INLINE uint32_t twine_second_after(twine_cells left, twine_cells right) {
    return (left & 0x000000f0U) | (pqe_ror32(left, 12) & 0x00f0f000U) |
           ((left << 12) & 0xf0000000U) | (pqe_ror32(right, 20) & 0x0000000fU) |
           (right & 0x000f0f00U) | ((right << 24) & 0x0f000000U);
}

PQE_INLINE twine_cells twine_left_after(uint32_t first, uint32_t second) {
    return (pqe_ror32(first, 8) & 0xf0000000U) | (first & 0x00f0f000U) |
           ((first >> 20) & 0x00000f00U) | (second & 0x000000f0U) |
           (pqe_ror32(second, 20) & 0x0f00000fU) | ((second >> 12) & 0x000f0000U);
}

PQE_INLINE twine_cells twine_right_after(uint32_t first, uint32_t second) {
    return (pqe_ror32(first, 20) & 0x0000f000U) | (pqe_ror32(first, 12) & 0xf00000f0U) |
           (first & 0x0f000000U) | (pqe_ror32(second, 12) & 0x00f00000U) | (second & 0x000f0f00U) |
           ((second >> 24) & 0x0000000fU);
}

/* Cells to slices, and back. */
PQE_PIECE void twine_slice(twine_half state[2]) {
    pqe_slice_cells(state[0].w);
    pqe_slice_cells(state[1].w);
}

PQE_INLINE void twine_encrypt_some(const TWINE_KEY *key, uint8_t *out, const uint8_t *in,
                                   size_t blocks) {
    twine_half state[2] = {{{0, 0, 0, 0}}, {{0, 0, 0, 0}}};
    PQE_LOOP
    for (unsigned int i = 0; i < TWINE_AT_ONCE; i++) {
        if (i < blocks) {
            const uint32_t first = pqe_load32_le(in + 8 * i);
            const uint32_t second = pqe_load32_le(in + 8 * i + 4);
            pqe_put_cells(state[0].w, i, twine_left(first, second));
            pqe_put_cells(state[1].w, i, twine_right(first, second));
        }
    }
    twine_slice(state);
    twine_forwards(state, (const pqe_slice(*)[4])key->rounds);
    twine_slice(state);
    PQE_LOOP
    for (unsigned int i = 0; i < TWINE_AT_ONCE; i++) {
        if (i < blocks) {
            const twine_cells left = pqe_get_cells(state[1].w, i);
            const twine_cells right = pqe_get_cells(state[0].w, i);
            pqe_store32_le(out + 8 * i, twine_first_after(left, right));
            pqe_store32_le(out + 8 * i + 4, twine_second_after(left, right));
        }
    }
}

PQE_INLINE void twine_decrypt_some(const TWINE_KEY *key, uint8_t *out, const uint8_t *in,
                                   size_t blocks) {
    twine_half state[2] = {{{0, 0, 0, 0}}, {{0, 0, 0, 0}}};
    PQE_LOOP
    for (unsigned int i = 0; i < TWINE_AT_ONCE; i++) {
        if (i < blocks) {
            const uint32_t first = pqe_load32_le(in + 8 * i);
            const uint32_t second = pqe_load32_le(in + 8 * i + 4);
            pqe_put_cells(state[1].w, i, twine_left_after(first, second));
            pqe_put_cells(state[0].w, i, twine_right_after(first, second));
        }
    }
    twine_slice(state);
    twine_backwards(state, (const pqe_slice(*)[4])key->rounds);
    twine_slice(state);
    PQE_LOOP
    for (unsigned int i = 0; i < TWINE_AT_ONCE; i++) {
        if (i < blocks) {
            const twine_cells left = pqe_get_cells(state[0].w, i);
            const twine_cells right = pqe_get_cells(state[1].w, i);
            pqe_store32_le(out + 8 * i, twine_first(left, right));
            pqe_store32_le(out + 8 * i + 4, twine_second(left, right));
        }
    }
}

typedef void twine_some(const TWINE_KEY *key, uint8_t *out, const uint8_t *in, size_t blocks);

PQE_INLINE void twine_all(twine_some *some, const TWINE_KEY *key, uint8_t *out, const uint8_t *in,
                          size_t blocks) {
    while (blocks != 0) {
        const size_t take = blocks < TWINE_AT_ONCE ? blocks : TWINE_AT_ONCE;
        some(key, out, in, take);
        in += 8 * take;
        out += 8 * take;
        blocks -= take;
    }
}

PQE_NOINLINE void twine_encrypt(const TWINE_KEY *key, uint8_t *out, const uint8_t *in,
                                size_t blocks) {
    twine_all(twine_encrypt_some, key, out, in, blocks);
}

PQE_NOINLINE void twine_decrypt(const TWINE_KEY *key, uint8_t *out, const uint8_t *in,
                                size_t blocks) {
    twine_all(twine_decrypt_some, key, out, in, blocks);
}

#include "lightweight/twine/twine_key.h"

/* The public functions of one variant and key length. */
#define TWINE_FUNCTIONS(id, bits)                                                                  \
    void id##_key_schedule(id##_key *schedule, const uint8_t key[(bits) / 8]) {                    \
        twine_##bits##_key_schedule(schedule, key);                                                \
    }                                                                                              \
    void id##_encrypt(const id##_key *schedule, uint8_t *out, const uint8_t *in, size_t blocks) {  \
        twine_encrypt(schedule, out, in, blocks);                                                  \
    }                                                                                              \
    void id##_decrypt(const id##_key *schedule, uint8_t *out, const uint8_t *in, size_t blocks) {  \
        twine_decrypt(schedule, out, in, blocks);                                                  \
    }

#endif
