/* SPDX-License-Identifier: MIT */
/*
 * PRESENT on several blocks at once; see present.h, and present_block.h for the names of places. A
 * variant defines PQE_SLICE_BITS before including this. Four words hold a slice each, of two or
 * four blocks side by side.
 */
#ifndef PQE_LIGHTWEIGHT_PRESENT_ROUNDS_H
#define PQE_LIGHTWEIGHT_PRESENT_ROUNDS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "common/inline.h"
#include "common/loadstore.h"
#include "common/slices.h"
#include "lightweight/present/present_block.h"

#define PRESENT_AT_ONCE (PQE_SLICE_BITS / 16U)

/* Exchange the number of the slice with the near or the far axis. Cells of 4 bits become slices by
 * the near one: then a word's cells are the near axis. */
PQE_INLINE void present_swap_near(pqe_slice w[4]) {
    pqe_transpose(w, 0x55555555U, 1, 0x33333333U, 2);
}

PQE_INLINE void present_swap_far(pqe_slice w[4]) {
    pqe_transpose(w, 0x0f0f0f0fU, 4, 0x00ff00ffU, 8);
}

/* Repeats a slice of 16 bits, the lower or the upper half of `word`, over a word. */
PQE_INLINE pqe_slice present_spread_low(uint32_t word) {
#if PQE_SLICE_BITS == 64
    const uint64_t twice = (word & 0xffffU) | (word << 16);
    return twice | (twice << 32);
#else
    return pqe_pack_lower(word, word);
#endif
}

PQE_INLINE pqe_slice present_spread_high(uint32_t word) {
#if PQE_SLICE_BITS == 64
    const uint64_t twice = (word & 0xffff0000U) | (word >> 16);
    return twice | (twice << 32);
#else
    return pqe_pack_upper(word, word);
#endif
}

PQE_INLINE void present_add(pqe_slice w[4], const uint32_t key[2]) {
    const uint32_t low = key[0];
    const uint32_t high = key[1];
    w[0] ^= present_spread_low(low);
    w[1] ^= present_spread_high(low);
    w[2] ^= present_spread_low(high);
    w[3] ^= present_spread_high(high);
}

/* The rounds of several blocks; a function of its own for the sake of registers. */
PQE_NOINLINE void present_forwards(pqe_slice state[4], const pqe_present_key *key) {
    pqe_slice w[4] = {state[0], state[1], state[2], state[3]};
    present_swap_near(w);
    for (unsigned int round = 0; round < 30; round += 2) {
        present_add(w, key->rounds[round]);
        PRESENT_SBOX(w[0], w[1], w[2], w[3]);
        present_swap_far(w);
        present_add(w, key->rounds[round + 1]);
        PRESENT_SBOX(w[0], w[1], w[2], w[3]);
        present_swap_near(w);
    }
    present_add(w, key->rounds[30]);
    PRESENT_SBOX(w[0], w[1], w[2], w[3]);
    memcpy(state, w, sizeof w);
}

PQE_NOINLINE void present_backwards(pqe_slice state[4], const pqe_present_key *key) {
    pqe_slice w[4] = {state[0], state[1], state[2], state[3]};
    PRESENT_INVERSE_SBOX(w[0], w[1], w[2], w[3]);
    present_add(w, key->rounds[30]);
    for (unsigned int round = 30; round != 0; round -= 2) {
        present_swap_near(w);
        PRESENT_INVERSE_SBOX(w[0], w[1], w[2], w[3]);
        present_add(w, key->rounds[round - 1]);
        present_swap_far(w);
        PRESENT_INVERSE_SBOX(w[0], w[1], w[2], w[3]);
        present_add(w, key->rounds[round - 2]);
    }
    present_swap_near(w);
    memcpy(state, w, sizeof w);
}

/* Blocks side by side: word c holds the c-th 16 bits, from the lowest, of each. */
PQE_INLINE void present_gather(pqe_slice w[4], const present_block x[PRESENT_AT_ONCE]) {
    w[0] = pqe_pack_lower(x[0].low, x[1].low);
    w[1] = pqe_pack_upper(x[0].low, x[1].low);
    w[2] = pqe_pack_lower(x[0].high, x[1].high);
    w[3] = pqe_pack_upper(x[0].high, x[1].high);
#if PQE_SLICE_BITS == 64
    w[0] |= (uint64_t)pqe_pack_lower(x[2].low, x[3].low) << 32;
    w[1] |= (uint64_t)pqe_pack_upper(x[2].low, x[3].low) << 32;
    w[2] |= (uint64_t)pqe_pack_lower(x[2].high, x[3].high) << 32;
    w[3] |= (uint64_t)pqe_pack_upper(x[2].high, x[3].high) << 32;
#endif
}

PQE_INLINE void present_scatter(present_block x[PRESENT_AT_ONCE], const pqe_slice w[4]) {
    for (unsigned int i = 0; i < PRESENT_AT_ONCE; i += 2) {
        const uint32_t w0 = (uint32_t)(w[0] >> (16 * i));
        const uint32_t w1 = (uint32_t)(w[1] >> (16 * i));
        const uint32_t w2 = (uint32_t)(w[2] >> (16 * i));
        const uint32_t w3 = (uint32_t)(w[3] >> (16 * i));
        x[i] = (present_block){pqe_pack_lower(w0, w1), pqe_pack_lower(w2, w3)};
        x[i + 1] = (present_block){pqe_pack_upper(w0, w1), pqe_pack_upper(w2, w3)};
    }
}

PQE_INLINE void present_encrypt_blocks(const pqe_present_key *key, uint8_t *out,
                                       const uint8_t *in) {
    present_block x[PRESENT_AT_ONCE];
    pqe_slice w[4];
    for (unsigned int i = 0; i < PRESENT_AT_ONCE; i++) {
        x[i] = present_load(in + 8 * i);
    }
    present_gather(w, x);
    present_forwards(w, key);
    present_scatter(x, w);
    for (unsigned int i = 0; i < PRESENT_AT_ONCE; i++) {
        x[i].low = present_swap_axes(x[i].low) ^ key->last[0];
        x[i].high = present_swap_axes(x[i].high) ^ key->last[1];
        present_store(out + 8 * i, x[i]);
    }
}

PQE_INLINE void present_decrypt_blocks(const pqe_present_key *key, uint8_t *out,
                                       const uint8_t *in) {
    present_block x[PRESENT_AT_ONCE];
    pqe_slice w[4];
    for (unsigned int i = 0; i < PRESENT_AT_ONCE; i++) {
        x[i] = present_load(in + 8 * i);
        x[i].low = present_swap_axes(x[i].low ^ key->last[0]);
        x[i].high = present_swap_axes(x[i].high ^ key->last[1]);
    }
    present_gather(w, x);
    present_backwards(w, key);
    present_scatter(x, w);
    for (unsigned int i = 0; i < PRESENT_AT_ONCE; i++) {
        present_store(out + 8 * i, x[i]);
    }
}

PQE_NOINLINE void present_encrypt(const pqe_present_key *key, uint8_t *out, const uint8_t *in,
                                  size_t blocks) {
    if (blocks == 1) { /* before anything is put on the stack */
        present_encrypt_block(key, out, in);
        return;
    }
    for (; blocks >= PRESENT_AT_ONCE; blocks -= PRESENT_AT_ONCE) {
        present_encrypt_blocks(key, out, in);
        in += (size_t)8 * PRESENT_AT_ONCE;
        out += (size_t)8 * PRESENT_AT_ONCE;
    }
    for (; blocks != 0; blocks--) {
        present_encrypt_block(key, out, in);
        in += 8;
        out += 8;
    }
}

PQE_NOINLINE void present_decrypt(const pqe_present_key *key, uint8_t *out, const uint8_t *in,
                                  size_t blocks) {
    if (blocks == 1) { /* before anything is put on the stack */
        present_decrypt_block(key, out, in);
        return;
    }
    for (; blocks >= PRESENT_AT_ONCE; blocks -= PRESENT_AT_ONCE) {
        present_decrypt_blocks(key, out, in);
        in += (size_t)8 * PRESENT_AT_ONCE;
        out += (size_t)8 * PRESENT_AT_ONCE;
    }
    for (; blocks != 0; blocks--) {
        present_decrypt_block(key, out, in);
        in += 8;
        out += 8;
    }
}

#endif
