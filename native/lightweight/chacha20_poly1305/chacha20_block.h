/* SPDX-License-Identifier: MIT */
/*
 * One block of ChaCha20 in 32-bit words, and the key stream one block at a time, for the variants
 * that do not take several blocks at once.
 */
#ifndef PQE_LIGHTWEIGHT_CHACHA20_BLOCK_H
#define PQE_LIGHTWEIGHT_CHACHA20_BLOCK_H

#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"
#include "common/rotate.h"

#define BLOCK_BYTES 64U
#define BLOCK_WORDS 16U
#define COUNTER 12U
#define DOUBLE_ROUNDS 10U

#if defined(__thumb2__)
/*
 * Thumb-2: a rotation costs nothing in the operand of the addition or exclusive-or that uses it. So
 * b and d are kept as they were before their last rotation, by 25 and by 24 to the right (RFC 8439
 * has 7 and 8 to the left), and every use rotates. The barriers keep the compiler from rotating
 * once for two uses. Twelve words are in registers, the last row is in memory.
 */
#define QUARTER(a, b, c, row, column)                                                              \
    do {                                                                                           \
        uint32_t d = (row)[column];                                                                \
        (a) += pqe_ror32(b, 25);                                                                   \
        d = pqe_ct_barrier((a) ^ pqe_ror32(d, 24));                                                \
        (c) = pqe_ct_barrier((c) + pqe_ror32(d, 16));                                              \
        (b) = pqe_ct_barrier((c) ^ pqe_ror32(b, 25));                                              \
        (a) = pqe_ct_barrier((a) + pqe_ror32(b, 20));                                              \
        d = pqe_ct_barrier((a) ^ pqe_ror32(d, 16));                                                \
        (c) = pqe_ct_barrier((c) + pqe_ror32(d, 24));                                              \
        (b) = pqe_ct_barrier((c) ^ pqe_ror32(b, 20));                                              \
        (row)[column] = d;                                                                         \
    } while (0)

PQE_NOINLINE void chacha_block(uint32_t out[BLOCK_WORDS], const uint32_t s[BLOCK_WORDS]) {
    volatile uint32_t row[4];
    uint32_t a0 = s[0];
    uint32_t a1 = s[1];
    uint32_t a2 = s[2];
    uint32_t a3 = s[3];
    uint32_t b0 = pqe_ror32(s[4], 7);
    uint32_t b1 = pqe_ror32(s[5], 7);
    uint32_t b2 = pqe_ror32(s[6], 7);
    uint32_t b3 = pqe_ror32(s[7], 7);
    uint32_t c0 = s[8];
    uint32_t c1 = s[9];
    uint32_t c2 = s[10];
    uint32_t c3 = s[11];
    for (unsigned int i = 0; i < 4; i++) {
        row[i] = pqe_ror32(s[COUNTER + i], 8);
    }
    for (unsigned int i = 0; i < DOUBLE_ROUNDS; i++) {
        QUARTER(a0, b0, c0, row, 0);
        QUARTER(a1, b1, c1, row, 1);
        QUARTER(a2, b2, c2, row, 2);
        QUARTER(a3, b3, c3, row, 3);
        QUARTER(a0, b1, c2, row, 3);
        QUARTER(a1, b2, c3, row, 0);
        QUARTER(a2, b3, c0, row, 1);
        QUARTER(a3, b0, c1, row, 2);
    }
    out[0] = a0 + s[0];
    out[1] = a1 + s[1];
    out[2] = a2 + s[2];
    out[3] = a3 + s[3];
    out[4] = pqe_ror32(b0, 25) + s[4];
    out[5] = pqe_ror32(b1, 25) + s[5];
    out[6] = pqe_ror32(b2, 25) + s[6];
    out[7] = pqe_ror32(b3, 25) + s[7];
    out[8] = c0 + s[8];
    out[9] = c1 + s[9];
    out[10] = c2 + s[10];
    out[11] = c3 + s[11];
    for (unsigned int i = 0; i < 4; i++) {
        out[COUNTER + i] = pqe_ror32(row[i], 24) + s[COUNTER + i];
        row[i] = 0;
    }
}
#else
#define QUARTER(a, b, c, d)                                                                        \
    do {                                                                                           \
        (a) += (b);                                                                                \
        (d) = pqe_ror32_near((d) ^ (a), 16);                                                       \
        (c) += (d);                                                                                \
        (b) = pqe_ror32_near((b) ^ (c), 20);                                                       \
        (a) += (b);                                                                                \
        (d) = pqe_ror32_near((d) ^ (a), 24);                                                       \
        (c) += (d);                                                                                \
        (b) = pqe_ror32_near((b) ^ (c), 25);                                                       \
    } while (0)

PQE_NOINLINE void chacha_block(uint32_t out[BLOCK_WORDS], const uint32_t s[BLOCK_WORDS]) {
    uint32_t x[BLOCK_WORDS];
    for (unsigned int i = 0; i < BLOCK_WORDS; i++) {
        x[i] = pqe_ct_barrier(s[i]); /* else gcc calls memcpy */
    }
    for (unsigned int i = 0; i < DOUBLE_ROUNDS; i++) {
        QUARTER(x[0], x[4], x[8], x[12]);
        QUARTER(x[1], x[5], x[9], x[13]);
        QUARTER(x[2], x[6], x[10], x[14]);
        QUARTER(x[3], x[7], x[11], x[15]);
        QUARTER(x[0], x[5], x[10], x[15]);
        QUARTER(x[1], x[6], x[11], x[12]);
        QUARTER(x[2], x[7], x[8], x[13]);
        QUARTER(x[3], x[4], x[9], x[14]);
    }
    for (unsigned int i = 0; i < BLOCK_WORDS; i++) {
        out[i] = x[i] + s[i];
    }
    pqe_wipe_words(x, BLOCK_WORDS);
}
#endif

PQE_INLINE void xor_words(uint8_t *out, const uint8_t *in, const uint32_t *words, size_t count) {
    if (!PQE_WORD_ACCESS && PQE_LITTLE_ENDIAN && pqe_is_aligned32(in) && pqe_is_aligned32(out)) {
        for (size_t i = 0; i < count; i++) {
            pqe_store32_aligned(out + 4 * i, words[i] ^ pqe_load32_aligned(in + 4 * i));
        }
    } else {
        for (size_t i = 0; i < count; i++) {
            pqe_store32_le(out + 4 * i, words[i] ^ pqe_load32_le(in + 4 * i));
        }
    }
}

/* Exclusive-or of one block's key stream with at most a block. */
PQE_INLINE void xor_block(uint8_t *out, const uint8_t *in, const uint32_t *words, size_t len) {
    const size_t whole = len / 4;
    xor_words(out, in, words, whole);
    if (len % 4 != 0) {
        uint32_t word = words[whole];
        for (size_t i = 4 * whole; i < len; i++) {
            out[i] = (uint8_t)(in[i] ^ word);
            word >>= 8;
        }
    }
}

/* Exclusive-or of the key stream from the state's block counter on, which goes on by one a block.
 */
PQE_NOINLINE void stream(uint32_t state[BLOCK_WORDS], uint8_t *out, const uint8_t *in, size_t len) {
    uint32_t block[BLOCK_WORDS];
    while (len != 0) {
        const size_t take = len < BLOCK_BYTES ? len : BLOCK_BYTES;
        chacha_block(block, state);
        state[COUNTER]++;
        xor_block(out, in, block, take);
        out += take;
        in += take;
        len -= take;
    }
    pqe_wipe_words(block, BLOCK_WORDS);
}

#endif
