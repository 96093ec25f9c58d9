/* SPDX-License-Identifier: MIT */
/*
 * Rotations to the right. The amount must be a compile-time constant, so that the rotation is one
 * instruction (or part of another one's operand on Arm) and its time cannot depend on data.
 */
#ifndef PQE_COMMON_ROTATE_H
#define PQE_COMMON_ROTATE_H

#include <stdint.h>

#include "common/inline.h"

static inline uint32_t pqe_ror32(uint32_t word, unsigned int amount) {
    return (word >> (amount & 31U)) | (word << ((32U - amount) & 31U));
}

/*
 * The same, with the amount loaded beside its use. ARMv6-M rotates by a register only, and a
 * compiler that sees the amounts keeps all of them in registers, of which there are eight.
 */
PQE_INLINE uint32_t pqe_ror32_near(uint32_t word, unsigned int amount) {
#if defined(__GNUC__) && defined(__OPTIMIZE__) && defined(__thumb__) && !defined(__thumb2__)
    uint32_t held;
    __asm__(".syntax unified\n\tmovs %1, %2\n\trors %0, %1"
            : "+l"(word), "=&l"(held)
            : "i"(amount)
            : "cc");
    return word;
#else
    return pqe_ror32(word, amount);
#endif
}

static inline uint64_t pqe_ror64(uint64_t word, unsigned int amount) {
    return (word >> (amount & 63U)) | (word << ((64U - amount) & 63U));
}

#endif
