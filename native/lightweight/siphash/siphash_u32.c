/* SPDX-License-Identifier: MIT */
/* Variant u32: a 64-bit word is a low and a high 32-bit word. */
#include "lightweight/siphash/siphash.h"

#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"

typedef struct {
    uint32_t low;
    uint32_t high;
} lane;

#define PQE_SIPHASH_TAG pqe_siphash_2_4_u32_tag

PQE_INLINE lane lane_of(uint32_t high, uint32_t low) {
    const lane word = {low, high};
    return word;
}

PQE_INLINE lane lane_load(const uint8_t *in) {
    return lane_of(pqe_load32_le(in + 4), pqe_load32_le(in));
}

PQE_INLINE void lane_store(uint8_t *out, lane word) {
    pqe_store32_le(out, word.low);
    pqe_store32_le(out + 4, word.high);
}

PQE_INLINE lane lane_xor(lane a, lane b) {
    return lane_of(a.high ^ b.high, a.low ^ b.low);
}

/* The compiler knows ADDS and ADC by this form. */
PQE_INLINE lane lane_add(lane a, lane b) {
    const uint64_t sum = (((uint64_t)a.high << 32) | a.low) + (((uint64_t)b.high << 32) | b.low);
    return lane_of((uint32_t)(sum >> 32), (uint32_t)sum);
}

/* To the left, by 1 to 31. */
PQE_INLINE lane lane_rotate(lane word, unsigned int amount) {
    return lane_of((word.high << amount) | (word.low >> (32U - amount)),
                   (word.low << amount) | (word.high >> (32U - amount)));
}

PQE_INLINE lane lane_swap(lane word) {
    return lane_of(word.low, word.high);
}

#include "lightweight/siphash/siphash_mode.h"
