/* SPDX-License-Identifier: MIT */
/* Checks all variants of TWINE against published answers and a reference of single cells. */
#include "lightweight/twine/twine.h"
#include "lightweight/tests/published.h"

static const uint8_t sbox[16] = {0xc, 0, 0xf, 0xa, 2, 0xb, 9, 5, 8, 3, 0xd, 7, 1, 0xe, 6, 4};
/* Where cell i goes. */
static const uint8_t shuffle[16] = {5, 0, 1, 4, 7, 12, 3, 8, 13, 6, 9, 2, 15, 10, 11, 14};
/* The cells of the register that make a round key, and by which it is changed: pairs of to and
 * from. */
static const uint8_t taps_80[8] = {1, 3, 4, 6, 13, 14, 15, 16};
static const uint8_t changes_80[2][2] = {{1, 0}, {4, 16}};
static const uint8_t taps_128[8] = {2, 3, 12, 15, 17, 18, 28, 31};
static const uint8_t changes_128[3][2] = {{1, 0}, {4, 16}, {23, 30}};

/* Algorithms 2.2 and 2.3 of the paper: one round key, then the register goes on. */
static void next_key(uint8_t round_key[8], uint8_t *k, size_t cells, uint8_t constant) {
    const uint8_t *const taps = cells == 20 ? taps_80 : taps_128;
    for (size_t i = 0; i < 8; i++) {
        round_key[i] = k[taps[i]];
    }
    for (size_t i = 0; i < (cells == 20 ? 2U : 3U); i++) {
        const uint8_t *const change = cells == 20 ? changes_80[i] : changes_128[i];
        k[change[0]] ^= sbox[k[change[1]]];
    }
    k[7] ^= (uint8_t)(constant >> 3);
    k[19] ^= (uint8_t)(constant & 7);
    const uint8_t first[4] = {k[1], k[2], k[3], k[0]};
    memmove(k, k + 4, cells - 4);
    memcpy(k + cells - 4, first, 4);
}

static void cells_of(uint8_t *cells, const uint8_t *bytes, size_t len) {
    for (size_t i = 0; i < len; i++) {
        cells[2 * i] = bytes[i] >> 4;
        cells[2 * i + 1] = bytes[i] & 15;
    }
}

static void reference(uint8_t out[8], const uint8_t in[8], const uint8_t *key, size_t key_bytes) {
    uint8_t x[16];
    uint8_t moved[16];
    uint8_t k[32];
    uint8_t constant = 1;
    cells_of(x, in, 8);
    cells_of(k, key, key_bytes);
    for (unsigned int round = 1; round <= 36; round++) {
        uint8_t round_key[8];
        next_key(round_key, k, 2 * key_bytes, constant);
        constant = (uint8_t)((constant << 1) ^ (constant > 31 ? 0x43 : 0));
        for (size_t j = 0; j < 8; j++) {
            x[2 * j + 1] ^= sbox[x[2 * j] ^ round_key[j]];
        }
        for (size_t i = 0; i < 16; i++) {
            moved[round < 36 ? shuffle[i] : i] = x[i];
        }
        memcpy(x, moved, 16);
    }
    for (size_t i = 0; i < 8; i++) {
        out[i] = (uint8_t)((x[2 * i] << 4) | x[2 * i + 1]);
    }
}

static void reference_80(uint8_t *out, const uint8_t *in, size_t blocks, const uint8_t *key) {
    for (size_t i = 0; i < blocks; i++) {
        reference(out + 8 * i, in + 8 * i, key, 10);
    }
}

static void reference_128(uint8_t *out, const uint8_t *in, size_t blocks, const uint8_t *key) {
    for (size_t i = 0; i < blocks; i++) {
        reference(out + 8 * i, in + 8 * i, key, 16);
    }
}

static const block_variant twine_80 = {"twine_80 reference", reference_80, NULL};
static const block_variant twine_128 = {"twine_128 reference", reference_128, NULL};
BLOCK_VARIANT(twine_80, bs32)
BLOCK_VARIANT(twine_80, small)
BLOCK_VARIANT(twine_80, bs64)
BLOCK_VARIANT(twine_128, bs32)
BLOCK_VARIANT(twine_128, small)
BLOCK_VARIANT(twine_128, bs64)

/* SAC 2012, test vectors. */
static const published examples_80[1] = {
    {"00112233445566778899", "0123456789abcdef", "7c1f0f80b1df9c28"}};
static const published examples_128[1] = {
    {"00112233445566778899aabbccddeeff", "0123456789abcdef", "979ff9b379b5a9b8"}};

int main(void) {
    published_checks(&twine_80_bs32, &twine_80, examples_80, 1, 10);
    published_checks(&twine_80_small, &twine_80, examples_80, 1, 10);
    published_checks(&twine_80_bs64, &twine_80, examples_80, 1, 10);
    published_checks(&twine_128_bs32, &twine_128, examples_128, 1, 16);
    published_checks(&twine_128_small, &twine_128, examples_128, 1, 16);
    published_checks(&twine_128_bs64, &twine_128, examples_128, 1, 16);
    (void)puts("twine: ok");
    return 0;
}
