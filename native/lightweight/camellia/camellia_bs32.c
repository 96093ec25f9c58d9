/* SPDX-License-Identifier: MIT */
/* Variant bs32: four blocks in slices of 32-bit words. */
#include "lightweight/camellia/camellia.h"

#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"
#include "common/rotate.h"
#include "common/thumb.h"

typedef uint32_t lane;
typedef uint32_t key_word;

#define BLOCKS_OF_WORD 4U
#define BLOCKS 4U
#define key_word_of(x) (x)
#define lane_of(word) ((lane)(word))
#define lane_ror(x, amount) pqe_ror32(x, amount)
#define halves(lower, upper) pqe_halves32(lower, upper)

/* Bytes 0 and 2 of `lower` and of `upper`, side by side. */
PQE_INLINE uint32_t even_bytes(uint32_t lower, uint32_t upper) {
    lower &= 0x00ff00ffU;
    upper &= 0x00ff00ffU;
    return ((lower | lower >> 8) & 0xffffU) | (upper | upper >> 8) << 16;
}

/* And back: bytes 0 and 1 as bytes 0 and 2. */
PQE_INLINE uint32_t apart(uint32_t x) {
    return (x & 0xffU) | (x << 8 & 0xff0000U);
}

/* z1 z2 z3 z4 and z8 z5 z6 z7 of block b: the places 0 and 2 go to word b, 1 and 3 to word 4 + b.
 */
PQE_INLINE void half_load(lane q[8], const uint8_t *bytes, size_t distance) {
    for (size_t b = 0; b < BLOCKS; b++) {
        uint32_t words[2];
        pqe_load32_le_words(words, bytes + distance * b, 2);
        words[1] = pqe_ror32(words[1], 24);
        q[b] = even_bytes(words[0], words[1]);
        q[4 + b] = even_bytes(words[0] >> 8, words[1] >> 8);
    }
}

PQE_INLINE void block_store(uint8_t *bytes, const lane q[8], size_t b) {
    const uint32_t lower = apart(q[b]) | apart(q[4 + b]) << 8;
    const uint32_t upper = apart(q[b] >> 16) | apart(q[4 + b] >> 16) << 8;
    const uint32_t words[2] = {lower, pqe_ror32(upper, 8)};
    pqe_store32_le_words(bytes, words, 2);
}

PQE_INLINE void half_store(uint8_t *bytes, size_t distance, const lane q[8]) {
    for (size_t b = 0; b < BLOCKS; b++) {
        block_store(bytes + distance * b, q, b);
    }
}

PQE_INLINE void half_store_first(uint8_t *bytes, const lane q[8]) {
    block_store(bytes, q, 0);
}

#include "lightweight/camellia/camellia_slices.h"

void pqe_camellia_128_bs32_key_schedule(pqe_camellia_128_bs32_key *schedule,
                                        const uint8_t key[16]) {
    slices_schedule(schedule->slices[0], key);
}

void pqe_camellia_128_bs32_encrypt(const pqe_camellia_128_bs32_key *schedule, uint8_t *out,
                                   const uint8_t *in, size_t blocks) {
    (void)batches_through(halves_encrypt, schedule->slices[0], out, in, blocks, 0);
}

void pqe_camellia_128_bs32_decrypt(const pqe_camellia_128_bs32_key *schedule, uint8_t *out,
                                   const uint8_t *in, size_t blocks) {
    (void)batches_through(halves_decrypt, schedule->slices[0], out, in, blocks, 0);
}
