/* SPDX-License-Identifier: MIT */
/*
 * Variant bs128: thirty-two blocks in slices of vectors of two 64-bit words. The schedule, and a
 * rest of at most sixteen blocks, are those of bs64.
 */
#include "lightweight/clefia/clefia.h"

#if defined(__GNUC__)
typedef uint64_t lane __attribute__((vector_size(16)));

#define WORDS 2U
#define lane_of(word) ((lane){(word), (word)})
#define word_of(x, i) ((x)[i])
#define lane_set(x, i, word) ((x)[i] = (word))

#include "lightweight/clefia/clefia_wide.h"

#define REST(verb, bits, schedule, out, in, blocks, done)                                          \
    if ((done) != (blocks)) {                                                                      \
        pqe_clefia_##bits##_bs64_##verb(schedule, (out) + PQE_CLEFIA_BLOCK_BYTES * (done),         \
                                        (in) + PQE_CLEFIA_BLOCK_BYTES * (done),                    \
                                        (blocks) - (done));                                        \
    }
#else /* without vectors all blocks are left to bs64 */
#define REST(verb, bits, schedule, out, in, blocks, done)                                          \
    (void)(done);                                                                                  \
    pqe_clefia_##bits##_bs64_##verb(schedule, out, in, blocks)
#define CLEFIA_CIPHER(bits, rounds, variant, least, rest)                                          \
    void pqe_clefia_##bits##_##variant##_encrypt(const pqe_clefia_##bits##_##variant##_key *s,     \
                                                 uint8_t *out, const uint8_t *in, size_t n) {      \
        rest(encrypt, bits, s, out, in, n, n);                                                     \
    }                                                                                              \
    void pqe_clefia_##bits##_##variant##_decrypt(const pqe_clefia_##bits##_##variant##_key *s,     \
                                                 uint8_t *out, const uint8_t *in, size_t n) {      \
        rest(decrypt, bits, s, out, in, n, n);                                                     \
    }
#endif

#define CLEFIA_SCHEDULE(bits)                                                                      \
    void pqe_clefia_##bits##_bs128_key_schedule(pqe_clefia_##bits##_bs128_key *schedule,           \
                                                const uint8_t key[(bits) / 8]) {                   \
        pqe_clefia_##bits##_bs64_key_schedule(schedule, key);                                      \
    }

CLEFIA_SCHEDULE(128)
CLEFIA_SCHEDULE(192)
CLEFIA_SCHEDULE(256)
CLEFIA_CIPHER(128, 18, bs128, 16, REST)
CLEFIA_CIPHER(192, 22, bs128, 16, REST)
CLEFIA_CIPHER(256, 26, bs128, 16, REST)
