/* SPDX-License-Identifier: MIT */
/*
 * PRESENT on a single block, and its key schedules; see present.h. A variant defines PQE_SLICE_BITS
 * before including this, and PRESENT_SMALL if it wants loops of two rounds.
 *
 * Names of places: number a block's bits as 16 j1 + 4 j0 + b, with j1, j0 and b from 0 to 3: bit b
 * of cell 4 j1 + j0. Slice b has a bit for each (j1, j0), at place 4 j0 + j1 or 4 j1 + j0 of 16.
 * The permutation moves bit (j1, j0, b) to (b, j1, j0). The "near" axis of a slice counts places by
 * 1, the "far" axis by 4.
 *
 * A block is two words: `low` holds slices 0 and 1 in its halves, `high` slices 2 and 3. Round keys
 * are kept so.
 */
#ifndef PQE_LIGHTWEIGHT_PRESENT_BLOCK_H
#define PQE_LIGHTWEIGHT_PRESENT_BLOCK_H

#include <stddef.h>
#include <stdint.h>

#include "common/inline.h"
#include "common/loadstore.h"
#include "common/slices.h"
#include "lightweight/present/present.h"

/* The S-box but for a NOT of slices 2 and 3, which is in the round keys. Found by search. */
#define PRESENT_SBOX(w0, w1, w2, w3)                                                               \
    do {                                                                                           \
        (w3) ^= (w1) & ~(w2);                                                                      \
        (w2) ^= (w1);                                                                              \
        (w1) ^= (w2) & (w3);                                                                       \
        (w2) ^= (w3);                                                                              \
        (w1) ^= (w0);                                                                              \
        (w3) ^= (w0) & (w1);                                                                       \
        (w1) ^= (w3);                                                                              \
        (w0) ^= (w2);                                                                              \
        (w2) ^= (w1) & ~(w3);                                                                      \
    } while (0)

/* Every step of the S-box is its own inverse. */
#define PRESENT_INVERSE_SBOX(w0, w1, w2, w3)                                                       \
    do {                                                                                           \
        (w2) ^= (w1) & ~(w3);                                                                      \
        (w0) ^= (w2);                                                                              \
        (w1) ^= (w3);                                                                              \
        (w3) ^= (w0) & (w1);                                                                       \
        (w1) ^= (w0);                                                                              \
        (w2) ^= (w3);                                                                              \
        (w1) ^= (w2) & (w3);                                                                       \
        (w2) ^= (w1);                                                                              \
        (w3) ^= (w1) & ~(w2);                                                                      \
    } while (0)

/* One block in two words. */
typedef struct {
    uint32_t low;
    uint32_t high;
} present_block;

/* Exchange the number of the slice with the near or the far axis. Cells of 4 bits become slices by
 * the near one: then a word's cells are the near axis. */
PQE_INLINE uint32_t present_swap_bits(uint32_t word, uint32_t mask, unsigned int shift) {
    const uint32_t difference = (word ^ (word >> shift)) & mask;
    return word ^ difference ^ (difference << shift);
}

PQE_INLINE void present_swap_across(present_block *x, uint32_t mask, unsigned int shift) {
    const uint32_t difference = (x->high ^ (x->low >> shift)) & mask;
    x->high ^= difference;
    x->low ^= difference << shift;
}

PQE_INLINE void present_block_swap_near(present_block *x) {
    present_swap_across(x, 0x33333333U, 2);
    x->low = present_swap_bits(x->low, 0x0000aaaaU, 15);
    x->high = present_swap_bits(x->high, 0x0000aaaaU, 15);
}

PQE_INLINE void present_block_swap_far(present_block *x) {
    present_swap_across(x, 0x00ff00ffU, 8);
    x->low = present_swap_bits(x->low, 0x0000f0f0U, 12);
    x->high = present_swap_bits(x->high, 0x0000f0f0U, 12);
}

/* Exchanges the near and the far axis: what is left of the last round's permutation. */
PQE_INLINE uint32_t present_swap_axes(uint32_t word) {
    return present_swap_bits(present_swap_bits(word, 0x0a0a0a0aU, 3), 0x00cc00ccU, 6);
}

PQE_INLINE present_block present_load(const uint8_t *in) {
    const present_block x = {pqe_load32_be(in + 4), pqe_load32_be(in)};
    return x;
}

PQE_INLINE void present_store(uint8_t *out, present_block x) {
    pqe_store32_be(out + 4, x.low);
    pqe_store32_be(out, x.high);
}

/* A round of a single block. The slices are used in the upper halves of words, where the shifts are
 * part of other instructions on Cortex-M3 and up. */
PQE_INLINE void present_block_sbox(present_block *x, const uint32_t key[2]) {
    const uint32_t low = x->low ^ key[0];
    const uint32_t high = x->high ^ key[1];
    uint32_t w0 = low << 16;
    uint32_t w1 = low;
    uint32_t w2 = high << 16;
    uint32_t w3 = high;
    PRESENT_SBOX(w0, w1, w2, w3);
    x->low = pqe_pack_upper(w0, w1);
    x->high = pqe_pack_upper(w2, w3);
}

PQE_INLINE void present_block_inverse_sbox(present_block *x, const uint32_t key[2]) {
    uint32_t w0 = x->low << 16;
    uint32_t w1 = x->low;
    uint32_t w2 = x->high << 16;
    uint32_t w3 = x->high;
    PRESENT_INVERSE_SBOX(w0, w1, w2, w3);
    x->low = pqe_pack_upper(w0, w1) ^ key[0];
    x->high = pqe_pack_upper(w2, w3) ^ key[1];
}

PQE_INLINE void present_block_pair(present_block *x, const uint32_t (*keys)[2]) {
    present_block_sbox(x, keys[0]);
    present_block_swap_far(x);
    present_block_sbox(x, keys[1]);
    present_block_swap_near(x);
}

/* Ten rounds in a row: counting every two would cost a tenth of the time on a Cortex-M4. On ARMv6-M
 * the compiler runs out of registers in ten, and two take a third less time. */
#if defined(PRESENT_SMALL) || defined(__ARM_ARCH_6M__)
#define PRESENT_PAIRS(x, keys) present_block_pair(x, keys)
#define PRESENT_ROUNDS_AT_ONCE 2
#else
#define PRESENT_PAIRS(x, keys)                                                                     \
    do {                                                                                           \
        present_block_pair(x, keys);                                                               \
        present_block_pair(x, (keys) + 2);                                                         \
        present_block_pair(x, (keys) + 4);                                                         \
        present_block_pair(x, (keys) + 6);                                                         \
        present_block_pair(x, (keys) + 8);                                                         \
    } while (0)
#define PRESENT_ROUNDS_AT_ONCE 10
#endif

PQE_NOINLINE void present_encrypt_block(const pqe_present_key *key, uint8_t *out,
                                        const uint8_t *in) {
    present_block x = present_load(in);
    present_block_swap_near(&x);
    for (unsigned int round = 0; round < 30; round += PRESENT_ROUNDS_AT_ONCE) {
        PRESENT_PAIRS(&x, &key->rounds[round]);
    }
    present_block_sbox(&x, key->rounds[30]);
    x.low = present_swap_axes(x.low) ^ key->last[0];
    x.high = present_swap_axes(x.high) ^ key->last[1];
    present_store(out, x);
}

PQE_NOINLINE void present_decrypt_block(const pqe_present_key *key, uint8_t *out,
                                        const uint8_t *in) {
    present_block x = present_load(in);
    x.low = present_swap_axes(x.low ^ key->last[0]);
    x.high = present_swap_axes(x.high ^ key->last[1]);
    present_block_inverse_sbox(&x, key->rounds[30]);
    for (unsigned int round = 30; round != 0; round -= 2) {
        present_block_swap_near(&x);
        present_block_inverse_sbox(&x, key->rounds[round - 1]);
        present_block_swap_far(&x);
        present_block_inverse_sbox(&x, key->rounds[round - 2]);
    }
    present_block_swap_near(&x);
    present_store(out, x);
}

/*
 * Keeps round key `round`, counted from 0: in slices, every other one with the axes exchanged, and
 * with the NOT that the S-box before it left out, which is where the swap after it has put it. The
 * last key stays as it is, since it is added to a whole block.
 */
PQE_INLINE void present_keep(pqe_present_key *key, unsigned int round, uint32_t high,
                             uint32_t low) {
    present_block x = {low, high};
    if (round == 31) {
        key->last[0] = low;
        key->last[1] = ~high;
        return;
    }
    if ((round & 1U) != 0) {
        present_block_swap_far(&x);
    }
    present_block_swap_near(&x);
    const uint32_t invert = round == 0 ? 0 : (round & 1U) != 0 ? 0xff00ff00U : 0xccccccccU;
    key->rounds[round][0] = x.low ^ invert;
    key->rounds[round][1] = x.high ^ invert;
}

/* The S-box on the cells of `word` whose highest bits are in `tops`; other bits stay. */
PQE_INLINE uint32_t present_sbox_of(uint32_t word, uint32_t tops) {
    uint32_t w0 = word << 3;
    uint32_t w1 = word << 2;
    uint32_t w2 = word << 1;
    uint32_t w3 = word;
    PRESENT_SBOX(w0, w1, w2, w3);
    const uint32_t cells = (w0 & tops) >> 3 | (w1 & tops) >> 2 | (~w2 & tops) >> 1 | (~w3 & tops);
    return (word & ~(tops | tops >> 1 | tops >> 2 | tops >> 3)) | cells;
}

/* Section 3 of the paper: the register of 80 bits is turned left by 61, which is right by 19. */
PQE_NOINLINE void present_80_key_schedule(pqe_present_key *schedule, const uint8_t key[10]) {
    uint32_t high = pqe_load32_be(key);
    uint32_t middle = pqe_load32_be(key + 4);
    uint32_t low = ((uint32_t)key[8] << 8) | key[9];
    for (unsigned int round = 0; round < 32; round++) {
        present_keep(schedule, round, high, middle);
        const uint32_t turned = (middle << 29) | (low << 13) | (high >> 19);
        low = ((middle >> 3) & 0xffffU) ^ (((round + 1) & 1U) << 15);
        middle = ((high << 13) | (middle >> 19)) ^ ((round + 1) >> 1);
        high = present_sbox_of(turned, 0x80000000U);
    }
}

/* Appendix of the paper: 128 bits, left by 61 is left by two words and right by 3. */
PQE_NOINLINE void present_128_key_schedule(pqe_present_key *schedule, const uint8_t key[16]) {
    uint32_t k3 = pqe_load32_be(key);
    uint32_t k2 = pqe_load32_be(key + 4);
    uint32_t k1 = pqe_load32_be(key + 8);
    uint32_t k0 = pqe_load32_be(key + 12);
    for (unsigned int round = 0; round < 32; round++) {
        present_keep(schedule, round, k3, k2);
        const uint32_t t3 = (k1 >> 3) | (k2 << 29);
        const uint32_t t2 = (k0 >> 3) | (k1 << 29);
        const uint32_t t1 = (k3 >> 3) | (k0 << 29);
        const uint32_t t0 = (k2 >> 3) | (k3 << 29);
        k3 = present_sbox_of(t3, 0x88000000U);
        k2 = t2 ^ ((round + 1) >> 2);
        k1 = t1 ^ ((round + 1) << 30);
        k0 = t0;
    }
}

/* The public functions of one variant and key length. */
#define PRESENT_FUNCTIONS(id, bits)                                                                \
    void id##_key_schedule(id##_key *schedule, const uint8_t key[(bits) / 8]) {                    \
        present_##bits##_key_schedule(schedule, key);                                              \
    }                                                                                              \
    void id##_encrypt(const id##_key *schedule, uint8_t *out, const uint8_t *in, size_t blocks) {  \
        present_encrypt(schedule, out, in, blocks);                                                \
    }                                                                                              \
    void id##_decrypt(const id##_key *schedule, uint8_t *out, const uint8_t *in, size_t blocks) {  \
        present_decrypt(schedule, out, in, blocks);                                                \
    }

#endif
