/* SPDX-License-Identifier: MIT */
/*
 * Variant u32: Poly1305 in four words and a few bits, with products of 64 bits; for cores whose
 * long multiplication takes the same time for all operands (Cortex-M4, M7, M33), and 32-bit hosts.
 */
#include "lightweight/chacha20_poly1305/chacha20_poly1305.h"

#include "lightweight/chacha20_poly1305/chacha20_block.h"
#include "lightweight/chacha20_poly1305/poly1305_words.h"

#define PQE_CHACHA20_POLY1305_VARIANT u32

typedef struct {
    uint32_t r[4];
    uint32_t h[5];
    uint32_t pad[4];
} poly;

PQE_INLINE void poly_begin(poly *p, const uint32_t key[8]) {
    load_key(p->r, p->pad, key);
    for (unsigned int i = 0; i < 5; i++) {
        p->h[i] = 0;
    }
}

/* high:low += a * b. Left to itself, gcc multiplies and adds in two steps each. */
PQE_INLINE void multiply_add(uint32_t *low, uint32_t *high, uint32_t a, uint32_t b) {
#if defined(__GNUC__) && defined(__thumb2__)
    __asm__("umlal %0, %1, %2, %3" : "+r"(*low), "+r"(*high) : "r"(a), "r"(b));
#else
    const uint64_t sum = (((uint64_t)*high << 32) | *low) + (uint64_t)a * b;
    *low = (uint32_t)sum;
    *high = (uint32_t)(sum >> 32);
#endif
}

/* word += other + carry; the new carry. */
PQE_INLINE uint32_t add_carry(uint32_t *word, uint32_t other, uint32_t carry) {
    const uint64_t sum = (uint64_t)*word + other + carry;
    *word = (uint32_t)sum;
    return (uint32_t)(sum >> 32);
}

/*
 * h becomes (h + block) r modulo 2^130 - 5, up to a multiple of that: 0 <= h < 2^130 + 2^35. r[1]
 * to r[3] are multiples of four, so that 2^128 r[i] is 5/4 r[i] 2^-2, which is a whole number.
 */
PQE_NOINLINE void poly_blocks(poly *p, const uint8_t *in, size_t blocks) {
    const uint32_t r0 = p->r[0];
    const uint32_t r1 = p->r[1];
    const uint32_t r2 = p->r[2];
    const uint32_t r3 = p->r[3];
    const uint32_t s1 = r1 + (r1 >> 2);
    const uint32_t s2 = r2 + (r2 >> 2);
    const uint32_t s3 = r3 + (r3 >> 2);
    uint32_t h0 = p->h[0];
    uint32_t h1 = p->h[1];
    uint32_t h2 = p->h[2];
    uint32_t h3 = p->h[3];
    uint32_t h4 = p->h[4];
    for (; blocks != 0; blocks--) {
        uint32_t carry = add_carry(&h0, pqe_load32_le(in), 0);
        carry = add_carry(&h1, pqe_load32_le(in + 4), carry);
        carry = add_carry(&h2, pqe_load32_le(in + 8), carry);
        carry = add_carry(&h3, pqe_load32_le(in + 12), carry);
        h4 += carry + 1;
        uint32_t x0 = 0;
        uint32_t x1 = 0;
        multiply_add(&x0, &x1, h0, r0);
        multiply_add(&x0, &x1, h1, s3);
        multiply_add(&x0, &x1, h2, s2);
        multiply_add(&x0, &x1, h3, s1);
        uint32_t x2 = 0;
        multiply_add(&x1, &x2, h4, s1);
        multiply_add(&x1, &x2, h0, r1);
        multiply_add(&x1, &x2, h1, r0);
        multiply_add(&x1, &x2, h2, s3);
        multiply_add(&x1, &x2, h3, s2);
        uint32_t x3 = 0;
        multiply_add(&x2, &x3, h4, s2);
        multiply_add(&x2, &x3, h0, r2);
        multiply_add(&x2, &x3, h1, r1);
        multiply_add(&x2, &x3, h2, r0);
        multiply_add(&x2, &x3, h3, s3);
        uint32_t x4 = 0;
        multiply_add(&x3, &x4, h4, s3);
        multiply_add(&x3, &x4, h0, r3);
        multiply_add(&x3, &x4, h1, r2);
        multiply_add(&x3, &x4, h2, r1);
        multiply_add(&x3, &x4, h3, r0);
        x4 += h4 * r0;
        /* What is above 2^130 comes in five times below; five times it fits a word. */
        carry = add_carry(&x0, (x4 >> 2) + (x4 & ~3U), 0);
        carry = add_carry(&x1, 0, carry);
        carry = add_carry(&x2, 0, carry);
        carry = add_carry(&x3, 0, carry);
        h0 = x0;
        h1 = x1;
        h2 = x2;
        h3 = x3;
        h4 = (x4 & 3U) + carry;
        in += 16;
    }
    p->h[0] = h0;
    p->h[1] = h1;
    p->h[2] = h2;
    p->h[3] = h3;
    p->h[4] = h4;
}

/* h modulo 2^130 - 5: h + 5 - 2^130 if that is not negative; then the sum with the pad. */
PQE_INLINE void poly_end(poly *p, uint8_t tag[16]) {
    uint32_t reduced[4];
    uint32_t carry = 5;
    for (unsigned int i = 0; i < 4; i++) {
        reduced[i] = p->h[i];
        carry = add_carry(&reduced[i], 0, carry);
    }
    const uint32_t take = pqe_ct_barrier(0U - ((p->h[4] + carry) >> 2));
    for (unsigned int i = 0; i < 4; i++) {
        reduced[i] = (reduced[i] & take) | (p->h[i] & ~take);
    }
    store_sum(tag, reduced, p->pad);
    pqe_wipe_words(reduced, 4);
}

#include "lightweight/chacha20_poly1305/chacha20_poly1305_modes.h"
