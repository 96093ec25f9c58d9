/* SPDX-License-Identifier: MIT */
/*
 * The S-box S1 of CLEFIA on bit slices: q[i] holds bit i of every byte, 0 the least
 * significant. Included after `lane` is defined, a type with ^ and &.
 *
 * An inversion in a field of 256 elements between two affine maps, as in AES: so the nonlinear part
 * is that of the circuit for AES by J. Boyar, P. Matthews and R. Peralta ("Logic Minimization
 * Techniques with Applications to Cryptology", Journal of Cryptology 26, 2013; signals t and z are
 * theirs). The linear maps before and after it (a and b) were found by search, over all ways to
 * take the inversion there and back, with the heuristics of the same paper: 107 gates. The order of
 * the gates is that of few values waiting at a time.
 *
 * The constants are left out: the S-box is CLEFIA_S1_OUT ^ the value of x ^ CLEFIA_S1_IN.
 */
#ifndef PQE_LIGHTWEIGHT_CLEFIA_S1_H
#define PQE_LIGHTWEIGHT_CLEFIA_S1_H

#include "common/inline.h"

#define CLEFIA_S1_IN 0x5aU
#define CLEFIA_S1_OUT 0x69U

PQE_INLINE void clefia_s1(lane q[8]) {
    const lane x0 = q[0];
    const lane x1 = q[1];
    const lane x2 = q[2];
    const lane x3 = q[3];
    const lane x4 = q[4];
    const lane x5 = q[5];
    const lane x6 = q[6];
    const lane x7 = q[7];
    const lane a11 = x3 ^ x7;
    const lane a9 = x5 ^ x7;
    const lane a10 = x6 ^ a9;
    const lane a8 = x0 ^ x4;
    const lane a12 = x0 ^ x1;
    const lane a16 = x7 ^ a12;
    const lane a15 = a8 ^ a12;
    const lane a20 = a9 ^ a15;
    const lane t15 = a15 & a20;
    const lane a21 = a11 ^ a20;
    const lane t12 = a12 & a21;
    const lane t16 = t15 ^ t12;
    const lane t13 = a8 & a11;
    const lane t14 = t13 ^ t12;
    const lane a13 = x2 ^ a11;
    const lane a18 = a13 ^ a16;
    const lane a19 = x1 ^ a18;
    const lane a14 = a10 ^ a13;
    const lane t8 = x0 & a14;
    const lane t7 = a18 & a13;
    const lane t9 = t8 ^ t7;
    const lane t19 = t9 ^ t14;
    const lane t23 = t19 ^ a16;
    const lane a22 = a12 ^ a19;
    const lane t10 = a22 & a10;
    const lane t11 = t10 ^ t7;
    const lane t20 = t11 ^ t16;
    const lane a23 = a10 ^ a22;
    const lane t24 = t20 ^ a23;
    const lane a24 = a8 ^ a18;
    const lane t2 = a24 & x2;
    const lane a25 = a10 ^ a21;
    const lane t5 = a19 & a25;
    const lane t6 = t5 ^ t2;
    const lane t18 = t6 ^ t16;
    const lane t22 = t18 ^ a9;
    const lane a26 = a14 ^ a20;
    const lane a17 = x0 ^ a15;
    const lane t3 = a17 & a26;
    const lane t4 = t3 ^ t2;
    const lane t17 = t4 ^ t14;
    const lane a27 = a12 ^ a21;
    const lane t21 = t17 ^ a27;
    const lane t26 = t21 & t23;
    const lane t25 = t21 ^ t22;
    const lane t30 = t23 ^ t24;
    const lane t31 = t22 ^ t26;
    const lane t32 = t31 & t30;
    const lane t27 = t24 ^ t26;
    const lane t33 = t32 ^ t24;
    const lane t35 = t27 ^ t33;
    const lane t36 = t24 & t35;
    const lane t34 = t23 ^ t33;
    const lane t37 = t36 ^ t34;
    const lane t38 = t27 ^ t36;
    const lane t28 = t25 & t27;
    const lane t29 = t28 ^ t22;
    const lane t39 = t29 & t38;
    const lane t40 = t25 ^ t39;
    const lane t43 = t29 ^ t40;
    const lane z3 = t43 & a13;
    const lane z12 = t43 & a18;
    const lane z14 = t29 & a22;
    const lane b0 = z14 ^ z12;
    const lane z13 = t40 & x0;
    const lane b4 = z13 ^ z12;
    const lane z4 = t40 & a14;
    const lane t41 = t40 ^ t37;
    const lane z2 = t33 & a25;
    const lane z5 = t29 & a10;
    const lane z8 = t41 & a20;
    const lane b22 = z2 ^ z8;
    const lane b8 = z5 ^ z8;
    const lane t42 = t29 ^ t33;
    const lane z6 = t42 & a21;
    const lane z15 = t42 & a12;
    const lane t45 = t42 ^ t41;
    const lane z17 = t41 & a15;
    const lane z16 = t45 & a8;
    const lane z7 = t45 & a11;
    const lane b3 = z16 ^ z15;
    const lane b1 = z17 ^ z15;
    const lane z10 = t37 & a17;
    const lane b20 = z10 ^ b3;
    const lane s0 = b4 ^ b3;
    const lane z11 = t33 & a19;
    const lane t44 = t33 ^ t37;
    const lane z1 = t37 & a26;
    const lane z9 = t44 & a24;
    const lane z0 = t44 & x2;
    const lane b6 = z11 ^ b0;
    const lane s1 = b1 ^ b0;
    const lane b7 = z6 ^ s0;
    const lane b9 = z3 ^ b7;
    const lane b18 = z0 ^ b7;
    const lane b15 = z4 ^ s1;
    const lane b16 = b15 ^ b8;
    const lane s6 = b16 ^ z7;
    const lane b14 = z1 ^ z7;
    const lane s7 = b9 ^ b8;
    const lane b11 = z9 ^ s1;
    const lane b12 = b11 ^ b6;
    const lane s3 = b12 ^ s7;
    const lane b23 = b22 ^ s3;
    const lane s2 = b23 ^ b14;
    const lane s5 = b18 ^ b14;
    const lane s4 = b20 ^ b6;
    q[0] = s0;
    q[1] = s1;
    q[2] = s2;
    q[3] = s3;
    q[4] = s4;
    q[5] = s5;
    q[6] = s6;
    q[7] = s7;
}

#endif
