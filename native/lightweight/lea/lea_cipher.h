/* SPDX-License-Identifier: MIT */
/*
 * LEA over one type of lane, a 32-bit word or a vector of them. Each lea_<variant>.c includes this
 * once and defines before:
 *   lane                       a type with + - ^
 *   lane_ror(x, amount)        x rotated right by a constant
 *   lane_of(word)              a lane of a word of the key
 *   turned(sum, amount)        a new word: rotated now, or as it is if the rotation waits
 *   keyed(word, x, amount)     the key's word ^ x, with x rotated now if its rotation waited
 *   awaiting(x, amount)        a word of the input as if its rotation waited
 *   settled(x, amount)         a word of the output, with its rotation done
 *   take_words(w, &key, width) where a round's words are to be read: in `w`, loaded together, or
 *                              where they were; steps beyond them
 *
 * WISA 2013, section 3.3: a round turns X0, X1, X2, X3 into
 *   ROL9((X0 ^ K0) + (X1 ^ K1)), ROR5((X1 ^ K2) + (X2 ^ K3)), ROR3((X2 ^ K4) + (X3 ^ K5)), X0.
 * Here no word moves: the new X0, X1, X2 are written over X1, X2, X3, and the next round is called
 * with the names one place further on.
 */
#include "common/inline.h"
#include "common/loadstore.h"
#include "common/rotate.h"

/* Right rotations of the new X0, X1, X2; X3 is the old X0. */
enum { TURN_0 = 23, TURN_1 = 5, TURN_2 = 3, TURN_3 = 23 };

/* Where in a round's stored words K0..K5 are: LEA-128 stores four, since K1 = K3 = K5. */
PQE_INLINE size_t place_of(size_t i, size_t width) {
    static const uint8_t narrow[6] = {0, 1, 2, 1, 3, 1};
    return width == 4 ? narrow[i] : i;
}

PQE_INLINE void round_words(lane k[6], const uint32_t *stored, size_t width) {
    k[0] = lane_of(stored[place_of(0, width)]);
    k[1] = lane_of(stored[place_of(1, width)]);
    k[2] = lane_of(stored[place_of(2, width)]);
    k[3] = lane_of(stored[place_of(3, width)]);
    k[4] = lane_of(stored[place_of(4, width)]);
    k[5] = lane_of(stored[place_of(5, width)]);
}

PQE_INLINE void round_forward(lane *x0, lane *x1, lane *x2, lane *x3, const uint32_t **key,
                              size_t width) {
    uint32_t taken[6];
    lane k[6];
    round_words(k, take_words(taken, key, width), width);
    *x3 = turned(keyed(k[4], *x2, TURN_2) + keyed(k[5], *x3, TURN_3), TURN_2);
    *x2 = turned(keyed(k[2], *x1, TURN_1) + keyed(k[3], *x2, TURN_2), TURN_1);
    *x1 = turned(keyed(k[0], *x0, TURN_0) + keyed(k[1], *x1, TURN_1), TURN_0);
}

PQE_INLINE void round_backward(lane *x0, lane *x1, lane *x2, const lane *x3, const uint32_t *key,
                               size_t width) {
    lane k[6];
    round_words(k, key, width);
    *x0 = (lane_ror(*x0, 32 - TURN_0) - (*x3 ^ k[0])) ^ k[1];
    *x1 = (lane_ror(*x1, 32 - TURN_1) - (*x0 ^ k[2])) ^ k[3];
    *x2 = (lane_ror(*x2, 32 - TURN_2) - (*x1 ^ k[4])) ^ k[5];
}

PQE_INLINE void lanes_encrypt(lane x[4], const uint32_t *key, size_t rounds, size_t width) {
    lane x0 = awaiting(x[0], TURN_0);
    lane x1 = awaiting(x[1], TURN_1);
    lane x2 = awaiting(x[2], TURN_2);
    lane x3 = awaiting(x[3], TURN_3);
    const uint32_t *const end = key + rounds * width;
    while (key != end) {
        round_forward(&x0, &x1, &x2, &x3, &key, width);
        round_forward(&x1, &x2, &x3, &x0, &key, width);
        round_forward(&x2, &x3, &x0, &x1, &key, width);
        round_forward(&x3, &x0, &x1, &x2, &key, width);
    }
    x[0] = settled(x0, TURN_0);
    x[1] = settled(x1, TURN_1);
    x[2] = settled(x2, TURN_2);
    x[3] = settled(x3, TURN_3);
}

PQE_INLINE void lanes_decrypt(lane x[4], const uint32_t *key, size_t rounds, size_t width) {
    for (size_t i = rounds * width; i != 0; i -= 4 * width) {
        const uint32_t *const last = key + i - width;
        round_backward(&x[0], &x[1], &x[2], &x[3], last, width);
        round_backward(&x[3], &x[0], &x[1], &x[2], last - width, width);
        round_backward(&x[2], &x[3], &x[0], &x[1], last - 2 * width, width);
        round_backward(&x[1], &x[2], &x[3], &x[0], last - 3 * width, width);
    }
}
