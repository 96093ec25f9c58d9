/* SPDX-License-Identifier: MIT */
/*
 * What a compiler leaves lying on Cortex-M3 and up (Thumb-2), and plain C everywhere else: XOR with
 * a rotated operand, which is one instruction there (a compiler rotates once, in an instruction of
 * its own, if the rotated value is wanted twice), and loads of several words at once (the bus waits
 * for the first access of a group, and a compiler spreads them out); and wiping of what is long,
 * eight words a store, where newlib's memset takes more than twice as long.
 */
#ifndef PQE_COMMON_THUMB_H
#define PQE_COMMON_THUMB_H

#include <stddef.h>
#include <stdint.h>

#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"
#include "common/rotate.h"

#if defined(__GNUC__) && defined(__thumb2__)
#define PQE_THUMB2 1
#else
#define PQE_THUMB2 0
#endif

/* a ^ (b rotated right by `amount`, a constant from 1 to 31). */
#if PQE_THUMB2
#define pqe_xor_ror32(a, b, amount)                                                                \
    __extension__({                                                                                \
        uint32_t pqe_result_;                                                                      \
        __asm__("eor %0, %1, %2, ror %3" : "=r"(pqe_result_) : "r"(a), "r"(b), "I"(amount));       \
        pqe_result_;                                                                               \
    })
#else
PQE_INLINE uint32_t pqe_xor_ror32(uint32_t a, uint32_t b, unsigned int amount) {
    return a ^ pqe_ror32(b, amount);
}
#endif

typedef struct {
    uint32_t words[4];
} pqe_four_words;

/* Loads four words and moves `*from` beyond them. */
PQE_INLINE void pqe_take_four(uint32_t w[4], const uint32_t **from) {
#if PQE_THUMB2
    const uint32_t *at = *from;
    register uint32_t w0 __asm__("r4"); /* LDM wants ascending registers, so they are named */
    register uint32_t w1 __asm__("r5");
    register uint32_t w2 __asm__("r6");
    register uint32_t w3 __asm__("r7");
    __asm__("ldmia %4!, {%0, %1, %2, %3}"
            : "=r"(w0), "=r"(w1), "=r"(w2), "=r"(w3), "+r"(at)
            : "m"(*(const pqe_four_words *)at));
    w[0] = w0;
    w[1] = w1;
    w[2] = w2;
    w[3] = w3;
    *from = at;
#else
    w[0] = (*from)[0];
    w[1] = (*from)[1];
    w[2] = (*from)[2];
    w[3] = (*from)[3];
    *from += 4;
#endif
}

/* pqe_wipe for expanded keys and the like: newlib's memset takes more than twice as long. */
PQE_INLINE void pqe_wipe_long(void *buffer, size_t len) {
    uint8_t *at = buffer;
#if PQE_THUMB2
    if (pqe_is_aligned32(at)) {
        register uint32_t z0 __asm__("r1") = 0; /* STM wants ascending registers, too */
        register uint32_t z1 __asm__("r2") = 0;
        register uint32_t z2 __asm__("r3") = 0;
        register uint32_t z3 __asm__("r4") = 0;
        register uint32_t z4 __asm__("r5") = 0;
        register uint32_t z5 __asm__("r6") = 0;
        register uint32_t z6 __asm__("r8") = 0;
        register uint32_t z7 __asm__("r9") = 0;
        for (; len >= 128; len -= 128) {
            __asm__ volatile("stmia %0!, {%1, %2, %3, %4, %5, %6, %7, %8}\n\t"
                             "stmia %0!, {%1, %2, %3, %4, %5, %6, %7, %8}\n\t"
                             "stmia %0!, {%1, %2, %3, %4, %5, %6, %7, %8}\n\t"
                             "stmia %0!, {%1, %2, %3, %4, %5, %6, %7, %8}"
                             : "+r"(at)
                             : "r"(z0), "r"(z1), "r"(z2), "r"(z3), "r"(z4), "r"(z5), "r"(z6),
                               "r"(z7)
                             : "memory");
        }
        for (; len >= 32; len -= 32) {
            __asm__ volatile("stmia %0!, {%1, %2, %3, %4, %5, %6, %7, %8}"
                             : "+r"(at)
                             : "r"(z0), "r"(z1), "r"(z2), "r"(z3), "r"(z4), "r"(z5), "r"(z6),
                               "r"(z7)
                             : "memory");
        }
        if (len >= 16) {
            __asm__ volatile("stmia %0!, {%1, %2, %3, %4}"
                             : "+r"(at)
                             : "r"(z0), "r"(z1), "r"(z2), "r"(z3)
                             : "memory");
            len -= 16;
        }
    }
#endif
    pqe_wipe(at, len);
}

/* The lower half of `lower` and the upper half of `upper`. */
PQE_INLINE uint32_t pqe_halves32(uint32_t lower, uint32_t upper) {
#if PQE_THUMB2 && defined(__ARM_FEATURE_DSP)
    uint32_t result;
    __asm__("pkhbt %0, %1, %2" : "=r"(result) : "r"(lower), "r"(upper));
    return result;
#else
    return (lower & 0xffffU) | (upper & 0xffff0000U);
#endif
}

#endif
