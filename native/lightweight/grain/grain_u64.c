/* SPDX-License-Identifier: MIT */
/* Variant u64: a register of 128 bits is its three pairs of neighbouring words, a tap one shift. */
#include "lightweight/grain/grain.h"

#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"

#define PQE_GRAIN_ENCRYPT pqe_grain_128aeadv2_u64_encrypt
#define PQE_GRAIN_DECRYPT pqe_grain_128aeadv2_u64_decrypt

typedef struct {
    uint64_t pair[3];
} shift_register;

PQE_INLINE uint64_t pair_of(uint32_t low, uint32_t high) {
    return ((uint64_t)high << 32) | low;
}

PQE_INLINE void register_set(shift_register *r, uint32_t w0, uint32_t w1, uint32_t w2,
                             uint32_t w3) {
    r->pair[0] = pair_of(w0, w1);
    r->pair[1] = pair_of(w1, w2);
    r->pair[2] = pair_of(w2, w3);
}

/* Bits n to n + 31. */
PQE_INLINE uint32_t tap(const shift_register *r, unsigned int n) {
    return n == 96U ? (uint32_t)(r->pair[2] >> 32) : (uint32_t)(r->pair[n >> 5] >> (n & 31U));
}

PQE_INLINE void add_tap(uint32_t *sum, const shift_register *r, unsigned int n) {
    *sum ^= tap(r, n);
}

PQE_INLINE void enter(shift_register *r, uint32_t word) {
    r->pair[0] = r->pair[1];
    r->pair[1] = r->pair[2];
    r->pair[2] = (r->pair[2] >> 32) | ((uint64_t)word << 32);
}

#include "lightweight/grain/grain_mode.h"
