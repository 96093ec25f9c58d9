/* SPDX-License-Identifier: MIT */
/* What the authenticators in ten limbs of 13 bits hold. */
#ifndef PQE_LIGHTWEIGHT_POLY1305_LIMBS_H
#define PQE_LIGHTWEIGHT_POLY1305_LIMBS_H

#include <stdint.h>

#define LIMBS 10U
#define LIMB_BITS 13
#define LIMB_MASK 0x1fffU

/* window[i] is five times limb i of r, window[10 + i] limb i: a column of the product modulo
 * 2^130 - 5 is ten limbs of it in order. */
typedef struct {
    uint32_t window[2 * LIMBS];
    uint32_t h[LIMBS];
    uint32_t pad[4];
} poly;

#endif
