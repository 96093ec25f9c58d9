/* SPDX-License-Identifier: MIT */
/*
 * Variant u32: sixteen rounds a pass of the loop, so that the eight working variables change names
 * instead of places and the message schedule lives in sixteen words. For speed. Hosts unroll all 64
 * rounds, and have the round constants in the instructions then.
 */
#include "lightweight/sha2/sha2.h"

#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"
#include "common/rotate.h"
#include "lightweight/sha2/sha2_constants.h"

#define PQE_SHA2_VARIANT u32

#if defined(__GNUC__) && !defined(__arm__)
#define PQE_SHA2_UNROLL _Pragma("GCC unroll 4")
#else
#define PQE_SHA2_UNROLL
#endif

/*
 * x >>> i ^ x >>> j ^ x >>> k for i < j < k. On Arm as rotations of rotations, each of which is
 * part of the exclusive-or or the addition that uses it; elsewhere side by side, for the shorter
 * chain.
 */
#if defined(__arm__)
#define ROTATIONS(x, i, j, k)                                                                      \
    pqe_ror32((x) ^ pqe_ror32((x) ^ pqe_ror32(x, (k) - (j)), (j) - (i)), i)
#else
#define ROTATIONS(x, i, j, k) (pqe_ror32(x, i) ^ pqe_ror32(x, j) ^ pqe_ror32(x, k))
#endif

/* x >>> i ^ x >>> j, likewise. */
#if defined(__arm__)
#define TWO_ROTATIONS(x, i, j) pqe_ror32((x) ^ pqe_ror32(x, (j) - (i)), i)
#else
#define TWO_ROTATIONS(x, i, j) (pqe_ror32(x, i) ^ pqe_ror32(x, j))
#endif

/* FIPS 180-4 section 4.1.2. */
PQE_INLINE uint32_t sum0(uint32_t x) {
    return ROTATIONS(x, 2, 13, 22);
}

PQE_INLINE uint32_t sum1(uint32_t x) {
    return ROTATIONS(x, 6, 11, 25);
}

PQE_INLINE uint32_t sigma0(uint32_t x) {
    return TWO_ROTATIONS(x, 7, 18) ^ (x >> 3);
}

PQE_INLINE uint32_t sigma1(uint32_t x) {
    return TWO_ROTATIONS(x, 17, 19) ^ (x >> 10);
}

/*
 * One round. The majority of a, b, c is b unless a and b differ and b and c differ too. `both` is
 * b ^ c and becomes a ^ b, which is b ^ c of the next round.
 */
#define ROUND(a, b, c, d, e, f, g, h, i)                                                           \
    do {                                                                                           \
        (h) += w[i] + pqe_sha_256_constants[at + (i)] + sum1(e) + ((((f) ^ (g)) & (e)) ^ (g));     \
        (d) += (h);                                                                                \
        const uint32_t other = (a) ^ (b);                                                          \
        both &= other;                                                                             \
        (h) += sum0(a) + (both ^ (b));                                                             \
        both = other;                                                                              \
    } while (0)

#define EIGHT_ROUNDS(i)                                                                            \
    do {                                                                                           \
        ROUND(a, b, c, d, e, f, g, h, i);                                                          \
        ROUND(h, a, b, c, d, e, f, g, (i) + 1);                                                    \
        ROUND(g, h, a, b, c, d, e, f, (i) + 2);                                                    \
        ROUND(f, g, h, a, b, c, d, e, (i) + 3);                                                    \
        ROUND(e, f, g, h, a, b, c, d, (i) + 4);                                                    \
        ROUND(d, e, f, g, h, a, b, c, (i) + 5);                                                    \
        ROUND(c, d, e, f, g, h, a, b, (i) + 6);                                                    \
        ROUND(b, c, d, e, f, g, h, a, (i) + 7);                                                    \
    } while (0)

/* The next sixteen words of the schedule in place of the last. */
#define EXPAND(i) w[i] += sigma1(w[((i) + 14) & 15]) + w[((i) + 9) & 15] + sigma0(w[((i) + 1) & 15])

PQE_INLINE void expand(uint32_t w[16]) {
    EXPAND(0);
    EXPAND(1);
    EXPAND(2);
    EXPAND(3);
    EXPAND(4);
    EXPAND(5);
    EXPAND(6);
    EXPAND(7);
    EXPAND(8);
    EXPAND(9);
    EXPAND(10);
    EXPAND(11);
    EXPAND(12);
    EXPAND(13);
    EXPAND(14);
    EXPAND(15);
}

PQE_NOINLINE void compress(uint32_t state[8], const uint8_t *in, size_t blocks) {
    uint32_t w[16];
    for (; blocks != 0; blocks--, in += 64) {
        uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
        uint32_t e = state[4], f = state[5], g = state[6], h = state[7];
        uint32_t both = b ^ c;
        for (unsigned int i = 0; i < 16; i++) {
            w[i] = pqe_load32_be(in + 4 * (size_t)i);
        }
        PQE_SHA2_UNROLL
        for (unsigned int at = 0; at < 64; at += 16) {
            if (at != 0) {
                expand(w);
            }
            EIGHT_ROUNDS(0);
            EIGHT_ROUNDS(8);
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }
    pqe_wipe_words(w, 16);
}

#include "lightweight/sha2/sha2_modes.h"
