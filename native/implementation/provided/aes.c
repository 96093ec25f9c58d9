/* SPDX-License-Identifier: MIT */
/*
 * Implementation notes. Slice b holds bit b of 64 bytes: byte i of block j is bit 16 j + i of each
 * slice, so a block is a group of 16 bits, a column of the state four neighbouring bits of it, and
 * row r the bits r, r + 4, r + 8, r + 12.
 *
 * The S-box is inversion in GF(256), taken in the tower GF(((2^2)^2)^2):
 *   GF(4)   = GF(2)[w] / (w^2 + w + 1)
 *   GF(16)  = GF(4)[z] / (z^2 + z + w)
 *   GF(256) = GF(16)[y] / (y^2 + y + w z)
 * A byte goes into the tower by the isomorphism that sends x to 0x7a (bits 7 to 4: coefficient of
 * y); of all moduli and isomorphisms this pair needs the fewest XORs. The way back is joined with
 * the affine map of FIPS 197, section 5.1.1. The tests compare all 256 values with another library.
 */
#include "aes.h"

#include <string.h>

#define SLICES 8u
#define GROUP 4u /* blocks that are worked on together */
#define BLOCK 16u

typedef struct {
    uint64_t hi; /* coefficient of w */
    uint64_t lo;
} gf4;

typedef struct {
    gf4 hi; /* coefficient of z */
    gf4 lo;
} gf16;

/* ---- the tower ---- */

static inline gf4 add4(gf4 a, gf4 b) {
    return (gf4){a.hi ^ b.hi, a.lo ^ b.lo};
}

static inline gf4 multiply4(gf4 a, gf4 b) {
    uint64_t low = a.lo & b.lo;
    return (gf4){((a.hi ^ a.lo) & (b.hi ^ b.lo)) ^ low, (a.hi & b.hi) ^ low};
}

static inline gf4 square4(gf4 a) {
    return (gf4){a.hi, a.lo ^ a.hi};
}

static inline gf4 times_w(gf4 a) {
    return (gf4){a.hi ^ a.lo, a.hi};
}

static inline gf16 add16(gf16 a, gf16 b) {
    return (gf16){add4(a.hi, b.hi), add4(a.lo, b.lo)};
}

static inline gf16 multiply16(gf16 a, gf16 b) {
    gf4 high = multiply4(a.hi, b.hi);
    gf4 low = multiply4(a.lo, b.lo);
    gf4 both = multiply4(add4(a.hi, a.lo), add4(b.hi, b.lo));
    return (gf16){add4(both, low), add4(low, times_w(high))};
}

static inline gf16 square16(gf16 a) {
    gf4 high = square4(a.hi);
    return (gf16){high, add4(square4(a.lo), times_w(high))};
}

/* By w z: (w z)(h z + l) = w (h + l) z + w^2 h. */
static inline gf16 times_wz(gf16 a) {
    return (gf16){times_w(add4(a.hi, a.lo)), times_w(times_w(a.hi))};
}

/* With the norm n = w h^2 + h l + l^2: the inverse is h/n z + (h + l)/n, and 1/n is n^2 in GF(4).
 */
static inline gf16 invert16(gf16 a) {
    gf4 norm = add4(times_w(square4(a.hi)), multiply4(a.lo, add4(a.hi, a.lo)));
    gf4 inverse = square4(norm);
    return (gf16){multiply4(a.hi, inverse), multiply4(add4(a.hi, a.lo), inverse)};
}

static void sub_bytes(uint64_t x[SLICES]) {
    const uint64_t x17 = x[1] ^ x[7];
    const uint64_t x167 = x17 ^ x[6];
    const uint64_t x156 = x[1] ^ x[5] ^ x[6];
    const gf16 low = {{x167 ^ x[3], x[2] ^ x[5]}, {x167, x[0] ^ x[2]}};
    const gf16 high = {{x[5] ^ x[7], x156 ^ x[2] ^ x[3] ^ x[4]}, {x156 ^ x[4], x17 ^ x[5]}};
    const gf16 sum = add16(high, low);
    const gf16 norm = add16(times_wz(square16(high)), multiply16(low, sum));
    const gf16 inverse = invert16(norm);
    const gf16 h = multiply16(high, inverse);
    const gf16 l = multiply16(sum, inverse);
    const uint64_t t0 = l.lo.lo;
    const uint64_t t01 = t0 ^ l.lo.hi;
    const uint64_t t2 = l.hi.lo;
    const uint64_t t3 = l.hi.hi;
    const uint64_t t45 = h.lo.lo ^ h.lo.hi;
    const uint64_t t6 = h.hi.lo;
    const uint64_t t0245 = t0 ^ t2 ^ t45;
    const uint64_t t46 = h.lo.lo ^ t6;
    x[0] = ~t0245;
    x[1] = ~(t01 ^ t2);
    x[2] = t01;
    x[3] = t0245 ^ t6;
    x[4] = t0 ^ t3 ^ t45;
    x[5] = ~(t2 ^ t3 ^ t45);
    x[6] = ~(t46 ^ h.hi.hi);
    x[7] = t2 ^ t46;
}

/* ---- rounds ---- */

/* Row r moves by r columns to the left: bit r + 4c takes bit r + 4 ((c + r) mod 4). */
static uint64_t shift_rows(uint64_t x) {
    uint64_t row0 = x & 0x1111111111111111;
    uint64_t row1 = (x >> 4 & 0x0222022202220222) | (x << 12 & 0x2000200020002000);
    uint64_t row2 = (x >> 8 & 0x0044004400440044) | (x << 8 & 0x4400440044004400);
    uint64_t row3 = (x >> 12 & 0x0008000800080008) | (x << 4 & 0x8880888088808880);
    return row0 | row1 | row2 | row3;
}

/* The byte one, or two, rows below, within its column. */
static inline uint64_t one_below(uint64_t x) {
    return (x >> 1 & 0x7777777777777777) | (x << 3 & 0x8888888888888888);
}

static inline uint64_t two_below(uint64_t x) {
    return (x >> 2 & 0x3333333333333333) | (x << 2 & 0xcccccccccccccccc);
}

/* b_r = 2 (a_r + a_{r+1}) + a_{r+1} + a_{r+2} + a_{r+3}; doubling is a shift of slices, reduced. */
static void mix_columns(uint64_t x[SLICES]) {
    uint64_t pair[SLICES];
    uint64_t top = x[7] ^ one_below(x[7]);
    for (size_t i = 0; i < SLICES; i++) {
        uint64_t below = one_below(x[i]);
        pair[i] = x[i] ^ below;
        x[i] = below ^ two_below(pair[i]);
    }
    for (size_t i = 1; i < SLICES; i++) {
        x[i] ^= pair[i - 1];
    }
    x[0] ^= top;
    x[1] ^= top;
    x[3] ^= top;
    x[4] ^= top;
}

static void add_round_key(uint64_t x[SLICES], const uint64_t *key) {
    for (size_t i = 0; i < SLICES; i++) {
        x[i] ^= key[i];
    }
}

static void encrypt_slices(uint64_t x[SLICES], const uint64_t *keys, size_t rounds) {
    add_round_key(x, keys);
    for (size_t round = 1; round <= rounds; round++) {
        sub_bytes(x);
        for (size_t i = 0; i < SLICES; i++) {
            x[i] = shift_rows(x[i]);
        }
        if (round < rounds) {
            mix_columns(x);
        }
        add_round_key(x, keys + SLICES * round);
    }
}

/* ---- bytes to slices and back ---- */

/* Bit b of byte i and bit i of byte b change places. */
static uint64_t transpose_bits(uint64_t x) {
    uint64_t t = (x ^ x >> 7) & 0x00aa00aa00aa00aa;
    x ^= t ^ t << 7;
    t = (x ^ x >> 14) & 0x0000cccc0000cccc;
    x ^= t ^ t << 14;
    t = (x ^ x >> 28) & 0x00000000f0f0f0f0;
    return x ^ t ^ t << 28;
}

/* Byte j of word i and byte i of word j change places. */
static void transpose_bytes(uint64_t x[SLICES]) {
    static const uint64_t masks[3] = {0x00ff00ff00ff00ff, 0x0000ffff0000ffff, 0x00000000ffffffff};
    for (unsigned level = 0; level < 3; level++) {
        size_t distance = (size_t)1 << level;
        unsigned shift = 8u << level;
        for (size_t i = 0; i < SLICES; i++) {
            if ((i & distance) == 0) {
                uint64_t t = (x[i] >> shift ^ x[i + distance]) & masks[level];
                x[i] ^= t << shift;
                x[i + distance] ^= t;
            }
        }
    }
}

static void to_slices(uint64_t x[SLICES], const uint8_t bytes[GROUP * BLOCK]) {
    for (size_t i = 0; i < SLICES; i++) {
        uint64_t word = 0;
        for (unsigned j = 0; j < 8; j++) {
            word |= (uint64_t)bytes[8 * i + j] << (8 * j);
        }
        x[i] = transpose_bits(word);
    }
    transpose_bytes(x);
}

static void from_slices(uint8_t bytes[GROUP * BLOCK], uint64_t x[SLICES]) {
    transpose_bytes(x);
    for (size_t i = 0; i < SLICES; i++) {
        uint64_t word = transpose_bits(x[i]);
        for (unsigned j = 0; j < 8; j++) {
            bytes[8 * i + j] = (uint8_t)(word >> (8 * j));
        }
    }
}

/* ---- key expansion (FIPS 197, section 5.2) ---- */

static void sub_word(uint8_t word[4]) {
    uint8_t bytes[GROUP * BLOCK] = {0};
    uint64_t x[SLICES];
    memcpy(bytes, word, 4);
    to_slices(x, bytes);
    sub_bytes(x);
    from_slices(bytes, x);
    memcpy(word, bytes, 4);
}

/* The round key in slices, the same for each block of a group. */
static void slice_key(uint64_t out[SLICES], const uint8_t key[BLOCK]) {
    uint8_t bytes[GROUP * BLOCK];
    for (size_t i = 0; i < GROUP; i++) {
        memcpy(bytes + BLOCK * i, key, BLOCK);
    }
    to_slices(out, bytes);
}

static void expand(uint64_t *keys, size_t rounds, const uint8_t *key, size_t key_bytes) {
    uint8_t schedule[15 * BLOCK];
    size_t total = BLOCK * (rounds + 1);
    uint8_t constant = 1;
    memcpy(schedule, key, key_bytes);
    for (size_t at = key_bytes; at < total; at += 4) {
        uint8_t word[4];
        memcpy(word, schedule + at - 4, 4);
        if (at % key_bytes == 0) {
            uint8_t first = word[0];
            memmove(word, word + 1, 3);
            word[3] = first;
            sub_word(word);
            word[0] ^= constant;
            constant = (uint8_t)(constant << 1 ^ (constant >> 7) * 0x1b);
        } else if (key_bytes == AES256_KEYBYTES && at % key_bytes == BLOCK) {
            sub_word(word);
        }
        for (size_t i = 0; i < 4; i++) {
            schedule[at + i] = schedule[at + i - key_bytes] ^ word[i];
        }
    }
    for (size_t round = 0; round <= rounds; round++) {
        slice_key(keys + SLICES * round, schedule + BLOCK * round);
    }
}

/* ---- modes ---- */

static void encrypt_group(uint8_t group[GROUP * BLOCK], const uint64_t *keys, size_t rounds) {
    uint64_t x[SLICES];
    to_slices(x, group);
    encrypt_slices(x, keys, rounds);
    from_slices(group, x);
}

static void ecb(uint8_t *out, const uint8_t *in, size_t count, const uint64_t *keys,
                size_t rounds) {
    while (count > 0) {
        uint8_t group[GROUP * BLOCK] = {0};
        size_t taken = count < GROUP ? count : GROUP;
        memcpy(group, in, BLOCK * taken);
        encrypt_group(group, keys, rounds);
        memcpy(out, group, BLOCK * taken);
        in += BLOCK * taken;
        out += BLOCK * taken;
        count -= taken;
    }
}

static void ctr(uint8_t *out, size_t len, const uint8_t *iv, const uint64_t *keys, size_t rounds) {
    uint32_t counter = 0;
    while (len > 0) {
        uint8_t group[GROUP * BLOCK];
        size_t taken = len < sizeof group ? len : sizeof group;
        for (size_t i = 0; i < GROUP; i++, counter++) {
            memcpy(group + BLOCK * i, iv, AESCTR_NONCEBYTES);
            for (unsigned j = 0; j < 4; j++) {
                group[BLOCK * i + AESCTR_NONCEBYTES + j] = (uint8_t)(counter >> (24 - 8 * j));
            }
        }
        encrypt_group(group, keys, rounds);
        memcpy(out, group, taken);
        out += taken;
        len -= taken;
    }
}

/* ---- AES-128 ---- */

void aes128_ecb_keyexp(aes128ctx *r, const unsigned char *key) {
    expand(r->sk_exp, 10, key, AES128_KEYBYTES);
}

void aes128_ctr_keyexp(aes128ctx *r, const unsigned char *key) {
    expand(r->sk_exp, 10, key, AES128_KEYBYTES);
}

void aes128_ecb(unsigned char *out, const unsigned char *in, size_t nblocks, const aes128ctx *ctx) {
    ecb(out, in, nblocks, ctx->sk_exp, 10);
}

void aes128_ctr(unsigned char *out, size_t outlen, const unsigned char *iv, const aes128ctx *ctx) {
    ctr(out, outlen, iv, ctx->sk_exp, 10);
}

void aes128_ctx_release(aes128ctx *r) {
    (void)r;
}

/* ---- AES-192 ---- */

void aes192_ecb_keyexp(aes192ctx *r, const unsigned char *key) {
    expand(r->sk_exp, 12, key, AES192_KEYBYTES);
}

void aes192_ctr_keyexp(aes192ctx *r, const unsigned char *key) {
    expand(r->sk_exp, 12, key, AES192_KEYBYTES);
}

void aes192_ecb(unsigned char *out, const unsigned char *in, size_t nblocks, const aes192ctx *ctx) {
    ecb(out, in, nblocks, ctx->sk_exp, 12);
}

void aes192_ctr(unsigned char *out, size_t outlen, const unsigned char *iv, const aes192ctx *ctx) {
    ctr(out, outlen, iv, ctx->sk_exp, 12);
}

void aes192_ctx_release(aes192ctx *r) {
    (void)r;
}

/* ---- AES-256 ---- */

void aes256_ecb_keyexp(aes256ctx *r, const unsigned char *key) {
    expand(r->sk_exp, 14, key, AES256_KEYBYTES);
}

void aes256_ctr_keyexp(aes256ctx *r, const unsigned char *key) {
    expand(r->sk_exp, 14, key, AES256_KEYBYTES);
}

void aes256_ecb(unsigned char *out, const unsigned char *in, size_t nblocks, const aes256ctx *ctx) {
    ecb(out, in, nblocks, ctx->sk_exp, 14);
}

void aes256_ctr(unsigned char *out, size_t outlen, const unsigned char *iv, const aes256ctx *ctx) {
    ctr(out, outlen, iv, ctx->sk_exp, 14);
}

void aes256_ctx_release(aes256ctx *r) {
    (void)r;
}
