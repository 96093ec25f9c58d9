/* SPDX-License-Identifier: MIT */
/*
 * Constant-time comparison and selection, and wiping. Values pass through a barrier that the
 * compiler cannot look behind, so that it cannot turn a mask back into a branch. Lengths are
 * public.
 */
#ifndef PQE_COMMON_CT_H
#define PQE_COMMON_CT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(PQE_WATCH_SECRETS) /* looked at under Valgrind (native/lightweight/ct_driver.c) */
#include <valgrind/memcheck.h>
#endif

/* Returns `value`; afterwards the compiler knows nothing about it. */
static inline uint32_t pqe_ct_barrier(uint32_t value) {
#if defined(__GNUC__)
    __asm__("" : "+r"(value));
    return value;
#else
    volatile uint32_t opaque = value;
    return opaque;
#endif
}

/* All ones if `value` is zero, else zero. */
static inline uint32_t pqe_ct_is_zero(uint32_t value) {
    const uint32_t opaque = pqe_ct_barrier(value);
    return (uint32_t)0 - ((~opaque & (opaque - 1U)) >> 31);
}

/* All ones if the `len` bytes of `a` and `b` are equal, else zero. The answer is public: whoever
 * compares tags tells it. */
static inline uint32_t pqe_ct_equal(const uint8_t *a, const uint8_t *b, size_t len) {
    uint32_t difference = 0;
    for (size_t i = 0; i < len; i++) {
        difference |= (uint32_t)(a[i] ^ b[i]);
    }
    uint32_t equal = pqe_ct_is_zero(difference);
#if defined(PQE_WATCH_SECRETS)
    (void)VALGRIND_MAKE_MEM_DEFINED(&equal, sizeof equal);
#endif
    return equal;
}

/* Sets `len` bytes to zero; the compiler must not leave it out because nobody reads them again. */
static inline void pqe_wipe(void *buffer, size_t len) {
#if defined(__GNUC__)
    if (len != 0) {
        memset(buffer, 0, len);
    }
    __asm__ volatile("" : : "r"(buffer) : "memory");
#else
    volatile uint8_t *bytes = buffer;
    for (size_t i = 0; i < len; i++) {
        bytes[i] = 0;
    }
#endif
}

/* The same for a few words, without a call of memset. */
static inline void pqe_wipe_words(uint32_t *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        words[i] = 0;
#if defined(__GNUC__)
        __asm__ volatile("" : : "r"(words) : "memory");
#endif
    }
#if !defined(__GNUC__)
    pqe_wipe(words, count * sizeof words[0]);
#endif
}

/* Keeps `len` bytes if `mask` is all ones, zeroes them if it is zero, without a branch on `mask`.
 */
static inline void pqe_ct_keep_if(uint32_t mask, uint8_t *buffer, size_t len) {
    const uint8_t keep = (uint8_t)pqe_ct_barrier(mask);
    for (size_t i = 0; i < len; i++) {
        buffer[i] &= keep;
    }
}

#endif
