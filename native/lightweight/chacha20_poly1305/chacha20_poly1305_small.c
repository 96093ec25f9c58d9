/* SPDX-License-Identifier: MIT */
/*
 * Variant small: one quarter round of ChaCha20 in a loop, and Poly1305 in ten limbs of 13 bits with
 * one product in a loop, none beyond 32 bits. For size.
 */
#include "lightweight/chacha20_poly1305/chacha20_poly1305.h"

#include <string.h>

#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"
#include "common/rolled.h"
#include "common/rotate.h"
#include "lightweight/chacha20_poly1305/poly1305_limbs.h"
#include "lightweight/chacha20_poly1305/poly1305_words.h"

#define PQE_CHACHA20_POLY1305_VARIANT small

#define BLOCK_BYTES 64U
#define BLOCK_WORDS 16U
#define COUNTER 12U
#define ROUNDS 20U

PQE_INLINE void quarter(uint32_t x[BLOCK_WORDS], unsigned int a, unsigned int b, unsigned int c,
                        unsigned int d) {
    x[a] += x[b];
    x[d] = pqe_ror32(x[d] ^ x[a], 16);
    x[c] += x[d];
    x[b] = pqe_ror32(x[b] ^ x[c], 20);
    x[a] += x[b];
    x[d] = pqe_ror32(x[d] ^ x[a], 24);
    x[c] += x[d];
    x[b] = pqe_ror32(x[b] ^ x[c], 25);
}

/* Quarters take columns in even rounds and diagonals in odd ones (RFC 8439 section 2.3). */
PQE_ONCE void chacha_block(uint32_t out[BLOCK_WORDS], const uint32_t s[BLOCK_WORDS]) {
    PQE_ROLLED for (unsigned int i = 0; i < BLOCK_WORDS; i++) {
        out[i] = s[i];
    }
    PQE_ROLLED for (unsigned int i = 0; i < 4U * ROUNDS; i++) {
        const unsigned int odd = (i >> 2) & 1U;
        quarter(out, i & 3U, 4U + ((i + odd) & 3U), 8U + ((i + 2U * odd) & 3U),
                12U + ((i + 3U * odd) & 3U));
    }
    PQE_ROLLED for (unsigned int i = 0; i < BLOCK_WORDS; i++) {
        out[i] += s[i];
    }
}

/* Exclusive-or of the key stream from the state's block counter on, which goes on by one a block.
 */
PQE_ONCE void stream(uint32_t state[BLOCK_WORDS], uint8_t *out, const uint8_t *in, size_t len) {
    uint32_t block[BLOCK_WORDS];
    PQE_ROLLED for (size_t i = 0; i < len; i++) {
        if (i % BLOCK_BYTES == 0) {
            chacha_block(block, state);
            state[COUNTER]++;
        }
        out[i] = (uint8_t)(in[i] ^ (block[i / 4U % BLOCK_WORDS] >> (8U * (i % 4U))));
    }
    pqe_wipe_words(block, BLOCK_WORDS);
}

/* 130 bits, added to the limbs; then every limb but the highest is below 2^13 again. */
PQE_ONCE void add_bits(uint32_t limb[LIMBS], const uint8_t bytes[17]) {
    uint32_t carry = 0;
    PQE_ROLLED for (unsigned int i = 0, at = 0; i < LIMBS; i++, at += LIMB_BITS) {
        const uint8_t *const in = bytes + at / 8U;
        const uint32_t bits = (uint32_t)in[0] | (uint32_t)in[1] << 8 | (uint32_t)in[2] << 16;
        carry += limb[i] + ((bits >> (at % 8U)) & LIMB_MASK);
        limb[i] = i == LIMBS - 1U ? carry : carry & LIMB_MASK;
        carry >>= LIMB_BITS;
    }
}

PQE_INLINE void poly_begin(poly *p, const uint32_t key[8]) {
    uint32_t r[4];
    uint8_t bytes[17];
    load_key(r, p->pad, key);
    pqe_store32_le_words(bytes, r, 4);
    bytes[16] = 0;
    pqe_wipe_words(p->window + LIMBS, LIMBS);
    add_bits(p->window + LIMBS, bytes);
    PQE_ROLLED for (unsigned int i = 0; i < LIMBS; i++) {
        p->window[i] = 5U * p->window[LIMBS + i];
        p->h[i] = 0;
    }
    pqe_wipe(bytes, sizeof bytes);
    pqe_wipe_words(r, 4);
}

/* h becomes (h + block) r modulo 2^130 - 5, up to a multiple of that. Sums fit a word as in variant
 * mul32. */
PQE_ONCE void poly_blocks(poly *p, const uint8_t *in, size_t blocks) {
    uint8_t bytes[17];
    uint32_t product[LIMBS];
    bytes[16] = 1;
    PQE_ROLLED for (; blocks != 0; blocks--) {
        memcpy(bytes, in, 16);
        add_bits(p->h, bytes);
        uint32_t column = 0;
        PQE_ROLLED for (unsigned int i = 0; i < LIMBS; i++) {
            const uint32_t *const factors = p->window + LIMBS + i;
            PQE_ROLLED for (unsigned int k = 0; k < LIMBS; k++) {
                column += p->h[k] * *(factors - k);
            }
            product[i] = column & LIMB_MASK;
            column >>= LIMB_BITS;
        }
        PQE_ROLLED for (unsigned int i = 0; i < LIMBS; i++) {
            p->h[i] = product[i];
        }
        column = 5U * column + p->h[0];
        p->h[0] = column & LIMB_MASK;
        p->h[1] += column >> LIMB_BITS;
        in += 16;
    }
    pqe_wipe_words(product, LIMBS);
}

/* h modulo 2^130 - 5: h + 5 modulo 2^130 if h is not below 2^130 - 5. */
PQE_INLINE void reduce(uint32_t h[LIMBS]) {
    uint32_t more[LIMBS];
    uint8_t bytes[17] = {0};
    add_bits(h, bytes);
    memcpy(more, h, sizeof more);
    bytes[0] = 5;
    add_bits(more, bytes);
    const uint32_t take = pqe_ct_barrier(0U - (more[LIMBS - 1U] >> LIMB_BITS));
    PQE_ROLLED for (unsigned int i = 0; i < LIMBS; i++) {
        h[i] = ((more[i] & take) | (h[i] & ~take)) & LIMB_MASK;
    }
    pqe_wipe_words(more, LIMBS);
}

PQE_INLINE void poly_end(poly *p, uint8_t tag[16]) {
    uint32_t words[5] = {0};
    reduce(p->h);
    PQE_ROLLED for (unsigned int i = 0, at = 0; i < LIMBS; i++, at += LIMB_BITS) {
        const uint32_t high = p->h[i] >> 1; /* shifted in two steps: never by 32 */
        words[at / 32U] |= p->h[i] << (at % 32U);
        words[at / 32U + 1U] |= high >> (31U - at % 32U);
    }
    store_sum(tag, words, p->pad);
    pqe_wipe_words(words, 5);
}

#include "lightweight/chacha20_poly1305/chacha20_poly1305_modes.h"
