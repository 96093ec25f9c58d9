/* SPDX-License-Identifier: MIT */
/*
 * Variant small: every lane as its low and its high half, one round in a loop, and lanes in loops
 * inside it. For size. Rotations are by amounts that are read or computed in order, the same for
 * all data.
 */
#include "lightweight/sha3/sha3.h"

#include <string.h>

#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"
#include "common/rolled.h"

#define PQE_SHA3_VARIANT small

#define ROUNDS 24U
#define WORDS 50U
#define PLANE 10U /* words of a plane: five lanes */

/* Words 2 (x + 5 y) and after: low and high half of lane (x, y). */
typedef struct {
    uint32_t words[WORDS];
} state;

/* Round constants (FIPS 202 section 3.2.5): bit i says whether bit 2^i - 1 of the lane is set. */
static const uint8_t constants[ROUNDS] = {0x01, 0x1a, 0x5e, 0x70, 0x1f, 0x21, 0x79, 0x55,
                                          0x0e, 0x0c, 0x35, 0x26, 0x3f, 0x4f, 0x5d, 0x53,
                                          0x52, 0x48, 0x16, 0x66, 0x79, 0x58, 0x21, 0x74};

/* Where pi moves lane after lane, from (1, 0) on, until it comes back there (section 3.2.3). */
static const uint8_t moves[24] = {10, 7,  11, 17, 18, 3, 5,  16, 8,  21, 24, 4,
                                  15, 23, 19, 13, 12, 2, 20, 14, 22, 9,  6,  1};

PQE_NOINLINE void state_clear(state *s) {
    pqe_wipe_words(s->words, WORDS);
}

PQE_NOINLINE void add_words(state *s, unsigned int lane, uint32_t low, uint32_t high) {
    s->words[2U * lane] ^= low;
    s->words[2U * lane + 1U] ^= high;
}

PQE_NOINLINE void add_lanes(state *s, const uint8_t *in, unsigned int lanes) {
    PQE_ROLLED for (unsigned int i = 0; i < 2U * lanes; i++) {
        s->words[i] ^= pqe_load32_le(in);
        in += 4;
    }
}

PQE_INLINE void take_lane(uint8_t out[8], const state *s, unsigned int lane) {
    pqe_store32_le(out, s->words[2U * lane]);
    pqe_store32_le(out + 4, s->words[2U * lane + 1U]);
}

/* A lane rotated to the left by a public amount below 64. */
PQE_NOINLINE void turn(uint32_t out[2], const uint32_t lane[2], unsigned int by) {
    const unsigned int swapped = by >> 5;
    const uint32_t low = lane[swapped];
    const uint32_t high = lane[1U - swapped];
    by &= 31U;
    out[0] = (low << by) | ((high >> 1) >> (31U - by));
    out[1] = (high << by) | ((low >> 1) >> (31U - by));
}

/* Section 3.2.1: to each lane the parities of the column before, and of the next turned by one.
 * What lies beyond either end of a plane is its other end again. */
PQE_INLINE void theta(uint32_t *w, uint32_t parities[PLANE + 4U], uint32_t t[2]) {
    uint32_t *const column = parities + 2;
    PQE_ROLLED for (unsigned int i = 0; i < PLANE; i++) {
        column[i] = w[i] ^ w[i + 10U] ^ w[i + 20U] ^ w[i + 30U] ^ w[i + 40U];
    }
    parities[0] = column[PLANE - 2U];
    parities[1] = column[PLANE - 1U];
    column[PLANE] = column[0];
    column[PLANE + 1U] = column[1];
    PQE_ROLLED for (unsigned int x = 0; x < PLANE; x += 2U) {
        turn(t, parities + x + 4U, 1);
        t[0] ^= parities[x];
        t[1] ^= parities[x + 1U];
        PQE_ROLLED for (unsigned int i = x; i < WORDS; i += PLANE) {
            w[i] ^= t[0];
            w[i + 1U] ^= t[1];
        }
    }
}

/* Rho and pi (sections 3.2.2 and 3.2.3): the amounts are the triangular numbers. */
PQE_INLINE void rho_and_pi(uint32_t *w, uint32_t held[2], uint32_t t[2]) {
    held[0] = w[2];
    held[1] = w[3];
    unsigned int by = 0;
    PQE_ROLLED for (unsigned int i = 0; i < sizeof moves; i++) {
        uint32_t *const lane = w + 2U * moves[i];
        by = (by + i + 1U) & 63U;
        turn(t, held, by);
        held[0] = lane[0];
        held[1] = lane[1];
        lane[0] = t[0];
        lane[1] = t[1];
    }
}

/* Section 3.2.4; after a plane's end comes its beginning. */
PQE_INLINE void chi(uint32_t *w, uint32_t plane[PLANE + 4U]) {
    PQE_ROLLED for (unsigned int y = 0; y < WORDS; y += PLANE) {
        memcpy(plane, w + y, PLANE * sizeof plane[0]);
        memcpy(plane + PLANE, w + y, 4U * sizeof plane[0]);
        PQE_ROLLED for (unsigned int i = 0; i < PLANE; i++) {
            w[y + i] ^= ~plane[i + 2U] & plane[i + 4U];
        }
    }
}

PQE_INLINE void iota(uint32_t *w, unsigned int constant) {
    PQE_ROLLED for (unsigned int i = 0; i < 6; i++) {
        w[0] ^= (uint32_t)(constant >> i & 1U) << ((1U << i) - 1U);
    }
    w[1] ^= (uint32_t)(constant >> 6) << 31;
}

PQE_NOINLINE void permute(state *s) {
    uint32_t plane[PLANE + 4U];
    uint32_t held[2];
    uint32_t t[2];
    PQE_ROLLED for (unsigned int i = 0; i < ROUNDS; i++) {
        theta(s->words, plane, t);
        rho_and_pi(s->words, held, t);
        chi(s->words, plane);
        iota(s->words, constants[i]);
    }
    pqe_wipe_words(plane, PLANE + 4U);
    pqe_wipe_words(held, 2);
    pqe_wipe_words(t, 2);
}

#include "lightweight/sha3/sha3_modes.h"
