/* SPDX-License-Identifier: MIT */
/*
 * The last, partial block of a message as little-endian words, without loops
 * over bytes and without calls of memcpy and memset, which on small cores cost
 * more than a round of a cipher. Lengths are public.
 */
#ifndef PQE_COMMON_PARTIAL_H
#define PQE_COMMON_PARTIAL_H

#include <stddef.h>
#include <stdint.h>

#include "common/loadstore.h"

/* Zero to three bytes; the rest of the word is zero. */
static inline uint32_t pqe_load_below4(const uint8_t *in, size_t len) {
    uint32_t word = len > 0 ? in[0] : 0;
    if (len > 1) {
        word |= (uint32_t)in[1] << 8;
    }
    if (len > 2) {
        word |= (uint32_t)in[2] << 16;
    }
    return word;
}

static inline void pqe_store_below4(uint8_t *out, uint32_t word, size_t len) {
    if (len > 0) {
        out[0] = (uint8_t)word;
    }
    if (len > 1) {
        out[1] = (uint8_t)(word >> 8);
    }
    if (len > 2) {
        out[2] = (uint8_t)(word >> 16);
    }
}

/* Fewer than 4 `count` bytes; the rest of the words is zero. */
static inline void pqe_load_partial(uint32_t *words, size_t count, const uint8_t *in, size_t len) {
    size_t i = 0;
    for (; len - 4 * i >= 4; i++) {
        words[i] = pqe_load32_le(in + 4 * i);
    }
    words[i] = pqe_load_below4(in + 4 * i, len - 4 * i);
    for (i++; i < count; i++) {
        words[i] = 0;
    }
}

static inline void pqe_store_partial(uint8_t *out, const uint32_t *words, size_t len) {
    size_t i = 0;
    for (; len - 4 * i >= 4; i++) {
        pqe_store32_le(out + 4 * i, words[i]);
    }
    pqe_store_below4(out + 4 * i, words[i], len - 4 * i);
}

/* Zeroes what lies beyond fewer than 4 `count` bytes. */
static inline void pqe_clear_beyond(uint32_t *words, size_t count, size_t len) {
    words[len / 4] &= ~(UINT32_C(0xffffffff) << (8U * ((unsigned int)len & 3U)));
    for (size_t i = len / 4 + 1; i < count; i++) {
        words[i] = 0;
    }
}

/* Adds one byte, the padding, at place `len`. */
static inline void pqe_add_byte(uint32_t *words, size_t len, uint32_t byte) {
    words[len / 4] ^= byte << (8U * ((unsigned int)len & 3U));
}

#endif
