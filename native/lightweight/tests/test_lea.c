/* SPDX-License-Identifier: MIT */
/* Checks both variants of LEA with the examples of its specification and against each other. */
#include "lightweight/lea/lea.h"
#include "lightweight/tests/block_checks.h"

BLOCK_VARIANT(lea_128, u32)
BLOCK_VARIANT(lea_192, u32)
BLOCK_VARIANT(lea_256, u32)
BLOCK_VARIANT(lea_128, x4)
BLOCK_VARIANT(lea_192, x4)
BLOCK_VARIANT(lea_256, x4)

/* The examples' keys are the first 16, 24 and 32 bytes of this. */
static const uint8_t key[32] = {0x0f, 0x1e, 0x2d, 0x3c, 0x4b, 0x5a, 0x69, 0x78, 0x87, 0x96, 0xa5,
                                0xb4, 0xc3, 0xd2, 0xe1, 0xf0, 0xf0, 0xe1, 0xd2, 0xc3, 0xb4, 0xa5,
                                0x96, 0x87, 0x78, 0x69, 0x5a, 0x4b, 0x3c, 0x2d, 0x1e, 0x0f};

/* KS X 3246 and ISO/IEC 29192-2:2019, examples; the plaintext counts up from `first`. */
typedef struct {
    const block_variant *variants[2];
    size_t key_bytes;
    uint8_t first;
    uint8_t ciphertext[16];
} example;

static const example examples[3] = {
    {{&lea_128_u32, &lea_128_x4},
     16,
     0x10,
     {0x9f, 0xc8, 0x4e, 0x35, 0x28, 0xc6, 0xc6, 0x18, 0x55, 0x32, 0xc7, 0xa7, 0x04, 0x64, 0x8b,
      0xfd}},
    {{&lea_192_u32, &lea_192_x4},
     24,
     0x20,
     {0x6f, 0xb9, 0x5e, 0x32, 0x5a, 0xad, 0x1b, 0x87, 0x8c, 0xdc, 0xf5, 0x35, 0x76, 0x74, 0xc6,
      0xf2}},
    {{&lea_256_u32, &lea_256_x4},
     32,
     0x30,
     {0xd6, 0x51, 0xaf, 0xf6, 0x47, 0xb1, 0x89, 0xc1, 0x3a, 0x89, 0x00, 0xca, 0x27, 0xf9, 0xe1,
      0x97}},
};

int main(void) {
    for (size_t i = 0; i < 3; i++) {
        const example *const e = &examples[i];
        uint8_t plaintext[16];
        for (size_t j = 0; j < sizeof plaintext; j++) {
            plaintext[j] = (uint8_t)(e->first + j);
        }
        for (size_t j = 0; j < 2; j++) {
            block_checks_known(e->variants[j], 16, key, plaintext, e->ciphertext);
            block_checks(e->variants[j], e->variants[0], 16, e->key_bytes);
        }
    }
    (void)puts("lea: ok");
    return 0;
}
