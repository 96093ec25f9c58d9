/* SPDX-License-Identifier: MIT */
/*
 * SHA-224 and SHA-256. Implementation notes: the message schedule is a ring of 16 words.
 * Round constants are the fractions of the cube roots of the first 64 primes, initial values
 * those of the square roots of the first 8 (SHA-256) and of the ninth to sixteenth
 * (SHA-224, their low 32 bits of 64).
 */
#include "sha2.h"

#include <string.h>

#define BLOCK 64u
#define ROUNDS 64u
#define LENGTH_AT 56u /* in the last block: the length of the message in bits, big-endian */
#define COUNT_AT 32u  /* in a context: the number of bytes so far */

static const uint32_t constants[ROUNDS] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static const uint32_t start_224[8] = {0xc1059ed8, 0x367cd507, 0x3070dd17, 0xf70e5939,
                                      0xffc00b31, 0x68581511, 0x64f98fa7, 0xbefa4fa4};

static const uint32_t start_256[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

static inline uint32_t rotr(uint32_t word, unsigned count) {
    return word >> count | word << (32 - count);
}

static inline uint32_t load(const uint8_t *in) {
    uint32_t word = 0;
    for (unsigned i = 0; i < sizeof word; i++) {
        word = word << 8 | in[i];
    }
    return word;
}

static inline void store(uint8_t *out, uint32_t word) {
    for (unsigned i = 0; i < sizeof word; i++) {
        out[i] = (uint8_t)(word >> (24 - 8 * i));
    }
}

static uint64_t load_count(const uint8_t *in) {
    uint64_t count = 0;
    for (unsigned i = 0; i < 8; i++) {
        count = count << 8 | in[i];
    }
    return count;
}

static void store_count(uint8_t *out, uint64_t count) {
    for (unsigned i = 0; i < 8; i++) {
        out[i] = (uint8_t)(count >> (56 - 8 * i));
    }
}

static inline uint32_t next_word(const uint32_t w[16], size_t t) {
    uint32_t early = w[(t + 1) % 16];
    uint32_t late = w[(t + 14) % 16];
    uint32_t s0 = rotr(early, 7) ^ rotr(early, 18) ^ early >> 3;
    uint32_t s1 = rotr(late, 17) ^ rotr(late, 19) ^ late >> 10;
    return w[t % 16] + s0 + w[(t + 9) % 16] + s1;
}

/* One step; a..h of the standard are v[0]..v[7]. */
static inline void step(uint32_t v[8], uint32_t addend) {
    uint32_t s1 = rotr(v[4], 6) ^ rotr(v[4], 11) ^ rotr(v[4], 25);
    uint32_t choice = v[6] ^ (v[4] & (v[5] ^ v[6]));
    uint32_t t1 = v[7] + s1 + choice + addend;
    uint32_t s0 = rotr(v[0], 2) ^ rotr(v[0], 13) ^ rotr(v[0], 22);
    uint32_t majority = (v[0] & v[1]) | (v[2] & (v[0] | v[1]));
    v[7] = v[6];
    v[6] = v[5];
    v[5] = v[4];
    v[4] = v[3] + t1;
    v[3] = v[2];
    v[2] = v[1];
    v[1] = v[0];
    v[0] = t1 + s0 + majority;
}

static void compress(uint32_t state[8], const uint8_t *in) {
    uint32_t w[16];
    uint32_t v[8];
    memcpy(v, state, sizeof v);
    for (size_t t = 0; t < 16; t++) {
        w[t] = load(in + sizeof w[0] * t);
        step(v, w[t] + constants[t]);
    }
    for (size_t round = 16; round < ROUNDS; round += 16) {
        for (size_t t = 0; t < 16; t++) {
            w[t] = next_word(w, t);
            step(v, w[t] + constants[round + t]);
        }
    }
    for (size_t i = 0; i < 8; i++) {
        state[i] += v[i];
    }
}

static void begin(uint8_t *ctx, const uint32_t start[8]) {
    for (size_t i = 0; i < 8; i++) {
        store(ctx + sizeof start[0] * i, start[i]);
    }
    store_count(ctx + COUNT_AT, 0);
}

static void read_state(uint32_t state[8], const uint8_t *ctx) {
    for (size_t i = 0; i < 8; i++) {
        state[i] = load(ctx + sizeof state[0] * i);
    }
}

static void blocks(uint8_t *ctx, const uint8_t *in, size_t count) {
    uint32_t state[8];
    read_state(state, ctx);
    for (size_t i = 0; i < count; i++) {
        compress(state, in + BLOCK * i);
    }
    for (size_t i = 0; i < 8; i++) {
        store(ctx + sizeof state[0] * i, state[i]);
    }
    store_count(ctx + COUNT_AT, load_count(ctx + COUNT_AT) + (uint64_t)BLOCK * count);
}

/* The rest of the message, padding, and the first `words` words of the result. */
static void finish(uint8_t *out, size_t words, const uint8_t *ctx, const uint8_t *in, size_t len) {
    uint32_t state[8];
    uint8_t last[2 * BLOCK] = {0};
    uint64_t total = load_count(ctx + COUNT_AT) + len;
    read_state(state, ctx);
    for (; len >= BLOCK; len -= BLOCK, in += BLOCK) {
        compress(state, in);
    }
    size_t bytes = len < LENGTH_AT ? BLOCK : 2 * BLOCK;
    if (len > 0) {
        memcpy(last, in, len);
    }
    last[len] = 0x80;
    store_count(last + bytes - 8, total << 3);
    for (size_t at = 0; at < bytes; at += BLOCK) {
        compress(state, last + at);
    }
    for (size_t i = 0; i < words; i++) {
        store(out + sizeof state[0] * i, state[i]);
    }
}

/* ---- SHA-224 ---- */

void sha224_inc_init(sha224ctx *state) {
    begin(state->ctx, start_224);
}

void sha224_inc_ctx_clone(sha224ctx *stateout, const sha224ctx *statein) {
    *stateout = *statein;
}

void sha224_inc_blocks(sha224ctx *state, const uint8_t *in, size_t inblocks) {
    blocks(state->ctx, in, inblocks);
}

void sha224_inc_finalize(uint8_t *out, sha224ctx *state, const uint8_t *in, size_t inlen) {
    finish(out, 7, state->ctx, in, inlen);
}

void sha224_inc_ctx_release(sha224ctx *state) {
    (void)state;
}

void sha224(uint8_t *out, const uint8_t *in, size_t inlen) {
    sha224ctx state;
    sha224_inc_init(&state);
    sha224_inc_finalize(out, &state, in, inlen);
}

/* ---- SHA-256 ---- */

void sha256_inc_init(sha256ctx *state) {
    begin(state->ctx, start_256);
}

void sha256_inc_ctx_clone(sha256ctx *stateout, const sha256ctx *statein) {
    *stateout = *statein;
}

void sha256_inc_blocks(sha256ctx *state, const uint8_t *in, size_t inblocks) {
    blocks(state->ctx, in, inblocks);
}

void sha256_inc_finalize(uint8_t *out, sha256ctx *state, const uint8_t *in, size_t inlen) {
    finish(out, 8, state->ctx, in, inlen);
}

void sha256_inc_ctx_release(sha256ctx *state) {
    (void)state;
}

void sha256(uint8_t *out, const uint8_t *in, size_t inlen) {
    sha256ctx state;
    sha256_inc_init(&state);
    sha256_inc_finalize(out, &state, in, inlen);
}
