/* SPDX-License-Identifier: MIT */
/*
 * SKINNY-128-384+ in bit slices that stay where they are.
 *
 * Bit 8 q + 2 p + h of a word belongs to the cell in physical column q and row
 * p. h tells apart the two slices that a word holds. Three things move in a
 * round, and none of them here:
 *
 * - The rows turn by one place: in round t, row p is row p + t mod 4 of the
 * specification.
 * - ShiftRows: each physical row has an offset of its columns (column_offset);
 * reading another row means a rotation of the word by a constant.
 * - The S-box gives bit j the place of bit s(j), with s = (7 5 0 2 6 4 3 1) one
 * cycle of length 8. Slices are named by their place u in this cycle; in round
 * t, slice u lies in slot u + t mod 8. Slot v is word v mod 4, with h = 1 for v
 * < 4 and h = 0 else.
 *
 * All is back after 8 rounds. All slices are kept inverted, so that the S-box's
 * NOR and NOT become an AND; what MixColumns does to inverted rows is made good
 * with the round constants.
 */
#ifndef PQE_LIGHTWEIGHT_SKINNY_BS32_H
#define PQE_LIGHTWEIGHT_SKINNY_BS32_H

#define SKINNY_ROUNDS 40U
#define SKINNY_PERIOD 8U

#define H0 0x55555555U
#define H1 0xaaaaaaaaU

/* What is precomputed for the second and third tweakey and the constants. */
typedef struct {
    uint32_t words[4U * SKINNY_ROUNDS];
} skinny_key;

/* What is precomputed for a first tweakey whose last 8 bytes are zero: for
 * rounds 0, 2, ..., 14. */
typedef struct {
    uint32_t words[4U * 8U];
} skinny_tweak;

/* By round modulo 8 and physical row: column c of the specification is at c +
 * offset modulo 4. */
static const uint8_t column_offset[SKINNY_PERIOD][4] = {{0, 0, 0, 0}, {0, 3, 2, 1}, {3, 1, 3, 1},
                                                        {1, 2, 3, 0}, {2, 2, 2, 2}, {2, 1, 0, 3},
                                                        {1, 3, 1, 3}, {3, 0, 1, 2}};

/* Round constants, of the 6-bit register of the specification. */
static const uint8_t skinny_constants[SKINNY_ROUNDS] = {
    0x01, 0x03, 0x07, 0x0f, 0x1f, 0x3e, 0x3d, 0x3b, 0x37, 0x2f, 0x1e, 0x3c, 0x39, 0x33,
    0x27, 0x0e, 0x1d, 0x3a, 0x35, 0x2b, 0x16, 0x2c, 0x18, 0x30, 0x21, 0x02, 0x05, 0x0b,
    0x17, 0x2e, 0x1c, 0x38, 0x31, 0x23, 0x06, 0x0d, 0x1b, 0x36, 0x2d, 0x1a};

PQE_INLINE uint32_t rotate_left(uint32_t word, unsigned int amount) {
    return pqe_ror32(word, (32U - amount) & 31U);
}

/*
 * Slice `target` ^= slice `a` & slice `b`, in round t: three instructions on
 * Cortex-M3 and up, where the barrier keeps the last shift part of the
 * exclusive-or.
 */
PQE_INLINE void add_product(uint32_t w[4], unsigned int t, unsigned int target, unsigned int a,
                            unsigned int b) {
    const unsigned int to = (target + t) & 7U;
    const unsigned int from = (a + t) & 7U;
    const unsigned int with = (b + t) & 7U;
    uint32_t other = w[with & 3U];
    if (from / 4U < with / 4U) {
        other <<= 1;
    } else if (from / 4U > with / 4U) {
        other >>= 1;
    }
    uint32_t product = pqe_ct_barrier((w[from & 3U] & other) & (from < 4U ? H1 : H0));
    if (to / 4U < from / 4U) {
        product <<= 1;
    } else if (to / 4U > from / 4U) {
        product >>= 1;
    }
    w[to & 3U] ^= product;
}

PQE_INLINE void substitute(uint32_t w[4], unsigned int t) {
    add_product(w, t, 5, 0, 4);
    add_product(w, t, 2, 6, 3);
    add_product(w, t, 4, 3, 7);
    add_product(w, t, 1, 5, 2);
    add_product(w, t, 7, 2, 6);
    add_product(w, t, 0, 4, 1);
    add_product(w, t, 6, 1, 5);
    add_product(w, t, 3, 7, 0);
}

/* Row `to` ^= row `from`, as the specification numbers them in round t, after
 * ShiftRows. */
PQE_INLINE uint32_t add_row(uint32_t word, unsigned int t, unsigned int to, unsigned int from) {
    const unsigned int p_to = (to - t) & 3U;
    const unsigned int p_from = (from - t) & 3U;
    const uint8_t *const after = column_offset[(t + 1U) & 7U];
    const unsigned int right =
        (8U * after[p_from] + 2U * p_from - 8U * after[p_to] - 2U * p_to) & 31U;
    return word ^ pqe_ror32(word & (0x03030303U << (2U * p_from)), right);
}

PQE_INLINE void mix_columns(uint32_t w[4], unsigned int t) {
    for (unsigned int i = 0; i < 4; i++) {
        w[i] = add_row(w[i], t, 1, 2);
        w[i] = add_row(w[i], t, 2, 0);
        w[i] = add_row(w[i], t, 3, 2);
    }
}

PQE_INLINE void add_words(uint32_t w[4], const uint32_t key[4]) {
    for (unsigned int i = 0; i < 4; i++) {
        w[i] ^= key[i];
    }
}

PQE_INLINE void two_rounds(uint32_t w[4], const uint32_t *key, const uint32_t *tweak,
                           unsigned int t) {
    substitute(w, t);
    add_words(w, key);
    add_words(w, tweak);
    mix_columns(w, t);
    substitute(w, t + 1U);
    add_words(w, key + 4);
    mix_columns(w, t + 1U);
}

/* Exchanges the bits of `a` under `mask << shift` with the bits of `b` under
 * `mask`. */
#define EXCHANGE(a, b, shift, mask)                                                                \
    do {                                                                                           \
        const uint32_t t = (((a) >> (shift)) ^ (b)) & (mask);                                      \
        (b) ^= t;                                                                                  \
        (a) ^= t << (shift);                                                                       \
    } while (0)

/* From pairs of bits (7, 6), (5, 4), (3, 2), (1, 0) to the pairs of slots: (0,
 * 3), (2, 1). */
PQE_INLINE void pair_low_slices(uint32_t *slot2, uint32_t *slot3, uint32_t bits32,
                                uint32_t bits10) {
    *slot2 = ((bits10 & H0) << 1) | ((bits32 >> 1) & H0);
    *slot3 = ((bits32 & H0) << 1) | ((bits10 >> 1) & H0);
}

/* Four rows of bytes to slices, and back (a transposition of pairs of bits is
 * its own inverse). */
PQE_INLINE void transpose_pairs(uint32_t r[4]) {
    EXCHANGE(r[0], r[1], 2, 0x33333333U);
    EXCHANGE(r[2], r[3], 2, 0x33333333U);
    EXCHANGE(r[0], r[2], 4, 0x0f0f0f0fU);
    EXCHANGE(r[1], r[3], 4, 0x0f0f0f0fU);
}

/* Row i of bytes, the first column's in the low bits, is in[i]. */
PQE_INLINE void to_slices(uint32_t w[4], const uint32_t rows[4]) {
    uint32_t r[4] = {rows[0], rows[1], rows[2], rows[3]};
    transpose_pairs(r); /* r[0]: bits 1 and 0, ..., r[3]: bits 7 and 6 */
    w[0] = ~r[3];
    w[1] = ~r[2];
    pair_low_slices(&w[2], &w[3], ~r[1], ~r[0]);
}

PQE_INLINE void from_slices(uint32_t rows[4], const uint32_t w[4]) {
    rows[3] = ~w[0];
    rows[2] = ~w[1];
    rows[1] = ~(((w[2] & H0) << 1) | ((w[3] >> 1) & H0));
    rows[0] = ~(((w[3] & H0) << 1) | ((w[2] >> 1) & H0));
    transpose_pairs(rows);
}

PQE_NOINLINE void skinny_encrypt(const skinny_key *key, const skinny_tweak *tweak,
                                 uint32_t rows[4]) {
    const uint32_t *k = key->words;
    uint32_t w[4];
    to_slices(w, rows);
    for (unsigned int i = 0; i < SKINNY_ROUNDS / SKINNY_PERIOD; i++) {
        const uint32_t *const first = tweak->words + (i & 1U) * 16U;
        two_rounds(w, k, first, 0);
        two_rounds(w, k + 8, first + 4, 2);
        two_rounds(w, k + 16, first + 8, 4);
        two_rounds(w, k + 24, first + 12, 6);
        k += 32;
    }
    from_slices(rows, w);
}

/* Rows 0 and 1 of the specification to the slots of round t, after its S-box.
 */
PQE_INLINE void place_rows(uint32_t out[4], uint32_t row0, uint32_t row1, unsigned int t) {
    const unsigned int p0 = (0U - t) & 3U;
    const unsigned int p1 = (1U - t) & 3U;
    const unsigned int wrapped = p0 == 3U ? 1U : 0U; /* row 1 then comes from the column before */
    const uint8_t *const offset = column_offset[t];
    const uint32_t a = rotate_left(row0, 8U * offset[p0]);
    const uint32_t b = rotate_left(row1, (8U * offset[p1] - 8U * wrapped) & 31U);
    const uint32_t even = (a & 0x33333333U) | ((b & 0x33333333U) << 2);
    const uint32_t odd = ((a >> 2) & 0x33333333U) | (b & 0xccccccccU);
    uint32_t pairs[4];
    pairs[0] = (odd >> 4) & 0x0f0f0f0fU;
    pairs[1] = (even >> 4) & 0x0f0f0f0fU;
    pair_low_slices(&pairs[2], &pairs[3], odd & 0x0f0f0f0fU, even & 0x0f0f0f0fU);
    for (unsigned int i = 0; i < 4; i++) {
        const unsigned int u = (i - t - 1U) & 7U;
        const uint32_t word = rotate_left(pairs[u & 3U], 2U * p0);
        out[i] = u < 4U ? word : ((word >> 1) & H0) | ((word & H0) << 1);
    }
}

/*
 * Added in round t: ones on rows 2 and 3 of the specification, for the
 * inversion, and the constant 2 of row 2 in column 0, which is bit 1: slice 7.
 */
PQE_INLINE void place_fixed(uint32_t out[4], unsigned int t) {
    const unsigned int p2 = (2U - t) & 3U;
    const unsigned int p3 = (3U - t) & 3U;
    const unsigned int slot = (7U + t + 1U) & 7U;
    const unsigned int place = 8U * column_offset[t][p2] + 2U * p2 + (slot < 4U ? 1U : 0U);
    for (unsigned int i = 0; i < 4; i++) {
        out[i] ^= (0x03030303U << (2U * p2)) | (0x03030303U << (2U * p3));
    }
    out[slot & 3U] ^= 1U << place;
}

/* Eight cells of a tweakey, half of it. */
typedef struct {
    uint32_t row0;
    uint32_t row1;
} cells;

PQE_INLINE uint32_t byte_of(uint32_t word, unsigned int i) {
    return (word >> (8U * i)) & 0xffU;
}

PQE_INLINE uint32_t word_of(uint32_t b0, uint32_t b1, uint32_t b2, uint32_t b3) {
    return b0 | (b1 << 8) | (b2 << 16) | (b3 << 24);
}

/* The permutation of cells, twice, as it acts on one half: from 1, 7, 0, 5, 2,
 * 6, 4, 3. */
PQE_INLINE cells permute_cells(cells c) {
    const cells moved = {
        word_of(byte_of(c.row0, 1), byte_of(c.row1, 3), byte_of(c.row0, 0), byte_of(c.row1, 1)),
        word_of(byte_of(c.row0, 2), byte_of(c.row1, 2), byte_of(c.row1, 0), byte_of(c.row0, 3))};
    return moved;
}

/* The registers of the second and third tweakey, on four cells. */
PQE_INLINE uint32_t step_second(uint32_t x) {
    return ((x << 1) & 0xfefefefeU) | (((x >> 7) ^ (x >> 5)) & 0x01010101U);
}

PQE_INLINE uint32_t step_third(uint32_t x) {
    return ((x >> 1) & 0x7f7f7f7fU) | (((x << 7) ^ (x << 1)) & 0x80808080U);
}

typedef struct {
    cells second;
    cells third;
} tweakey_half;

PQE_INLINE void step_half(tweakey_half *half) {
    half->second = permute_cells(half->second);
    half->third = permute_cells(half->third);
    half->second.row0 = step_second(half->second.row0);
    half->second.row1 = step_second(half->second.row1);
    half->third.row0 = step_third(half->third.row0);
    half->third.row1 = step_third(half->third.row1);
}

PQE_INLINE void schedule_round(uint32_t out[4], const tweakey_half *half, uint32_t constant,
                               unsigned int t) {
    const uint32_t row0 = half->second.row0 ^ half->third.row0 ^ (constant & 0x0fU);
    const uint32_t row1 = half->second.row1 ^ half->third.row1 ^ (constant >> 4);
    place_rows(out, row0, row1, t);
    place_fixed(out, t);
}

PQE_INLINE void schedule_two(uint32_t *out, tweakey_half *even, tweakey_half *odd,
                             const uint8_t *constants, unsigned int t) {
    schedule_round(out, even, constants[0], t);
    step_half(even);
    step_half(odd);
    schedule_round(out + 4, odd, constants[1], t + 1U);
}

PQE_INLINE void load_half(tweakey_half *half, const uint8_t *second, const uint8_t *third) {
    half->second.row0 = pqe_load32_le(second);
    half->second.row1 = pqe_load32_le(second + 4);
    half->third.row0 = pqe_load32_le(third);
    half->third.row1 = pqe_load32_le(third + 4);
}

PQE_NOINLINE void skinny_schedule(skinny_key *key, const uint8_t second[16],
                                  const uint8_t third[16]) {
    tweakey_half even;
    tweakey_half odd;
    load_half(&even, second, third);
    load_half(&odd, second + 8, third + 8);
    uint32_t *out = key->words;
    for (unsigned int i = 0; i < SKINNY_ROUNDS; i += SKINNY_PERIOD) {
        const uint8_t *const constants = skinny_constants + i;
        schedule_two(out, &even, &odd, constants, 0);
        schedule_two(out + 8, &even, &odd, constants + 2, 2);
        schedule_two(out + 16, &even, &odd, constants + 4, 4);
        schedule_two(out + 24, &even, &odd, constants + 6, 6);
        out += 32;
    }
    pqe_wipe(&even, sizeof even);
    pqe_wipe(&odd, sizeof odd);
}

/* The first tweakey: 8 bytes, and 8 that are zero. */
PQE_NOINLINE void skinny_set_tweak(skinny_tweak *tweak, uint32_t row0, uint32_t row1) {
    cells c = {row0, row1};
    uint32_t *out = tweak->words;
    for (unsigned int i = 0; i < 2; i++) {
        place_rows(out, c.row0, c.row1, 0);
        c = permute_cells(c);
        place_rows(out + 4, c.row0, c.row1, 2);
        c = permute_cells(c);
        place_rows(out + 8, c.row0, c.row1, 4);
        c = permute_cells(c);
        place_rows(out + 12, c.row0, c.row1, 6);
        c = permute_cells(c);
        out += 16;
    }
}

#endif
