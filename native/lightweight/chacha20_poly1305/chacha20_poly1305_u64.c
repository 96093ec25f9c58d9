/* SPDX-License-Identifier: MIT */
/*
 * Variant u64: four blocks of ChaCha20 side by side, in vectors of the compiler where it has them,
 * and Poly1305 in two words of 64 bits and a few bits above; for 64-bit hosts.
 */
#include "lightweight/chacha20_poly1305/chacha20_poly1305.h"

#include "lightweight/chacha20_poly1305/chacha20_block.h"

#define PQE_CHACHA20_POLY1305_VARIANT u64

#if defined(__GNUC__)
#define WAYS 4U

/* The same word of four blocks; operators work on each. */
typedef uint32_t four __attribute__((vector_size(16)));

#define TURN(word, by) (((word) << (by)) | ((word) >> (32 - (by))))

#define QUARTERS(a, b, c, d)                                                                       \
    do {                                                                                           \
        (a) += (b);                                                                                \
        (d) ^= (a);                                                                                \
        (d) = TURN(d, 16);                                                                         \
        (c) += (d);                                                                                \
        (b) ^= (c);                                                                                \
        (b) = TURN(b, 12);                                                                         \
        (a) += (b);                                                                                \
        (d) ^= (a);                                                                                \
        (d) = TURN(d, 8);                                                                          \
        (c) += (d);                                                                                \
        (b) ^= (c);                                                                                \
        (b) = TURN(b, 7);                                                                          \
    } while (0)

/* Four blocks from the state's block counter on. */
PQE_NOINLINE void four_blocks(uint32_t out[WAYS * BLOCK_WORDS], const uint32_t s[BLOCK_WORDS]) {
    four first[BLOCK_WORDS];
    four x[BLOCK_WORDS];
    for (unsigned int i = 0; i < BLOCK_WORDS; i++) {
        first[i] = (four){s[i], s[i], s[i], s[i]};
    }
    first[COUNTER] += (four){0, 1, 2, 3};
    for (unsigned int i = 0; i < BLOCK_WORDS; i++) {
        x[i] = first[i];
    }
    for (unsigned int i = 0; i < DOUBLE_ROUNDS; i++) {
        QUARTERS(x[0], x[4], x[8], x[12]);
        QUARTERS(x[1], x[5], x[9], x[13]);
        QUARTERS(x[2], x[6], x[10], x[14]);
        QUARTERS(x[3], x[7], x[11], x[15]);
        QUARTERS(x[0], x[5], x[10], x[15]);
        QUARTERS(x[1], x[6], x[11], x[12]);
        QUARTERS(x[2], x[7], x[8], x[13]);
        QUARTERS(x[3], x[4], x[9], x[14]);
    }
    for (unsigned int i = 0; i < BLOCK_WORDS; i++) {
        x[i] += first[i];
        for (unsigned int k = 0; k < WAYS; k++) {
            out[k * BLOCK_WORDS + i] = x[i][k];
        }
    }
    pqe_wipe(x, sizeof x);
    pqe_wipe(first, sizeof first);
}

PQE_NOINLINE void stream_four(uint32_t state[BLOCK_WORDS], uint8_t *out, const uint8_t *in,
                              size_t len) {
    uint32_t blocks[WAYS * BLOCK_WORDS];
    for (; len >= sizeof blocks; len -= sizeof blocks) {
        four_blocks(blocks, state);
        state[COUNTER] += WAYS;
        xor_words(out, in, blocks, WAYS * BLOCK_WORDS);
        out += sizeof blocks;
        in += sizeof blocks;
    }
    pqe_wipe(blocks, sizeof blocks);
    stream(state, out, in, len);
}
#define stream stream_four
#endif

typedef struct {
    uint64_t low;
    uint64_t high;
} wide;

#if defined(__SIZEOF_INT128__)
__extension__ typedef unsigned __int128 uint128;

/* sum += a * b */
PQE_INLINE void multiply_add(wide *sum, uint64_t a, uint64_t b) {
    const uint128 product = (uint128)a * b + sum->low;
    sum->low = (uint64_t)product;
    sum->high += (uint64_t)(product >> 64);
}

/* word += other + carry, which is 0 or 1; the new carry. */
PQE_INLINE uint64_t add_carry(uint64_t *word, uint64_t other, uint64_t carry) {
    const uint128 sum = (uint128)*word + other + carry;
    *word = (uint64_t)sum;
    return (uint64_t)(sum >> 64);
}
#else
/* The carry out of a + b = sum, from the highest bits: a comparison may become a branch. */
PQE_INLINE uint64_t carry_of(uint64_t a, uint64_t b, uint64_t sum) {
    return ((a & b) | ((a | b) & ~sum)) >> 63;
}

PQE_INLINE void multiply_add(wide *sum, uint64_t a, uint64_t b) {
    const uint64_t a0 = (uint32_t)a;
    const uint64_t a1 = a >> 32;
    const uint64_t b0 = (uint32_t)b;
    const uint64_t b1 = b >> 32;
    const uint64_t bottom = a0 * b0;
    const uint64_t middle = a1 * b0 + (bottom >> 32);
    const uint64_t other = a0 * b1 + (uint32_t)middle;
    const uint64_t low = (other << 32) | (uint32_t)bottom;
    const uint64_t all = sum->low + low;
    sum->high += a1 * b1 + (middle >> 32) + (other >> 32) + carry_of(sum->low, low, all);
    sum->low = all;
}

PQE_INLINE uint64_t add_carry(uint64_t *word, uint64_t other, uint64_t carry) {
    const uint64_t sum = *word + other;
    const uint64_t all = sum + carry;
    carry = carry_of(*word, other, sum) | carry_of(sum, carry, all);
    *word = all;
    return carry;
}
#endif

typedef struct {
    uint64_t r[2];
    uint64_t h[3];
    uint64_t pad[2];
} poly;

/* RFC 8439 section 2.5: r, of which some bits are cleared, and s, which is added at the end. */
PQE_INLINE void poly_begin(poly *p, const uint32_t key[8]) {
    p->r[0] = ((uint64_t)key[1] << 32 | key[0]) & UINT64_C(0x0ffffffc0fffffff);
    p->r[1] = ((uint64_t)key[3] << 32 | key[2]) & UINT64_C(0x0ffffffc0ffffffc);
    p->pad[0] = (uint64_t)key[5] << 32 | key[4];
    p->pad[1] = (uint64_t)key[7] << 32 | key[6];
    p->h[0] = 0;
    p->h[1] = 0;
    p->h[2] = 0;
}

/*
 * h becomes (h + block) r modulo 2^130 - 5, up to a multiple of that: h[2] stays below 8. r[1] is a
 * multiple of four, so that 2^128 r[1] is 5/4 r[1], a whole number.
 */
PQE_NOINLINE void poly_blocks(poly *p, const uint8_t *in, size_t blocks) {
    const uint64_t r0 = p->r[0];
    const uint64_t r1 = p->r[1];
    const uint64_t s1 = r1 + (r1 >> 2);
    uint64_t h0 = p->h[0];
    uint64_t h1 = p->h[1];
    uint64_t h2 = p->h[2];
    for (; blocks != 0; blocks--) {
        uint64_t carry = add_carry(&h0, pqe_load64_le(in), 0);
        carry = add_carry(&h1, pqe_load64_le(in + 8), carry);
        h2 += carry + 1;
        wide x0 = {0, 0};
        multiply_add(&x0, h0, r0);
        multiply_add(&x0, h1, s1);
        wide x1 = {0, 0};
        multiply_add(&x1, h0, r1);
        multiply_add(&x1, h1, r0);
        multiply_add(&x1, h2, s1);
        x1.high += add_carry(&x1.low, x0.high, 0);
        const uint64_t x2 = h2 * r0 + x1.high;
        /* What is above 2^130 comes in five times below. */
        carry = add_carry(&x0.low, (x2 >> 2) + (x2 & ~UINT64_C(3)), 0);
        carry = add_carry(&x1.low, 0, carry);
        h0 = x0.low;
        h1 = x1.low;
        h2 = (x2 & 3U) + carry;
        in += 16;
    }
    p->h[0] = h0;
    p->h[1] = h1;
    p->h[2] = h2;
}

/* h modulo 2^130 - 5: h + 5 - 2^130 if that is not negative; then the sum with the pad. */
PQE_INLINE void poly_end(poly *p, uint8_t tag[16]) {
    uint64_t sum[2] = {p->h[0], p->h[1]};
    uint64_t carry = add_carry(&sum[0], 5, 0);
    carry = add_carry(&sum[1], 0, carry);
    const uint64_t reached = (p->h[2] + carry) >> 2;
    const uint64_t take = 0U - (uint64_t)pqe_ct_barrier((uint32_t)reached);
    sum[0] = (sum[0] & take) | (p->h[0] & ~take);
    sum[1] = (sum[1] & take) | (p->h[1] & ~take);
    carry = add_carry(&sum[0], p->pad[0], 0);
    (void)add_carry(&sum[1], p->pad[1], carry);
    pqe_store64_le(tag, sum[0]);
    pqe_store64_le(tag + 8, sum[1]);
    pqe_wipe(sum, sizeof sum);
}

#include "lightweight/chacha20_poly1305/chacha20_poly1305_modes.h"
