/* SPDX-License-Identifier: MIT */
/* The key schedules of TWINE, cells in halfwords; part of twine_rounds.h. */
#ifndef PQE_LIGHTWEIGHT_TWINE_KEY_H
#define PQE_LIGHTWEIGHT_TWINE_KEY_H

/* Cells a to h of a round key, from the lowest place. */
#define TWINE_CELLS(a, b, c, d, e, f, g, h)                                                        \
    (k[a] | k[b] << 4 | k[c] << 8 | k[d] << 12 | k[e] << 16 | k[f] << 20 | k[g] << 24 | k[h] << 28)

/* Puts the cells of round key `round` where that round has the left cells; twine.h says why. */
PQE_PIECE twine_cells twine_arrange(const uint32_t k[8], unsigned int round) {
    switch (round & 7U) {
    case 0:
        return TWINE_CELLS(0, 1, 6, 7, 2, 4, 3, 5);
    case 1:
        return TWINE_CELLS(0, 2, 5, 7, 6, 3, 4, 1);
    case 2:
        return TWINE_CELLS(6, 0, 7, 1, 4, 5, 2, 3);
    case 3:
        return TWINE_CELLS(6, 4, 3, 1, 7, 2, 5, 0);
    case 4:
        return TWINE_CELLS(7, 6, 1, 0, 5, 3, 4, 2);
    case 5:
        return TWINE_CELLS(7, 5, 2, 0, 1, 4, 3, 6);
    case 6:
        return TWINE_CELLS(1, 7, 0, 6, 3, 2, 5, 4);
    default:
        return TWINE_CELLS(1, 3, 4, 6, 0, 5, 2, 7);
    }
}

/* Turns the keys of four rounds into slices. The NOT that the S-boxes of rounds 0 and 1 left out
 * stands before those of rounds 1 and 2, and the next two undo it. */
PQE_PIECE void twine_keep(pqe_slice (*rounds)[4], const twine_cells cells[4]) {
    pqe_repeat_cells(rounds, cells, 4);
    for (unsigned int i = 1; i < 3; i++) {
        rounds[i][2] = ~rounds[i][2];
        rounds[i][3] = ~rounds[i][3];
    }
}

/* The S-box on the cells of `word` whose lowest bits are in `lows`; other bits become 0. */
PQE_PIECE uint32_t twine_sbox_of(uint32_t word, uint32_t lows) {
    const twine_half y = twine_sbox(word, word >> 1, word >> 2, word >> 3);
    return ((uint32_t)y.w[0] & lows) | ((uint32_t)y.w[1] & lows) << 1 |
           (~(uint32_t)y.w[2] & lows) << 2 | (~(uint32_t)y.w[3] & lows) << 3;
}

/* The constants of section 2.3 of the paper: powers of x modulo x^6 + x + 1. */
PQE_INLINE uint32_t twine_next_constant(uint32_t constant) {
    return (constant << 1) ^ ((constant >> 5) * 0x43U);
}

/* Cell i of a halfword, from the highest. */
PQE_INLINE uint32_t twine_cell(uint32_t halfword, unsigned int i) {
    return (halfword >> (12 - 4 * i)) & 15U;
}

/* Cell 0 goes behind cell 3. */
PQE_INLINE uint32_t twine_turn(uint32_t halfword) {
    return ((halfword << 4) & 0xffffU) | (halfword >> 12);
}

PQE_INLINE uint32_t twine_halfword(const uint8_t *key) {
    return (uint32_t)key[0] << 8 | key[1];
}

PQE_NOINLINE void twine_80_key_schedule(TWINE_KEY *schedule, const uint8_t key[10]) {
    uint32_t h[5];
    uint32_t constant = 1;
    for (unsigned int i = 0; i < 5; i++) {
        h[i] = twine_halfword(key + 2 * i);
    }
    twine_cells cells[4];
    PQE_LOOP
    for (unsigned int round = 0; round < 36; round++) {
        const uint32_t k[8] = {twine_cell(h[0], 1), twine_cell(h[0], 3), twine_cell(h[1], 0),
                               twine_cell(h[1], 2), twine_cell(h[3], 1), twine_cell(h[3], 2),
                               twine_cell(h[3], 3), twine_cell(h[4], 0)};
        cells[round & 3U] = twine_arrange(k, round);
        if ((round & 3U) == 3) {
            twine_keep(&schedule->rounds[round - 3], cells);
        }
        const uint32_t s = twine_sbox_of((h[0] >> 12) | (h[4] & 0xf000U), 0x1001U);
        const uint32_t first = twine_turn(h[0] ^ ((s & 15U) << 8));
        h[0] = h[1] ^ (s & 0xf000U) ^ (constant >> 3);
        h[1] = h[2];
        h[2] = h[3];
        h[3] = h[4] ^ (constant & 7U);
        h[4] = first;
        constant = twine_next_constant(constant);
    }
}

PQE_NOINLINE void twine_128_key_schedule(TWINE_KEY *schedule, const uint8_t key[16]) {
    uint32_t h[8];
    uint32_t constant = 1;
    for (unsigned int i = 0; i < 8; i++) {
        h[i] = twine_halfword(key + 2 * i);
    }
    twine_cells cells[4];
    PQE_LOOP
    for (unsigned int round = 0; round < 36; round++) {
        const uint32_t k[8] = {twine_cell(h[0], 2), twine_cell(h[0], 3), twine_cell(h[3], 0),
                               twine_cell(h[3], 3), twine_cell(h[4], 1), twine_cell(h[4], 2),
                               twine_cell(h[7], 0), twine_cell(h[7], 3)};
        cells[round & 3U] = twine_arrange(k, round);
        if ((round & 3U) == 3) {
            twine_keep(&schedule->rounds[round - 3], cells);
        }
        const uint32_t s =
            twine_sbox_of((h[0] >> 12) | (h[4] & 0xf000U) | (h[7] & 0x00f0U), 0x1011U);
        const uint32_t first = twine_turn(h[0] ^ ((s & 15U) << 8));
        h[0] = h[1] ^ (s & 0xf000U) ^ (constant >> 3);
        h[1] = h[2];
        h[2] = h[3];
        h[3] = h[4] ^ (constant & 7U);
        h[4] = h[5] ^ ((s >> 4) & 15U);
        h[5] = h[6];
        h[6] = h[7];
        h[7] = first;
        constant = twine_next_constant(constant);
    }
}

#endif
