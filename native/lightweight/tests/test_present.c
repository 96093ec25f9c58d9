/* SPDX-License-Identifier: MIT */
/* Checks all variants of PRESENT against published answers and a reference of single bits. */
#include "lightweight/present/present.h"
#include "lightweight/tests/published.h"

/* Bit i of a register whose first byte holds its highest bits. */
static uint8_t bit(const uint8_t *bytes, size_t len, size_t i) {
    return (uint8_t)((bytes[len - 1 - i / 8] >> (i & 7U)) & 1);
}

static const uint8_t sbox[16] = {0xc, 5, 6, 0xb, 9, 0, 0xa, 0xd, 3, 0xe, 0xf, 8, 4, 7, 1, 2};

static void substitute(uint8_t *bits) {
    const unsigned int cell = bits[0] + 2U * bits[1] + 4U * bits[2] + 8U * bits[3];
    for (size_t i = 0; i < 4; i++) {
        bits[i] = (uint8_t)((sbox[cell] >> i) & 1);
    }
}

/* The paper's section 3, one bit a byte. `key_bits` is 80 or 128. */
static void reference(uint8_t out[8], const uint8_t in[8], const uint8_t *key, size_t key_bits) {
    uint8_t state[64];
    uint8_t moved[128];
    uint8_t k[128];
    for (size_t i = 0; i < 64; i++) {
        state[i] = bit(in, 8, i);
    }
    for (size_t i = 0; i < key_bits; i++) {
        k[i] = bit(key, key_bits / 8, i);
    }
    for (unsigned int round = 1; round <= 32; round++) {
        for (size_t i = 0; i < 64; i++) {
            state[i] ^= k[key_bits - 64 + i];
        }
        if (round == 32) {
            break;
        }
        for (size_t cell = 0; cell < 64; cell += 4) {
            substitute(state + cell);
        }
        for (size_t i = 0; i < 64; i++) {
            moved[i == 63 ? 63 : 16 * i % 63] = state[i];
        }
        memcpy(state, moved, 64);
        for (size_t i = 0; i < key_bits; i++) {
            moved[(i + 61) % key_bits] = k[i];
        }
        memcpy(k, moved, key_bits);
        substitute(k + key_bits - 4);
        if (key_bits == 128) {
            substitute(k + key_bits - 8);
        }
        for (size_t i = 0; i < 5; i++) {
            k[(key_bits == 128 ? 62 : 15) + i] ^= (uint8_t)((round >> i) & 1U);
        }
    }
    memset(out, 0, 8);
    for (size_t i = 0; i < 64; i++) {
        out[7 - i / 8] |= (uint8_t)(state[i] << (i & 7U));
    }
}

static void reference_80(uint8_t *out, const uint8_t *in, size_t blocks, const uint8_t *key) {
    for (size_t i = 0; i < blocks; i++) {
        reference(out + 8 * i, in + 8 * i, key, 80);
    }
}

static void reference_128(uint8_t *out, const uint8_t *in, size_t blocks, const uint8_t *key) {
    for (size_t i = 0; i < blocks; i++) {
        reference(out + 8 * i, in + 8 * i, key, 128);
    }
}

static const block_variant present_80 = {"present_80 reference", reference_80, NULL};
static const block_variant present_128 = {"present_128 reference", reference_128, NULL};
BLOCK_VARIANT(present_80, bs32)
BLOCK_VARIANT(present_80, bs64)
BLOCK_VARIANT(present_80, bs64x)
BLOCK_VARIANT(present_80, small)
BLOCK_VARIANT(present_128, bs32)
BLOCK_VARIANT(present_128, bs64)
BLOCK_VARIANT(present_128, bs64x)
BLOCK_VARIANT(present_128, small)

/* The paper's appendix I. */
static const published examples_80[4] = {
    {"00000000000000000000", "0000000000000000", "5579c1387b228445"},
    {"ffffffffffffffffffff", "0000000000000000", "e72c46c0f5945049"},
    {"00000000000000000000", "ffffffffffffffff", "a112ffc72f68417b"},
    {"ffffffffffffffffffff", "ffffffffffffffff", "3333dcd3213210d2"},
};
/* ISO/IEC 29192-2, as public implementations have it. */
static const published examples_128[3] = {
    {"00000000000000000000000000000000", "0000000000000000", "96db702a2e6900af"},
    {"ffffffffffffffffffffffffffffffff", "ffffffffffffffff", "628d9fbd4218e5b4"},
    {"0123456789abcdef0123456789abcdef", "0123456789abcdef", "0e9d28685e671dd6"},
};

int main(void) {
    published_checks(&present_80_bs32, &present_80, examples_80, 4, 10);
    published_checks(&present_80_bs64, &present_80, examples_80, 4, 10);
    published_checks(&present_80_bs64x, &present_80, examples_80, 4, 10);
    published_checks(&present_80_small, &present_80, examples_80, 4, 10);
    published_checks(&present_128_bs32, &present_128, examples_128, 3, 16);
    published_checks(&present_128_bs64, &present_128, examples_128, 3, 16);
    published_checks(&present_128_bs64x, &present_128, examples_128, 3, 16);
    published_checks(&present_128_small, &present_128, examples_128, 3, 16);
    (void)puts("present: ok");
    return 0;
}
