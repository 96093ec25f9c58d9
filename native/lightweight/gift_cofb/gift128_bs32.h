/* SPDX-License-Identifier: MIT */
/*
 * GIFT-128, fixsliced. In every round the bit permutation maps bit (h, l) of
 * slice i, with l its place in a group of four, to (i - l mod 4, h). All four
 * are followed by the inverse of slice 3's, so that slice 3 stays and slice 0,
 * 1, 2 move by 1, 2, 3 places modulo 4 in the field that l has become: bits 1-0
 * of the index, then 3-2, 0 and 4, 2-1, and 4-3. Slice 3's own permutation
 * complements every index bit twice in five rounds and turns the index by ten
 * places: after five rounds all bits are back.
 */
#ifndef PQE_LIGHTWEIGHT_GIFT128_BS32_H
#define PQE_LIGHTWEIGHT_GIFT128_BS32_H

#define GIFT128_ROUNDS 40U

/* Round r adds word 2 r to slice 1 and word 2 r + 5 to slice 2. */
typedef struct {
    uint32_t words[2U * GIFT128_ROUNDS + 4U];
} gift128_key;

/*
 * Round constants with the bit 31 that every round adds to slice 3, where the
 * layout of their round has them, inverted.
 */
static const uint32_t gift128_constants[GIFT128_ROUNDS] = {
    0xeffffff7U, 0x7ffe7fffU, 0xabfffffdU, 0xfefefe7eU, 0x7fffffe0U, 0xef77777fU, 0x9ffe1fffU,
    0xaeaffffdU, 0xfcfcfe7fU, 0x7fffffd0U, 0xeff7777fU, 0x9ffe9fffU, 0xbeaffffdU, 0xfcfcff7fU,
    0x7fffffd8U, 0xefff777fU, 0xbffe1fffU, 0xeeaffffdU, 0xfcfdfe7fU, 0x7fffffd4U, 0xeff7f77fU,
    0x9ffebfffU, 0xfebffffdU, 0xfdfdff7fU, 0x7fffffdeU, 0xefffff7fU, 0xfffe3fffU, 0xaefffffdU,
    0xfcfefe7fU, 0x7fffffd1U, 0xeff777ffU, 0x9ffedfffU, 0xbfaffffdU, 0xfefcff7fU, 0x7ffffff9U,
    0xefff77f7U, 0x3ffe5fffU, 0xebaffffdU, 0xfefdfe7eU, 0x7fffffe5U};

/* Exchanges the bits of `word` under `mask << shift` with those under `mask`.
 */
PQE_INLINE uint32_t swap_bits(uint32_t word, unsigned int shift, uint32_t mask) {
    const uint32_t t = ((word >> shift) ^ word) & mask;
    return word ^ t ^ (t << shift);
}

/* The layouts of one to four times slice 3's permutation, undone. */
PQE_INLINE uint32_t layout1(uint32_t word) {
    word = swap_bits(pqe_swap32(word), 15, 0x0000aaaaU);
    word = swap_bits(word, 6, 0x00cc00ccU);
    word = swap_bits(word, 12, 0x0000f0f0U);
    return swap_bits(word, 1, 0x22222222U);
}

PQE_INLINE uint32_t layout2(uint32_t word) {
    word = swap_bits(pqe_swap32(word), 14, 0x0000ccccU);
    word = pqe_swap32(swap_bits(word, 4, 0x00f000f0U));
    word = swap_bits(word, 15, 0x0000aaaaU);
    return swap_bits(word, 6, 0x00cc00ccU);
}

PQE_INLINE uint32_t layout3(uint32_t word) {
    word = pqe_swap32(swap_bits(word, 15, 0x0000aaaaU));
    word = swap_bits(word, 14, 0x0000ccccU);
    word = pqe_swap32(swap_bits(word, 4, 0x00f000f0U));
    return swap_bits(word, 12, 0x0000f0f0U);
}

PQE_INLINE uint32_t layout4(uint32_t word) {
    word = swap_bits(word, 6, 0x00cc00ccU);
    word = pqe_swap32(swap_bits(word, 15, 0x0000aaaaU));
    word = swap_bits(word, 3, 0x0a0a0a0aU);
    return swap_bits(word, 8, 0x0000ff00U);
}

/* The key schedule's only change to a word: its halves turn by 2 and 12 to the
 * right. */
PQE_INLINE uint32_t turn_halves(uint32_t word) {
    const uint32_t high = ((word >> 2) & 0x3fff0000U) | ((word << 14) & 0xc0000000U);
    const uint32_t low = ((word & 0x00000fffU) << 4) | ((word >> 12) & 0x0000000fU);
    return high | low;
}

/*
 * The key's words follow one another: what round r - 2 adds to slice 2, round r
 * adds to slice 1, and four words on it comes again with its halves turned.
 * Each is stored in the layouts of both.
 */
#define SCHEDULE_WORD(i, layout_1, layout_2)                                                       \
    do {                                                                                           \
        uint32_t *const word = &k[(s + (i)) & 3U];                                                 \
        out[2U * (i)] = layout_1(*word);                                                           \
        out[2U * (i) + 1U] = layout_2(*word);                                                      \
        *word = turn_halves(*word);                                                                \
    } while (0)

PQE_INLINE uint32_t layout0(uint32_t word) {
    return word;
}

PQE_NOINLINE void gift128_key_schedule(gift128_key *schedule, const uint8_t key[16]) {
    uint32_t *out = schedule->words;
    uint32_t k[4];
    for (unsigned int i = 0; i < 4; i++) {
        k[i] = pqe_load32_be(key + 12U - 4U * i);
    }
    for (unsigned int s = 0; s < GIFT128_ROUNDS; s += 5) {
        SCHEDULE_WORD(0U, layout1, layout4);
        SCHEDULE_WORD(1U, layout2, layout0);
        SCHEDULE_WORD(2U, layout3, layout1);
        SCHEDULE_WORD(3U, layout4, layout2);
        SCHEDULE_WORD(4U, layout0, layout3);
        out += 10;
    }
    out[1] = layout4(k[GIFT128_ROUNDS & 3U]);
    out[3] = k[(GIFT128_ROUNDS + 1U) & 3U];
    pqe_wipe(k, sizeof k);
}

/*
 * The S-box. On return slice 3 has become slice 0 and the reverse. Arm has AND
 * and OR with an inverted operand: there slice 0 is kept inverted (INVERT at
 * both ends), which slice 3 is for nothing when it becomes slice 0, and what is
 * missing to invert slice 0 when it becomes slice 3 is in the constant.
 * Elsewhere it costs an instruction, and the constant is inverted back.
 */
#if defined(__arm__)
#define SUBSTITUTE(s0, s1, s2, s3)                                                                 \
    do {                                                                                           \
        (s1) ^= (s2) & ~(s0);                                                                      \
        (s0) ^= (s1) & (s3);                                                                       \
        (s2) ^= (s1) | ~(s0);                                                                      \
        (s3) ^= (s2);                                                                              \
        (s1) ^= (s3);                                                                              \
        (s2) ^= (s1) & ~(s0);                                                                      \
    } while (0)
#define INVERT(word) (~(word))
#define CONSTANT(inverted) (inverted)
#else
#define SUBSTITUTE(s0, s1, s2, s3)                                                                 \
    do {                                                                                           \
        (s1) ^= (s2) & (s0);                                                                       \
        (s0) ^= (s1) & (s3);                                                                       \
        (s2) ^= (s1) | (s0);                                                                       \
        (s3) ^= (s2);                                                                              \
        (s1) ^= (s3);                                                                              \
        (s2) ^= (s1) & (s0);                                                                       \
        (s3) = ~(s3);                                                                              \
    } while (0)
#define INVERT(word) (word)
#define CONSTANT(inverted) (~(inverted))
#endif

#define ADD_KEY(s1, s2, s3, i)                                                                     \
    do {                                                                                           \
        uint32_t key1 = rk[2U * (i)];                                                              \
        uint32_t key2 = rk[2U * (i) + 5U];                                                         \
        uint32_t constant = CONSTANT(constants[i]);                                                \
        PQE_TOGETHER(key1, key2, constant);                                                        \
        (s1) ^= key1;                                                                              \
        (s2) ^= key2;                                                                              \
        (s3) ^= constant;                                                                          \
    } while (0)

/*
 * Turns every group of bits to the right: the bits under `mask` go `right`, the
 * others `left`. On Arm the barrier keeps the compiler from masking after the
 * shifts, with a second constant.
 */
PQE_INLINE uint32_t turn(uint32_t word, unsigned int right, uint32_t mask, unsigned int left) {
#if defined(__arm__)
    const uint32_t high = pqe_ct_barrier(word & mask);
    return (high >> right) | ((word ^ high) << left);
#else
    return ((word & mask) >> right) | ((word & ~mask) << left);
#endif
}

/* Five rounds; afterwards a and d have changed roles. */
#define FIVE_ROUNDS(a, b, c, d)                                                                    \
    do {                                                                                           \
        SUBSTITUTE(a, b, c, d);                                                                    \
        (d) = turn(d, 1, 0xeeeeeeeeU, 3);                                                          \
        (b) = turn(b, 2, 0xccccccccU, 2);                                                          \
        (c) = turn(c, 3, 0x88888888U, 1);                                                          \
        ADD_KEY(b, c, a, 0);                                                                       \
        SUBSTITUTE(d, b, c, a);                                                                    \
        (a) = turn(a, 4, 0xfff0fff0U, 12);                                                         \
        (b) = pqe_ror32(pqe_swap32(b), 16);                                                        \
        (c) = turn(c, 12, 0xf000f000U, 4);                                                         \
        ADD_KEY(b, c, d, 1);                                                                       \
        SUBSTITUTE(a, b, c, d);                                                                    \
        (d) = pqe_ror32(swap_bits(d, 1, 0x00005555U), 16);                                         \
        (b) = turn(b, 1, 0xaaaaaaaaU, 1);                                                          \
        (c) = pqe_ror32(swap_bits(c, 1, 0x55550000U), 16);                                         \
        ADD_KEY(b, c, a, 2);                                                                       \
        SUBSTITUTE(d, b, c, a);                                                                    \
        (a) = turn(a, 6, 0xc0c0c0c0U, 2);                                                          \
        (b) = turn(b, 4, 0xf0f0f0f0U, 4);                                                          \
        (c) = turn(c, 2, 0xfcfcfcfcU, 6);                                                          \
        ADD_KEY(b, c, d, 3);                                                                       \
        SUBSTITUTE(a, b, c, d);                                                                    \
        (d) = pqe_ror32(d, 24);                                                                    \
        (b) = pqe_ror32(b, 16);                                                                    \
        (c) = pqe_ror32(c, 8);                                                                     \
        ADD_KEY(b, c, a, 4);                                                                       \
        rk += 10;                                                                                  \
        constants += 5;                                                                            \
    } while (0)

PQE_NOINLINE void gift128_encrypt(const gift128_key *schedule, uint32_t block[4]) {
    const uint32_t *rk = schedule->words;
    const uint32_t *constants = gift128_constants;
    uint32_t s0 = INVERT(block[0]);
    uint32_t s1 = block[1];
    uint32_t s2 = block[2];
    uint32_t s3 = block[3];
    for (unsigned int i = 0; i < GIFT128_ROUNDS; i += 10) {
        FIVE_ROUNDS(s0, s1, s2, s3);
        FIVE_ROUNDS(s3, s1, s2, s0);
    }
    block[0] = INVERT(s0);
    block[1] = s1;
    block[2] = s2;
    block[3] = s3;
}

#endif
