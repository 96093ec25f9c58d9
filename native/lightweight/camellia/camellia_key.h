/* SPDX-License-Identifier: MIT */
/* Where the subkeys of Camellia-128 come from, RFC 3713 section 2.2, the same in all variants. */
#ifndef PQE_LIGHTWEIGHT_CAMELLIA_KEY_H
#define PQE_LIGHTWEIGHT_CAMELLIA_KEY_H

#include <stddef.h>
#include <stdint.h>

#include "common/inline.h"

#define CAMELLIA_SUBKEYS 26U

static const uint64_t camellia_sigma[4] = {
    UINT64_C(0xa09e667f3bcc908b),
    UINT64_C(0xb67ae8584caa73b2),
    UINT64_C(0xc6ef372fe94f82be),
    UINT64_C(0x54ff53a5f1d36f1c),
};

/* A subkey is one half of KL or KA, rotated to the left: the high half unless `low`. */
typedef struct {
    uint8_t rotation;
    uint8_t from_ka;
    uint8_t low;
} camellia_source;

static const camellia_source camellia_sources[CAMELLIA_SUBKEYS] = {
    {0, 0, 0},   {0, 0, 1},                                                     /* kw1 kw2 */
    {0, 1, 0},   {0, 1, 1},   {15, 0, 0}, {15, 0, 1}, {15, 1, 0},  {15, 1, 1},  /* k1 to k6 */
    {30, 1, 0},  {30, 1, 1},                                                    /* ke1 ke2 */
    {45, 0, 0},  {45, 0, 1},  {45, 1, 0}, {60, 0, 1}, {60, 1, 0},  {60, 1, 1},  /* k7 to k12 */
    {77, 0, 0},  {77, 0, 1},                                                    /* ke3 ke4 */
    {94, 0, 0},  {94, 0, 1},  {94, 1, 0}, {94, 1, 1}, {111, 0, 0}, {111, 0, 1}, /* k13 to k18 */
    {111, 1, 0}, {111, 1, 1},                                                   /* kw3 kw4 */
};

/* Subkey `i`. Rotations are public. */
PQE_INLINE uint64_t camellia_subkey(const uint64_t kl[2], const uint64_t ka[2], size_t i) {
    const camellia_source source = camellia_sources[i];
    const uint64_t *const words = source.from_ka != 0 ? ka : kl;
    const unsigned int begin = source.rotation + (source.low != 0 ? 64U : 0U);
    const uint64_t first = words[begin / 64U % 2U];
    const uint64_t second = words[(begin / 64U + 1U) % 2U];
    const unsigned int shift = begin % 64U;
    return shift == 0 ? first : first << shift | second >> (64U - shift);
}

#endif
