/* SPDX-License-Identifier: MIT */
/*
 * What all variants of Piccolo in slices share; see piccolo.h. A variant defines PQE_SLICE_BITS
 * before including this.
 *
 * A block is 16-bit words X0 to X3 of four cells; F of X0 is added to X1, F of X2 to X3. One half
 * of the state is X0 and X2, the other X1 and X3. Lane 3 - i of a slice (slices.h) has cell i of
 * both words of its half, X0 or X1 in the lower place.
 *
 * The permutation of bytes leaves the first byte of a word of one half and the second of another in
 * the word of the next round. Bytes do not move here: which word a byte belongs to moves instead.
 * In rounds 0 and 2 of every four (from 0) all is in its place, or all in the other's place, which
 * is as good. In rounds 1 and 3 it is the second bytes of the left half and the first bytes of the
 * right half that are in the other's place, or the other way round, which is as good.
 */
#ifndef PQE_LIGHTWEIGHT_PICCOLO_ROUNDS_H
#define PQE_LIGHTWEIGHT_PICCOLO_ROUNDS_H

#include <stddef.h>
#include <stdint.h>

#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"
#include "common/rolled.h"
#include "common/slices.h"
#include "lightweight/piccolo/piccolo.h"

#define PICCOLO_AT_ONCE PQE_PLACE_BITS

/* One half of all blocks. */
typedef struct {
    pqe_slice w[4];
} piccolo_half;

/* The S-box but for a NOT of slices 1, 2 and 3; of the paper's section 3.2. */
PQE_INLINE piccolo_half piccolo_sbox(piccolo_half x) {
    x.w[0] ^= x.w[2] | x.w[3];
    x.w[3] ^= x.w[1] | x.w[2];
    x.w[2] ^= x.w[0] & ~x.w[1];
    x.w[1] ^= x.w[0] & x.w[3];
    const piccolo_half y = {{x.w[1], x.w[2], x.w[3], x.w[0]}};
    return y;
}

/* The same for input with slices 1, 2 and 3 inverted, but for a NOT of slices 0 and 2. */
PQE_INLINE piccolo_half piccolo_sbox_of_inverted(piccolo_half x) {
    x.w[0] ^= x.w[2] & x.w[3];
    x.w[3] ^= x.w[1] & x.w[2];
    x.w[2] ^= x.w[1] & ~x.w[0];
    x.w[1] ^= x.w[3] & ~x.w[0];
    const piccolo_half y = {{x.w[1], x.w[2], x.w[3], x.w[0]}};
    return y;
}

/* The matrix: 2 x_i + 3 x_(i+1) + x_(i+2) + x_(i+3) modulo x^4 + x + 1. It passes on a NOT of all
 * four cells, so that the one between the S-boxes needs no thought. */
PQE_INLINE piccolo_half piccolo_mix(piccolo_half x) {
    pqe_slice next[4];
    pqe_slice sum[4];
    for (unsigned int i = 0; i < 4; i++) {
        next[i] = pqe_rotate_lanes(x.w[i], 3);
        sum[i] = x.w[i] ^ next[i];
    }
    const piccolo_half y = {{sum[3] ^ next[0] ^ pqe_rotate_lanes(sum[0], 2),
                             sum[0] ^ sum[3] ^ next[1] ^ pqe_rotate_lanes(sum[1], 2),
                             sum[1] ^ next[2] ^ pqe_rotate_lanes(sum[2], 2),
                             sum[2] ^ next[3] ^ pqe_rotate_lanes(sum[3], 2)}};
    return y;
}

PQE_INLINE piccolo_half piccolo_exchange(piccolo_half x, pqe_slice lanes) {
    for (unsigned int i = 0; i < 4; i++) {
        x.w[i] = pqe_swap_places(x.w[i], lanes);
    }
    return x;
}

PQE_INLINE void piccolo_add(piccolo_half *x, const pqe_slice words[4]) {
    for (unsigned int i = 0; i < 4; i++) {
        x->w[i] ^= words[i];
    }
}

/* A round in which all cells are in their places, and one in which some are in the other's. */
PQE_PIECE void piccolo_round(piccolo_half left, piccolo_half *right, const pqe_slice key[4]) {
    const piccolo_half y = piccolo_sbox_of_inverted(piccolo_mix(piccolo_sbox(left)));
    piccolo_add(right, y.w);
    piccolo_add(right, key);
}

PQE_PIECE void piccolo_crossed_round(piccolo_half left, piccolo_half *right,
                                     const pqe_slice key[4]) {
    const piccolo_half x = piccolo_exchange(piccolo_sbox(left), pqe_lanes(1, 1, 0, 0));
    const piccolo_half y = piccolo_sbox_of_inverted(piccolo_mix(x));
    const piccolo_half z = piccolo_exchange(y, pqe_lanes(0, 0, 1, 1));
    piccolo_add(right, z.w);
    piccolo_add(right, key);
}

/* `key` is a schedule's words, `rounds` how many of them are for rounds: an odd number. */
PQE_NOINLINE void piccolo_forwards(piccolo_half state[2], const pqe_slice (*key)[4],
                                   unsigned int rounds) {
    piccolo_half a = state[0];
    piccolo_half b = state[1];
    piccolo_add(&a, key[0]);
    const pqe_slice(*round)[4] = key + 2;
    for (const pqe_slice(*const end)[4] = round + (rounds - 1); round != end; round += 2) {
        piccolo_round(a, &b, round[0]);
        piccolo_crossed_round(b, &a, round[1]);
    }
    piccolo_round(a, &b, *round);
    piccolo_add(&a, key[1]);
    state[0] = a;
    state[1] = b;
}

PQE_NOINLINE void piccolo_backwards(piccolo_half state[2], const pqe_slice (*key)[4],
                                    unsigned int rounds) {
    piccolo_half a = state[0];
    piccolo_half b = state[1];
    piccolo_add(&a, key[1]);
    const pqe_slice(*round)[4] = key + 2 + (rounds - 1);
    piccolo_round(a, &b, *round);
    for (; round != key + 2; round -= 2) {
        piccolo_crossed_round(b, &a, round[-1]);
        piccolo_round(a, &b, round[-2]);
    }
    piccolo_add(&a, key[0]);
    state[0] = a;
    state[1] = b;
}

/* Two 16-bit words, the second one in the upper half, as eight cells that take turns; and back. */
PQE_INLINE uint32_t piccolo_interleave(uint32_t words) {
    const uint32_t bytes = (words ^ (words >> 8)) & 0x0000ff00U;
    const uint32_t x = words ^ bytes ^ (bytes << 8);
    const uint32_t cells = (x ^ (x >> 4)) & 0x00f000f0U;
    return x ^ cells ^ (cells << 4);
}

PQE_INLINE uint32_t piccolo_separate(uint32_t interleaved) {
    const uint32_t cells = (interleaved ^ (interleaved >> 4)) & 0x00f000f0U;
    const uint32_t x = interleaved ^ cells ^ (cells << 4);
    const uint32_t bytes = (x ^ (x >> 8)) & 0x0000ff00U;
    return x ^ bytes ^ (bytes << 8);
}

/* Loads up to PICCOLO_AT_ONCE blocks. If `crossed`, X2 and X3 are put where X0 and X1 belong. */
PQE_PIECE void piccolo_load(piccolo_half state[2], const uint8_t *in, size_t blocks,
                            unsigned int crossed) {
    const piccolo_half zero = {{0, 0, 0, 0}};
    state[0] = zero;
    state[1] = zero;
    PQE_LOOP
    for (unsigned int i = 0; i < PICCOLO_AT_ONCE; i++) {
        if (i < blocks) {
            const uint32_t first = pqe_load32_be(in + 8 * i + 4 * crossed);
            const uint32_t second = pqe_load32_be(in + 8 * i + 4 - 4 * crossed);
            pqe_put_cells(state[0].w, i, piccolo_interleave(pqe_pack_upper(first, second)));
            pqe_put_cells(state[1].w, i, piccolo_interleave(pqe_pack_lower(first, second)));
        }
    }
    pqe_slice_cells(state[0].w);
    pqe_slice_cells(state[1].w);
}

PQE_PIECE void piccolo_store(uint8_t *out, piccolo_half state[2], size_t blocks,
                             unsigned int crossed) {
    pqe_slice_cells(state[0].w);
    pqe_slice_cells(state[1].w);
    PQE_LOOP
    for (unsigned int i = 0; i < PICCOLO_AT_ONCE; i++) {
        if (i < blocks) {
            const uint32_t left = piccolo_separate(pqe_get_cells(state[0].w, i));
            const uint32_t right = piccolo_separate(pqe_get_cells(state[1].w, i));
            pqe_store32_be(out + 8 * i + 4 * crossed, pqe_pack_lower(right, left));
            pqe_store32_be(out + 8 * i + 4 - 4 * crossed, pqe_pack_upper(right, left));
        }
    }
}

/* After 31 rounds all cells are in the other's place, after 25 in their own. */
PQE_INLINE unsigned int piccolo_crossed(unsigned int rounds) {
    return (rounds >> 1) & 1U;
}

PQE_NOINLINE void piccolo_encrypt(const pqe_slice (*key)[4], unsigned int rounds, uint8_t *out,
                                  const uint8_t *in, size_t blocks) {
    while (blocks != 0) {
        const size_t take = blocks < PICCOLO_AT_ONCE ? blocks : PICCOLO_AT_ONCE;
        piccolo_half state[2];
        piccolo_load(state, in, take, 0);
        piccolo_forwards(state, key, rounds);
        piccolo_store(out, state, take, piccolo_crossed(rounds));
        in += 8 * take;
        out += 8 * take;
        blocks -= take;
    }
}

PQE_NOINLINE void piccolo_decrypt(const pqe_slice (*key)[4], unsigned int rounds, uint8_t *out,
                                  const uint8_t *in, size_t blocks) {
    while (blocks != 0) {
        const size_t take = blocks < PICCOLO_AT_ONCE ? blocks : PICCOLO_AT_ONCE;
        piccolo_half state[2];
        piccolo_load(state, in, take, piccolo_crossed(rounds));
        piccolo_backwards(state, key, rounds);
        piccolo_store(out, state, take, 0);
        in += 8 * take;
        out += 8 * take;
        blocks -= take;
    }
}

#include "lightweight/piccolo/piccolo_key.h"

/* The public functions of one variant and key length. */
#define PICCOLO_FUNCTIONS(id, bits, rounds)                                                        \
    void id##_key_schedule(id##_key *schedule, const uint8_t key[(bits) / 8]) {                    \
        piccolo_##bits##_key_schedule(schedule->words, key);                                       \
    }                                                                                              \
    void id##_encrypt(const id##_key *schedule, uint8_t *out, const uint8_t *in, size_t blocks) {  \
        piccolo_encrypt((const pqe_slice(*)[4])schedule->words, rounds, out, in, blocks);          \
    }                                                                                              \
    void id##_decrypt(const id##_key *schedule, uint8_t *out, const uint8_t *in, size_t blocks) {  \
        piccolo_decrypt((const pqe_slice(*)[4])schedule->words, rounds, out, in, blocks);          \
    }

#endif
