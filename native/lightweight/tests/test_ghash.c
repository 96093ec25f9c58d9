/* SPDX-License-Identifier: MIT */
/* Checks the three widths of GHASH against multiplication bit by bit, SP 800-38D section 6.3. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lightweight/modes/ghash_32.h"
#include "lightweight/modes/ghash_32_long.h"
#if defined(__SIZEOF_INT128__)
#include "lightweight/modes/ghash_64.h"
#endif

#define CHECK(condition, what)                                                                     \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            (void)fprintf(stderr, "%s:%d: %s: %s\n", __FILE__, __LINE__, what, #condition);        \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

/* y = y * h, algorithm 1 of section 6.3: bit 0 is the highest bit of the first byte. */
static void multiply(uint8_t y[16], const uint8_t h[16]) {
    uint8_t z[16] = {0};
    uint8_t v[16];
    memcpy(v, h, sizeof v);
    for (unsigned int i = 0; i < 128; i++) {
        if (((unsigned int)y[i / 8] >> (7U - i % 8U) & 1U) != 0) {
            for (size_t j = 0; j < 16; j++) {
                z[j] ^= v[j];
            }
        }
        const unsigned int fallen = v[15] & 1U;
        for (size_t j = 15; j > 0; j--) {
            v[j] = (uint8_t)(v[j] >> 1 | v[j - 1] << 7);
        }
        v[0] = (uint8_t)(v[0] >> 1 ^ (fallen != 0 ? 0xe1U : 0U));
    }
    memcpy(y, z, sizeof z);
}

static void ghash(uint8_t value[16], const uint8_t h[16], const uint8_t *data, size_t blocks) {
    memset(value, 0, 16);
    for (; blocks != 0; blocks--) {
        for (size_t i = 0; i < 16; i++) {
            value[i] ^= data[i];
        }
        multiply(value, h);
        data += 16;
    }
}

#define AGREES(width, h, data, blocks, expected)                                                   \
    do {                                                                                           \
        uint8_t value[16];                                                                         \
        ghash_##width##_state s;                                                                   \
        ghash_##width##_begin(&s, h);                                                              \
        ghash_##width##_blocks(&s, data, blocks);                                                  \
        ghash_##width##_end(&s, value);                                                            \
        CHECK(memcmp(value, expected, sizeof value) == 0, #width);                                 \
    } while (0)

static void agree(const uint8_t h[16], const uint8_t *data, size_t blocks) {
    uint8_t expected[16];
    ghash(expected, h, data, blocks);
    AGREES(32, h, data, blocks, expected);
    AGREES(32_long, h, data, blocks, expected);
#if defined(__SIZEOF_INT128__)
    AGREES(64, h, data, blocks, expected);
#endif
}

int main(void) {
    uint8_t h[16];
    uint8_t data[16 * 5 + 1];
    uint32_t seed = 1;
    /* all ones: as many bits meet as can */
    memset(h, 0xff, sizeof h);
    memset(data, 0xff, sizeof data);
    agree(h, data, 1);
    for (size_t bit = 0; bit < 128; bit++) {
        memset(h, 0, sizeof h);
        h[bit / 8] = (uint8_t)(0x80U >> bit % 8U);
        agree(h, data, 1);
        h[0] ^= 0xffU;
        agree(data, h, 1);
    }
    for (size_t round = 0; round < 300; round++) {
        for (size_t i = 0; i < sizeof data; i++) {
            seed = seed * 69069U + 1U;
            data[i] = (uint8_t)(seed >> 24);
        }
        memcpy(h, data, sizeof h);
        agree(h, data + round % 2U, round % 6U);
    }
    (void)puts("ghash: ok");
    return 0;
}
