/* SPDX-License-Identifier: MIT */
/* Checks the variants of Camellia-128 with the example of RFC 3713 and against each other. */
#include "lightweight/camellia/camellia.h"
#include "lightweight/tests/block_checks.h"

BLOCK_VARIANT(camellia_128, bs32)
BLOCK_VARIANT(camellia_128, bs64)
BLOCK_VARIANT(camellia_128, bs128)
BLOCK_VARIANT(camellia_128, tab)

static const block_variant *const variants[4] = {&camellia_128_tab, &camellia_128_bs32,
                                                 &camellia_128_bs64, &camellia_128_bs128};

/* RFC 3713, appendix A; the plaintext is the key. */
static const uint8_t key[16] = {0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef,
                                0xfe, 0xdc, 0xba, 0x98, 0x76, 0x54, 0x32, 0x10};
static const uint8_t ciphertext[16] = {0x67, 0x67, 0x31, 0x38, 0x54, 0x96, 0x69, 0x73,
                                       0x08, 0x57, 0x06, 0x56, 0x48, 0xea, 0xbe, 0x43};

int main(void) {
    for (size_t i = 0; i < 4; i++) {
        block_checks_known(variants[i], 16, key, key, ciphertext);
        block_checks(variants[i], variants[0], 16, 16);
    }
    (void)puts("camellia: ok");
    return 0;
}
