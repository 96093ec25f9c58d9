/* SPDX-License-Identifier: MIT */
/*
 * Variant bs128: sixteen blocks in slices of vectors of two 64-bit words. The schedule, and a rest
 * of at most eight blocks, are those of bs64.
 */
#include "lightweight/camellia/camellia.h"

#if defined(__GNUC__)
typedef uint64_t lane __attribute__((vector_size(16)));

#define WORDS 2U
#define lane_of(word) ((lane){(word), (word)})
#define word_of(x, i) ((x)[i])
#define half_words(bytes, distance) ((lane){half_word(bytes), half_word((bytes) + (distance))})

#include "lightweight/camellia/camellia_wide.h"
#else /* without vectors all blocks are left to bs64 */
#define batches_through(halves, key, out, in, blocks, least) 0
#endif

void pqe_camellia_128_bs128_key_schedule(pqe_camellia_128_bs128_key *schedule,
                                         const uint8_t key[16]) {
    pqe_camellia_128_bs64_key_schedule(schedule, key);
}

void pqe_camellia_128_bs128_encrypt(const pqe_camellia_128_bs128_key *schedule, uint8_t *out,
                                    const uint8_t *in, size_t blocks) {
    const size_t done =
        batches_through(halves_encrypt, schedule->slices[0], out, in, blocks, BLOCKS_OF_WORD);
    if (done != blocks) {
        pqe_camellia_128_bs64_encrypt(schedule, out + done * PQE_CAMELLIA_BLOCK_BYTES,
                                      in + done * PQE_CAMELLIA_BLOCK_BYTES, blocks - done);
    }
}

void pqe_camellia_128_bs128_decrypt(const pqe_camellia_128_bs128_key *schedule, uint8_t *out,
                                    const uint8_t *in, size_t blocks) {
    const size_t done =
        batches_through(halves_decrypt, schedule->slices[0], out, in, blocks, BLOCKS_OF_WORD);
    if (done != blocks) {
        pqe_camellia_128_bs64_decrypt(schedule, out + done * PQE_CAMELLIA_BLOCK_BYTES,
                                      in + done * PQE_CAMELLIA_BLOCK_BYTES, blocks - done);
    }
}
