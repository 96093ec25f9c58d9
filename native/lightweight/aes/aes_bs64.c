/* SPDX-License-Identifier: MIT */
/* Variant bs64: four blocks in eight 64-bit words. */
#include "lightweight/aes/aes.h"

#include "common/inline.h"
#include "common/loadstore.h"

typedef uint64_t lane;

#define WORDS 1U
#define lane_of(word) (word)
#define word_of(x, i) (x)

PQE_INLINE lane lanes_at(const uint8_t *in) {
    return pqe_load32_le(in);
}

#include "lightweight/aes/aes_wide.h"

void pqe_aes_128_bs64_key_schedule(pqe_aes_128_bs64_key *schedule, const uint8_t key[16]) {
    uint8_t keys[BATCH];
    lane q[8];
    for (size_t i = 0; i < sizeof keys; i++) {
        keys[i] = key[i % 16];
    }
    load(q, keys);
    transpose(q);
    slices_schedule(schedule->slices[0], q);
    pqe_wipe(q, sizeof q);
    pqe_wipe(keys, sizeof keys);
}

/* Blocks that do not fill the slices go through a buffer. */
PQE_INLINE void blocks_through(void (*slices)(lane[8], const key_word *), const key_word *key,
                               uint8_t *out, const uint8_t *in, size_t blocks) {
    lane q[8];
    for (; blocks >= BLOCKS; blocks -= BLOCKS) {
        load(q, in);
        slices(q, key);
        store(out, q);
        in += BATCH;
        out += BATCH;
    }
    if (blocks != 0) {
        uint8_t rest[BATCH] = {0};
        memcpy(rest, in, blocks * PQE_AES_BLOCK_BYTES);
        load(q, rest);
        slices(q, key);
        store(rest, q);
        memcpy(out, rest, blocks * PQE_AES_BLOCK_BYTES);
        pqe_wipe(rest, sizeof rest);
    }
    pqe_wipe(q, sizeof q);
}

void pqe_aes_128_bs64_encrypt(const pqe_aes_128_bs64_key *schedule, uint8_t *out, const uint8_t *in,
                              size_t blocks) {
    blocks_through(slices_encrypt, schedule->slices[0], out, in, blocks);
}

void pqe_aes_128_bs64_decrypt(const pqe_aes_128_bs64_key *schedule, uint8_t *out, const uint8_t *in,
                              size_t blocks) {
    blocks_through(slices_decrypt, schedule->slices[0], out, in, blocks);
}
