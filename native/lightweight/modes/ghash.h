/* SPDX-License-Identifier: MIT */
/*
 * GHASH, NIST SP 800-38D section 6.4, in constant time: no table, but multiplications of integers
 * with holes. Which of the three widths is compiled in is the machine's:
 *   64       64 x 64 -> 128 bits, for 64-bit hosts
 *   32_long  32 x 32 -> 64 bits, where that takes one time (Cortex-M4, M7, M33)
 *   32       32 x 32 -> 32 bits, elsewhere (Cortex-M3, whose long multiplications take a time that
 *            depends on their operands; Cortex-M0+, which has none)
 *
 * A product without carries from products with: of one factor every fourth bit is kept, of the
 * other too. Then at most 15 ones meet in a place, and their number stays in the four bits that
 * belong to it; its lowest bit is what is wanted. T. Pornin's BearSSL made the method known.
 *
 * Bit 127 of the number that a block is, read big-endian, is the coefficient of x^0, so the product
 * of two such numbers stands one place too low. The key is therefore kept divided by x.
 */
#ifndef PQE_LIGHTWEIGHT_MODES_GHASH_H
#define PQE_LIGHTWEIGHT_MODES_GHASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "common/ct.h"

#if defined(__SIZEOF_INT128__)
#include "lightweight/modes/ghash_64.h"
typedef ghash_64_state ghash_state;
#define ghash_begin ghash_64_begin
#define ghash_blocks ghash_64_blocks
#define ghash_end ghash_64_end
#elif defined(__ARM_FEATURE_DSP)
#include "lightweight/modes/ghash_32_long.h"
typedef ghash_32_long_state ghash_state;
#define ghash_begin ghash_32_long_begin
#define ghash_blocks ghash_32_long_blocks
#define ghash_end ghash_32_long_end
#else
#include "lightweight/modes/ghash_32.h"
typedef ghash_32_state ghash_state;
#define ghash_begin ghash_32_begin
#define ghash_blocks ghash_32_blocks
#define ghash_end ghash_32_end
#endif

/* Any length; a last block that is not full is filled up with zeros. */
static inline void ghash_padded(ghash_state *s, const uint8_t *data, size_t len) {
    const size_t whole = len / 16;
    uint8_t last[16] = {0};
    ghash_blocks(s, data, whole);
    if (len % 16 != 0) {
        memcpy(last, data + 16 * whole, len % 16);
        ghash_blocks(s, last, 1);
        pqe_wipe(last, sizeof last);
    }
}

#endif
