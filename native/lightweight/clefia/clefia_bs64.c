/* SPDX-License-Identifier: MIT */
/* Variant bs64: sixteen blocks in slices of 64-bit words. */
#include "lightweight/clefia/clefia.h"

typedef uint64_t lane;

#define WORDS 1U
#define lane_of(word) (word)
#define word_of(x, i) (x)
#define lane_set(x, i, word) ((x) = (word))

#include "lightweight/clefia/clefia_wide.h"

#define NO_REST(verb, bits, schedule, out, in, blocks, done) (void)(done)

#define CLEFIA_SCHEDULE(bits, rounds)                                                              \
    void pqe_clefia_##bits##_bs64_key_schedule(pqe_clefia_##bits##_bs64_key *schedule,             \
                                               const uint8_t key[(bits) / 8]) {                    \
        slices_schedule(schedule->slices[0], key, (bits) / 8, rounds);                             \
    }

CLEFIA_SCHEDULE(128, 18)
CLEFIA_SCHEDULE(192, 22)
CLEFIA_SCHEDULE(256, 26)
CLEFIA_CIPHER(128, 18, bs64, 0, NO_REST)
CLEFIA_CIPHER(192, 22, bs64, 0, NO_REST)
CLEFIA_CIPHER(256, 26, bs64, 0, NO_REST)
