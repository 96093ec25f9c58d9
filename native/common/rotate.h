/* SPDX-License-Identifier: MIT */
/*
 * Rotations to the right. The amount must be a compile-time constant, so that the rotation is one
 * instruction (or part of another one's operand on Arm) and its time cannot depend on data.
 */
#ifndef PQE_COMMON_ROTATE_H
#define PQE_COMMON_ROTATE_H

#include <stdint.h>

static inline uint32_t pqe_ror32(uint32_t word, unsigned int amount) {
    return (word >> (amount & 31U)) | (word << ((32U - amount) & 31U));
}

static inline uint64_t pqe_ror64(uint64_t word, unsigned int amount) {
    return (word >> (amount & 63U)) | (word << ((64U - amount) & 63U));
}

#endif
