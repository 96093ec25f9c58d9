/* SPDX-License-Identifier: MIT */
/*
 * Loads and stores at any alignment, little-endian and big-endian. One access each where the
 * machine allows unaligned words (x86, AArch64, Cortex-M3 and up), bytes elsewhere: there compilers
 * would call memcpy for four bytes.
 */
#ifndef PQE_COMMON_LOADSTORE_H
#define PQE_COMMON_LOADSTORE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__BYTE_ORDER__) && defined(__ORDER_LITTLE_ENDIAN__)
#define PQE_LITTLE_ENDIAN (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)
#else
#define PQE_LITTLE_ENDIAN 0
#endif

/* Whether one access does it wherever the word lies. */
#if PQE_LITTLE_ENDIAN && (!defined(__arm__) || defined(__ARM_FEATURE_UNALIGNED))
#define PQE_WORD_ACCESS 1
#else
#define PQE_WORD_ACCESS 0
#endif

static inline uint32_t pqe_load32_le(const uint8_t *in) {
#if PQE_WORD_ACCESS
    uint32_t word;
    memcpy(&word, in, sizeof word);
    return word;
#else
    return (uint32_t)in[0] | ((uint32_t)in[1] << 8) | ((uint32_t)in[2] << 16) |
           ((uint32_t)in[3] << 24);
#endif
}

static inline void pqe_store32_le(uint8_t *out, uint32_t word) {
#if PQE_WORD_ACCESS
    memcpy(out, &word, sizeof word);
#else
    out[0] = (uint8_t)word;
    out[1] = (uint8_t)(word >> 8);
    out[2] = (uint8_t)(word >> 16);
    out[3] = (uint8_t)(word >> 24);
#endif
}

static inline uint64_t pqe_load64_le(const uint8_t *in) {
#if PQE_WORD_ACCESS
    uint64_t word;
    memcpy(&word, in, sizeof word);
    return word;
#else
    return (uint64_t)pqe_load32_le(in) | ((uint64_t)pqe_load32_le(in + 4) << 32);
#endif
}

static inline void pqe_store64_le(uint8_t *out, uint64_t word) {
#if PQE_WORD_ACCESS
    memcpy(out, &word, sizeof word);
#else
    pqe_store32_le(out, (uint32_t)word);
    pqe_store32_le(out + 4, (uint32_t)(word >> 32));
#endif
}

static inline uint32_t pqe_swap32(uint32_t word) {
#if defined(__GNUC__)
    return __builtin_bswap32(word);
#else
    return (word >> 24) | ((word >> 8) & 0xff00U) | ((word << 8) & 0xff0000U) | (word << 24);
#endif
}

/* The word in memory whose bytes are those of `word`, the most significant first; and back. */
static inline uint32_t pqe_word_be(uint32_t word) {
    return PQE_LITTLE_ENDIAN ? pqe_swap32(word) : word;
}

static inline uint32_t pqe_load32_be(const uint8_t *in) {
    return pqe_swap32(pqe_load32_le(in));
}

static inline void pqe_store32_be(uint8_t *out, uint32_t word) {
    pqe_store32_le(out, pqe_swap32(word));
}

/* Whether words can be loaded and stored there at once, by pqe_load32_aligned and its like. */
static inline int pqe_is_aligned32(const void *place) {
    return ((uintptr_t)place & 3U) == 0;
}

/* The word there as it lies in memory. The address must be a multiple of four. */
static inline uint32_t pqe_load32_aligned(const uint8_t *in) {
    uint32_t word;
#if defined(__GNUC__)
    memcpy(&word, __builtin_assume_aligned(in, 4), sizeof word);
#else
    memcpy(&word, in, sizeof word);
#endif
    return word;
}

static inline void pqe_store32_aligned(uint8_t *out, uint32_t word) {
#if defined(__GNUC__)
    memcpy(__builtin_assume_aligned(out, 4), &word, sizeof word);
#else
    memcpy(out, &word, sizeof word);
#endif
}

/* Several little-endian words: where a word must be aligned, the address is looked at once. */
static inline void pqe_load32_le_words(uint32_t *words, const uint8_t *in, size_t count) {
    if (!PQE_WORD_ACCESS && PQE_LITTLE_ENDIAN && pqe_is_aligned32(in)) {
        for (size_t i = 0; i < count; i++) {
            words[i] = pqe_load32_aligned(in + 4 * i);
        }
        return;
    }
    for (size_t i = 0; i < count; i++) {
        words[i] = pqe_load32_le(in + 4 * i);
    }
}

static inline void pqe_store32_le_words(uint8_t *out, const uint32_t *words, size_t count) {
    if (!PQE_WORD_ACCESS && PQE_LITTLE_ENDIAN && pqe_is_aligned32(out)) {
        for (size_t i = 0; i < count; i++) {
            pqe_store32_aligned(out + 4 * i, words[i]);
        }
        return;
    }
    for (size_t i = 0; i < count; i++) {
        pqe_store32_le(out + 4 * i, words[i]);
    }
}

#endif
