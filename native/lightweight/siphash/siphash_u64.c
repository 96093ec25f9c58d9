/* SPDX-License-Identifier: MIT */
/* Variant u64: 64-bit words. */
#include "lightweight/siphash/siphash.h"

#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"
#include "common/rotate.h"

typedef uint64_t lane;

#define PQE_SIPHASH_TAG pqe_siphash_2_4_u64_tag

PQE_INLINE lane lane_of(uint32_t high, uint32_t low) {
    return ((uint64_t)high << 32) | low;
}

PQE_INLINE lane lane_load(const uint8_t *in) {
    return pqe_load64_le(in);
}

PQE_INLINE void lane_store(uint8_t *out, lane word) {
    pqe_store64_le(out, word);
}

PQE_INLINE lane lane_xor(lane a, lane b) {
    return a ^ b;
}

PQE_INLINE lane lane_add(lane a, lane b) {
    return a + b;
}

/* To the left, by 1 to 31. */
PQE_INLINE lane lane_rotate(lane word, unsigned int amount) {
    return pqe_ror64(word, 64U - amount);
}

PQE_INLINE lane lane_swap(lane word) {
    return pqe_ror64(word, 32);
}

#include "lightweight/siphash/siphash_mode.h"
