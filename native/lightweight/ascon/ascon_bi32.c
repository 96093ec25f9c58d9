/* SPDX-License-Identifier: MIT */
/*
 * Variant bi32: each 64-bit word is kept as its 32 even and its 32 odd bits. A rotation by 2k
 * rotates both by k; one by 2k+1 swaps them and rotates them by k and k+1. On Cortex-M3 and M4
 * these rotations cost nothing: they are part of the exclusive-or that uses them.
 *
 * Splitting and joining is a rotation of the index of a bit (word, i4, ..., i0) by one place. It is
 * done as five exchanges of the word bit with i4, i3, i2, i1, i0, each of which treats both halves
 * of a lane in four instructions: 20 for a lane, where the usual way (four exchanges within each
 * half, then the joining of halves) takes 34 to 36.
 */
#include "lightweight/ascon/ascon.h"

#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"
#include "common/rotate.h"

typedef struct {
    uint32_t e;
    uint32_t o;
} lane;

typedef struct {
    lane x[5];
} state;

#define PQE_ASCON_VARIANT bi32
#define PQE_ASCON_XOF pqe_ascon_xof_bi32
#define PQE_ASCON_PART PQE_INLINE

/* Exchanges the bits of `a` under `mask << shift` with the bits of `b` under `mask`. */
#define EXCHANGE(a, b, shift, mask)                                                                \
    do {                                                                                           \
        const uint32_t t = (((a) >> (shift)) ^ (b)) & (mask);                                      \
        (b) ^= t;                                                                                  \
        (a) ^= t << (shift);                                                                       \
    } while (0)

PQE_INLINE lane split(uint32_t low, uint32_t high) {
    lane word = {(low & 0xffffU) | (high << 16), (low >> 16) | (high & 0xffff0000U)};
    EXCHANGE(word.e, word.o, 8, 0x00ff00ffU);
    EXCHANGE(word.e, word.o, 4, 0x0f0f0f0fU);
    EXCHANGE(word.e, word.o, 2, 0x33333333U);
    EXCHANGE(word.e, word.o, 1, 0x55555555U);
    return word;
}

PQE_INLINE lane lane_load(const uint8_t *in) {
    return split(pqe_load32_le(in), pqe_load32_le(in + 4));
}

PQE_INLINE void lane_store(uint8_t *out, lane word) {
    EXCHANGE(word.e, word.o, 1, 0x55555555U);
    EXCHANGE(word.e, word.o, 2, 0x33333333U);
    EXCHANGE(word.e, word.o, 4, 0x0f0f0f0fU);
    EXCHANGE(word.e, word.o, 8, 0x00ff00ffU);
    pqe_store32_le(out, (word.e & 0xffffU) | (word.o << 16));
    pqe_store32_le(out + 4, (word.e >> 16) | (word.o & 0xffff0000U));
}

PQE_INLINE lane lane_xor(lane a, lane b) {
    const lane sum = {a.e ^ b.e, a.o ^ b.o};
    return sum;
}

PQE_INLINE lane lane_of(uint64_t word) {
    return split((uint32_t)word, (uint32_t)(word >> 32));
}

/* The S-box layer on one half (even or odd bits) of the five words. */
#define SUBSTITUTE(x0, x1, x2, x3, x4, constant)                                                   \
    do {                                                                                           \
        (x0) ^= (x4);                                                                              \
        (x4) ^= (x3);                                                                              \
        (x2) = pqe_ct_barrier((x2) ^ (constant)) ^ (x1);                                           \
        const uint32_t t0 = (x0);                                                                  \
        const uint32_t t1 = (x1);                                                                  \
        (x0) ^= (x2) & ~(x1);                                                                      \
        (x1) ^= (x3) & ~(x2);                                                                      \
        (x2) ^= (x4) & ~(x3);                                                                      \
        (x3) ^= t0 & ~(x4);                                                                        \
        (x4) ^= t1 & ~t0;                                                                          \
        (x1) ^= (x0);                                                                              \
        (x0) ^= (x4);                                                                              \
        (x3) ^= (x2);                                                                              \
        (x2) = ~(x2);                                                                              \
    } while (0)

/* a ^ (b >>> n) ^ (c >>> m) in this order: each rotation is part of an exclusive-or. */
PQE_INLINE uint32_t mix(uint32_t a, uint32_t b, unsigned int n, uint32_t c, unsigned int m) {
    return pqe_ct_barrier(a ^ pqe_ror32(b, n)) ^ pqe_ror32(c, m);
}

/* x ^ (x >>> 2 even) ^ (x >>> 2 odd + 1) */
PQE_INLINE lane diffuse_even_odd(lane x, unsigned int even, unsigned int odd) {
    const lane y = {mix(x.e, x.e, even, x.o, odd), mix(x.o, x.o, even, x.e, odd + 1U)};
    return y;
}

/* x ^ (x >>> 2 a + 1) ^ (x >>> 2 b + 1) */
PQE_INLINE lane diffuse_odd_odd(lane x, unsigned int a, unsigned int b) {
    const lane y = {mix(x.e, x.o, a, x.o, b), mix(x.o, x.e, a + 1U, x.e, b + 1U)};
    return y;
}

/* One round; the constant's even and odd bits are given. */
PQE_INLINE void round_bi32(state *s, uint32_t even, uint32_t odd) {
    SUBSTITUTE(s->x[0].e, s->x[1].e, s->x[2].e, s->x[3].e, s->x[4].e, even);
    SUBSTITUTE(s->x[0].o, s->x[1].o, s->x[2].o, s->x[3].o, s->x[4].o, odd);
    s->x[0] = diffuse_even_odd(s->x[0], 14, 9); /* 28 and 19 */
    s->x[1] = diffuse_odd_odd(s->x[1], 30, 19); /* 61 and 39 */
    s->x[2] = diffuse_even_odd(s->x[2], 3, 0);  /* 6 and 1 */
    s->x[3] = diffuse_even_odd(s->x[3], 5, 8);  /* 10 and 17 */
    s->x[4] = diffuse_odd_odd(s->x[4], 3, 20);  /* 7 and 41 */
}

/* Round constants 0xf0, 0xe1, ..., 0x4b as (even, odd) bits. */
PQE_INLINE void rounds8(state *s) {
    round_bi32(s, 0x6, 0xc); /* b4 = 1011 0100 */
    round_bi32(s, 0x3, 0xc); /* a5 = 1010 0101 */
    round_bi32(s, 0x6, 0x9); /* 96 = 1001 0110 */
    round_bi32(s, 0x3, 0x9); /* 87 = 1000 0111 */
    round_bi32(s, 0xc, 0x6); /* 78 = 0111 1000 */
    round_bi32(s, 0x9, 0x6); /* 69 = 0110 1001 */
    round_bi32(s, 0xc, 0x3); /* 5a = 0101 1010 */
    round_bi32(s, 0x9, 0x3); /* 4b = 0100 1011 */
}

PQE_INLINE void rounds12(state *s) {
    round_bi32(s, 0xc, 0xc); /* f0 = 1111 0000 */
    round_bi32(s, 0x9, 0xc); /* e1 = 1110 0001 */
    round_bi32(s, 0xc, 0x9); /* d2 = 1101 0010 */
    round_bi32(s, 0x9, 0x9); /* c3 = 1100 0011 */
    rounds8(s);
}

PQE_NOINLINE void permute8(state *s) {
    state local = *s;
    rounds8(&local);
    *s = local;
}

PQE_NOINLINE void permute12(state *s) {
    state local = *s;
    rounds12(&local);
    *s = local;
}

PQE_INLINE void state_save(PQE_ASCON_XOF *xof, const state *s) {
    memcpy(xof->words, s->x, sizeof xof->words);
}

PQE_INLINE void state_restore(state *s, const PQE_ASCON_XOF *xof) {
    memcpy(s->x, xof->words, sizeof xof->words);
}

#include "lightweight/ascon/ascon_modes.h"
