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

/* Word i modulo the key's words of delta, turned left by i: the constant of round i. A table, since
 * modulo and rotation take longer than the rest of a round on small cores. */
#define LEA_TURNED(delta, i) (((delta) << (i)) | ((delta) >> ((32U - (i)) & 31U)))
#define LEA_D0 0xc3efe9dbU
#define LEA_D1 0x44626b02U
#define LEA_D2 0x79e27c8aU
#define LEA_D3 0x78df30ecU
#define LEA_D4 0x715ea49eU
#define LEA_D5 0xc785da0aU
#define LEA_D6 0xe04ef22aU
#define LEA_D7 0xe5c40957U
#define LEA_FOUR(a, b, c, d, i)                                                                    \
    LEA_TURNED(a, i), LEA_TURNED(b, (i) + 1U), LEA_TURNED(c, (i) + 2U), LEA_TURNED(d, (i) + 3U)
#define LEA_CONSTANTS_128(i) LEA_FOUR(LEA_D0, LEA_D1, LEA_D2, LEA_D3, i)
#define LEA_CONSTANTS_192(i)                                                                       \
    LEA_FOUR(LEA_D0, LEA_D1, LEA_D2, LEA_D3, i),                                                   \
        LEA_FOUR(LEA_D4, LEA_D5, LEA_D0, LEA_D1, (i) + 4U),                                        \
        LEA_FOUR(LEA_D2, LEA_D3, LEA_D4, LEA_D5, (i) + 8U)
#define LEA_CONSTANTS_256(i)                                                                       \
    LEA_FOUR(LEA_D0, LEA_D1, LEA_D2, LEA_D3, i), LEA_FOUR(LEA_D4, LEA_D5, LEA_D6, LEA_D7, (i) + 4U)

static const uint32_t lea_constants_128[24] = {LEA_CONSTANTS_128(0U),  LEA_CONSTANTS_128(4U),
                                               LEA_CONSTANTS_128(8U),  LEA_CONSTANTS_128(12U),
                                               LEA_CONSTANTS_128(16U), LEA_CONSTANTS_128(20U)};
static const uint32_t lea_constants_192[28] = {LEA_CONSTANTS_192(0U), LEA_CONSTANTS_192(12U),
                                               LEA_FOUR(LEA_D0, LEA_D1, LEA_D2, LEA_D3, 24U)};
static const uint32_t lea_constants_256[32] = {LEA_CONSTANTS_256(0U), LEA_CONSTANTS_256(8U),
                                               LEA_CONSTANTS_256(16U), LEA_CONSTANTS_256(24U)};

/* Turns and stores the `width` words T from T[first] on, in a ring. */
PQE_INLINE void lea_schedule_round(uint32_t *out, uint32_t t[8], uint32_t constant, size_t first,
                                   size_t width, size_t key_words) {
    static const uint8_t turns[6] = {1, 3, 6, 11, 13, 17};
    for (size_t j = 0; j < width; j++) {
        uint32_t *const word = &t[(first + j) % key_words];
        *word = pqe_ror32(*word + pqe_ror32(constant, 32U - (unsigned int)j), 32U - turns[j]);
        out[j] = *word;
    }
}

/* Four rounds at a time: then the ring of LEA-256 has turned three times, and places are known. */
PQE_INLINE void lea_schedule(uint32_t *out, const uint8_t *key, size_t rounds, size_t width,
                             size_t key_words) {
    const uint32_t *const constants = key_words == 4   ? lea_constants_128
                                      : key_words == 6 ? lea_constants_192
                                                       : lea_constants_256;
    uint32_t t[8];
    pqe_load32_le_words(t, key, key_words);
    for (size_t i = 0; i < rounds; i += 4) {
        lea_schedule_round(out, t, constants[i], 0, width, key_words);
        lea_schedule_round(out + width, t, constants[i + 1], width, width, key_words);
        lea_schedule_round(out + 2 * width, t, constants[i + 2], 2 * width, width, key_words);
        lea_schedule_round(out + 3 * width, t, constants[i + 3], 3 * width, width, key_words);
        out += 4 * width;
    }
    pqe_wipe_words(t, key_words);
}

#endif
