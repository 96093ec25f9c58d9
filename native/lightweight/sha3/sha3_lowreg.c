/* SPDX-License-Identifier: MIT */
/*
 * Variant lowreg: bit-interleaved and in place, see sha3_interleaved.h. For ARMv6-M, where most
 * instructions reach eight registers only, and a word of the stack costs no base register: the
 * permutation works on a copy there. It is volatile, so that nothing is moved into registers that
 * are not there.
 */
#include "lightweight/sha3/sha3_interleaved.h"

#define PQE_SHA3_VARIANT lowreg

PQE_INLINE void theta(const volatile uint32_t *s, volatile uint32_t *d, places p) {
    const uint32_t even0 = parity(s, p, 0, 0);
    const uint32_t odd3 = parity(s, p, 3, 1);
    const uint32_t even2 = parity(s, p, 2, 0);
    const uint32_t even1 = parity(s, p, 1, 0);
    const uint32_t even3 = parity(s, p, 3, 0);
    const uint32_t even4 = parity(s, p, 4, 0);
    const uint32_t odd0 = parity(s, p, 0, 1);
    const uint32_t odd1 = parity(s, p, 1, 1);
    const uint32_t odd2 = parity(s, p, 2, 1);
    const uint32_t odd4 = parity(s, p, 4, 1);
    d[0] = even4 ^ turn(odd1, 1);
    d[1] = odd4 ^ even1;
    d[2] = even0 ^ turn(odd2, 1);
    d[3] = odd0 ^ even2;
    d[4] = even1 ^ turn(odd3, 1);
    d[5] = odd1 ^ even3;
    d[6] = even2 ^ turn(odd4, 1);
    d[7] = odd2 ^ even4;
    d[8] = even3 ^ turn(odd0, 1);
    d[9] = odd3 ^ even0;
}

PQE_INLINE void round_lowreg(volatile uint32_t *s, volatile uint32_t *d, places p,
                             const uint32_t constant[2]) {
    theta(s, d, p);
    planes(s, d, p, constant);
}

PQE_NOINLINE void permute(state *s) {
    volatile uint32_t words[50];
    volatile uint32_t d[10];
    for (unsigned int i = 0; i < 50; i++) {
        words[i] = s->words[i];
    }
    for (unsigned int i = 0; i < 2U * PQE_KECCAK_ROUNDS; i += 8) {
        round_lowreg(words, d, PLACES_0, pqe_keccak_constants + i);
        round_lowreg(words, d, PLACES_1, pqe_keccak_constants + i + 2);
        round_lowreg(words, d, PLACES_2, pqe_keccak_constants + i + 4);
        round_lowreg(words, d, PLACES_3, pqe_keccak_constants + i + 6);
    }
    for (unsigned int i = 0; i < 50; i++) {
        s->words[i] = words[i];
        words[i] = 0;
    }
    for (unsigned int i = 0; i < 10; i++) {
        d[i] = 0;
    }
}

#include "lightweight/sha3/sha3_modes.h"
