/* SPDX-License-Identifier: MIT */
/* Variant bs64: eight blocks in slices of 64-bit words. */
#include "lightweight/camellia/camellia.h"

typedef uint64_t lane;

#define WORDS 1U
#define lane_of(word) (word)
#define word_of(x, i) (x)
#define half_words(bytes, distance) half_word(bytes)

#include "lightweight/camellia/camellia_wide.h"

void pqe_camellia_128_bs64_key_schedule(pqe_camellia_128_bs64_key *schedule,
                                        const uint8_t key[16]) {
    slices_schedule(schedule->slices[0], key);
}

void pqe_camellia_128_bs64_encrypt(const pqe_camellia_128_bs64_key *schedule, uint8_t *out,
                                   const uint8_t *in, size_t blocks) {
    (void)batches_through(halves_encrypt, schedule->slices[0], out, in, blocks, 0);
}

void pqe_camellia_128_bs64_decrypt(const pqe_camellia_128_bs64_key *schedule, uint8_t *out,
                                   const uint8_t *in, size_t blocks) {
    (void)batches_through(halves_decrypt, schedule->slices[0], out, in, blocks, 0);
}
