/* SPDX-License-Identifier: MIT */
/*
 * The S-box S0 of CLEFIA on bit slices: q[i] holds bit i of every byte, 0 the least significant.
 * Included after `lane` is defined, a type with ^ & | and ~.
 *
 * RFC 6114, section 4.4.1: four S-boxes of four bits, with a linear map between the first two and
 * the last two. The circuits of the four were found by searching from both ends for the fewest
 * gates; complements are left to the end of each pair, where they meet and may cancel.
 */
#ifndef PQE_LIGHTWEIGHT_CLEFIA_S0_H
#define PQE_LIGHTWEIGHT_CLEFIA_S0_H

#include "common/inline.h"

/* SS0; what is left out: ~ of bit 0. */
PQE_INLINE void clefia_ss0(lane x[4]) {
    const lane r0 = x[3] ^ x[0];
    const lane r1 = x[0] ^ ~(x[1] | x[2] | r0);
    const lane r2 = x[1] ^ (r1 & ~x[2]);
    const lane r3 = r0 ^ r2;
    const lane r4 = x[2] ^ r3;
    const lane r5 = r2 ^ (r3 & ~r4);
    const lane r6 = r3 ^ (r1 | r5);
    const lane r7 = r1 ^ (r6 & ~r5);
    x[0] = r6 ^ r4;
    x[1] = r7;
    x[2] = r5;
    x[3] = r4;
}

/* SS1; what is left out: ~ of bits 1 and 2. */
PQE_INLINE void clefia_ss1(lane x[4]) {
    const lane r0 = x[1] ^ (x[2] & ~x[0]);
    const lane r1 = x[3] ^ x[2];
    const lane r2 = x[2] ^ (x[0] & ~r1);
    const lane r3 = r1 ^ (r0 & ~r2);
    const lane r4 = r2 ^ r3;
    const lane r5 = x[0] ^ (r4 & ~r0);
    const lane r6 = r0 ^ r3;
    x[0] = r5;
    x[1] = r4;
    x[2] = r3 ^ (r6 & r4 & ~r5);
    x[3] = r6;
}

/* SS2; what is left out: ~ of bits 0, 1 and 3. */
PQE_INLINE void clefia_ss2(lane x[4]) {
    const lane r0 = x[1] ^ x[2];
    const lane r1 = r0 ^ (x[0] & ~(x[2] | x[3]));
    const lane r2 = x[3] ^ (x[0] & ~r1);
    const lane r3 = x[2] ^ r2;
    const lane r4 = x[0] ^ r3;
    const lane r5 = r3 ^ (r1 | r2);
    const lane r6 = r1 ^ (r4 & ~r2);
    const lane r7 = r2 ^ r6;
    x[0] = r4 ^ (r7 & ~r5);
    x[1] = r5;
    x[2] = r7;
    x[3] = r6;
}

/* SS3; what is left out: ~ of bits 1 and 3. */
PQE_INLINE void clefia_ss3(lane x[4]) {
    const lane r0 = x[3] ^ (x[1] | x[2]);
    const lane r1 = x[2] ^ x[0];
    const lane r2 = x[0] ^ (x[1] & r1 & ~r0);
    const lane r3 = r1 ^ (r2 & ~r0);
    const lane r4 = x[1] ^ (r3 | r0);
    const lane r5 = r0 ^ (r2 & ~r4);
    x[0] = r3;
    x[1] = r4 ^ r3;
    x[2] = r2 ^ (r5 & ~r4);
    x[3] = r5;
}

/* The S-box is CLEFIA_S0_OUT ^ what this computes. Between the pairs: x + 2 y and 2 x + y in the
 * field of 16 elements modulo z^4 + z + 1. */
#define CLEFIA_S0_OUT 0xbaU

PQE_INLINE void clefia_s0(lane q[8]) {
    lane u[8];
    clefia_ss0(q + 4);
    clefia_ss1(q);
    u[0] = q[0] ^ q[7];
    u[1] = q[1] ^ q[4] ^ q[7];
    u[2] = ~(q[2] ^ q[5]);
    u[3] = q[3] ^ q[6];
    u[4] = ~(q[4] ^ q[3]);
    u[5] = q[5] ^ q[0] ^ q[3];
    u[6] = ~(q[6] ^ q[1]);
    u[7] = ~(q[7] ^ q[2]);
    clefia_ss2(u + 4);
    clefia_ss3(u);
    for (size_t i = 0; i < 8; i++) {
        q[i] = u[i];
    }
}

#endif
