/* SPDX-License-Identifier: MIT */
/*
 * Variant mul32: Poly1305 in ten limbs of 13 bits, with no product beyond 32 bits; for ARMv6-M,
 * which has no longer ones, and Cortex-M3, where longer ones take a time that depends on the
 * operands.
 */
#include "lightweight/chacha20_poly1305/chacha20_poly1305.h"

#include "lightweight/chacha20_poly1305/chacha20_block.h"
#include "lightweight/chacha20_poly1305/poly1305_limbs.h"
#include "lightweight/chacha20_poly1305/poly1305_words.h"

#define PQE_CHACHA20_POLY1305_VARIANT mul32

/* Four words and what is above them as limbs. */
PQE_INLINE void split(uint32_t limb[LIMBS], const uint32_t w[4], uint32_t top) {
    limb[0] = w[0] & LIMB_MASK;
    limb[1] = (w[0] >> 13) & LIMB_MASK;
    limb[2] = ((w[0] >> 26) | (w[1] << 6)) & LIMB_MASK;
    limb[3] = (w[1] >> 7) & LIMB_MASK;
    limb[4] = ((w[1] >> 20) | (w[2] << 12)) & LIMB_MASK;
    limb[5] = (w[2] >> 1) & LIMB_MASK;
    limb[6] = (w[2] >> 14) & LIMB_MASK;
    limb[7] = ((w[2] >> 27) | (w[3] << 5)) & LIMB_MASK;
    limb[8] = (w[3] >> 8) & LIMB_MASK;
    limb[9] = (w[3] >> 21) | (top << 11);
}

PQE_INLINE void poly_begin(poly *p, const uint32_t key[8]) {
    uint32_t r[4];
    load_key(r, p->pad, key);
    split(p->window + LIMBS, r, 0);
    for (unsigned int i = 0; i < LIMBS; i++) {
        p->window[i] = 5U * p->window[LIMBS + i];
    }
    pqe_wipe_words(p->h, LIMBS);
    pqe_wipe_words(r, 4);
}

/* One step of two columns, in this order: a compiler that does first the one and then the other
 * keeps all twenty factors at hand. */
#if defined(__GNUC__)
#define IN_ORDER(x, y) __asm__ volatile("" : "+r"(x), "+r"(y))
#else
#define IN_ORDER(x, y)
#endif

#define STEP(k)                                                                                    \
    do {                                                                                           \
        const uint32_t factor = h[k];                                                              \
        next *= factor;                                                                            \
        odd += next;                                                                               \
        next = w[LIMBS + i - (k)];                                                                 \
        even += next * factor;                                                                     \
        IN_ORDER(even, odd);                                                                       \
    } while (0)

/*
 * Columns i and i + 1 of h r into `out`; `carry` comes from column i - 1, the one of i + 1 is
 * returned. Of a column's ten products at most nine have the factor five: with limbs below 2^13
 * (the highest below 2^14) the sum is below 51 2^26 + 2^19, which fits a word.
 */
PQE_INLINE uint32_t two_columns(const volatile uint32_t *w, const uint32_t h[LIMBS],
                                uint32_t out[LIMBS], unsigned int i, uint32_t carry) {
    uint32_t even = carry;
    uint32_t odd = 0;
    uint32_t next = w[LIMBS + i + 1U];
    STEP(0U);
    STEP(1U);
    STEP(2U);
    STEP(3U);
    STEP(4U);
    STEP(5U);
    STEP(6U);
    STEP(7U);
    STEP(8U);
    STEP(9U);
    out[i] = even & LIMB_MASK;
    odd += even >> LIMB_BITS;
    out[i + 1U] = odd & LIMB_MASK;
    return odd >> LIMB_BITS;
}

/* h becomes (h + block) r modulo 2^130 - 5, up to a multiple of that; limbs below 2^13, the second
 * one a little above. What is authenticated is public, so that words of it are not wiped. */
PQE_NOINLINE void poly_blocks(poly *p, const uint8_t *in, size_t blocks) {
    uint32_t *const h = p->h;
    uint32_t sum[LIMBS];
    for (; blocks != 0; blocks--) {
        uint32_t words[4];
        pqe_load32_le_words(words, in, 4);
        split(sum, words, 1);
        uint32_t carry = 0;
        for (unsigned int i = 0; i < LIMBS - 1U; i++) {
            carry += sum[i] + h[i];
            sum[i] = carry & LIMB_MASK;
            carry >>= LIMB_BITS;
        }
        sum[LIMBS - 1U] += h[LIMBS - 1U] + carry;
        carry = two_columns(p->window, sum, h, 0, 0);
        carry = two_columns(p->window, sum, h, 2, carry);
        carry = two_columns(p->window, sum, h, 4, carry);
        carry = two_columns(p->window, sum, h, 6, carry);
        carry = two_columns(p->window, sum, h, 8, carry);
        carry = 5U * carry + h[0];
        h[0] = carry & LIMB_MASK;
        h[1] += carry >> LIMB_BITS;
        in += 16;
    }
    pqe_wipe_words(sum, LIMBS);
}

/* Limbs below 2^13; the carry out of the highest is returned. */
PQE_INLINE uint32_t carry_through(uint32_t out[LIMBS], const uint32_t h[LIMBS], uint32_t carry) {
    for (unsigned int i = 0; i < LIMBS; i++) {
        carry += h[i];
        out[i] = carry & LIMB_MASK;
        carry >>= LIMB_BITS;
    }
    return carry;
}

/* h modulo 2^130 - 5: h + 5 modulo 2^130 if h is not below 2^130 - 5; then the sum with the pad. */
PQE_INLINE void poly_end(poly *p, uint8_t tag[16]) {
    uint32_t reduced[LIMBS];
    uint32_t words[4];
    const uint32_t above = carry_through(p->h, p->h, 0); /* 0 or 1; if 1, the rest is small */
    const uint32_t take = pqe_ct_barrier(0U - (carry_through(reduced, p->h, 5) | above));
    for (unsigned int i = 0; i < LIMBS; i++) {
        reduced[i] = (reduced[i] & take) | (p->h[i] & ~take);
    }
    words[0] = reduced[0] | (reduced[1] << 13) | (reduced[2] << 26);
    words[1] = (reduced[2] >> 6) | (reduced[3] << 7) | (reduced[4] << 20);
    words[2] = (reduced[4] >> 12) | (reduced[5] << 1) | (reduced[6] << 14) | (reduced[7] << 27);
    words[3] = (reduced[7] >> 5) | (reduced[8] << 8) | (reduced[9] << 21);
    store_sum(tag, words, p->pad);
    pqe_wipe_words(words, 4);
    pqe_wipe_words(reduced, LIMBS);
}

#include "lightweight/chacha20_poly1305/chacha20_poly1305_modes.h"
