/* SPDX-License-Identifier: MIT */
/*
 * The S-box of AES on bit slices, without its constant: q[i] holds bit i of every byte, 0 the least
 * significant. Included after `lane` is defined, a type with ^ and &.
 *
 * The circuit of 115 gates is by J. Boyar, P. Matthews and R. Peralta, "Logic Minimization
 * Techniques with Applications to Cryptology", Journal of Cryptology 26 (2013); names of signals
 * are theirs (x0 and s0 are the most significant bits). The order of the gates is ours: found by a
 * search for few values that wait at a time, of which a Cortex-M has to keep some in memory.
 *
 * PQE_AES_PART is how larger parts are declared: inlined, unless it was defined before.
 *
 * What is left out is the addition of 0x63: it is added to the round keys instead.
 */
#ifndef PQE_LIGHTWEIGHT_AES_SBOX_H
#define PQE_LIGHTWEIGHT_AES_SBOX_H

#include "common/inline.h"

#ifndef PQE_AES_PART
#define PQE_AES_PART PQE_INLINE
#endif

PQE_AES_PART void sub_bytes(lane q[8]) {
    const lane x0 = q[7];
    const lane x1 = q[6];
    const lane x2 = q[5];
    const lane x3 = q[4];
    const lane x4 = q[3];
    const lane x5 = q[2];
    const lane x6 = q[1];
    const lane x7 = q[0];
    const lane y13 = x0 ^ x6;
    const lane y14 = x3 ^ x5;
    const lane y12 = y13 ^ y14;
    const lane t1 = x4 ^ y12;
    const lane t0 = x1 ^ x2;
    const lane y20 = t1 ^ x1;
    const lane y1 = t0 ^ x7;
    const lane y5 = y1 ^ x6;
    const lane y15 = t1 ^ x5;
    const lane y8 = x0 ^ x5;
    const lane y9 = x0 ^ x3;
    const lane y4 = y1 ^ x3;
    const lane y11 = y20 ^ y9;
    const lane y10 = y15 ^ t0;
    const lane y16 = t0 ^ y11;
    const lane y2 = y1 ^ x0;
    const lane y18 = x0 ^ y16;
    const lane t7 = y13 & y16;
    const lane t8 = y5 & y1;
    const lane t9 = t8 ^ t7;
    const lane y7 = x7 ^ y11;
    const lane t10 = y2 & y7;
    const lane t11 = t10 ^ t7;
    const lane t12 = y9 & y11;
    const lane t15 = y8 & y10;
    const lane t16 = t15 ^ t12;
    const lane t20 = t11 ^ t16;
    const lane t24 = t20 ^ y18;
    const lane y17 = y10 ^ y11;
    const lane t13 = y14 & y17;
    const lane t14 = t13 ^ t12;
    const lane t19 = t9 ^ t14;
    const lane y21 = y13 ^ y16;
    const lane t23 = t19 ^ y21;
    const lane t2 = y12 & y15;
    const lane t5 = y4 & x7;
    const lane t6 = t5 ^ t2;
    const lane t18 = t6 ^ t16;
    const lane y19 = y10 ^ y8;
    const lane t22 = t18 ^ y19;
    const lane y3 = y5 ^ y8;
    const lane y6 = y15 ^ x7;
    const lane t3 = y3 & y6;
    const lane t4 = t3 ^ t2;
    const lane t17 = t4 ^ t14;
    const lane t21 = t17 ^ y20;
    const lane t25 = t21 ^ t22;
    const lane t26 = t21 & t23;
    const lane t31 = t22 ^ t26;
    const lane t30 = t23 ^ t24;
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
    const lane z11 = t33 & y4;
    const lane z10 = t37 & y3;
    const lane t47 = z10 ^ z11;
    const lane t44 = t33 ^ t37;
    const lane z9 = t44 & y12;
    const lane t49 = z9 ^ z10;
    const lane z0 = t44 & y15;
    const lane z2 = t33 & x7;
    const lane t42 = t29 ^ t33;
    const lane z1 = t37 & y6;
    const lane t41 = t40 ^ t37;
    const lane z8 = t41 & y10;
    const lane z17 = t41 & y8;
    const lane t45 = t42 ^ t41;
    const lane z16 = t45 & y14;
    const lane z7 = t45 & y17;
    const lane z15 = t42 & y9;
    const lane z6 = t42 & y11;
    const lane t55 = z16 ^ z17;
    const lane t46 = z15 ^ z16;
    const lane t52 = z7 ^ z8;
    const lane t54 = z6 ^ z7;
    const lane z13 = t40 & y5;
    const lane z4 = t40 & y1;
    const lane t43 = t29 ^ t40;
    const lane z5 = t29 & y7;
    const lane z14 = t29 & y2;
    const lane z3 = t43 & y16;
    const lane z12 = t43 & y13;
    const lane t53 = z0 ^ z3;
    const lane t59 = z3 ^ t54;
    const lane t48 = z5 ^ z13;
    const lane t51 = z2 ^ z5;
    const lane t50 = z2 ^ z12;
    const lane t56 = z12 ^ t48;
    const lane t57 = t50 ^ t53;
    const lane t61 = z14 ^ t57;
    const lane t60 = t46 ^ t57;
    const lane s7 = t48 ^ t60;
    const lane t58 = z4 ^ t46;
    const lane t63 = t49 ^ t58;
    const lane t62 = t52 ^ t58;
    const lane s6 = t56 ^ t62;
    const lane t65 = t61 ^ t62;
    const lane t66 = z1 ^ t63;
    const lane s3 = t53 ^ t66;
    const lane s4 = t51 ^ t66;
    const lane t64 = z4 ^ t59;
    const lane s0 = t59 ^ t63;
    const lane s5 = t47 ^ t65;
    const lane t67 = t64 ^ t65;
    const lane s2 = t55 ^ t67;
    const lane s1 = t64 ^ s3;
    q[7] = s0;
    q[6] = s1;
    q[5] = s2;
    q[4] = s3;
    q[3] = s4;
    q[2] = s5;
    q[1] = s6;
    q[0] = s7;
}

#endif
