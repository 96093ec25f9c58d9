/* SPDX-License-Identifier: MIT */
/*
 * Variant x4: four blocks side by side, word i of each in vector i. What is left of fewer than four
 * blocks goes through u32.
 */
#include "lightweight/lea/lea.h"

#include "common/inline.h"

#if defined(__GNUC__)
typedef uint32_t lane __attribute__((vector_size(16)));

#define lane_of(word) ((lane){(word), (word), (word), (word)})
#define lane_ror(x, amount) (((x) >> (amount)) | ((x) << (32 - (amount))))
#define turned(sum, amount) lane_ror(sum, amount)
#define keyed(word, x, amount) ((word) ^ (x))
#define awaiting(x, amount) (x)
#define settled(x, amount) (x)

PQE_INLINE const uint32_t *take_words(uint32_t w[6], const uint32_t **key, size_t width) {
    const uint32_t *const stored = *key;
    (void)w;
    *key += width;
    return stored;
}

#include "lightweight/lea/lea_cipher.h"

#define LANES 4U

PQE_INLINE lane words_load(const uint8_t *in) {
    return (lane){pqe_load32_le(in), pqe_load32_le(in + 16), pqe_load32_le(in + 32),
                  pqe_load32_le(in + 48)};
}

PQE_INLINE void words_store(uint8_t *out, lane x) {
    for (size_t i = 0; i < LANES; i++) {
        pqe_store32_le(out + 16 * i, x[i]);
    }
}

/* Returns how many of the blocks it did: a multiple of four. */
PQE_INLINE size_t blocks_through(void (*lanes)(lane[4], const uint32_t *, size_t, size_t),
                                 const uint32_t *key, size_t rounds, size_t width, uint8_t *out,
                                 const uint8_t *in, size_t blocks) {
    size_t done = 0;
    for (; blocks - done >= LANES; done += LANES) {
        lane x[4];
        for (size_t i = 0; i < 4; i++) {
            x[i] = words_load(in + 16 * done + 4 * i);
        }
        lanes(x, key, rounds, width);
        for (size_t i = 0; i < 4; i++) {
            words_store(out + 16 * done + 4 * i, x[i]);
        }
    }
    return done;
}
#else /* without vectors all blocks are left to u32 */
#define blocks_through(lanes, key, rounds, width, out, in, blocks) 0
#endif

#define LEA_CIPHER(bits, rounds, width)                                                            \
    void pqe_lea_##bits##_x4_key_schedule(pqe_lea_##bits##_x4_key *schedule,                       \
                                          const uint8_t key[(bits) / 8]) {                         \
        pqe_lea_##bits##_u32_key_schedule(schedule, key);                                          \
    }                                                                                              \
    void pqe_lea_##bits##_x4_encrypt(const pqe_lea_##bits##_x4_key *schedule, uint8_t *out,        \
                                     const uint8_t *in, size_t blocks) {                           \
        const size_t done =                                                                        \
            blocks_through(lanes_encrypt, schedule->words[0], rounds, width, out, in, blocks);     \
        if (done != blocks) {                                                                      \
            pqe_lea_##bits##_u32_encrypt(schedule, out + 16 * done, in + 16 * done,                \
                                         blocks - done);                                           \
        }                                                                                          \
    }                                                                                              \
    void pqe_lea_##bits##_x4_decrypt(const pqe_lea_##bits##_x4_key *schedule, uint8_t *out,        \
                                     const uint8_t *in, size_t blocks) {                           \
        const size_t done =                                                                        \
            blocks_through(lanes_decrypt, schedule->words[0], rounds, width, out, in, blocks);     \
        if (done != blocks) {                                                                      \
            pqe_lea_##bits##_u32_decrypt(schedule, out + 16 * done, in + 16 * done,                \
                                         blocks - done);                                           \
        }                                                                                          \
    }

LEA_CIPHER(128, 24, 4)
LEA_CIPHER(192, 28, 6)
LEA_CIPHER(256, 32, 6)
