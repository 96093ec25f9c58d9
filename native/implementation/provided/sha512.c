/* SPDX-License-Identifier: MIT */
/*
 * SHA-384 and SHA-512. Implementation notes: the message schedule is a ring of 16 words.
 * Round constants are the fractions of the cube roots of the first 80 primes, initial values
 * those of the square roots of the first 8 (SHA-512) and of the ninth to sixteenth
 * (SHA-384).
 */
#include "sha2.h"

#include <string.h>

#define BLOCK 128u
#define ROUNDS 80u
#define LENGTH_AT 112u /* in the last block: the length of the message in bits, big-endian */
#define COUNT_AT 64u   /* in a context: the number of bytes so far */

static const uint64_t constants[ROUNDS] = {
    0x428a2f98d728ae22, 0x7137449123ef65cd, 0xb5c0fbcfec4d3b2f, 0xe9b5dba58189dbbc,
    0x3956c25bf348b538, 0x59f111f1b605d019, 0x923f82a4af194f9b, 0xab1c5ed5da6d8118,
    0xd807aa98a3030242, 0x12835b0145706fbe, 0x243185be4ee4b28c, 0x550c7dc3d5ffb4e2,
    0x72be5d74f27b896f, 0x80deb1fe3b1696b1, 0x9bdc06a725c71235, 0xc19bf174cf692694,
    0xe49b69c19ef14ad2, 0xefbe4786384f25e3, 0x0fc19dc68b8cd5b5, 0x240ca1cc77ac9c65,
    0x2de92c6f592b0275, 0x4a7484aa6ea6e483, 0x5cb0a9dcbd41fbd4, 0x76f988da831153b5,
    0x983e5152ee66dfab, 0xa831c66d2db43210, 0xb00327c898fb213f, 0xbf597fc7beef0ee4,
    0xc6e00bf33da88fc2, 0xd5a79147930aa725, 0x06ca6351e003826f, 0x142929670a0e6e70,
    0x27b70a8546d22ffc, 0x2e1b21385c26c926, 0x4d2c6dfc5ac42aed, 0x53380d139d95b3df,
    0x650a73548baf63de, 0x766a0abb3c77b2a8, 0x81c2c92e47edaee6, 0x92722c851482353b,
    0xa2bfe8a14cf10364, 0xa81a664bbc423001, 0xc24b8b70d0f89791, 0xc76c51a30654be30,
    0xd192e819d6ef5218, 0xd69906245565a910, 0xf40e35855771202a, 0x106aa07032bbd1b8,
    0x19a4c116b8d2d0c8, 0x1e376c085141ab53, 0x2748774cdf8eeb99, 0x34b0bcb5e19b48a8,
    0x391c0cb3c5c95a63, 0x4ed8aa4ae3418acb, 0x5b9cca4f7763e373, 0x682e6ff3d6b2b8a3,
    0x748f82ee5defb2fc, 0x78a5636f43172f60, 0x84c87814a1f0ab72, 0x8cc702081a6439ec,
    0x90befffa23631e28, 0xa4506cebde82bde9, 0xbef9a3f7b2c67915, 0xc67178f2e372532b,
    0xca273eceea26619c, 0xd186b8c721c0c207, 0xeada7dd6cde0eb1e, 0xf57d4f7fee6ed178,
    0x06f067aa72176fba, 0x0a637dc5a2c898a6, 0x113f9804bef90dae, 0x1b710b35131c471b,
    0x28db77f523047d84, 0x32caab7b40c72493, 0x3c9ebe0a15c9bebc, 0x431d67c49c100d4c,
    0x4cc5d4becb3e42b6, 0x597f299cfc657e2a, 0x5fcb6fab3ad6faec, 0x6c44198c4a475817};

static const uint64_t start_384[8] = {0xcbbb9d5dc1059ed8, 0x629a292a367cd507, 0x9159015a3070dd17,
                                      0x152fecd8f70e5939, 0x67332667ffc00b31, 0x8eb44a8768581511,
                                      0xdb0c2e0d64f98fa7, 0x47b5481dbefa4fa4};

static const uint64_t start_512[8] = {0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b,
                                      0xa54ff53a5f1d36f1, 0x510e527fade682d1, 0x9b05688c2b3e6c1f,
                                      0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};

static inline uint64_t rotr(uint64_t word, unsigned count) {
    return word >> count | word << (64 - count);
}

static inline uint64_t load(const uint8_t *in) {
    uint64_t word = 0;
    for (unsigned i = 0; i < sizeof word; i++) {
        word = word << 8 | in[i];
    }
    return word;
}

static inline void store(uint8_t *out, uint64_t word) {
    for (unsigned i = 0; i < sizeof word; i++) {
        out[i] = (uint8_t)(word >> (56 - 8 * i));
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

static inline uint64_t next_word(const uint64_t w[16], size_t t) {
    uint64_t early = w[(t + 1) % 16];
    uint64_t late = w[(t + 14) % 16];
    uint64_t s0 = rotr(early, 1) ^ rotr(early, 8) ^ early >> 7;
    uint64_t s1 = rotr(late, 19) ^ rotr(late, 61) ^ late >> 6;
    return w[t % 16] + s0 + w[(t + 9) % 16] + s1;
}

/* One step; a..h of the standard are v[0]..v[7]. */
static inline void step(uint64_t v[8], uint64_t addend) {
    uint64_t s1 = rotr(v[4], 14) ^ rotr(v[4], 18) ^ rotr(v[4], 41);
    uint64_t choice = v[6] ^ (v[4] & (v[5] ^ v[6]));
    uint64_t t1 = v[7] + s1 + choice + addend;
    uint64_t s0 = rotr(v[0], 28) ^ rotr(v[0], 34) ^ rotr(v[0], 39);
    uint64_t majority = (v[0] & v[1]) | (v[2] & (v[0] | v[1]));
    v[7] = v[6];
    v[6] = v[5];
    v[5] = v[4];
    v[4] = v[3] + t1;
    v[3] = v[2];
    v[2] = v[1];
    v[1] = v[0];
    v[0] = t1 + s0 + majority;
}

static void compress(uint64_t state[8], const uint8_t *in) {
    uint64_t w[16];
    uint64_t v[8];
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

static void begin(uint8_t *ctx, const uint64_t start[8]) {
    for (size_t i = 0; i < 8; i++) {
        store(ctx + sizeof start[0] * i, start[i]);
    }
    store_count(ctx + COUNT_AT, 0);
}

static void read_state(uint64_t state[8], const uint8_t *ctx) {
    for (size_t i = 0; i < 8; i++) {
        state[i] = load(ctx + sizeof state[0] * i);
    }
}

static void blocks(uint8_t *ctx, const uint8_t *in, size_t count) {
    uint64_t state[8];
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
    uint64_t state[8];
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
    last[bytes - 9] = (uint8_t)(total >> 61);
    store_count(last + bytes - 8, total << 3);
    for (size_t at = 0; at < bytes; at += BLOCK) {
        compress(state, last + at);
    }
    for (size_t i = 0; i < words; i++) {
        store(out + sizeof state[0] * i, state[i]);
    }
}

/* ---- SHA-384 ---- */

void sha384_inc_init(sha384ctx *state) {
    begin(state->ctx, start_384);
}

void sha384_inc_ctx_clone(sha384ctx *stateout, const sha384ctx *statein) {
    *stateout = *statein;
}

void sha384_inc_blocks(sha384ctx *state, const uint8_t *in, size_t inblocks) {
    blocks(state->ctx, in, inblocks);
}

void sha384_inc_finalize(uint8_t *out, sha384ctx *state, const uint8_t *in, size_t inlen) {
    finish(out, 6, state->ctx, in, inlen);
}

void sha384_inc_ctx_release(sha384ctx *state) {
    (void)state;
}

void sha384(uint8_t *out, const uint8_t *in, size_t inlen) {
    sha384ctx state;
    sha384_inc_init(&state);
    sha384_inc_finalize(out, &state, in, inlen);
}

/* ---- SHA-512 ---- */

void sha512_inc_init(sha512ctx *state) {
    begin(state->ctx, start_512);
}

void sha512_inc_ctx_clone(sha512ctx *stateout, const sha512ctx *statein) {
    *stateout = *statein;
}

void sha512_inc_blocks(sha512ctx *state, const uint8_t *in, size_t inblocks) {
    blocks(state->ctx, in, inblocks);
}

void sha512_inc_finalize(uint8_t *out, sha512ctx *state, const uint8_t *in, size_t inlen) {
    finish(out, 8, state->ctx, in, inlen);
}

void sha512_inc_ctx_release(sha512ctx *state) {
    (void)state;
}

void sha512(uint8_t *out, const uint8_t *in, size_t inlen) {
    sha512ctx state;
    sha512_inc_init(&state);
    sha512_inc_finalize(out, &state, in, inlen);
}
