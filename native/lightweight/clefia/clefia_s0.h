/* SPDX-License-Identifier: MIT */
/*
 * The S-box S0 of CLEFIA on bit slices: q[i] holds bit i of every byte, 0 the least significant.
 * RFC 6114, section 4.4.1: four S-boxes of four bits, with a linear map between the first two and
 * the last two. Included after `lane` is defined, a type with ^ & and ~.
 */
#ifndef PQE_LIGHTWEIGHT_CLEFIA_S0_H
#define PQE_LIGHTWEIGHT_CLEFIA_S0_H

#include "common/inline.h"

PQE_INLINE void ss0(lane x[4]) {
    const lane a = x[0];
    const lane b = x[1];
    const lane c = x[2];
    const lane d = x[3];
    const lane m3 = a & b;
    const lane m5 = a & c;
    const lane m9 = a & d;
    const lane m6 = b & c;
    const lane m10 = b & d;
    const lane m12 = c & d;
    const lane m7 = m3 & c;
    const lane m13 = m5 & d;
    const lane m14 = m6 & d;
    x[0] = m5 ^ d ^ m10 ^ m13 ^ m14;
    x[1] = ~(b ^ m3 ^ c ^ m5 ^ m9 ^ m14);
    x[2] = ~(m3 ^ c ^ m5 ^ m7 ^ d ^ m10 ^ m14);
    x[3] = ~(a ^ m3 ^ m6 ^ m7 ^ m10 ^ m12 ^ m14);
}

PQE_INLINE void ss1(lane x[4]) {
    const lane a = x[0];
    const lane b = x[1];
    const lane c = x[2];
    const lane d = x[3];
    const lane m3 = a & b;
    const lane m5 = a & c;
    const lane m9 = a & d;
    const lane m6 = b & c;
    const lane m10 = b & d;
    const lane m12 = c & d;
    const lane m7 = m3 & c;
    const lane m11 = m3 & d;
    const lane m13 = m5 & d;
    const lane m14 = m6 & d;
    x[0] = m3 ^ m5 ^ m7 ^ d ^ m9 ^ m10 ^ m11 ^ m12 ^ m13;
    x[1] = ~(a ^ b ^ m3 ^ m5 ^ m6 ^ m7 ^ d ^ m9 ^ m11);
    x[2] = ~(b ^ m3 ^ c ^ m6 ^ m7 ^ d ^ m9 ^ m12 ^ m14);
    x[3] = m3 ^ m5 ^ m6 ^ m7 ^ d ^ m11;
}

PQE_INLINE void ss2(lane x[4]) {
    const lane a = x[0];
    const lane b = x[1];
    const lane c = x[2];
    const lane d = x[3];
    const lane m3 = a & b;
    const lane m5 = a & c;
    const lane m9 = a & d;
    const lane m6 = b & c;
    const lane m10 = b & d;
    const lane m12 = c & d;
    const lane m7 = m3 & c;
    const lane m11 = m3 & d;
    const lane m13 = m5 & d;
    const lane m14 = m6 & d;
    x[0] = ~(a ^ c ^ m5 ^ m9 ^ m10 ^ m11 ^ m12 ^ m14);
    x[1] = ~(a ^ b ^ m5 ^ m9 ^ m10 ^ m12 ^ m13);
    x[2] = b ^ m5 ^ m7 ^ d ^ m12 ^ m13;
    x[3] = ~(b ^ m3 ^ m5 ^ m7 ^ m9 ^ m12);
}

PQE_INLINE void ss3(lane x[4]) {
    const lane a = x[0];
    const lane b = x[1];
    const lane c = x[2];
    const lane d = x[3];
    const lane m3 = a & b;
    const lane m5 = a & c;
    const lane m9 = a & d;
    const lane m6 = b & c;
    const lane m10 = b & d;
    const lane m12 = c & d;
    const lane m7 = m3 & c;
    const lane m11 = m3 & d;
    const lane m13 = m5 & d;
    const lane m14 = m6 & d;
    x[0] = m3 ^ c ^ m5 ^ m7 ^ m9 ^ m11 ^ m14;
    x[1] = ~(m3 ^ m5 ^ m6 ^ m7 ^ d ^ m9 ^ m12);
    x[2] = b ^ m5 ^ m7 ^ m9 ^ m10 ^ m11 ^ m13 ^ m14;
    x[3] = ~(a ^ b ^ c ^ m5 ^ m6 ^ m7 ^ d ^ m9 ^ m13);
}

/* x ^ 2 y, in the field of 16 elements modulo z^4 + z + 1. */
PQE_INLINE void clefia_s0(lane q[8]) {
    lane *const low = q;
    lane *const high = q + 4;
    lane u[8];
    ss0(high);
    ss1(low);
    u[0] = low[0] ^ high[3];
    u[1] = low[1] ^ high[0] ^ high[3];
    u[2] = low[2] ^ high[1];
    u[3] = low[3] ^ high[2];
    u[4] = high[0] ^ low[3];
    u[5] = high[1] ^ low[0] ^ low[3];
    u[6] = high[2] ^ low[1];
    u[7] = high[3] ^ low[2];
    ss3(u);
    ss2(u + 4);
    for (size_t i = 0; i < 8; i++) {
        q[i] = u[i];
    }
}

#endif
