/* SPDX-License-Identifier: MIT */
/*
 * Variant lowreg: for ARMv6-M, where most instructions reach eight registers only. The eight
 * working variables lie in memory at fixed places, of which a round reads five and writes two; only
 * the two newest are also in registers. Left to itself, a compiler spills more than that.
 */
#include "lightweight/sha2/sha2.h"

#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"
#include "common/rotate.h"
#include "lightweight/sha2/sha2_constants.h"

#define PQE_SHA2_VARIANT lowreg

/* FIPS 180-4 section 4.1.2, as rotations of rotations: by 2, 13, 22 and by 6, 11, 25. */
PQE_INLINE uint32_t sum0(uint32_t x) {
    const uint32_t y = x ^ pqe_ror32_near(x ^ pqe_ror32_near(x, 9), 11);
    return pqe_ror32_near(y, 2);
}

PQE_INLINE uint32_t sum1(uint32_t x) {
    const uint32_t y = x ^ pqe_ror32_near(x ^ pqe_ror32_near(x, 14), 5);
    return pqe_ror32_near(y, 6);
}

/* Rotations by 7 and 18 with a shift by 3; by 17 and 19 with a shift by 10. */
PQE_INLINE uint32_t sigma0(uint32_t x) {
    return pqe_ror32_near(x ^ pqe_ror32_near(x, 11), 7) ^ (x >> 3);
}

PQE_INLINE uint32_t sigma1(uint32_t x) {
    return pqe_ror32_near(x ^ pqe_ror32_near(x, 2), 17) ^ (x >> 10);
}

/*
 * One round; capitals are places in v, which is volatile so that it stays in memory. a and e are
 * the values of places A and E. `both` is b ^ c and becomes a ^ b, as in variant u32.
 */
#define ROUND(A, B, C, D, E, F, G, H, i)                                                           \
    do {                                                                                           \
        const uint32_t g = v[G];                                                                   \
        uint32_t t = ((v[F] ^ g) & e) ^ g;                                                         \
        t += v[H];                                                                                 \
        t += w[i];                                                                                 \
        t += constant[i];                                                                          \
        t += sum1(e);                                                                              \
        e = v[D] + t;                                                                              \
        v[D] = e;                                                                                  \
        t += sum0(a);                                                                              \
        const uint32_t b = v[B];                                                                   \
        const uint32_t other = a ^ b;                                                              \
        both &= other;                                                                             \
        t += both ^ b;                                                                             \
        both = other;                                                                              \
        v[H] = t;                                                                                  \
        a = t;                                                                                     \
    } while (0)

#define EIGHT_ROUNDS(i)                                                                            \
    do {                                                                                           \
        ROUND(0, 1, 2, 3, 4, 5, 6, 7, i);                                                          \
        ROUND(7, 0, 1, 2, 3, 4, 5, 6, (i) + 1);                                                    \
        ROUND(6, 7, 0, 1, 2, 3, 4, 5, (i) + 2);                                                    \
        ROUND(5, 6, 7, 0, 1, 2, 3, 4, (i) + 3);                                                    \
        ROUND(4, 5, 6, 7, 0, 1, 2, 3, (i) + 4);                                                    \
        ROUND(3, 4, 5, 6, 7, 0, 1, 2, (i) + 5);                                                    \
        ROUND(2, 3, 4, 5, 6, 7, 0, 1, (i) + 6);                                                    \
        ROUND(1, 2, 3, 4, 5, 6, 7, 0, (i) + 7);                                                    \
    } while (0)

/* Word i of the next sixteen; `current` is word i of the last, `before` the one two before it. */
#define EXPAND(i, before)                                                                          \
    do {                                                                                           \
        uint32_t t = current;                                                                      \
        current = w[((i) + 1) & 15];                                                               \
        t += sigma0(current);                                                                      \
        t += w[((i) + 9) & 15];                                                                    \
        t += sigma1(before);                                                                       \
        (before) = t;                                                                              \
        w[i] = t;                                                                                  \
    } while (0)

#define FOUR_WORDS(i)                                                                              \
    do {                                                                                           \
        EXPAND(i, even);                                                                           \
        EXPAND((i) + 1, odd);                                                                      \
        EXPAND((i) + 2, even);                                                                     \
        EXPAND((i) + 3, odd);                                                                      \
    } while (0)

PQE_INLINE void expand(volatile uint32_t w[16]) {
    uint32_t current = w[0];
    uint32_t even = w[14];
    uint32_t odd = w[15];
    FOUR_WORDS(0);
    FOUR_WORDS(4);
    FOUR_WORDS(8);
    FOUR_WORDS(12);
}

PQE_INLINE void load_block(volatile uint32_t w[16], const uint8_t *in) {
    if (pqe_is_aligned32(in)) {
        for (unsigned int i = 0; i < 16; i++) {
            w[i] = pqe_word_be(pqe_load32_aligned(in + 4 * (size_t)i));
        }
    } else {
        for (unsigned int i = 0; i < 16; i++) {
            w[i] = pqe_load32_be(in + 4 * (size_t)i);
        }
    }
}

PQE_INLINE void all_rounds(volatile uint32_t v[8], volatile uint32_t w[16]) {
    const uint32_t *constant = pqe_sha_256_constants;
    uint32_t a = v[0];
    uint32_t e = v[4];
    uint32_t both = v[1] ^ v[2];
    for (;;) {
        EIGHT_ROUNDS(0);
        EIGHT_ROUNDS(8);
        constant += 16;
        if (constant == pqe_sha_256_constants + 64) {
            break;
        }
        expand(w);
    }
}

PQE_NOINLINE void compress(uint32_t state[8], const uint8_t *in, size_t blocks) {
    volatile uint32_t w[16];
    volatile uint32_t v[8];
    for (; blocks != 0; blocks--) {
        for (unsigned int i = 0; i < 8; i++) {
            v[i] = state[i];
        }
        load_block(w, in);
        all_rounds(v, w);
        for (unsigned int i = 0; i < 8; i++) {
            state[i] += v[i];
        }
        in += 64;
    }
    for (unsigned int i = 0; i < 16; i++) {
        w[i] = 0;
    }
    for (unsigned int i = 0; i < 8; i++) {
        v[i] = 0;
    }
}

#include "lightweight/sha2/sha2_modes.h"
