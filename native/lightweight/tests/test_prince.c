/* SPDX-License-Identifier: MIT */
/* Checks all variants of PRINCE against published answers and a reference of single bits. */
#include "lightweight/prince/prince.h"
#include "lightweight/tests/published.h"

static const uint8_t sbox[16] = {0xb, 0xf, 3, 2, 0xa, 0xc, 9, 1, 6, 7, 8, 0, 0xe, 5, 0xd, 4};
static const uint64_t constants[12] = {
    0x0000000000000000U, 0x13198a2e03707344U, 0xa4093822299f31d0U, 0x082efa98ec4e6c89U,
    0x452821e638d01377U, 0xbe5466cf34e90c6cU, 0x7ef84f78fd955cb1U, 0x85840851f1ac43aaU,
    0xc882d32f25323c54U, 0x64a51195e0e3610dU, 0xd3b5a399ca0c2399U, 0xc0ac29b7c97c50ddU};
/* Cell i comes from this cell. */
static const unsigned int shifted[16] = {0, 5, 10, 15, 4, 9, 14, 3, 8, 13, 2, 7, 12, 1, 6, 11};

/* Cell or bit i from the highest, as the paper counts. */
static unsigned int cell(uint64_t x, unsigned int i) {
    return (unsigned int)(x >> (60 - 4 * i)) & 15U;
}

static unsigned int bit(uint64_t x, unsigned int i) {
    return (unsigned int)(x >> (63 - i)) & 1U;
}

static uint64_t substitute(uint64_t x, int forwards) {
    uint64_t y = 0;
    for (unsigned int i = 0; i < 16; i++) {
        for (unsigned int v = 0; v < 16; v++) {
            if ((forwards != 0 ? v : sbox[v]) == cell(x, i)) {
                y |= (uint64_t)(forwards != 0 ? sbox[v] : v) << (60 - 4 * i);
            }
        }
    }
    return y;
}

/* Row 4 i + k of the 16 x 16 matrix has a one in column 4 j + k unless M(i, j) leaves out bit k. */
static uint64_t mix(uint64_t x) {
    uint64_t y = 0;
    for (unsigned int row = 0; row < 64; row++) {
        const unsigned int block = row / 16;
        const unsigned int first = block == 1 || block == 2;
        unsigned int sum = 0;
        for (unsigned int j = 0; j < 4; j++) {
            if ((row / 4 + j + first) % 4 != row % 4) {
                sum ^= bit(x, 16 * block + 4 * j + row % 4);
            }
        }
        y |= (uint64_t)sum << (63 - row);
    }
    return y;
}

static uint64_t shift_rows(uint64_t x, int forwards) {
    uint64_t y = 0;
    for (unsigned int i = 0; i < 16; i++) {
        const unsigned int from = forwards != 0 ? shifted[i] : i;
        const unsigned int to = forwards != 0 ? i : shifted[i];
        y |= (uint64_t)cell(x, from) << (60 - 4 * to);
    }
    return y;
}

static uint64_t load(const uint8_t *bytes) {
    uint64_t x = 0;
    for (size_t i = 0; i < 8; i++) {
        x = (x << 8) | bytes[i];
    }
    return x;
}

static uint64_t encrypt(uint64_t x, uint64_t k0, uint64_t k1) {
    x ^= k0 ^ k1 ^ constants[0];
    for (unsigned int i = 1; i < 6; i++) {
        x = shift_rows(mix(substitute(x, 1)), 1) ^ constants[i] ^ k1;
    }
    x = substitute(mix(substitute(x, 1)), 0);
    for (unsigned int i = 6; i < 11; i++) {
        x = substitute(mix(shift_rows(x ^ constants[i] ^ k1, 0)), 0);
    }
    return x ^ constants[11] ^ k1 ^ ((k0 >> 1) | (k0 << 63)) ^ (k0 >> 63);
}

static void reference(uint8_t *out, const uint8_t *in, size_t blocks, const uint8_t *key) {
    for (size_t i = 0; i < blocks; i++) {
        const uint64_t x = encrypt(load(in + 8 * i), load(key), load(key + 8));
        for (size_t j = 0; j < 8; j++) {
            out[8 * i + j] = (uint8_t)(x >> (56 - 8 * j));
        }
    }
}

static const block_variant prince = {"prince reference", reference, NULL};
BLOCK_VARIANT(prince, bs32)
BLOCK_VARIANT(prince, small)
BLOCK_VARIANT(prince, bs64)

/* The paper's appendix A. */
static const published examples[5] = {
    {"00000000000000000000000000000000", "0000000000000000", "818665aa0d02dfda"},
    {"00000000000000000000000000000000", "ffffffffffffffff", "604ae6ca03c20ada"},
    {"ffffffffffffffff0000000000000000", "0000000000000000", "9fb51935fc3df524"},
    {"0000000000000000ffffffffffffffff", "0000000000000000", "78a54cbe737bb7ef"},
    {"0000000000000000fedcba9876543210", "0123456789abcdef", "ae25ad3ca8fa9ccf"},
};

int main(void) {
    published_checks(&prince_bs32, &prince, examples, 5, 16);
    published_checks(&prince_small, &prince, examples, 5, 16);
    published_checks(&prince_bs64, &prince, examples, 5, 16);
    (void)puts("prince: ok");
    return 0;
}
