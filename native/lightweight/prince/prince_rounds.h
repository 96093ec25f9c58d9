/* SPDX-License-Identifier: MIT */
/*
 * What all variants of PRINCE in slices share; see prince.h. A variant defines PQE_SLICE_BITS
 * before including this.
 *
 * The paper numbers cells from the highest, four in a column; cell 4 c + r is in column c and row
 * r. In a slice, lanes 0 to 3 hold rows 3, 1, 2 and 0: then the exchanges of rows that M' is made
 * of are those which a machine is good at. A byte of a lane has two bits for each column, from
 * column 0 at the lowest: one for each of two blocks.
 */
#ifndef PQE_LIGHTWEIGHT_PRINCE_ROUNDS_H
#define PQE_LIGHTWEIGHT_PRINCE_ROUNDS_H

#include <stddef.h>
#include <stdint.h>

#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"
#include "common/rolled.h"
#include "common/slices.h"
#include "lightweight/prince/prince.h"

#define PRINCE_AT_ONCE (PQE_SLICE_BITS / 16U)

/* Columns 1 and 2, in every byte. */
#define PRINCE_INNER 0x3cU

/* The S-box but for a NOT of slices 0, 1 and 3, which is in the round keys. Found by search. */
PQE_INLINE void prince_sbox(pqe_slice w[4]) {
    pqe_slice x0 = w[0];
    pqe_slice x1 = w[1];
    pqe_slice x2 = w[2];
    pqe_slice x3 = w[3];
    x0 ^= x1 | x2;
    x3 ^= x2;
    x1 ^= x0 & ~x3;
    x3 ^= x1;
    x2 ^= x3 & ~x0;
    x0 ^= x1 | x2;
    x1 ^= x0 & x3;
    x3 ^= x2 & ~x1;
    x1 ^= x3;
    x2 ^= x1;
    w[0] = x2;
    w[1] = x1;
    w[2] = x3;
    w[3] = x0;
}

/* Every step of the S-box is its own inverse. */
PQE_INLINE void prince_inverse_sbox(pqe_slice w[4]) {
    pqe_slice x0 = w[3];
    pqe_slice x1 = w[1];
    pqe_slice x2 = w[0];
    pqe_slice x3 = w[2];
    x2 ^= x1;
    x1 ^= x3;
    x3 ^= x2 & ~x1;
    x1 ^= x0 & x3;
    x0 ^= x1 | x2;
    x2 ^= x3 & ~x0;
    x3 ^= x1;
    x1 ^= x0 & ~x3;
    x3 ^= x2;
    x0 ^= x1 | x2;
    w[0] = x0;
    w[1] = x1;
    w[2] = x2;
    w[3] = x3;
}

/* `outer` in columns 0 and 3, `inner` in columns 1 and 2; and the parity of the four rows of x. */
PQE_INLINE pqe_slice prince_mixed(pqe_slice x, pqe_slice outer, pqe_slice inner) {
    const pqe_slice half = x ^ pqe_rotate_lanes(x, 2);
    const pqe_slice parity = half ^ pqe_rotate_lanes(half, 1);
    return parity ^ outer ^ ((outer ^ inner) & pqe_bytes(PRINCE_INNER));
}

/*
 * M' (section 3.3 of the paper): in bit k of a cell, from the highest, row i becomes the sum of all
 * rows of its column but row k - i, in the inner columns but row k - 1 - i, modulo 4.
 */
PQE_PIECE void prince_mix(pqe_slice w[4]) {
    PQE_LOOP
    for (unsigned int k = 0; k < 4; k++) {
        const pqe_slice x = w[3 - k];
        const pqe_slice swapped = pqe_swap_lanes(x);
        /* rows k - i for k = 0 to 3 */
        const pqe_slice rows[4] = {pqe_join_lanes(swapped, x), pqe_rotate_lanes(x, 2),
                                   pqe_join_lanes(x, swapped), pqe_rotate_lanes(swapped, 2)};
        w[3 - k] = prince_mixed(x, rows[k], rows[(k + 3) & 3U]);
    }
}

/* Row r turns round by r columns: rows 2 and 3 by two, rows 1 and 3 by one. */
PQE_INLINE void prince_shift_rows(pqe_slice w[4]) {
    PQE_LOOP
    for (unsigned int i = 0; i < 4; i++) {
        pqe_slice x = w[i];
        const pqe_slice by_two = (x ^ (x >> 4)) & pqe_lanes(1, 0, 1, 0) & pqe_bytes(0x0fU);
        x ^= by_two ^ (by_two << 4);
        const pqe_slice leaving = x & pqe_bytes(0x03U);
        const pqe_slice by_one = ((x ^ leaving) | (leaving << 8)) >> 2;
        w[i] = pqe_join_lanes(by_one, x);
    }
}

PQE_INLINE void prince_unshift_rows(pqe_slice w[4]) {
    PQE_LOOP
    for (unsigned int i = 0; i < 4; i++) {
        pqe_slice x = w[i];
        const pqe_slice by_two = (x ^ (x >> 4)) & pqe_lanes(1, 0, 1, 0) & pqe_bytes(0x0fU);
        x ^= by_two ^ (by_two << 4);
        const pqe_slice staying = x & pqe_bytes(0x3fU);
        const pqe_slice by_one = (staying << 2) | ((x ^ staying) >> 6);
        w[i] = pqe_join_lanes(by_one, x);
    }
}

PQE_INLINE void prince_add(pqe_slice w[4], const pqe_slice key[4]) {
    w[0] ^= key[0];
    w[1] ^= key[1];
    w[2] ^= key[2];
    w[3] ^= key[3];
}

/* The rounds; `key` points to the first round's key, `step` leads to the next one. */
PQE_NOINLINE void prince_rounds(pqe_slice state[4], const pqe_slice (*key)[4], ptrdiff_t step) {
    pqe_slice w[4] = {state[0], state[1], state[2], state[3]};
    prince_add(w, *key);
    for (unsigned int round = 1; round < 6; round++) {
        key += step;
        prince_sbox(w);
        prince_mix(w);
        prince_shift_rows(w);
        prince_add(w, *key);
    }
    prince_sbox(w);
    prince_mix(w);
    prince_inverse_sbox(w);
    for (unsigned int round = 6; round < 11; round++) {
        key += step;
        prince_add(w, *key);
        prince_unshift_rows(w);
        prince_mix(w);
        prince_inverse_sbox(w);
    }
    prince_add(w, key[step]);
    state[0] = w[0];
    state[1] = w[1];
    state[2] = w[2];
    state[3] = w[3];
}

/*
 * Words of cells to slices, and back. After slicing, the place of a bit counts, from the lowest
 * digit: block, column (low digit), row from the last (both digits), column (high digit). Rows
 * shall be lanes: the last digit changes places with the third.
 */
PQE_INLINE void prince_rows_and_columns(pqe_slice w[4]) {
    PQE_LOOP
    for (unsigned int i = 0; i < 4; i++) {
#if PQE_SLICE_BITS == 64
        const uint64_t difference = (w[i] ^ (w[i] >> 28)) & 0x00000000f0f0f0f0U;
        w[i] ^= difference ^ (difference << 28);
#else
        w[i] = pqe_swap_within(w[i], 0x0000f0f0U, 12);
#endif
    }
}

/* Adds a block to words of cells: columns 0 and 2 to one, 1 and 3 to another. */
PQE_INLINE void prince_put(pqe_slice w[4], unsigned int i, uint32_t high, uint32_t low) {
    w[i & 1U] |= pqe_spread_bytes(pqe_pack_upper(high, low)) << (4 * (i & 2U));
    w[2 + (i & 1U)] |= pqe_spread_bytes(pqe_pack_lower(high, low)) << (4 * (i & 2U));
}

PQE_INLINE void prince_crypt_some(const pqe_slice (*key)[4], ptrdiff_t step, uint8_t *out,
                                  const uint8_t *in, size_t blocks) {
    pqe_slice w[4] = {0, 0, 0, 0};
    for (unsigned int i = 0; i < PRINCE_AT_ONCE; i++) {
        if (i < blocks) {
            prince_put(w, i, pqe_load32_be(in + 8 * i), pqe_load32_be(in + 8 * i + 4));
        }
    }
    pqe_slice_cells(w);
    prince_rows_and_columns(w);
    prince_rounds(w, key, step);
    prince_rows_and_columns(w);
    pqe_slice_cells(w);
    for (unsigned int i = 0; i < PRINCE_AT_ONCE; i++) {
        if (i < blocks) {
            const uint32_t even = pqe_unspread_bytes(w[i & 1U] >> (4 * (i & 2U)));
            const uint32_t odd = pqe_unspread_bytes(w[2 + (i & 1U)] >> (4 * (i & 2U)));
            pqe_store32_be(out + 8 * i, pqe_pack_lower(odd, even));
            pqe_store32_be(out + 8 * i + 4, pqe_pack_upper(odd, even));
        }
    }
}

PQE_NOINLINE void prince_crypt(const pqe_slice (*key)[4], ptrdiff_t step, uint8_t *out,
                               const uint8_t *in, size_t blocks) {
    while (blocks != 0) {
        const size_t take = blocks < PRINCE_AT_ONCE ? blocks : PRINCE_AT_ONCE;
        prince_crypt_some(key, step, out, in, take);
        in += 8 * take;
        out += 8 * take;
        blocks -= take;
    }
}

/* Digits of pi, as the paper gives them; constant 11 - i is constant i with PRINCE's alpha, which
 * is constant 11. Halves of 64 bits, the higher first. */
static const uint32_t prince_constants[6][2] = {
    {0x00000000U, 0x00000000U}, {0x13198a2eU, 0x03707344U}, {0xa4093822U, 0x299f31d0U},
    {0x082efa98U, 0xec4e6c89U}, {0x452821e6U, 0x38d01377U}, {0xbe5466cfU, 0x34e90c6cU}};

#define PRINCE_ALPHA_HIGH 0xc0ac29b7U
#define PRINCE_ALPHA_LOW 0xc97c50ddU

PQE_PIECE void prince_keep(pqe_slice round[4], uint32_t high, uint32_t low, pqe_slice invert) {
    pqe_slice w[4] = {0, 0, 0, 0};
    for (unsigned int i = 0; i < PRINCE_AT_ONCE; i++) {
        prince_put(w, i, high, low);
    }
    pqe_slice_cells(w);
    prince_rows_and_columns(w);
    round[0] = w[0] ^ invert;
    round[1] = w[1] ^ invert;
    round[2] = w[2];
    round[3] = w[3] ^ invert;
}

/* Section 3.1: k1 in all rounds; k0 before the first, and k0 turned right by one bit with its
 * highest bit added to the lowest after the last. The NOT of the S-box passes M' and the shift of
 * rows as it is, and two of them meet in the middle. */
PQE_NOINLINE void prince_key_schedule(pqe_slice (*rounds)[4], const uint8_t key[16]) {
    const uint32_t high0 = pqe_load32_be(key);
    const uint32_t low0 = pqe_load32_be(key + 4);
    const uint32_t high1 = pqe_load32_be(key + 8);
    const uint32_t low1 = pqe_load32_be(key + 12);
    const uint32_t high_after = (high0 >> 1) | (low0 << 31);
    const uint32_t low_after = (low0 >> 1) | (high0 << 31);
    for (unsigned int i = 0; i < 6; i++) {
        uint32_t high = high1 ^ prince_constants[i][0];
        uint32_t low = low1 ^ prince_constants[i][1];
        const pqe_slice invert = i == 0 ? 0 : ~(pqe_slice)0;
        const uint32_t first = i == 0 ? 0xffffffffU : 0;
        prince_keep(rounds[i], high ^ (high0 & first), low ^ (low0 & first), invert);
        high ^= PRINCE_ALPHA_HIGH;
        low ^= PRINCE_ALPHA_LOW;
        prince_keep(rounds[11 - i], high ^ (high_after & first),
                    low ^ ((low_after ^ (high0 >> 31)) & first), invert);
    }
}

/* Compilers shall not make two copies of the rounds, one for each direction. */
PQE_INLINE ptrdiff_t prince_step(int step) {
    return (int)pqe_ct_barrier((uint32_t)step);
}

/* The public functions of one variant. */
#define PRINCE_FUNCTIONS(id)                                                                       \
    void id##_key_schedule(id##_key *schedule, const uint8_t key[16]) {                            \
        prince_key_schedule(schedule->rounds, key);                                                \
    }                                                                                              \
    void id##_encrypt(const id##_key *schedule, uint8_t *out, const uint8_t *in, size_t blocks) {  \
        prince_crypt((const pqe_slice(*)[4])schedule->rounds, prince_step(1), out, in, blocks);    \
    }                                                                                              \
    void id##_decrypt(const id##_key *schedule, uint8_t *out, const uint8_t *in, size_t blocks) {  \
        prince_crypt((const pqe_slice(*)[4])schedule->rounds + 11, prince_step(-1), out, in,       \
                     blocks);                                                                      \
    }

#endif
