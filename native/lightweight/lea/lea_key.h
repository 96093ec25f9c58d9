/* SPDX-License-Identifier: MIT */
/* The key schedules of LEA, WISA 2013 section 3.2, the same in all variants. */
#ifndef PQE_LIGHTWEIGHT_LEA_KEY_H
#define PQE_LIGHTWEIGHT_LEA_KEY_H

#include <stddef.h>
#include <stdint.h>

#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"
#include "common/rotate.h"

/* Turns and stores the `width` words T from T[first] on, in a ring; `i` is the round. */
PQE_INLINE void lea_schedule_round(uint32_t *out, uint32_t t[8], size_t i, size_t first,
                                   size_t width, size_t key_words) {
    static const uint32_t delta[8] = {0xc3efe9dbU, 0x44626b02U, 0x79e27c8aU, 0x78df30ecU,
                                      0x715ea49eU, 0xc785da0aU, 0xe04ef22aU, 0xe5c40957U};
    static const uint8_t turns[6] = {1, 3, 6, 11, 13, 17};
    /* the amount is public: the number of the round */
    const uint32_t constant = pqe_ror32(delta[i % key_words], 32U - (unsigned int)i);
    for (size_t j = 0; j < width; j++) {
        uint32_t *const word = &t[(first + j) % key_words];
        *word = pqe_ror32(*word + pqe_ror32(constant, 32U - (unsigned int)j), 32U - turns[j]);
        out[j] = *word;
    }
}

/* Four rounds at a time: then the ring of LEA-256 has turned three times, and places are known. */
PQE_INLINE void lea_schedule(uint32_t *out, const uint8_t *key, size_t rounds, size_t width,
                             size_t key_words) {
    uint32_t t[8];
    pqe_load32_le_words(t, key, key_words);
    for (size_t i = 0; i < rounds; i += 4) {
        lea_schedule_round(out, t, i, 0, width, key_words);
        lea_schedule_round(out + width, t, i + 1, width, width, key_words);
        lea_schedule_round(out + 2 * width, t, i + 2, 2 * width, width, key_words);
        lea_schedule_round(out + 3 * width, t, i + 3, 3 * width, width, key_words);
        out += 4 * width;
    }
    pqe_wipe(t, sizeof t);
}

#endif
