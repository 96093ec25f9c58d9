/* SPDX-License-Identifier: MIT */
/*
 * LED on a quarter of the blocks that led_rounds.h takes, in a quarter of its words; see led.h. A
 * variant defines PQE_SLICE_BITS before including this.
 *
 * Four slices; a lane (slices.h) has a row. A byte of a lane has two bits for each column, from the
 * last one at the lowest: one for each of two blocks. MixColumnsSerial makes one row after the
 * other, and has to throw away three quarters of what it computes.
 */
#ifndef PQE_LIGHTWEIGHT_LED_BLOCK_H
#define PQE_LIGHTWEIGHT_LED_BLOCK_H

#include <stddef.h>
#include <stdint.h>

#include "common/inline.h"
#include "common/loadstore.h"
#include "common/slices.h"
#include "lightweight/led/led.h"

#define LED_FEW (PQE_SLICE_BITS / 16U)

/* What differs with the length of the key: steps of four rounds, and how many halves it has. */
typedef struct {
    unsigned int steps;
    unsigned int halves;
} led_length;

/* PRESENT's S-box; found by search. */
PQE_INLINE void led_sbox(pqe_slice w[4]) {
    w[3] ^= w[1] & ~w[2];
    w[2] ^= w[1];
    w[1] ^= w[2] & w[3];
    w[2] ^= w[3];
    w[1] ^= w[0];
    w[3] ^= w[0] & w[1];
    w[1] ^= w[3];
    w[0] ^= w[2];
    w[2] ^= w[1] & ~w[3];
    w[2] = ~w[2];
    w[3] = ~w[3];
}

/* Every step of the S-box is its own inverse. */
PQE_INLINE void led_inverse_sbox(pqe_slice w[4]) {
    w[3] = ~w[3];
    w[2] = ~w[2];
    w[2] ^= w[1] & ~w[3];
    w[0] ^= w[2];
    w[1] ^= w[3];
    w[3] ^= w[0] & w[1];
    w[1] ^= w[0];
    w[2] ^= w[3];
    w[1] ^= w[2] & w[3];
    w[2] ^= w[1];
    w[3] ^= w[1] & ~w[2];
}

/* The round constants of section 2.1 of the paper come from a register of six bits, which begins
 * with zeros and steps before use. */
PQE_INLINE unsigned int led_next_constant(unsigned int constant) {
    return ((constant << 1) & 63U) | (((constant >> 5) ^ (constant >> 4) ^ 1U) & 1U);
}

PQE_INLINE unsigned int led_constant_before(unsigned int constant) {
    return (constant >> 1) | (((constant ^ (constant >> 5) ^ 1U) & 1U) << 5);
}

PQE_INLINE uint32_t led_halfword(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 8 | bytes[1];
}

/* Columns 0 and 1, in every byte. */
#define LED_FIRST 0xc0U
#define LED_SECOND 0x30U

/* All ones if bit `i` of a public number is set. */
PQE_INLINE pqe_slice led_if(unsigned int number, unsigned int i) {
    return (pqe_slice)0 - ((number >> i) & 1U);
}

/* The row's number and the length of the key in column 0, half of the round constant in column 1.
 */
PQE_INLINE void led_few_add_constants(pqe_slice w[4], unsigned int constant, unsigned int halves) {
    const pqe_slice length = pqe_bytes(LED_FIRST) & pqe_lanes(1, 1, 0, 0);
    const pqe_slice odd = pqe_bytes(LED_SECOND) & pqe_lanes(0, 1, 0, 1);
    const pqe_slice even = pqe_bytes(LED_SECOND) & pqe_lanes(1, 0, 1, 0);
    w[0] ^= pqe_bytes(LED_FIRST) & pqe_lanes(0, 1, 0, 1);
    w[1] ^= pqe_bytes(LED_FIRST) & pqe_lanes(0, 0, 1, 1);
    w[2] ^= length & led_if(halves, 0);
    w[3] ^= length & led_if(halves, 1);
    for (unsigned int i = 0; i < 3; i++) {
        w[i] ^= (odd & led_if(constant, i)) ^ (even & led_if(constant, i + 3));
    }
}

/* Row r turns to the left by r columns: rows 2 and 3 by two, rows 1 and 3 by one. */
PQE_INLINE pqe_slice led_few_by_two(pqe_slice x) {
    const pqe_slice halves = (x ^ (x >> 4)) & pqe_bytes(0x0fU) & pqe_lanes(0, 0, 1, 1);
    return x ^ halves ^ (halves << 4);
}

PQE_INLINE void led_few_shift_rows(pqe_slice w[4]) {
    for (unsigned int i = 0; i < 4; i++) {
        const pqe_slice x = led_few_by_two(w[i]);
        const pqe_slice staying = x & pqe_bytes(0x3fU);
        const pqe_slice by_one = (staying << 2) | ((x ^ staying) >> 6);
        w[i] = (x & pqe_lanes(1, 0, 1, 0)) | (by_one & pqe_lanes(0, 1, 0, 1));
    }
}

PQE_INLINE void led_few_unshift_rows(pqe_slice w[4]) {
    for (unsigned int i = 0; i < 4; i++) {
        const pqe_slice x = led_few_by_two(w[i]);
        const pqe_slice leaving = x & pqe_bytes(0x03U);
        const pqe_slice by_one = ((x ^ leaving) >> 2) | (leaving << 6);
        w[i] = (x & pqe_lanes(1, 0, 1, 0)) | (by_one & pqe_lanes(0, 1, 0, 1));
    }
}

/* What led_mix_row and led_unmix_row (led_rounds.h) do with one row, in the lanes of `row`. */
PQE_INLINE void led_few_mix_row(pqe_slice w[4], pqe_slice row) {
    pqe_slice next[4];
    pqe_slice twice[4]; /* the sum of the rows that count twice */
    for (unsigned int i = 0; i < 4; i++) {
        next[i] = pqe_rotate_lanes(w[i], 1);
        twice[i] = pqe_rotate_lanes(w[i] ^ next[i], 2);
    }
    const pqe_slice low = w[2] ^ twice[3];
    const pqe_slice y[4] = {low ^ next[0], low ^ w[3] ^ next[1] ^ twice[0],
                            w[0] ^ w[3] ^ next[2] ^ twice[1], w[1] ^ next[3] ^ twice[2]};
    for (unsigned int i = 0; i < 4; i++) {
        w[i] = (w[i] & ~row) | (y[i] & row);
    }
}

PQE_INLINE void led_few_unmix_row(pqe_slice w[4], pqe_slice row) {
    pqe_slice sum[4];
    pqe_slice twice[4];
    for (unsigned int i = 0; i < 4; i++) {
        sum[i] = w[i] ^ pqe_rotate_lanes(w[i], 1);
        twice[i] = pqe_rotate_lanes(sum[i], 2);
    }
    const pqe_slice x0 = sum[0] ^ twice[3];
    const pqe_slice x3 = x0 ^ sum[1] ^ twice[0] ^ twice[3];
    const pqe_slice y[4] = {x3 ^ sum[2] ^ twice[1], sum[3] ^ twice[2], x0, x3};
    for (unsigned int i = 0; i < 4; i++) {
        w[i] = (w[i] & ~row) | (y[i] & row);
    }
}

PQE_INLINE void led_few_add_key(pqe_slice w[4], const pqe_slice key[4]) {
    for (unsigned int i = 0; i < 4; i++) {
        w[i] ^= key[i];
    }
}

PQE_NOINLINE void led_few_forwards(pqe_slice state[4], const pqe_slice (*key)[4],
                                   led_length length) {
    pqe_slice w[4] = {state[0], state[1], state[2], state[3]};
    unsigned int constant = 0;
    for (unsigned int round = 0; round < 4 * length.steps; round++) {
        if ((round & 3U) == 0) {
            led_few_add_key(w, key[(round >> 2) & (length.halves - 1)]);
        }
        constant = led_next_constant(constant);
        led_few_add_constants(w, constant, length.halves);
        led_sbox(w);
        led_few_shift_rows(w);
        led_few_mix_row(w, pqe_lanes(1, 0, 0, 0));
        led_few_mix_row(w, pqe_lanes(0, 1, 0, 0));
        led_few_mix_row(w, pqe_lanes(0, 0, 1, 0));
        led_few_mix_row(w, pqe_lanes(0, 0, 0, 1));
    }
    led_few_add_key(w, key[0]);
    for (unsigned int i = 0; i < 4; i++) {
        state[i] = w[i];
    }
}

PQE_NOINLINE void led_few_backwards(pqe_slice state[4], const pqe_slice (*key)[4],
                                    led_length length) {
    pqe_slice w[4] = {state[0], state[1], state[2], state[3]};
    unsigned int constant = 0;
    for (unsigned int round = 0; round < 4 * length.steps; round++) {
        constant = led_next_constant(constant);
    }
    led_few_add_key(w, key[0]);
    for (unsigned int round = 4 * length.steps; round-- > 0;) {
        led_few_unmix_row(w, pqe_lanes(0, 0, 0, 1));
        led_few_unmix_row(w, pqe_lanes(0, 0, 1, 0));
        led_few_unmix_row(w, pqe_lanes(0, 1, 0, 0));
        led_few_unmix_row(w, pqe_lanes(1, 0, 0, 0));
        led_few_unshift_rows(w);
        led_inverse_sbox(w);
        led_few_add_constants(w, constant, length.halves);
        constant = led_constant_before(constant);
        if ((round & 3U) == 0) {
            led_few_add_key(w, key[(round >> 2) & (length.halves - 1)]);
        }
    }
    for (unsigned int i = 0; i < 4; i++) {
        state[i] = w[i];
    }
}

/* Adds block i to words of cells, rows 0 and 2 to one, 1 and 3 to another, which were zero before.
 */
PQE_INLINE void led_few_put(pqe_slice w[4], unsigned int i, const uint8_t *in) {
    const uint32_t high = pqe_load32_be(in);
    const uint32_t low = pqe_load32_be(in + 4);
    w[i & 1U] |= pqe_spread_bytes(pqe_pack_upper(high, low)) << (4 * (i & 2U));
    w[2 + (i & 1U)] |= pqe_spread_bytes(pqe_pack_lower(high, low)) << (4 * (i & 2U));
}

/*
 * Words of cells to slices. After slicing, the place of a bit counts, from the lowest digit: block,
 * row (low digit), column from the last (both digits), row (high digit). Rows shall be lanes: the
 * low digit of the row changes places with the high one of the column, and that with the low one.
 */
PQE_INLINE void led_few_slice(pqe_slice w[4]) {
    pqe_slice_cells(w);
    for (unsigned int i = 0; i < 4; i++) {
#if PQE_SLICE_BITS == 64
        w[i] = pqe_swap_within(w[i], 0x0000ccccU, 14);
#else
        w[i] = pqe_swap_within(w[i], 0x00cc00ccU, 6);
#endif
        w[i] = pqe_swap_within(w[i], 0x0c0c0c0cU, 2);
    }
}

PQE_INLINE void led_few_unslice(pqe_slice w[4]) {
    for (unsigned int i = 0; i < 4; i++) {
        w[i] = pqe_swap_within(w[i], 0x0c0c0c0cU, 2);
#if PQE_SLICE_BITS == 64
        w[i] = pqe_swap_within(w[i], 0x0000ccccU, 14);
#else
        w[i] = pqe_swap_within(w[i], 0x00cc00ccU, 6);
#endif
    }
    pqe_slice_cells(w);
}

typedef void led_few_rounds(pqe_slice state[4], const pqe_slice (*key)[4], led_length length);

/* Up to LED_FEW blocks. */
PQE_NOINLINE void led_few_crypt(led_few_rounds *rounds, const pqe_slice (*key)[4],
                                led_length length, uint8_t *out, const uint8_t *in, size_t blocks) {
    pqe_slice w[4] = {0, 0, 0, 0};
    for (unsigned int i = 0; i < blocks; i++) {
        led_few_put(w, i, in + 8 * i);
    }
    led_few_slice(w);
    rounds(w, key, length);
    led_few_unslice(w);
    for (unsigned int i = 0; i < blocks; i++) {
        const uint32_t even = pqe_unspread_bytes(w[i & 1U] >> (4 * (i & 2U)));
        const uint32_t odd = pqe_unspread_bytes(w[2 + (i & 1U)] >> (4 * (i & 2U)));
        pqe_store32_be(out + 8 * i, pqe_pack_lower(odd, even));
        pqe_store32_be(out + 8 * i + 4, pqe_pack_upper(odd, even));
    }
}

/* A half of the key, the same for every block. */
PQE_INLINE void led_few_keep(pqe_slice w[4], const uint8_t *half) {
    w[0] = w[1] = w[2] = w[3] = 0;
    for (unsigned int i = 0; i < LED_FEW; i++) {
        led_few_put(w, i, half);
    }
    led_few_slice(w);
}

#endif
