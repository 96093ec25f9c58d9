/* SPDX-License-Identifier: MIT */
/*
 * The primitives below the generators, written for shortness: they run on the host side of a
 * measurement, never inside one that is timed against them, and their inputs are published seeds.
 *
 * Derived constants: the S-box from its definition (FIPS 197, section 5.1.1), the round constants
 * from the LFSR of FIPS 202, algorithm 5; the tests recompute both.
 */
#include "random.h"

#include <string.h>

static const uint8_t aes_sbox[256] = {
    0x63, 0x7c, 0x77, 0x7b, 0xf2, 0x6b, 0x6f, 0xc5, 0x30, 0x01, 0x67, 0x2b, 0xfe, 0xd7, 0xab, 0x76,
    0xca, 0x82, 0xc9, 0x7d, 0xfa, 0x59, 0x47, 0xf0, 0xad, 0xd4, 0xa2, 0xaf, 0x9c, 0xa4, 0x72, 0xc0,
    0xb7, 0xfd, 0x93, 0x26, 0x36, 0x3f, 0xf7, 0xcc, 0x34, 0xa5, 0xe5, 0xf1, 0x71, 0xd8, 0x31, 0x15,
    0x04, 0xc7, 0x23, 0xc3, 0x18, 0x96, 0x05, 0x9a, 0x07, 0x12, 0x80, 0xe2, 0xeb, 0x27, 0xb2, 0x75,
    0x09, 0x83, 0x2c, 0x1a, 0x1b, 0x6e, 0x5a, 0xa0, 0x52, 0x3b, 0xd6, 0xb3, 0x29, 0xe3, 0x2f, 0x84,
    0x53, 0xd1, 0x00, 0xed, 0x20, 0xfc, 0xb1, 0x5b, 0x6a, 0xcb, 0xbe, 0x39, 0x4a, 0x4c, 0x58, 0xcf,
    0xd0, 0xef, 0xaa, 0xfb, 0x43, 0x4d, 0x33, 0x85, 0x45, 0xf9, 0x02, 0x7f, 0x50, 0x3c, 0x9f, 0xa8,
    0x51, 0xa3, 0x40, 0x8f, 0x92, 0x9d, 0x38, 0xf5, 0xbc, 0xb6, 0xda, 0x21, 0x10, 0xff, 0xf3, 0xd2,
    0xcd, 0x0c, 0x13, 0xec, 0x5f, 0x97, 0x44, 0x17, 0xc4, 0xa7, 0x7e, 0x3d, 0x64, 0x5d, 0x19, 0x73,
    0x60, 0x81, 0x4f, 0xdc, 0x22, 0x2a, 0x90, 0x88, 0x46, 0xee, 0xb8, 0x14, 0xde, 0x5e, 0x0b, 0xdb,
    0xe0, 0x32, 0x3a, 0x0a, 0x49, 0x06, 0x24, 0x5c, 0xc2, 0xd3, 0xac, 0x62, 0x91, 0x95, 0xe4, 0x79,
    0xe7, 0xc8, 0x37, 0x6d, 0x8d, 0xd5, 0x4e, 0xa9, 0x6c, 0x56, 0xf4, 0xea, 0x65, 0x7a, 0xae, 0x08,
    0xba, 0x78, 0x25, 0x2e, 0x1c, 0xa6, 0xb4, 0xc6, 0xe8, 0xdd, 0x74, 0x1f, 0x4b, 0xbd, 0x8b, 0x8a,
    0x70, 0x3e, 0xb5, 0x66, 0x48, 0x03, 0xf6, 0x0e, 0x61, 0x35, 0x57, 0xb9, 0x86, 0xc1, 0x1d, 0x9e,
    0xe1, 0xf8, 0x98, 0x11, 0x69, 0xd9, 0x8e, 0x94, 0x9b, 0x1e, 0x87, 0xe9, 0xce, 0x55, 0x28, 0xdf,
    0x8c, 0xa1, 0x89, 0x0d, 0xbf, 0xe6, 0x42, 0x68, 0x41, 0x99, 0x2d, 0x0f, 0xb0, 0x54, 0xbb, 0x16};

static const uint64_t keccak_round_constants[24] = {
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
    0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
    0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
    0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
    0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008};

/* ---- ChaCha20 (RFC 8439, section 2.3) ---- */

static uint32_t rotl32(uint32_t x, unsigned n) {
    return x << n | x >> (32 - n);
}

static void quarter_round(uint32_t x[16], size_t a, size_t b, size_t c, size_t d) {
    x[a] += x[b];
    x[d] = rotl32(x[d] ^ x[a], 16);
    x[c] += x[d];
    x[b] = rotl32(x[b] ^ x[c], 12);
    x[a] += x[b];
    x[d] = rotl32(x[d] ^ x[a], 8);
    x[c] += x[d];
    x[b] = rotl32(x[b] ^ x[c], 7);
}

void pqe_random_chacha20_block(const uint32_t key[8], uint32_t counter, const uint32_t nonce[3],
                               uint8_t out[64]) {
    uint32_t start[16] = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574}; /* "expand 32-byte k" */
    uint32_t x[16];
    memcpy(start + 4, key, 8 * sizeof *key);
    start[12] = counter;
    memcpy(start + 13, nonce, 3 * sizeof *nonce);
    memcpy(x, start, sizeof x);
    for (int round = 0; round < 20; round += 2) {
        for (size_t i = 0; i < 4; i++) {
            quarter_round(x, i, i + 4, i + 8, i + 12);
        }
        for (size_t i = 0; i < 4; i++) {
            quarter_round(x, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4);
        }
    }
    for (size_t i = 0; i < 16; i++) {
        uint32_t word = x[i] + start[i];
        for (size_t j = 0; j < 4; j++) {
            out[4 * i + j] = (uint8_t)(word >> (8 * j));
        }
    }
}

/* ---- AES-256 (FIPS 197) ---- */

static uint8_t xtime(uint8_t a) {
    return (uint8_t)((a << 1) ^ ((a >> 7) * 0x1b));
}

static void expand_key(const uint8_t key[32], uint8_t schedule[240]) {
    uint8_t rcon = 1;
    memcpy(schedule, key, 32);
    for (size_t i = 32; i < 240; i += 4) {
        uint8_t word[4];
        memcpy(word, schedule + i - 4, 4);
        if (i % 32 == 0) {
            uint8_t first = word[0];
            word[0] = aes_sbox[word[1]] ^ rcon;
            word[1] = aes_sbox[word[2]];
            word[2] = aes_sbox[word[3]];
            word[3] = aes_sbox[first];
            rcon = xtime(rcon);
        } else if (i % 32 == 16) {
            for (size_t j = 0; j < 4; j++) {
                word[j] = aes_sbox[word[j]];
            }
        }
        for (size_t j = 0; j < 4; j++) {
            schedule[i + j] = schedule[i + j - 32] ^ word[j];
        }
    }
}

static void sub_and_shift(uint8_t s[16]) {
    uint8_t t[16];
    for (size_t column = 0; column < 4; column++) {
        for (size_t row = 0; row < 4; row++) {
            t[4 * column + row] = aes_sbox[s[4 * ((column + row) % 4) + row]];
        }
    }
    memcpy(s, t, 16);
}

static void mix_columns(uint8_t s[16]) {
    for (size_t c = 0; c < 16; c += 4) {
        uint8_t all = s[c] ^ s[c + 1] ^ s[c + 2] ^ s[c + 3];
        uint8_t first = s[c];
        for (size_t r = 0; r < 4; r++) {
            uint8_t next = r == 3 ? first : s[c + r + 1];
            s[c + r] ^= all ^ xtime(s[c + r] ^ next);
        }
    }
}

void pqe_random_aes256_encrypt(const uint8_t key[32], const uint8_t in[16], uint8_t out[16]) {
    uint8_t schedule[240];
    uint8_t s[16];
    expand_key(key, schedule);
    for (size_t i = 0; i < 16; i++) {
        s[i] = in[i] ^ schedule[i];
    }
    for (size_t round = 1; round <= 14; round++) {
        sub_and_shift(s);
        if (round < 14) {
            mix_columns(s);
        }
        for (size_t i = 0; i < 16; i++) {
            s[i] ^= schedule[16 * round + i];
        }
    }
    memcpy(out, s, 16);
}

/* ---- Keccak-f[1600] (FIPS 202, section 3) ---- */

static uint64_t rotl64(uint64_t x, unsigned n) {
    return n == 0 ? x : x << n | x >> (64 - n);
}

void pqe_random_keccak_f1600(uint64_t lane[25]) {
    for (size_t round = 0; round < 24; round++) {
        uint64_t parity[5];
        uint64_t moved[25];
        for (size_t x = 0; x < 5; x++) {
            parity[x] = lane[x] ^ lane[x + 5] ^ lane[x + 10] ^ lane[x + 15] ^ lane[x + 20];
        }
        for (size_t i = 0; i < 25; i++) {
            lane[i] ^= parity[(i + 4) % 5] ^ rotl64(parity[(i + 1) % 5], 1);
        }
        /* rho and pi: lane (x, y) goes to (y, 2x + 3y), offsets (t + 1)(t + 2)/2 along that path */
        moved[0] = lane[0];
        for (size_t t = 0, x = 1, y = 0; t < 24; t++) {
            size_t target = (2 * x + 3 * y) % 5;
            moved[y + 5 * target] = rotl64(lane[x + 5 * y], (unsigned)((t + 1) * (t + 2) / 2 % 64));
            x = y;
            y = target;
        }
        for (size_t y = 0; y < 25; y += 5) {
            for (size_t x = 0; x < 5; x++) {
                lane[y + x] = moved[y + x] ^ (~moved[y + (x + 1) % 5] & moved[y + (x + 2) % 5]);
            }
        }
        lane[0] ^= keccak_round_constants[round];
    }
}
