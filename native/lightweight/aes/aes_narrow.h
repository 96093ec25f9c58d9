/* SPDX-License-Identifier: MIT */
/*
 * What variants bs32 and small share: two blocks in eight 32-bit words. Each includes this once,
 * and may define PQE_AES_PART before (see aes_sbox.h).
 */
#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"
#include "common/rotate.h"
#include "common/thumb.h"

typedef uint32_t lane;
typedef uint32_t key_word;

#define ROW 8U
#define COLUMN 2U
#define BLOCKS 2U
#define BYTES(byte) (byte)
#define ROWS(a, b, c, d)                                                                           \
    ((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16 | (uint32_t)(d) << 24)
#define key_word_of(x) (x)
#define lane_ror(x, amount) pqe_ror32(x, amount)
#define xor_ror(a, b, amount) pqe_xor_ror32(a, b, amount)

PQE_INLINE void add_key(lane q[8], const key_word **key) {
    for (size_t half = 0; half < 8; half += 4) {
        uint32_t words[4];
        pqe_take_four(words, key);
        for (size_t i = 0; i < 4; i++) {
            q[half + i] ^= words[i];
        }
    }
}

#include "lightweight/aes/aes_slices.h"

/* Column c of block b is word 2 c + b. */
PQE_INLINE void load(lane q[8], const uint8_t *first, const uint8_t *second) {
    uint32_t a[4];
    uint32_t b[4];
    pqe_load32_le_words(a, first, 4);
    pqe_load32_le_words(b, second, 4);
    for (size_t i = 0; i < 4; i++) {
        q[2 * i] = a[i];
        q[2 * i + 1] = b[i];
    }
}

PQE_INLINE void store(uint8_t *out, const lane q[8], size_t block) {
    const uint32_t words[4] = {q[block], q[2 + block], q[4 + block], q[6 + block]};
    pqe_store32_le_words(out, words, 4);
}

/* `blocks` is not zero; the last one of an odd number is done twice. */
PQE_INLINE void blocks_through(void (*slices)(lane[8], const key_word *), const key_word *key,
                               uint8_t *out, const uint8_t *in, size_t blocks) {
    lane q[8];
    for (;;) {
        load(q, in, blocks == 1 ? in : in + PQE_AES_BLOCK_BYTES);
        slices(q, key);
        store(out, q, 0);
        if (blocks == 1) {
            break;
        }
        store(out + PQE_AES_BLOCK_BYTES, q, 1);
        blocks -= BLOCKS;
        if (blocks == 0) {
            break;
        }
        in += BLOCKS * PQE_AES_BLOCK_BYTES;
        out += BLOCKS * PQE_AES_BLOCK_BYTES;
    }
    pqe_wipe(q, sizeof q);
}
