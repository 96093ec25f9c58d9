/* SPDX-License-Identifier: MIT */
/*
 * What variants bi32 and lowreg share: every lane as its 32 even and its 32 odd bits, and one half
 * of one plane of a round. A rotation by 2k rotates both halves by k; one by 2k + 1 exchanges them
 * and rotates them by k + 1 and k.
 *
 * In place (as in the designers' Keccak implementation overview, section 2.5): lane (x, y) is kept
 * in column x, in row (a x + b y) mod 5, where (a, b) is (0, 1), (1, 2), (3, 4), (2, 3) in four
 * rounds and then again. So the five lanes of a plane after rho and pi lie in five columns, and the
 * plane is written where it was read. With the same freedom a lane's halves change places:
 * `swapped` has a bit for every lane whose odd half comes first; so half a plane needs five words
 * at a time. After four rounds all is where it was.
 */
#ifndef PQE_LIGHTWEIGHT_SHA3_INTERLEAVED_H
#define PQE_LIGHTWEIGHT_SHA3_INTERLEAVED_H

#define PQE_KECCAK_INTERLEAVED
#include "lightweight/sha3/sha3.h"

#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"
#include "common/rotate.h"
#include "lightweight/sha3/sha3_constants.h"

/* Words 2 (x + 5 y) and after: even and odd bits of lane (x, y). */
typedef struct {
    uint32_t words[50];
} state;

/* Where lanes lie in one of four rounds. */
typedef struct {
    unsigned int a;
    unsigned int b;
    uint32_t swapped;
} places;

#define PLACES_0 ((places){0, 1, 0})
#define PLACES_1 ((places){1, 2, 0x19a28ecU})
#define PLACES_2 ((places){3, 4, 0x1ddddfeU})
#define PLACES_3 ((places){2, 3, 0x047f512U})

/* Exchanges the bits of `a` under `mask << shift` with the bits of `b` under `mask`. */
#define EXCHANGE(a, b, shift, mask)                                                                \
    do {                                                                                           \
        const uint32_t t = (((a) >> (shift)) ^ (b)) & (mask);                                      \
        (b) ^= t;                                                                                  \
        (a) ^= t << (shift);                                                                       \
    } while (0)

PQE_INLINE void state_clear(state *s) {
    for (unsigned int i = 0; i < 50; i++) {
        s->words[i] = 0;
    }
}

PQE_INLINE void add_words(state *s, unsigned int lane, uint32_t low, uint32_t high) {
    uint32_t even = (low & 0xffffU) | (high << 16);
    uint32_t odd = (low >> 16) | (high & 0xffff0000U);
    EXCHANGE(even, odd, 8, 0x00ff00ffU);
    EXCHANGE(even, odd, 4, 0x0f0f0f0fU);
    EXCHANGE(even, odd, 2, 0x33333333U);
    EXCHANGE(even, odd, 1, 0x55555555U);
    s->words[2U * lane] ^= even;
    s->words[2U * lane + 1U] ^= odd;
}

PQE_NOINLINE void add_lanes(state *s, const uint8_t *in, unsigned int lanes) {
    for (unsigned int i = 0; i < lanes; i++) {
        add_words(s, i, pqe_load32_le(in), pqe_load32_le(in + 4));
        in += 8;
    }
}

PQE_INLINE void take_lane(uint8_t out[8], const state *s, unsigned int lane) {
    uint32_t even = s->words[2U * lane];
    uint32_t odd = s->words[2U * lane + 1U];
    EXCHANGE(even, odd, 1, 0x55555555U);
    EXCHANGE(even, odd, 2, 0x33333333U);
    EXCHANGE(even, odd, 4, 0x0f0f0f0fU);
    EXCHANGE(even, odd, 8, 0x00ff00ffU);
    pqe_store32_le(out, (even & 0xffffU) | (odd << 16));
    pqe_store32_le(out + 4, (even >> 16) | (odd & 0xffff0000U));
}

/* To the left, by a compile-time constant below 32. */
PQE_INLINE uint32_t turn(uint32_t word, unsigned int by) {
    return by == 0 ? word : pqe_ror32_near(word, 32U - by);
}

PQE_INLINE unsigned int rho(unsigned int x, unsigned int y) {
    return pqe_keccak_rotations[x + 5U * y];
}

/* Place of the word with the even (half 0) or odd (half 1) bits of lane (x, y). */
PQE_INLINE unsigned int place(places p, unsigned int x, unsigned int y, unsigned int half) {
    const unsigned int swapped = (unsigned int)(p.swapped >> (x + 5U * y)) & 1U;
    return 2U * (x + 5U * ((p.a * x + p.b * y) % 5U)) + (swapped ^ half);
}

/* Theta's parity of half a column. */
PQE_INLINE uint32_t parity(const volatile uint32_t *s, places p, unsigned int x,
                           unsigned int half) {
    uint32_t sum = s[place(p, x, 0, half)];
    sum ^= s[place(p, x, 1, half)];
    sum ^= s[place(p, x, 2, half)];
    sum ^= s[place(p, x, 3, half)];
    sum ^= s[place(p, x, 4, half)];
    return sum;
}

/* Word k of half a plane after theta, rho and pi; theta's sums are in d, two for a column. */
PQE_INLINE uint32_t moved(const volatile uint32_t *s, const volatile uint32_t *d, places p,
                          unsigned int y, unsigned int half, unsigned int k) {
    const unsigned int x = (k + 3U * y) % 5U;
    const unsigned int odd = rho(x, k) & 1U;
    const uint32_t word = s[place(p, x, k, half ^ odd)] ^ d[2U * x + (half ^ odd)];
    return turn(word, rho(x, k) / 2U + (odd & (half ^ 1U)));
}

/* Where word x of half a plane is written: where one of its five was read. */
PQE_INLINE unsigned int target(places p, unsigned int y, unsigned int half, unsigned int x) {
    const unsigned int k = (x + 2U * y) % 5U;
    return place(p, x, k, half ^ (rho(x, k) & 1U));
}

/* Theta's second part, rho, pi, chi and iota on half a plane. */
PQE_INLINE void half_plane(volatile uint32_t *s, const volatile uint32_t *d, places p,
                           unsigned int y, unsigned int half, uint32_t constant) {
    const uint32_t b0 = moved(s, d, p, y, half, 0);
    const uint32_t b1 = moved(s, d, p, y, half, 1);
    const uint32_t b2 = moved(s, d, p, y, half, 2);
    const uint32_t b3 = moved(s, d, p, y, half, 3);
    const uint32_t b4 = moved(s, d, p, y, half, 4);
    s[target(p, y, half, 0)] = b0 ^ (b2 & ~b1) ^ constant;
    s[target(p, y, half, 1)] = b1 ^ (b3 & ~b2);
    s[target(p, y, half, 2)] = b2 ^ (b4 & ~b3);
    s[target(p, y, half, 3)] = b3 ^ (b0 & ~b4);
    s[target(p, y, half, 4)] = b4 ^ (b1 & ~b0);
}

PQE_INLINE void planes(volatile uint32_t *s, const volatile uint32_t *d, places p,
                       const uint32_t constant[2]) {
    half_plane(s, d, p, 0, 0, constant[0]);
    half_plane(s, d, p, 0, 1, constant[1]);
    half_plane(s, d, p, 1, 0, 0);
    half_plane(s, d, p, 1, 1, 0);
    half_plane(s, d, p, 2, 0, 0);
    half_plane(s, d, p, 2, 1, 0);
    half_plane(s, d, p, 3, 0, 0);
    half_plane(s, d, p, 3, 1, 0);
    half_plane(s, d, p, 4, 0, 0);
    half_plane(s, d, p, 4, 1, 0);
}

#endif
