/* SPDX-License-Identifier: MIT */
/*
 * AES-128 on bit slices, fixsliced: what all widths share. Each aes_<variant>.c includes this once
 * and defines before:
 *   lane                     a word or a vector of words, with ^ & | ~ << >>
 *   ROW, COLUMN              bits of a row in a slice (8 or 16) and of a byte's place in a row (2
 * or 4: as many as blocks) ROWS(a, b, c, d)         a lane with these ROW bits in row 0, 1, 2, 3
 *   lane_ror(x, amount)      each word rotated right by a constant
 *   xor_ror(a, b, amount)    a ^ lane_ror(b, amount)
 *   key_word                 how a slice of a round key is stored, being the same for all blocks
 *   key_word_of(x)           that of a lane
 *   add_key(q, &key)         the eight slices at `key` added to q[0..7]; steps beyond them
 *   BYTES(byte)              ROW bits, all of whose bytes are this one
 *
 * Slice i holds bit i of all bytes. Row r of the state is its r-th group of ROW bits; in a row come
 * COLUMN bits for column 0, one of each block, then those for column 1, and so on.
 *
 * Fixslicing is by A. Adomnicai and T. Peyrin, "Fixslicing AES-like Ciphers", TCHES 2021/1:
 * ShiftRows is not done. After i rounds, what is held is the state with ShiftRows undone i times;
 * then the byte that MixColumns wants from the next row lies i columns further on, in every row
 * alike, because ShiftRows moves row r by r. Round keys are stored for that.
 */
#include "lightweight/aes/aes_sbox.h"

#define ROUNDS 10U

#define EVERY(mask) ROWS(mask, mask, mask, mask)
#define FIRST(columns) ((1U << ((columns)*COLUMN)) - 1U) /* the bits of a row's first columns */
#define WHOLE FIRST(4)

/* 0x63, the constant of the S-box, has these bits. It is added with the round keys: a state all of
 * whose bytes are the same passes ShiftRows and MixColumns unchanged. */
PQE_INLINE int in_constant(size_t bit) {
    return (0x63U >> bit & 1U) != 0;
}

/*
 * The bytes `columns` columns further on, each in its row, but for the rotation by columns * COLUMN
 * that is left to whoever uses them. Bits that would leave their row at its end come back at its
 * beginning.
 */
PQE_INLINE lane further(lane x, unsigned int columns) {
    if (columns == 0) {
        return x;
    }
    const lane leaving = x & EVERY(FIRST(columns));
    return xor_ror(x ^ leaving, leaving, 3 * ROW);
}

/* MixColumns, where ShiftRows is due `shift` times: 2 x + 3 next + third + fourth byte, which is
 * 2 (x + next) + next + (x + next two rows on). */
PQE_AES_PART void mix_columns(lane q[8], unsigned int shift) {
    const unsigned int next = ROW + shift * COLUMN;
    const unsigned int second = 2 * ROW + 2 * shift % 4 * COLUMN;
    lane n = further(q[7], shift);
    const lane top = xor_ror(q[7], n, next);
    lane last = xor_ror(lane_ror(n, next), further(top, 2 * shift % 4), second);
    lane carried = top; /* bit i - 1 of x + next; for bit 0 the reduction alone */
    for (size_t i = 0; i < 7; i++) {
        n = further(q[i], shift);
        const lane sum = xor_ror(q[i], n, next);
        lane mixed = xor_ror(carried, n, next);
        mixed = xor_ror(mixed, further(sum, 2 * shift % 4), second);
        q[i] = i == 1 || i == 3 || i == 4 ? mixed ^ top : mixed; /* x^8 = x^4 + x^3 + x + 1 */
        carried = sum;
    }
    q[7] = last ^ carried;
}

/* The columns of each row in `rows` (a mask of whole rows) exchanged: 0 with 2, 1 with 3. */
PQE_INLINE lane turn_two(lane x, lane rows) {
    const lane moved = (x ^ (x >> (2 * COLUMN))) & rows & EVERY(FIRST(2));
    return x ^ moved ^ (moved << (2 * COLUMN));
}

/* In these rows, column 0 becomes 1, 1 becomes 2, 2 becomes 3, 3 becomes 0. */
PQE_INLINE lane turn_one(lane x, lane rows) {
    const lane turned = ((x & EVERY(FIRST(3))) << COLUMN) | ((x >> (3 * COLUMN)) & EVERY(FIRST(1)));
    return x ^ ((x ^ turned) & rows);
}

/* ShiftRows undone `times` times, 0 to 3, in one slice. */
PQE_INLINE lane unshift_rows(lane x, unsigned int times) {
    switch (times) {
    case 1:
        return turn_one(turn_two(x, ROWS(0U, 0U, WHOLE, WHOLE)), ROWS(0U, WHOLE, 0U, WHOLE));
    case 2:
        return turn_two(x, ROWS(0U, WHOLE, 0U, WHOLE));
    case 3:
        return turn_one(turn_two(x, ROWS(0U, WHOLE, WHOLE, 0U)), ROWS(0U, WHOLE, 0U, WHOLE));
    default:
        return x;
    }
}

PQE_INLINE void exchange(lane *a, lane *b, lane mask, unsigned int distance) {
    const lane moved = ((*a >> distance) ^ *b) & mask;
    *b ^= moved;
    *a ^= moved << distance;
}

/* Bit i of the bytes in q[j] against bit j of the bytes in q[i]; its own inverse. */
PQE_AES_PART void transpose(lane q[8]) {
    for (size_t i = 0; i < 8; i += 2) {
        exchange(&q[i], &q[i + 1], EVERY(BYTES(0x55U)), 1);
    }
    for (size_t i = 0; i < 8; i += 4) {
        exchange(&q[i], &q[i + 2], EVERY(BYTES(0x33U)), 2);
        exchange(&q[i + 1], &q[i + 3], EVERY(BYTES(0x33U)), 2);
    }
    for (size_t i = 0; i < 4; i++) {
        exchange(&q[i], &q[i + 4], EVERY(BYTES(0x0fU)), 4);
    }
}

/* The round constant, in row 0 of the first column: x^(round - 1) in the field. */
PQE_INLINE void add_round_constant(lane q[8], unsigned int round) {
    const lane bit = ROWS(FIRST(1), 0U, 0U, 0U);
    if (round <= 8) {
        q[round - 1] ^= bit;
        return;
    }
    const size_t doubling = round - 9; /* x^8 = x^4 + x^3 + x + 1, and x^9 */
    q[doubling] ^= bit;
    q[doubling + 1] ^= bit;
    q[doubling + 3] ^= bit;
    q[doubling + 4] ^= bit;
}

/* The next round key from the one before, both with ShiftRows done as often as is due. */
PQE_INLINE void next_key(lane q[8], unsigned int round) {
    lane s[8];
    for (size_t i = 0; i < 8; i++) {
        s[i] = q[i];
    }
    sub_bytes(s);
    add_round_constant(q, round);
    for (size_t i = 0; i < 8; i++) {
        /* RotWord: the last column, one row further on, is added to the first column */
        const lane last = in_constant(i) ? ~s[i] : s[i];
        lane k = q[i] ^ (lane_ror(last, ROW + 3 * COLUMN) & EVERY(FIRST(1)));
        k ^= (k & EVERY(FIRST(3))) << COLUMN; /* to each column the sum of those before */
        k ^= (k & EVERY(FIRST(2))) << (2 * COLUMN);
        q[i] = k;
    }
}

PQE_INLINE void store_key(key_word *out, const lane q[8], unsigned int due) {
    for (size_t i = 0; i < 8; i++) {
        const lane k = unshift_rows(q[i], due);
        out[i] = key_word_of(in_constant(i) ? ~k : k);
    }
}

/* All round keys, from the slices of the key; the last one is added where ShiftRows is done. */
PQE_INLINE void slices_schedule(key_word *out, lane q[8]) {
    for (size_t i = 0; i < 8; i++) {
        out[i] = key_word_of(q[i]);
    }
    for (unsigned int round = 1; round <= ROUNDS; round++) {
        out += 8;
        next_key(q, round);
        switch (round < ROUNDS ? round % 4 : 0) {
        case 1:
            store_key(out, q, 1);
            break;
        case 2:
            store_key(out, q, 2);
            break;
        case 3:
            store_key(out, q, 3);
            break;
        default:
            store_key(out, q, 0);
            break;
        }
    }
}

/* A round; it leaves ShiftRows due `shift` times, modulo four. */
PQE_INLINE void round_forward(lane q[8], const key_word **key, unsigned int shift) {
    sub_bytes(q);
    mix_columns(q, shift);
    add_key(q, key);
}

PQE_INLINE void slices_encrypt(lane q[8], const key_word *key) {
    transpose(q);
    add_key(q, &key);
    for (unsigned int round = 1;; round += 4) {
        round_forward(q, &key, 1);
        if (round == ROUNDS - 1) {
            break;
        }
        round_forward(q, &key, 2);
        round_forward(q, &key, 3);
        round_forward(q, &key, 0);
    }
    sub_bytes(q);
    for (size_t i = 0; i < 8; i++) {
        q[i] = unshift_rows(q[i], 2); /* ShiftRows is due for the tenth time */
    }
    add_key(q, &key);
    transpose(q);
}

/* The inverse of the linear part of the S-box. */
PQE_AES_PART void inverse_linear(lane q[8]) {
    lane x[8];
    for (size_t i = 0; i < 8; i++) {
        x[i] = q[i];
    }
    for (size_t i = 0; i < 8; i++) {
        q[i] = x[(i + 2) % 8] ^ x[(i + 5) % 8] ^ x[(i + 7) % 8];
    }
}

/* The S-box is a linear map after the inversion, so that map undone before and after is its
 * inverse. The constant has been added with the round key. */
PQE_INLINE void inverse_sub_bytes(lane q[8]) {
    inverse_linear(q);
    sub_bytes(q);
    inverse_linear(q);
}

/* 2 x, in the field of AES. */
PQE_INLINE void double_bytes(lane q[8]) {
    const lane top = q[7];
    for (size_t i = 7; i > 0; i--) {
        q[i] = i == 1 || i == 3 || i == 4 ? q[i - 1] ^ top : q[i - 1];
    }
    q[0] = top;
}

/* InvMixColumns is MixColumns after 5 x + 4 y, y two rows on. */
PQE_INLINE void inverse_mix_columns(lane q[8]) {
    lane sum[8];
    for (size_t i = 0; i < 8; i++) {
        sum[i] = xor_ror(q[i], q[i], 2 * ROW);
    }
    double_bytes(sum);
    double_bytes(sum);
    for (size_t i = 0; i < 8; i++) {
        q[i] ^= sum[i];
    }
    mix_columns(q, 0);
}

/* With ShiftRows done: round keys are brought into that form again. */
PQE_INLINE void slices_decrypt(lane q[8], const key_word *key) {
    transpose(q);
    const key_word *last = key + 8 * ROUNDS;
    add_key(q, &last);
    for (unsigned int round = ROUNDS - 1;; round--) {
        lane k[8] = {0};
        const key_word *at = key + 8 * (size_t)round;
        add_key(k, &at);
        for (size_t i = 0; i < 8; i++) {
            q[i] = unshift_rows(q[i], 1);
        }
        inverse_sub_bytes(q);
        for (size_t i = 0; i < 8; i++) {
            /* three and one are each other's inverses */
            const unsigned int shift = (4 - round % 4) % 4;
            q[i] ^= shift == 0   ? k[i]
                    : shift == 1 ? unshift_rows(k[i], 1)
                    : shift == 2 ? unshift_rows(k[i], 2)
                                 : unshift_rows(k[i], 3);
        }
        if (round == 0) {
            break;
        }
        inverse_mix_columns(q);
    }
    transpose(q);
}
