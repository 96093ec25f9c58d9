/* SPDX-License-Identifier: MIT */
/*
 * Variant bs128: eight blocks in eight vectors of two 64-bit words. The schedule, and a rest of at
 * most four blocks, are those of bs64.
 */
#include "lightweight/aes/aes.h"

#include "common/inline.h"
#include "common/loadstore.h"

#if defined(__GNUC__)
typedef uint64_t lane __attribute__((vector_size(16)));

#define WORDS 2U
#define lane_of(word) ((lane){(word), (word)})
#define word_of(x, i) ((x)[i])

PQE_INLINE lane lanes_at(const uint8_t *in) {
    return (lane){pqe_load32_le(in), pqe_load32_le(in + 64)};
}

#include "lightweight/aes/aes_wide.h"

/* Returns how many of the blocks it did; what is left is for bs64, which does four as fast. */
PQE_INLINE size_t blocks_through(void (*slices)(lane[8], const key_word *), const key_word *key,
                                 uint8_t *out, const uint8_t *in, size_t blocks) {
    uint8_t rest[BATCH] = {0};
    lane q[8];
    size_t done = 0;
    for (; blocks - done >= BLOCKS; done += BLOCKS) {
        load(q, in + done * PQE_AES_BLOCK_BYTES);
        slices(q, key);
        store(out + done * PQE_AES_BLOCK_BYTES, q);
    }
    if (blocks - done > BLOCKS / 2) {
        const size_t bytes = (blocks - done) * PQE_AES_BLOCK_BYTES;
        memcpy(rest, in + done * PQE_AES_BLOCK_BYTES, bytes);
        load(q, rest);
        slices(q, key);
        store(rest, q);
        memcpy(out + done * PQE_AES_BLOCK_BYTES, rest, bytes);
        done = blocks;
        pqe_wipe(rest, sizeof rest);
    }
    pqe_wipe(q, sizeof q);
    return done;
}
#else /* without vectors all blocks are left to bs64 */
#define blocks_through(slices, key, out, in, blocks) 0
#endif

void pqe_aes_128_bs128_key_schedule(pqe_aes_128_bs128_key *schedule, const uint8_t key[16]) {
    pqe_aes_128_bs64_key_schedule(schedule, key);
}

void pqe_aes_128_bs128_encrypt(const pqe_aes_128_bs128_key *schedule, uint8_t *out,
                               const uint8_t *in, size_t blocks) {
    const size_t done =
        blocks <= 4 ? 0 : blocks_through(slices_encrypt, schedule->slices[0], out, in, blocks);
    if (done != blocks) {
        pqe_aes_128_bs64_encrypt(schedule, out + done * PQE_AES_BLOCK_BYTES,
                                 in + done * PQE_AES_BLOCK_BYTES, blocks - done);
    }
}

void pqe_aes_128_bs128_decrypt(const pqe_aes_128_bs128_key *schedule, uint8_t *out,
                               const uint8_t *in, size_t blocks) {
    const size_t done =
        blocks <= 4 ? 0 : blocks_through(slices_decrypt, schedule->slices[0], out, in, blocks);
    if (done != blocks) {
        pqe_aes_128_bs64_decrypt(schedule, out + done * PQE_AES_BLOCK_BYTES,
                                 in + done * PQE_AES_BLOCK_BYTES, blocks - done);
    }
}
