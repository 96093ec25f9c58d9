/* SPDX-License-Identifier: MIT */
/* Variant bs32: eight blocks in slices of 32-bit words. */
#include "lightweight/clefia/clefia.h"

#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"
#include "common/thumb.h"

typedef uint32_t lane;
typedef uint32_t key_word;

#define PLACE 8U
#define BLOCKS 8U
#define key_word_of(x) (x)
#define lane_of(word) ((lane)(word))
#define xor_turned(a, b) pqe_xor_ror32(a, b, 16)
#define halves(lower, upper) pqe_halves32(lower, upper)

PQE_INLINE lane neighbours(lane x) {
    return (x & 0x00ff00ffU) << 8 | (x >> 8 & 0x00ff00ffU);
}

PQE_INLINE lane key_slice(uint32_t word, size_t bit) {
    const uint32_t ones = word >> bit & 0x01010101U;
    return (ones << 8) - ones;
}

PQE_INLINE uint32_t word_of_slices(const lane q[8]) {
    uint32_t word = 0;
    for (size_t i = 0; i < 8; i++) {
        word |= (q[i] & 0x01010101U) << i;
    }
    return word;
}

PQE_INLINE void places_load(lane q[8], const uint8_t *in, const uint8_t places[4]) {
    for (size_t i = 0; i < 8; i++) {
        q[i] = (uint32_t)in[places[0]] | (uint32_t)in[places[1]] << 8 |
               (uint32_t)in[places[2]] << 16 | (uint32_t)in[places[3]] << 24;
        in += PQE_CLEFIA_BLOCK_BYTES;
    }
}

PQE_INLINE void places_store(uint8_t *out, const uint8_t places[4], const lane q[8]) {
    for (size_t i = 0; i < 8; i++) {
        out[places[0]] = (uint8_t)q[i];
        out[places[1]] = (uint8_t)(q[i] >> 8);
        out[places[2]] = (uint8_t)(q[i] >> 16);
        out[places[3]] = (uint8_t)(q[i] >> 24);
        out += PQE_CLEFIA_BLOCK_BYTES;
    }
}

#include "lightweight/clefia/clefia_slices.h"

#define NO_REST(verb, bits, schedule, out, in, blocks, done) (void)(done)

#define CLEFIA_SCHEDULE(bits, rounds)                                                              \
    void pqe_clefia_##bits##_bs32_key_schedule(pqe_clefia_##bits##_bs32_key *schedule,             \
                                               const uint8_t key[(bits) / 8]) {                    \
        slices_schedule(schedule->slices[0], key, (bits) / 8, rounds);                             \
    }

CLEFIA_SCHEDULE(128, 18)
CLEFIA_SCHEDULE(192, 22)
CLEFIA_SCHEDULE(256, 26)
CLEFIA_CIPHER(128, 18, bs32, 0, NO_REST)
CLEFIA_CIPHER(192, 22, bs32, 0, NO_REST)
CLEFIA_CIPHER(256, 26, bs32, 0, NO_REST)
