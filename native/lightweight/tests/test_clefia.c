/* SPDX-License-Identifier: MIT */
/* Checks the variants of CLEFIA with the examples of RFC 6114 and against each other. */
#include "lightweight/clefia/clefia.h"
#include "lightweight/tests/block_checks.h"

#define VARIANTS(bits)                                                                             \
    BLOCK_VARIANT(clefia_##bits, bs32)                                                             \
    BLOCK_VARIANT(clefia_##bits, bs64)                                                             \
    BLOCK_VARIANT(clefia_##bits, bs128)                                                            \
    BLOCK_VARIANT(clefia_##bits, tab)                                                              \
    static const block_variant *const variants_##bits[4] = {                                       \
        &clefia_##bits##_tab, &clefia_##bits##_bs32, &clefia_##bits##_bs64,                        \
        &clefia_##bits##_bs128};

VARIANTS(128)
VARIANTS(192)
VARIANTS(256)

/* The examples' keys are the first 16, 24 and 32 bytes of this; the plaintext counts up from 0. */
static const uint8_t key[32] = {0xff, 0xee, 0xdd, 0xcc, 0xbb, 0xaa, 0x99, 0x88, 0x77, 0x66, 0x55,
                                0x44, 0x33, 0x22, 0x11, 0x00, 0xf0, 0xe0, 0xd0, 0xc0, 0xb0, 0xa0,
                                0x90, 0x80, 0x70, 0x60, 0x50, 0x40, 0x30, 0x20, 0x10, 0x00};

/* RFC 6114, appendix A. */
typedef struct {
    const block_variant *const *variants;
    size_t key_bytes;
    uint8_t ciphertext[16];
} example;

static const example examples[3] = {
    {variants_128,
     16,
     {0xde, 0x2b, 0xf2, 0xfd, 0x9b, 0x74, 0xaa, 0xcd, 0xf1, 0x29, 0x85, 0x55, 0x45, 0x94, 0x94,
      0xfd}},
    {variants_192,
     24,
     {0xe2, 0x48, 0x2f, 0x64, 0x9f, 0x02, 0x8d, 0xc4, 0x80, 0xdd, 0xa1, 0x84, 0xfd, 0xe1, 0x81,
      0xad}},
    {variants_256,
     32,
     {0xa1, 0x39, 0x78, 0x14, 0x28, 0x9d, 0xe8, 0x0c, 0x10, 0xda, 0x46, 0xd1, 0xfa, 0x48, 0xb3,
      0x8a}},
};

int main(void) {
    uint8_t plaintext[16];
    for (size_t i = 0; i < sizeof plaintext; i++) {
        plaintext[i] = (uint8_t)i;
    }
    for (size_t i = 0; i < 3; i++) {
        const example *const e = &examples[i];
        for (size_t j = 0; j < 4; j++) {
            block_checks_known(e->variants[j], 16, key, plaintext, e->ciphertext);
            block_checks(e->variants[j], e->variants[0], 16, e->key_bytes);
        }
    }
    (void)puts("clefia: ok");
    return 0;
}
