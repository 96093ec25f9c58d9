/* SPDX-License-Identifier: MIT */
/*
 * What all variants of LED in slices share; see led.h. A variant defines PQE_SLICE_BITS before
 * including this.
 *
 * Four slices for each of the four rows; lane 3 - c of a slice (slices.h) has column c, one bit for
 * each block.
 */
#ifndef PQE_LIGHTWEIGHT_LED_ROUNDS_H
#define PQE_LIGHTWEIGHT_LED_ROUNDS_H

#include <stddef.h>
#include <stdint.h>

#include "common/inline.h"
#include "common/loadstore.h"
#include "common/slices.h"
#include "lightweight/led/led_block.h"

#define LED_AT_ONCE PQE_LANE_BITS

typedef struct {
    pqe_slice row[4][4];
} led_state;

/* Row r turns to the left by r columns. */
PQE_INLINE void led_shift_rows(led_state *s) {
    for (unsigned int i = 0; i < 4; i++) {
        s->row[1][i] = pqe_rotate_lanes(s->row[1][i], 3);
        s->row[2][i] = pqe_rotate_lanes(s->row[2][i], 2);
        s->row[3][i] = pqe_rotate_lanes(s->row[3][i], 1);
    }
}

PQE_INLINE void led_unshift_rows(led_state *s) {
    for (unsigned int i = 0; i < 4; i++) {
        s->row[1][i] = pqe_rotate_lanes(s->row[1][i], 1);
        s->row[2][i] = pqe_rotate_lanes(s->row[2][i], 2);
        s->row[3][i] = pqe_rotate_lanes(s->row[3][i], 3);
    }
}

/* a = 4 a + b + 2 c + 2 d modulo x^4 + x + 1: one of the four steps of MixColumnsSerial. */
PQE_INLINE void led_mix_row(pqe_slice a[4], const pqe_slice b[4], const pqe_slice c[4],
                            const pqe_slice d[4]) {
    const pqe_slice low = a[2] ^ c[3] ^ d[3];
    const pqe_slice y0 = low ^ b[0];
    const pqe_slice y1 = low ^ a[3] ^ b[1] ^ c[0] ^ d[0];
    const pqe_slice y2 = a[0] ^ a[3] ^ b[2] ^ c[1] ^ d[1];
    a[3] = a[1] ^ b[3] ^ c[2] ^ d[2];
    a[0] = y0;
    a[1] = y1;
    a[2] = y2;
}

/* a = (a + b + 2 c + 2 d) / 4, which undoes that. */
PQE_INLINE void led_unmix_row(pqe_slice a[4], const pqe_slice b[4], const pqe_slice c[4],
                              const pqe_slice d[4]) {
    const pqe_slice high = c[3] ^ d[3];
    const pqe_slice x0 = a[0] ^ b[0] ^ high;
    const pqe_slice x1 = a[1] ^ b[1] ^ c[0] ^ d[0] ^ high;
    const pqe_slice x2 = a[2] ^ b[2] ^ c[1] ^ d[1];
    const pqe_slice x3 = a[3] ^ b[3] ^ c[2] ^ d[2];
    a[3] = x0 ^ x1;
    a[2] = x0;
    a[1] = x3;
    a[0] = a[3] ^ x2;
}

PQE_INLINE void led_mix_columns(led_state *s) {
    led_mix_row(s->row[0], s->row[1], s->row[2], s->row[3]);
    led_mix_row(s->row[1], s->row[2], s->row[3], s->row[0]);
    led_mix_row(s->row[2], s->row[3], s->row[0], s->row[1]);
    led_mix_row(s->row[3], s->row[0], s->row[1], s->row[2]);
}

PQE_INLINE void led_unmix_columns(led_state *s) {
    led_unmix_row(s->row[3], s->row[0], s->row[1], s->row[2]);
    led_unmix_row(s->row[2], s->row[3], s->row[0], s->row[1]);
    led_unmix_row(s->row[1], s->row[2], s->row[3], s->row[0]);
    led_unmix_row(s->row[0], s->row[1], s->row[2], s->row[3]);
}

/* Column 0 gets the row's number, and half of the key's length in bits, of which one bit is set;
 * column 1 half of the round constant. */
PQE_INLINE void led_add_constants(led_state *s, unsigned int constant, unsigned int halves) {
    const pqe_slice first = pqe_lanes(0, 0, 0, 1);
    const pqe_slice second = pqe_lanes(0, 0, 1, 0);
    s->row[0][1 + halves] ^= first;
    s->row[1][1 + halves] ^= first;
    s->row[1][0] ^= first;
    s->row[2][1] ^= first;
    s->row[3][0] ^= first;
    s->row[3][1] ^= first;
    for (unsigned int i = 0; i < 3; i++) {
        const pqe_slice low = second & ((pqe_slice)0 - ((constant >> i) & 1U));
        const pqe_slice high = second & ((pqe_slice)0 - ((constant >> (i + 3)) & 1U));
        s->row[0][i] ^= high;
        s->row[1][i] ^= low;
        s->row[2][i] ^= high;
        s->row[3][i] ^= low;
    }
}

PQE_INLINE void led_add_key(led_state *s, const pqe_slice key[4][4]) {
    for (unsigned int i = 0; i < 4; i++) {
        for (unsigned int j = 0; j < 4; j++) {
            s->row[i][j] ^= key[i][j];
        }
    }
}

PQE_NOINLINE void led_forwards(led_state *state, const pqe_slice (*key)[4][4], led_length length) {
    led_state s = *state;
    unsigned int constant = 0;
    for (unsigned int step = 0; step < length.steps; step++) {
        led_add_key(&s, key[step & (length.halves - 1)]);
        for (unsigned int round = 0; round < 4; round++) {
            constant = led_next_constant(constant);
            led_add_constants(&s, constant, length.halves);
            for (unsigned int i = 0; i < 4; i++) {
                led_sbox(s.row[i]);
            }
            led_shift_rows(&s);
            led_mix_columns(&s);
        }
    }
    led_add_key(&s, key[0]);
    *state = s;
}

PQE_NOINLINE void led_backwards(led_state *state, const pqe_slice (*key)[4][4], led_length length) {
    led_state s = *state;
    unsigned int constant = 0;
    for (unsigned int round = 0; round < 4 * length.steps; round++) {
        constant = led_next_constant(constant);
    }
    led_add_key(&s, key[0]);
    for (unsigned int step = length.steps; step-- > 0;) {
        for (unsigned int round = 0; round < 4; round++) {
            led_unmix_columns(&s);
            led_unshift_rows(&s);
            for (unsigned int i = 0; i < 4; i++) {
                led_inverse_sbox(s.row[i]);
            }
            led_add_constants(&s, constant, length.halves);
            constant = led_constant_before(constant);
        }
        led_add_key(&s, key[step & (length.halves - 1)]);
    }
    *state = s;
}

/* Rows of 16 bits side by side in a word, as cells that take turns; and back. */
PQE_INLINE pqe_slice led_interleave(pqe_slice rows) {
#if PQE_SLICE_BITS == 64
    const uint64_t far = (rows ^ (rows >> 24)) & 0x00000000ff00ff00U;
    const uint64_t x = rows ^ far ^ (far << 24);
    const uint64_t near = (x ^ (x >> 12)) & 0x0000f0f00000f0f0U;
    return x ^ near ^ (near << 12);
#else
    return pqe_swap_within(pqe_swap_within(rows, 0x0000ff00U, 8), 0x00f000f0U, 4);
#endif
}

PQE_INLINE pqe_slice led_separate(pqe_slice cells) {
#if PQE_SLICE_BITS == 64
    return led_interleave(cells);
#else
    return pqe_swap_within(pqe_swap_within(cells, 0x00f000f0U, 4), 0x0000ff00U, 8);
#endif
}

/* Row by row; block i goes to word i mod 4. */
PQE_INLINE void led_load(led_state *s, const uint8_t *in, size_t blocks) {
    for (unsigned int row = 0; row < 4; row++) {
        pqe_slice *const w = s->row[row];
        w[0] = w[1] = w[2] = w[3] = 0;
        for (unsigned int i = 0; i < blocks; i++) {
            w[i & 3U] |= (pqe_slice)led_halfword(in + 8 * i + 2 * row) << (16 * (i >> 2));
        }
        for (unsigned int i = 0; i < 4; i++) {
            w[i] = led_interleave(w[i]);
        }
        pqe_slice_cells(w);
    }
}

PQE_INLINE void led_store(uint8_t *out, led_state *s, size_t blocks) {
    for (unsigned int row = 0; row < 4; row++) {
        pqe_slice *const w = s->row[row];
        pqe_slice_cells(w);
        for (unsigned int i = 0; i < 4; i++) {
            w[i] = led_separate(w[i]);
        }
        for (unsigned int i = 0; i < blocks; i++) {
            const uint32_t halfword = (uint32_t)(w[i & 3U] >> (16 * (i >> 2)));
            out[8 * i + 2 * row] = (uint8_t)(halfword >> 8);
            out[8 * i + 2 * row + 1] = (uint8_t)halfword;
        }
    }
}

typedef void led_rounds(led_state *state, const pqe_slice (*key)[4][4], led_length length);

/* Up to LED_AT_ONCE blocks. */
PQE_NOINLINE void led_many_crypt(led_rounds *rounds, const pqe_slice (*key)[4][4],
                                 led_length length, uint8_t *out, const uint8_t *in,
                                 size_t blocks) {
    led_state state;
    led_load(&state, in, blocks);
    rounds(&state, key, length);
    led_store(out, &state, blocks);
}

/* The key in slices of both forms. */
typedef struct {
    const pqe_slice (*many)[4][4];
    const pqe_slice (*few)[4];
} led_key;

PQE_INLINE void led_crypt(led_rounds *rounds, led_few_rounds *few_rounds, led_key key,
                          led_length length, uint8_t *out, const uint8_t *in, size_t blocks) {
    while (blocks != 0) {
        const size_t take = blocks < LED_AT_ONCE ? blocks : LED_AT_ONCE;
        if (take <= LED_FEW) {
            led_few_crypt(few_rounds, key.few, length, out, in, take);
        } else {
            led_many_crypt(rounds, key.many, length, out, in, take);
        }
        in += 8 * take;
        out += 8 * take;
        blocks -= take;
    }
}

PQE_NOINLINE void led_encrypt(led_key key, led_length length, uint8_t *out, const uint8_t *in,
                              size_t blocks) {
    led_crypt(led_forwards, led_few_forwards, key, length, out, in, blocks);
}

PQE_NOINLINE void led_decrypt(led_key key, led_length length, uint8_t *out, const uint8_t *in,
                              size_t blocks) {
    led_crypt(led_backwards, led_few_backwards, key, length, out, in, blocks);
}

/* The key in slices, the same for every block. */
PQE_NOINLINE void led_key_schedule(pqe_slice (*many)[4][4], pqe_slice (*few)[4], const uint8_t *key,
                                   unsigned int halves) {
    for (unsigned int i = 0; i < 4 * halves; i++) {
        pqe_slice *const w = many[i / 4][i & 3U];
        const uint32_t row = led_halfword(key + 2 * i);
        w[0] = led_interleave(pqe_slice_mask(row | row << 16));
        w[1] = w[2] = w[3] = w[0];
        pqe_slice_cells(w);
    }
    for (unsigned int i = 0; i < halves; i++) {
        led_few_keep(few[i], key + 8 * i);
    }
}

/* The public functions of one variant and key length. */
#define LED_FUNCTIONS(id, bits)                                                                    \
    static const led_length id##_length = {(bits) / 16 + 4, (bits) / 64};                          \
    static led_key id##_slices(const id##_key *schedule) {                                         \
        const led_key key = {(const pqe_slice(*)[4][4])schedule->many,                             \
                             (const pqe_slice(*)[4])schedule->few};                                \
        return key;                                                                                \
    }                                                                                              \
    void id##_key_schedule(id##_key *schedule, const uint8_t key[(bits) / 8]) {                    \
        led_key_schedule(schedule->many, schedule->few, key, (bits) / 64);                         \
    }                                                                                              \
    void id##_encrypt(const id##_key *schedule, uint8_t *out, const uint8_t *in, size_t blocks) {  \
        led_encrypt(id##_slices(schedule), id##_length, out, in, blocks);                          \
    }                                                                                              \
    void id##_decrypt(const id##_key *schedule, uint8_t *out, const uint8_t *in, size_t blocks) {  \
        led_decrypt(id##_slices(schedule), id##_length, out, in, blocks);                          \
    }

#endif
