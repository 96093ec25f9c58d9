/* SPDX-License-Identifier: MIT */
/*
 * Modes of operation, written once over the shape of a block cipher (lightweight/shapes.h). Each
 * <mode>.h is a template: whoever includes it has included the cipher's header and defined
 *
 *   PQE_CIPHER              what the cipher's names begin with: pqe_<scheme>_<variant>
 *   PQE_CIPHER_KEY_BYTES    length of its key
 *   PQE_CIPHER_BLOCK_BYTES  length of its block, 8 or 16
 *   PQE_CIPHER_BLOCKS       how many blocks it takes at the cost of one (0: not said)
 *   PQE_<MODE>              what the mode's names begin with: pqe_<scheme>_<mode>_<variant>
 *
 * Constant time: what a mode adds to its cipher branches on lengths and counters alone.
 * Buffers: any alignment, NULL where a length is 0, in place. Key material is wiped.
 */
#ifndef PQE_LIGHTWEIGHT_MODES_MODE_H
#define PQE_LIGHTWEIGHT_MODES_MODE_H

#include <stddef.h>
#include <stdint.h>

#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"
#include "common/thumb.h"
#include "common/xor.h"
#include "lightweight/shapes.h"

#define PQE_MODE_PASTE_(a, b) a##b
#define PQE_MODE_PASTE(a, b) PQE_MODE_PASTE_(a, b)

/* The cipher's names, and a mode's. */
#define CIPHER(suffix) PQE_MODE_PASTE(PQE_CIPHER, suffix)
#define MODE_EXPAND(macro, prefix) macro(prefix)

#define BLOCK ((size_t)PQE_CIPHER_BLOCK_BYTES)

/* Blocks handed over at a time by modes that have many: what one pass takes, else 64 bytes. */
#if PQE_CIPHER_BLOCKS > 0
#define BATCH ((size_t)PQE_CIPHER_BLOCKS)
#else
#define BATCH ((size_t)(64 / PQE_CIPHER_BLOCK_BYTES))
#endif

/* Counts up the big-endian number in the last `len` of a block's bytes; counters are public. */
PQE_INLINE void mode_count_up(uint8_t *block, size_t len) {
    for (size_t i = BLOCK; i > BLOCK - len; i--) {
        block[i - 1]++;
        if (block[i - 1] != 0) {
            return;
        }
    }
}

/* memcpy, but a length of 0 goes with any pointer. */
PQE_INLINE void mode_copy(uint8_t *out, const uint8_t *in, size_t len) {
    if (len != 0) {
        memcpy(out, in, len);
    }
}

#endif
