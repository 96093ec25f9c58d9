/* SPDX-License-Identifier: MIT */
/*
 * Variant bi32: bit-interleaved and in place, see sha3_interleaved.h. For Cortex-M3 and up: theta's
 * parities are used as soon as both of a sum are there, and what is left stays in registers. The
 * state is volatile: a compiler that may move its words loads too many at once and spills them.
 */
#include "lightweight/sha3/sha3_interleaved.h"

#define PQE_SHA3_VARIANT bi32

/* The parity with its loads where they stand. */
#define PARITY(x, half) pqe_ct_barrier(parity(s, p, x, half))

PQE_INLINE void theta(const volatile uint32_t *s, volatile uint32_t *d, places p) {
    const uint32_t even0 = PARITY(0, 0);
    const uint32_t odd3 = PARITY(3, 1);
    d[9] = odd3 ^ even0;
    const uint32_t even2 = PARITY(2, 0);
    const uint32_t odd0 = PARITY(0, 1);
    d[3] = odd0 ^ even2;
    const uint32_t even3 = PARITY(3, 0);
    d[8] = even3 ^ turn(odd0, 1);
    const uint32_t odd1 = PARITY(1, 1);
    d[5] = odd1 ^ even3;
    const uint32_t even4 = PARITY(4, 0);
    d[0] = even4 ^ turn(odd1, 1);
    const uint32_t odd2 = PARITY(2, 1);
    d[7] = odd2 ^ even4;
    d[2] = even0 ^ turn(odd2, 1);
    const uint32_t even1 = PARITY(1, 0);
    d[4] = even1 ^ turn(odd3, 1);
    const uint32_t odd4 = PARITY(4, 1);
    d[1] = odd4 ^ even1;
    d[6] = even2 ^ turn(odd4, 1);
}

PQE_INLINE void round_bi32(volatile uint32_t *s, volatile uint32_t *d, places p,
                           const uint32_t constant[2]) {
    theta(s, d, p);
    planes(s, d, p, constant);
}

PQE_NOINLINE void permute(state *s) {
    volatile uint32_t d[10];
    for (unsigned int i = 0; i < 2U * PQE_KECCAK_ROUNDS; i += 8) {
        round_bi32(s->words, d, PLACES_0, pqe_keccak_constants + i);
        round_bi32(s->words, d, PLACES_1, pqe_keccak_constants + i + 2);
        round_bi32(s->words, d, PLACES_2, pqe_keccak_constants + i + 4);
        round_bi32(s->words, d, PLACES_3, pqe_keccak_constants + i + 6);
    }
    for (unsigned int i = 0; i < 10; i++) {
        d[i] = 0;
    }
}

#include "lightweight/sha3/sha3_modes.h"
