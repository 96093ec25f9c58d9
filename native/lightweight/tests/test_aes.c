/* SPDX-License-Identifier: MIT */
/* Checks the variants of AES-128 with the example of FIPS 197 and against each other. */
#include "lightweight/aes/aes.h"
#include "lightweight/tests/block_checks.h"

BLOCK_VARIANT(aes_128, bs32)
BLOCK_VARIANT(aes_128, bs64)
BLOCK_VARIANT(aes_128, bs128)
BLOCK_VARIANT(aes_128, small)
BLOCK_VARIANT(aes_128, tab)

static const block_variant *const variants[] = {&aes_128_bs32, &aes_128_bs64, &aes_128_bs128,
                                                &aes_128_small, &aes_128_tab};

/* FIPS 197, appendix C.1: the key counts up from 0. */
static const uint8_t ciphertext[16] = {0x69, 0xc4, 0xe0, 0xd8, 0x6a, 0x7b, 0x04, 0x30,
                                       0xd8, 0xcd, 0xb7, 0x80, 0x70, 0xb4, 0xc5, 0x5a};

int main(void) {
    uint8_t key[16];
    uint8_t plaintext[16];
    for (size_t i = 0; i < sizeof key; i++) {
        key[i] = (uint8_t)i;
        plaintext[i] = (uint8_t)(0x11 * i);
    }
    for (size_t i = 0; i < sizeof variants / sizeof variants[0]; i++) {
        block_checks_known(variants[i], 16, key, plaintext, ciphertext);
        block_checks(variants[i], &aes_128_tab, 16, 16);
    }
    (void)puts("aes: ok");
    return 0;
}
