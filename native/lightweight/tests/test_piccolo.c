/* SPDX-License-Identifier: MIT */
/* Checks all variants of Piccolo against published answers and a reference of single cells. */
#include "lightweight/piccolo/piccolo.h"
#include "lightweight/tests/published.h"

static const uint8_t sbox[16] = {0xe, 4, 0xb, 2, 3, 8, 0, 9, 1, 0xa, 7, 0xf, 6, 0xc, 5, 0xd};
static const uint8_t matrix[4][4] = {{2, 3, 1, 1}, {1, 2, 3, 1}, {1, 1, 2, 3}, {3, 1, 1, 2}};
/* Where each byte of the next round's state comes from. */
static const uint8_t permutation[8] = {2, 7, 4, 1, 6, 3, 0, 5};

/* Product of two elements of GF(16), modulo x^4 + x + 1. */
static uint16_t times(unsigned int a, unsigned int b) {
    unsigned int product = 0;
    for (unsigned int i = 0; i < 4; i++) {
        product ^= ((b >> i) & 1U) != 0 ? a << i : 0;
    }
    for (unsigned int i = 6; i > 3; i--) {
        product ^= ((product >> i) & 1U) != 0 ? 0x13U << (i - 4) : 0;
    }
    return (uint16_t)product;
}

static uint16_t substitute(uint16_t x) {
    return (uint16_t)(sbox[x >> 12] << 12 | sbox[(x >> 8) & 15] << 8 | sbox[(x >> 4) & 15] << 4 |
                      sbox[x & 15]);
}

/* Section 2.2 of the paper: S-boxes, matrix, S-boxes. */
static uint16_t f(uint16_t x) {
    const uint16_t s = substitute(x);
    uint16_t y = 0;
    for (size_t row = 0; row < 4; row++) {
        unsigned int sum = 0;
        for (size_t column = 0; column < 4; column++) {
            sum ^= times(matrix[row][column], (s >> (12 - 4 * column)) & 15U);
        }
        y = (uint16_t)((unsigned int)y << 4 | sum);
    }
    return substitute(y);
}

static uint16_t join(uint16_t left, uint16_t right) {
    return (uint16_t)((left & 0xff00U) | (right & 0x00ffU));
}

typedef struct {
    uint16_t whitening[4];
    uint16_t round[62];
} keys;

static void constants(keys *k, unsigned int rounds, uint32_t mask) {
    for (uint32_t i = 0; i < rounds; i++) {
        const uint32_t c = i + 1;
        const uint32_t both = (c << 27 | c << 17 | c << 10 | c) ^ mask;
        k->round[2 * i] = (uint16_t)(both >> 16);
        k->round[2 * i + 1] = (uint16_t)both;
    }
}

static void keys_80(keys *k, const uint16_t *key) {
    static const uint8_t order[5][2] = {{2, 3}, {0, 1}, {2, 3}, {4, 4}, {0, 1}};
    k->whitening[0] = join(key[0], key[1]);
    k->whitening[1] = join(key[1], key[0]);
    k->whitening[2] = join(key[4], key[3]);
    k->whitening[3] = join(key[3], key[4]);
    constants(k, 25, 0x0f1e2d3c);
    for (size_t i = 0; i < 50; i++) {
        k->round[i] ^= key[order[i / 2 % 5][i % 2]];
    }
}

static void keys_128(keys *k, uint16_t *key) {
    k->whitening[0] = join(key[0], key[1]);
    k->whitening[1] = join(key[1], key[0]);
    k->whitening[2] = join(key[4], key[7]);
    k->whitening[3] = join(key[7], key[4]);
    constants(k, 31, 0x6547a98b);
    for (size_t i = 0; i < 62; i++) {
        if ((i + 2) % 8 == 0) {
            const uint16_t turned[8] = {key[2], key[1], key[6], key[7],
                                        key[0], key[3], key[4], key[5]};
            memcpy(key, turned, sizeof turned);
        }
        k->round[i] ^= key[(i + 2) % 8];
    }
}

static void round_permutation(uint16_t x[4]) {
    uint8_t bytes[8];
    for (size_t i = 0; i < 4; i++) {
        bytes[2 * i] = (uint8_t)(x[i] >> 8);
        bytes[2 * i + 1] = (uint8_t)x[i];
    }
    for (size_t i = 0; i < 4; i++) {
        x[i] = (uint16_t)(bytes[permutation[2 * i]] << 8 | bytes[permutation[2 * i + 1]]);
    }
}

static void encrypt(uint16_t x[4], const keys *k, unsigned int rounds) {
    x[0] ^= k->whitening[0];
    x[2] ^= k->whitening[1];
    for (unsigned int i = 0; i < rounds; i++) {
        x[1] ^= f(x[0]) ^ k->round[2 * i];
        x[3] ^= f(x[2]) ^ k->round[2 * i + 1];
        if (i + 1 < rounds) {
            round_permutation(x);
        }
    }
    x[0] ^= k->whitening[2];
    x[2] ^= k->whitening[3];
}

static void load(uint16_t *words, const uint8_t *bytes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        words[i] = (uint16_t)(bytes[2 * i] << 8 | bytes[2 * i + 1]);
    }
}

static void reference(uint8_t *out, const uint8_t *in, size_t blocks, const keys *k,
                      unsigned int rounds) {
    for (size_t i = 0; i < blocks; i++) {
        uint16_t x[4];
        load(x, in + 8 * i, 4);
        encrypt(x, k, rounds);
        for (size_t j = 0; j < 4; j++) {
            out[8 * i + 2 * j] = (uint8_t)(x[j] >> 8);
            out[8 * i + 2 * j + 1] = (uint8_t)x[j];
        }
    }
}

static void reference_80(uint8_t *out, const uint8_t *in, size_t blocks, const uint8_t *key) {
    uint16_t words[5];
    keys k;
    load(words, key, 5);
    keys_80(&k, words);
    reference(out, in, blocks, &k, 25);
}

static void reference_128(uint8_t *out, const uint8_t *in, size_t blocks, const uint8_t *key) {
    uint16_t words[8];
    keys k;
    load(words, key, 8);
    keys_128(&k, words);
    reference(out, in, blocks, &k, 31);
}

static const block_variant piccolo_80 = {"piccolo_80 reference", reference_80, NULL};
static const block_variant piccolo_128 = {"piccolo_128 reference", reference_128, NULL};
BLOCK_VARIANT(piccolo_80, bs32)
BLOCK_VARIANT(piccolo_80, small)
BLOCK_VARIANT(piccolo_80, bs64)
BLOCK_VARIANT(piccolo_128, bs32)
BLOCK_VARIANT(piccolo_128, small)
BLOCK_VARIANT(piccolo_128, bs64)

/* CHES 2011, test vectors. */
static const published examples_80[1] = {
    {"00112233445566778899", "0123456789abcdef", "8d2bff9935f84056"}};
static const published examples_128[1] = {
    {"00112233445566778899aabbccddeeff", "0123456789abcdef", "5ec42cea657b89ff"}};

int main(void) {
    published_checks(&piccolo_80_bs32, &piccolo_80, examples_80, 1, 10);
    published_checks(&piccolo_80_small, &piccolo_80, examples_80, 1, 10);
    published_checks(&piccolo_80_bs64, &piccolo_80, examples_80, 1, 10);
    published_checks(&piccolo_128_bs32, &piccolo_128, examples_128, 1, 16);
    published_checks(&piccolo_128_small, &piccolo_128, examples_128, 1, 16);
    published_checks(&piccolo_128_bs64, &piccolo_128, examples_128, 1, 16);
    (void)puts("piccolo: ok");
    return 0;
}
