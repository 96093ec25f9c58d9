/* SPDX-License-Identifier: MIT */
/*
 * Implementation notes. Lanes are little-endian; lane x + 5y of the state is A[x, y] of FIPS 202.
 * One round is written out: each output row takes the five lanes that rho and pi bring there.
 * Rotation counts and places follow from section 3.2.2 and 3.2.3, round constants from section
 * 3.2.5; the tests compare with another library at every length around the rates.
 */
#include "fips202.h"

#include <string.h>

#define LANES 25u
#define SHAKE_SUFFIX 0x1fu /* 1111 and the first bit of the padding */
#define SHA3_SUFFIX 0x06u  /* 01 and the first bit of the padding */

static const uint64_t round_constants[24] = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
    0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
    0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
    0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
    0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008};

static inline uint64_t rotl(uint64_t lane, unsigned count) {
    return lane << count | lane >> (64 - count);
}

static inline void chi(uint64_t *row, uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e) {
    row[0] = a ^ (~b & c);
    row[1] = b ^ (~c & d);
    row[2] = c ^ (~d & e);
    row[3] = d ^ (~e & a);
    row[4] = e ^ (~a & b);
}

static inline void keccak_round(uint64_t out[LANES], const uint64_t in[LANES], uint64_t constant) {
    uint64_t c[5];
    uint64_t d[5];
    for (size_t x = 0; x < 5; x++) {
        c[x] = in[x] ^ in[x + 5] ^ in[x + 10] ^ in[x + 15] ^ in[x + 20];
    }
    for (size_t x = 0; x < 5; x++) {
        d[x] = c[(x + 4) % 5] ^ rotl(c[(x + 1) % 5], 1);
    }
    chi(out + 0, in[0] ^ d[0], rotl(in[6] ^ d[1], 44), rotl(in[12] ^ d[2], 43),
        rotl(in[18] ^ d[3], 21), rotl(in[24] ^ d[4], 14));
    chi(out + 5, rotl(in[3] ^ d[3], 28), rotl(in[9] ^ d[4], 20), rotl(in[10] ^ d[0], 3),
        rotl(in[16] ^ d[1], 45), rotl(in[22] ^ d[2], 61));
    chi(out + 10, rotl(in[1] ^ d[1], 1), rotl(in[7] ^ d[2], 6), rotl(in[13] ^ d[3], 25),
        rotl(in[19] ^ d[4], 8), rotl(in[20] ^ d[0], 18));
    chi(out + 15, rotl(in[4] ^ d[4], 27), rotl(in[5] ^ d[0], 36), rotl(in[11] ^ d[1], 10),
        rotl(in[17] ^ d[2], 15), rotl(in[23] ^ d[3], 56));
    chi(out + 20, rotl(in[2] ^ d[2], 62), rotl(in[8] ^ d[3], 55), rotl(in[14] ^ d[4], 39),
        rotl(in[15] ^ d[0], 41), rotl(in[21] ^ d[1], 2));
    out[0] ^= constant;
}

static void permute(uint64_t state[LANES]) {
    uint64_t other[LANES];
    for (size_t i = 0; i < 24; i += 2) {
        keccak_round(other, state, round_constants[i]);
        keccak_round(state, other, round_constants[i + 1]);
    }
}

static inline uint64_t load64(const uint8_t *in) {
    uint64_t lane = 0;
    for (unsigned i = 0; i < 8; i++) {
        lane |= (uint64_t)in[i] << (8 * i);
    }
    return lane;
}

static inline void store64(uint8_t *out, uint64_t lane) {
    for (unsigned i = 0; i < 8; i++) {
        out[i] = (uint8_t)(lane >> (8 * i));
    }
}

static inline void xor_byte(uint64_t *state, size_t at, uint8_t byte) {
    state[at / 8] ^= (uint64_t)byte << (8 * (at % 8));
}

/* Takes input from byte `used` of the current block on; returns how many bytes of it are used then,
 * always fewer than the rate. */
static size_t absorb(uint64_t *state, size_t used, size_t rate, const uint8_t *in, size_t len) {
    while (len > 0) {
        if (used == 0 && len >= rate) {
            for (size_t i = 0; i < rate / 8; i++) {
                state[i] ^= load64(in + 8 * i);
            }
            permute(state);
            in += rate;
            len -= rate;
            continue;
        }
        xor_byte(state, used++, *in++);
        len--;
        if (used == rate) {
            permute(state);
            used = 0;
        }
    }
    return used;
}

static void pad(uint64_t *state, size_t used, size_t rate, uint8_t suffix) {
    xor_byte(state, used, suffix);
    xor_byte(state, rate - 1, 0x80);
}

static void squeeze_block(uint64_t *state, size_t rate, uint8_t *out) {
    permute(state);
    for (size_t i = 0; i < rate / 8; i++) {
        store64(out + 8 * i, state[i]);
    }
}

/* Gives output while `left` bytes of the current block are still unused; returns how many are then.
 */
static size_t squeeze(uint64_t *state, size_t left, size_t rate, uint8_t *out, size_t len) {
    while (len > 0) {
        if (left == 0 && len >= rate) {
            squeeze_block(state, rate, out);
            out += rate;
            len -= rate;
            continue;
        }
        if (left == 0) {
            permute(state);
            left = rate;
        }
        size_t at = rate - left;
        *out++ = (uint8_t)(state[at / 8] >> (8 * (at % 8)));
        left--;
        len--;
    }
    return left;
}

static void digest(uint8_t *out, size_t len, size_t rate, uint8_t suffix, const uint8_t *in,
                   size_t inlen) {
    uint64_t state[LANES] = {0};
    pad(state, absorb(state, 0, rate, in, inlen), rate, suffix);
    (void)squeeze(state, 0, rate, out, len);
}

/* ---- SHAKE128 ---- */

void shake128_absorb(shake128ctx *state, const uint8_t *input, size_t inlen) {
    memset(state->ctx, 0, sizeof state->ctx);
    pad(state->ctx, absorb(state->ctx, 0, SHAKE128_RATE, input, inlen), SHAKE128_RATE,
        SHAKE_SUFFIX);
}

void shake128_squeezeblocks(uint8_t *output, size_t nblocks, shake128ctx *state) {
    for (; nblocks > 0; nblocks--, output += SHAKE128_RATE) {
        squeeze_block(state->ctx, SHAKE128_RATE, output);
    }
}

void shake128_ctx_release(shake128ctx *state) {
    (void)state;
}

void shake128_ctx_clone(shake128ctx *dest, const shake128ctx *src) {
    *dest = *src;
}

void shake128_inc_init(shake128incctx *state) {
    memset(state->ctx, 0, sizeof state->ctx);
}

void shake128_inc_absorb(shake128incctx *state, const uint8_t *input, size_t inlen) {
    state->ctx[LANES] = absorb(state->ctx, (size_t)state->ctx[LANES], SHAKE128_RATE, input, inlen);
}

void shake128_inc_finalize(shake128incctx *state) {
    pad(state->ctx, (size_t)state->ctx[LANES], SHAKE128_RATE, SHAKE_SUFFIX);
    state->ctx[LANES] = 0;
}

void shake128_inc_squeeze(uint8_t *output, size_t outlen, shake128incctx *state) {
    state->ctx[LANES] =
        squeeze(state->ctx, (size_t)state->ctx[LANES], SHAKE128_RATE, output, outlen);
}

void shake128_inc_ctx_clone(shake128incctx *dest, const shake128incctx *src) {
    *dest = *src;
}

void shake128_inc_ctx_release(shake128incctx *state) {
    (void)state;
}

void shake128(uint8_t *output, size_t outlen, const uint8_t *input, size_t inlen) {
    digest(output, outlen, SHAKE128_RATE, SHAKE_SUFFIX, input, inlen);
}

/* ---- SHAKE256 ---- */

void shake256_absorb(shake256ctx *state, const uint8_t *input, size_t inlen) {
    memset(state->ctx, 0, sizeof state->ctx);
    pad(state->ctx, absorb(state->ctx, 0, SHAKE256_RATE, input, inlen), SHAKE256_RATE,
        SHAKE_SUFFIX);
}

void shake256_squeezeblocks(uint8_t *output, size_t nblocks, shake256ctx *state) {
    for (; nblocks > 0; nblocks--, output += SHAKE256_RATE) {
        squeeze_block(state->ctx, SHAKE256_RATE, output);
    }
}

void shake256_ctx_release(shake256ctx *state) {
    (void)state;
}

void shake256_ctx_clone(shake256ctx *dest, const shake256ctx *src) {
    *dest = *src;
}

void shake256_inc_init(shake256incctx *state) {
    memset(state->ctx, 0, sizeof state->ctx);
}

void shake256_inc_absorb(shake256incctx *state, const uint8_t *input, size_t inlen) {
    state->ctx[LANES] = absorb(state->ctx, (size_t)state->ctx[LANES], SHAKE256_RATE, input, inlen);
}

void shake256_inc_finalize(shake256incctx *state) {
    pad(state->ctx, (size_t)state->ctx[LANES], SHAKE256_RATE, SHAKE_SUFFIX);
    state->ctx[LANES] = 0;
}

void shake256_inc_squeeze(uint8_t *output, size_t outlen, shake256incctx *state) {
    state->ctx[LANES] =
        squeeze(state->ctx, (size_t)state->ctx[LANES], SHAKE256_RATE, output, outlen);
}

void shake256_inc_ctx_clone(shake256incctx *dest, const shake256incctx *src) {
    *dest = *src;
}

void shake256_inc_ctx_release(shake256incctx *state) {
    (void)state;
}

void shake256(uint8_t *output, size_t outlen, const uint8_t *input, size_t inlen) {
    digest(output, outlen, SHAKE256_RATE, SHAKE_SUFFIX, input, inlen);
}

/* ---- SHA3-256 ---- */

void sha3_256_inc_init(sha3_256incctx *state) {
    memset(state->ctx, 0, sizeof state->ctx);
}

void sha3_256_inc_absorb(sha3_256incctx *state, const uint8_t *input, size_t inlen) {
    state->ctx[LANES] = absorb(state->ctx, (size_t)state->ctx[LANES], SHA3_256_RATE, input, inlen);
}

void sha3_256_inc_finalize(uint8_t *output, sha3_256incctx *state) {
    pad(state->ctx, (size_t)state->ctx[LANES], SHA3_256_RATE, SHA3_SUFFIX);
    (void)squeeze(state->ctx, 0, SHA3_256_RATE, output, 32);
}

void sha3_256_inc_ctx_clone(sha3_256incctx *dest, const sha3_256incctx *src) {
    *dest = *src;
}

void sha3_256_inc_ctx_release(sha3_256incctx *state) {
    (void)state;
}

void sha3_256(uint8_t *output, const uint8_t *input, size_t inlen) {
    digest(output, 32, SHA3_256_RATE, SHA3_SUFFIX, input, inlen);
}

/* ---- SHA3-384 ---- */

void sha3_384_inc_init(sha3_384incctx *state) {
    memset(state->ctx, 0, sizeof state->ctx);
}

void sha3_384_inc_absorb(sha3_384incctx *state, const uint8_t *input, size_t inlen) {
    state->ctx[LANES] = absorb(state->ctx, (size_t)state->ctx[LANES], SHA3_384_RATE, input, inlen);
}

void sha3_384_inc_finalize(uint8_t *output, sha3_384incctx *state) {
    pad(state->ctx, (size_t)state->ctx[LANES], SHA3_384_RATE, SHA3_SUFFIX);
    (void)squeeze(state->ctx, 0, SHA3_384_RATE, output, 48);
}

void sha3_384_inc_ctx_clone(sha3_384incctx *dest, const sha3_384incctx *src) {
    *dest = *src;
}

void sha3_384_inc_ctx_release(sha3_384incctx *state) {
    (void)state;
}

void sha3_384(uint8_t *output, const uint8_t *input, size_t inlen) {
    digest(output, 48, SHA3_384_RATE, SHA3_SUFFIX, input, inlen);
}

/* ---- SHA3-512 ---- */

void sha3_512_inc_init(sha3_512incctx *state) {
    memset(state->ctx, 0, sizeof state->ctx);
}

void sha3_512_inc_absorb(sha3_512incctx *state, const uint8_t *input, size_t inlen) {
    state->ctx[LANES] = absorb(state->ctx, (size_t)state->ctx[LANES], SHA3_512_RATE, input, inlen);
}

void sha3_512_inc_finalize(uint8_t *output, sha3_512incctx *state) {
    pad(state->ctx, (size_t)state->ctx[LANES], SHA3_512_RATE, SHA3_SUFFIX);
    (void)squeeze(state->ctx, 0, SHA3_512_RATE, output, 64);
}

void sha3_512_inc_ctx_clone(sha3_512incctx *dest, const sha3_512incctx *src) {
    *dest = *src;
}

void sha3_512_inc_ctx_release(sha3_512incctx *state) {
    (void)state;
}

void sha3_512(uint8_t *output, const uint8_t *input, size_t inlen) {
    digest(output, 64, SHA3_512_RATE, SHA3_SUFFIX, input, inlen);
}
