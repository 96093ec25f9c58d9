/* SPDX-License-Identifier: MIT */
/* Checks all variants of LED against published answers and a reference of single cells. */
#include "lightweight/led/led.h"
#include "lightweight/tests/published.h"

static const uint8_t sbox[16] = {0xc, 5, 6, 0xb, 9, 0, 0xa, 0xd, 3, 0xe, 0xf, 8, 4, 7, 1, 2};
/* The fourth power of the paper's matrix A. */
static const uint8_t matrix[4][4] = {
    {4, 1, 2, 2}, {8, 6, 5, 6}, {0xb, 0xe, 0xa, 9}, {2, 2, 0xf, 0xb}};
/* Appendix of the paper: the constants of all rounds. */
static const uint8_t constants[48] = {
    0x01, 0x03, 0x07, 0x0f, 0x1f, 0x3e, 0x3d, 0x3b, 0x37, 0x2f, 0x1e, 0x3c, 0x39, 0x33, 0x27, 0x0e,
    0x1d, 0x3a, 0x35, 0x2b, 0x16, 0x2c, 0x18, 0x30, 0x21, 0x02, 0x05, 0x0b, 0x17, 0x2e, 0x1c, 0x38,
    0x31, 0x23, 0x06, 0x0d, 0x1b, 0x36, 0x2d, 0x1a, 0x34, 0x29, 0x12, 0x24, 0x08, 0x11, 0x22, 0x04};

/* Product of two elements of GF(16), modulo x^4 + x + 1. */
static uint8_t times(unsigned int a, unsigned int b) {
    unsigned int product = 0;
    for (unsigned int i = 0; i < 4; i++) {
        product ^= ((b >> i) & 1U) != 0 ? a << i : 0;
    }
    for (unsigned int i = 6; i > 3; i--) {
        product ^= ((product >> i) & 1U) != 0 ? 0x13U << (i - 4) : 0;
    }
    return (uint8_t)product;
}

static void cells_of(uint8_t *cells, const uint8_t *bytes, size_t len) {
    for (size_t i = 0; i < len; i++) {
        cells[2 * i] = bytes[i] >> 4;
        cells[2 * i + 1] = bytes[i] & 15;
    }
}

/* Section 2.1 of the paper: constants, S-boxes, rows, columns. */
static void one_round(uint8_t x[16], uint8_t constant, size_t key_bits) {
    uint8_t y[16];
    for (size_t row = 0; row < 4; row++) {
        const size_t half = row < 2 ? key_bits >> 4 : key_bits & 15U;
        x[4 * row] ^= (uint8_t)(row ^ half);
        x[4 * row + 1] ^= (uint8_t)((row & 1U) == 0 ? constant >> 3 : constant & 7);
    }
    for (size_t row = 0; row < 4; row++) {
        for (size_t column = 0; column < 4; column++) {
            y[4 * row + column] = sbox[x[4 * row + (column + row) % 4]];
        }
    }
    for (size_t row = 0; row < 4; row++) {
        for (size_t column = 0; column < 4; column++) {
            x[4 * row + column] = 0;
            for (size_t i = 0; i < 4; i++) {
                x[4 * row + column] ^= times(matrix[row][i], y[4 * i + column]);
            }
        }
    }
}

static void reference(uint8_t out[8], const uint8_t in[8], const uint8_t *key, size_t key_bits) {
    uint8_t x[16];
    uint8_t k[32];
    const unsigned int rounds = key_bits == 64 ? 32 : 48;
    cells_of(x, in, 8);
    cells_of(k, key, key_bits / 8);
    for (unsigned int round = 0; round <= rounds; round++) {
        if (round % 4 == 0) {
            for (size_t i = 0; i < 16; i++) {
                x[i] ^= k[key_bits == 128 && round % 8 == 4 ? 16 + i : i];
            }
        }
        if (round < rounds) {
            one_round(x, constants[round], key_bits);
        }
    }
    for (size_t i = 0; i < 8; i++) {
        out[i] = (uint8_t)((x[2 * i] << 4) | x[2 * i + 1]);
    }
}

static void reference_64(uint8_t *out, const uint8_t *in, size_t blocks, const uint8_t *key) {
    for (size_t i = 0; i < blocks; i++) {
        reference(out + 8 * i, in + 8 * i, key, 64);
    }
}

static void reference_128(uint8_t *out, const uint8_t *in, size_t blocks, const uint8_t *key) {
    for (size_t i = 0; i < blocks; i++) {
        reference(out + 8 * i, in + 8 * i, key, 128);
    }
}

static const block_variant led_64 = {"led_64 reference", reference_64, NULL};
static const block_variant led_128 = {"led_128 reference", reference_128, NULL};
BLOCK_VARIANT(led_64, bs32)
BLOCK_VARIANT(led_64, bs64)
BLOCK_VARIANT(led_64, small)
BLOCK_VARIANT(led_128, bs32)
BLOCK_VARIANT(led_128, bs64)
BLOCK_VARIANT(led_128, small)

/* CHES 2011, the designers' test vectors. */
static const published examples_64[2] = {
    {"0000000000000000", "0000000000000000", "39c2401003a0c798"},
    {"0123456789abcdef", "0123456789abcdef", "a003551e3893fc58"}};
static const published examples_128[2] = {
    {"00000000000000000000000000000000", "0000000000000000", "3decb2a0850cdba1"},
    {"0123456789abcdef0123456789abcdef", "0123456789abcdef", "d6b824587f014fc2"}};

int main(void) {
    published_checks(&led_64_bs32, &led_64, examples_64, 2, 8);
    published_checks(&led_64_bs64, &led_64, examples_64, 2, 8);
    published_checks(&led_64_small, &led_64, examples_64, 2, 8);
    published_checks(&led_128_bs32, &led_128, examples_128, 2, 16);
    published_checks(&led_128_bs64, &led_128, examples_128, 2, 16);
    published_checks(&led_128_small, &led_128, examples_128, 2, 16);
    (void)puts("led: ok");
    return 0;
}
