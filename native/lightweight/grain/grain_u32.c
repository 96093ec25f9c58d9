/* SPDX-License-Identifier: MIT */
/* Variant u32: a register of 128 bits is four words, a tap two shifts. */
#include "lightweight/grain/grain.h"

#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"

#define PQE_GRAIN_ENCRYPT pqe_grain_128aeadv2_u32_encrypt
#define PQE_GRAIN_DECRYPT pqe_grain_128aeadv2_u32_decrypt

typedef struct {
    uint32_t word[4];
} shift_register;

PQE_INLINE void register_set(shift_register *r, uint32_t w0, uint32_t w1, uint32_t w2,
                             uint32_t w3) {
    r->word[0] = w0;
    r->word[1] = w1;
    r->word[2] = w2;
    r->word[3] = w3;
}

/* Bits n to n + 31. */
PQE_INLINE uint32_t tap(const shift_register *r, unsigned int n) {
    const unsigned int shift = n & 31U;
    const uint32_t low = r->word[n >> 5] >> shift;
    return shift == 0 ? low : low | (r->word[(n >> 5) + 1U] << (32U - shift));
}

/* The same added to `sum`: in this order both shifts are part of an exclusive-or on Cortex-M3 and
 * up. */
PQE_INLINE void add_tap(uint32_t *sum, const shift_register *r, unsigned int n) {
    *sum = pqe_ct_barrier(*sum ^ (r->word[n >> 5] >> (n & 31U)));
    *sum = pqe_ct_barrier(*sum ^ (r->word[(n >> 5) + 1U] << (32U - (n & 31U))));
}

PQE_INLINE void enter(shift_register *r, uint32_t word) {
    register_set(r, r->word[1], r->word[2], r->word[3], word);
}

#include "lightweight/grain/grain_mode.h"
