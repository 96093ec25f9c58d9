/* SPDX-License-Identifier: MIT */
/*
 * Exclusive or of byte strings. By words where the machine reads words at any address, or where all
 * three addresses happen to be those of words (addresses are public).
 */
#ifndef PQE_COMMON_XOR_H
#define PQE_COMMON_XOR_H

#include <stddef.h>
#include <stdint.h>

#include "common/inline.h"
#include "common/loadstore.h"

#if defined(__ARM_ARCH) && !defined(__ARM_FEATURE_UNALIGNED)
#define PQE_ALIGNED_WORDS_ONLY 1
#else
#define PQE_ALIGNED_WORDS_ONLY 0
#endif

#if PQE_ALIGNED_WORDS_ONLY
typedef uint32_t __attribute__((may_alias)) pqe_any_word;

PQE_INLINE size_t pqe_xor_words(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t len) {
    size_t done = 0;
    if ((((uintptr_t)out | (uintptr_t)a | (uintptr_t)b) & 3U) == 0) {
        for (; len - done >= 4; done += 4) {
            *(pqe_any_word *)(void *)(out + done) =
                *(const pqe_any_word *)(const void *)(a + done) ^
                *(const pqe_any_word *)(const void *)(b + done);
        }
    }
    return done;
}
#else
PQE_INLINE size_t pqe_xor_words(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t len) {
    size_t done = 0;
    for (; len - done >= 8; done += 8) {
        pqe_store32_le(out + done, pqe_load32_le(a + done) ^ pqe_load32_le(b + done));
        pqe_store32_le(out + done + 4, pqe_load32_le(a + done + 4) ^ pqe_load32_le(b + done + 4));
    }
    return done;
}
#endif

/* out[0..len) = a ^ b; out may be a or b. */
PQE_INLINE void pqe_xor(uint8_t *out, const uint8_t *a, const uint8_t *b, size_t len) {
    for (size_t i = pqe_xor_words(out, a, b, len); i < len; i++) {
        out[i] = a[i] ^ b[i];
    }
}

#endif
