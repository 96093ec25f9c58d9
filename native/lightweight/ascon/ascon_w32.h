/* SPDX-License-Identifier: MIT */
/*
 * What variants w32 and small share: every 64-bit word as its low and its high half, and one round.
 *
 * For ARMv6-M, where most instructions reach eight registers only: the state stays in memory, which
 * `volatile` says to a compiler that would else spill more than that. A round reads and writes the
 * low halves for the S-boxes, keeps the high halves in registers after theirs, and mixes word by
 * word. A 64-bit rotation is four shifts, each of which costs what a rotation with its amount in a
 * register does; so bit interleaving gains nothing here.
 */
#ifndef PQE_LIGHTWEIGHT_ASCON_W32_H
#define PQE_LIGHTWEIGHT_ASCON_W32_H

#include "lightweight/ascon/ascon.h"

#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"

typedef struct {
    uint32_t low;
    uint32_t high;
} lane;

typedef struct {
    lane x[5];
} state;

/* 32 parallel 5-bit S-boxes (SP 800-232 section 3.2). */
#define SUBSTITUTE(x0, x1, x2, x3, x4)                                                             \
    do {                                                                                           \
        (x0) ^= (x4);                                                                              \
        (x4) ^= (x3);                                                                              \
        (x2) ^= (x1);                                                                              \
        const uint32_t t = (x1) & ~(x0);                                                           \
        const uint32_t u = (x0) & ~(x4);                                                           \
        (x0) ^= (x2) & ~(x1);                                                                      \
        (x1) ^= (x3) & ~(x2);                                                                      \
        (x2) ^= (x4) & ~(x3);                                                                      \
        (x3) ^= u;                                                                                 \
        (x4) ^= t;                                                                                 \
        (x1) ^= (x0);                                                                              \
        (x0) ^= (x4);                                                                              \
        (x3) ^= (x2);                                                                              \
        (x2) = ~(x2);                                                                              \
    } while (0)

/*
 * One half of x ^ (x >>> n) ^ (x >>> m): `a` is that half of x, `b` the other one. A rotation by 32
 * is an exchange of the halves, so where n or m is 32 or more, a and b change places in it; the
 * names say in which: none, the second, both.
 */
#define MIX(a, b, n, m)                                                                            \
    ((a) ^ ((a) >> (n)) ^ ((b) << (32 - (n))) ^ ((a) >> (m)) ^ ((b) << (32 - (m))))
#define MIX_SECOND(a, b, n, m)                                                                     \
    ((a) ^ ((a) >> (n)) ^ ((b) << (32 - (n))) ^ ((b) >> (m)) ^ ((a) << (32 - (m))))
#define MIX_BOTH(a, b, n, m)                                                                       \
    ((a) ^ ((b) >> (n)) ^ ((a) << (32 - (n))) ^ ((b) >> (m)) ^ ((a) << (32 - (m))))

#define DIFFUSE(mix, word, upper, n, m)                                                            \
    do {                                                                                           \
        const uint32_t lower = (word).low;                                                         \
        (word).low = mix(lower, upper, n, m);                                                      \
        (word).high = mix(upper, lower, n, m);                                                     \
    } while (0)

PQE_INLINE void round_w32(volatile state *s, uint32_t constant) {
    uint32_t x0 = s->x[0].low;
    uint32_t x1 = s->x[1].low;
    uint32_t x2 = s->x[2].low ^ constant;
    uint32_t x3 = s->x[3].low;
    uint32_t x4 = s->x[4].low;
    SUBSTITUTE(x0, x1, x2, x3, x4);
    s->x[0].low = x0;
    s->x[1].low = x1;
    s->x[2].low = x2;
    s->x[3].low = x3;
    s->x[4].low = x4;
    x0 = s->x[0].high;
    x1 = s->x[1].high;
    x2 = s->x[2].high;
    x3 = s->x[3].high;
    x4 = s->x[4].high;
    SUBSTITUTE(x0, x1, x2, x3, x4);
    DIFFUSE(MIX, s->x[0], x0, 19, 28);
    DIFFUSE(MIX_BOTH, s->x[1], x1, 29, 7); /* 61 and 39 */
    DIFFUSE(MIX, s->x[2], x2, 1, 6);
    DIFFUSE(MIX, s->x[3], x3, 10, 17);
    DIFFUSE(MIX_SECOND, s->x[4], x4, 7, 9); /* 7 and 41 */
}

PQE_INLINE lane lane_xor(lane a, lane b) {
    const lane sum = {a.low ^ b.low, a.high ^ b.high};
    return sum;
}

PQE_INLINE lane lane_of(uint64_t word) {
    const lane halves = {(uint32_t)word, (uint32_t)(word >> 32)};
    return halves;
}

#endif
