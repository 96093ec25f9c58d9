/* SPDX-License-Identifier: MIT */
/* Xoodyak: the last known answer of its file, then every check of its shape. */
#include "lightweight/xoodyak/xoodyak.h"

#include "lightweight/tests/aead_checks.h"
#include "lightweight/tests/hash_checks.h"

AEAD_VARIANT(xoodyak_aead, u32, 16, 24)

/* LWC_AEAD_KAT_128_128.txt of the final-round package, Count = 1089 */
static const char expected_xoodyak_aead[] =
    "e96d2e16402dbd4efb8a8ec0172fbb718330548985cee48fc48a00d991b2772e"
    "7a878435a73331f2ecd3c7d15b4d5c87";

/* From the code of github.com/rweather/lwc-finalists, commit 77b23e6 */
static const char longer_xoodyak_aead[] =
    "098b11fee6ccd42085edc7b03f9c9d77d6d4169b98fa826b2e4203fbbd29a56c";

HASH_VARIANT(xoodyak_hash, u32, 32)

/* LWC_HASH_KAT_256.txt of the final-round package, Count = 18: message 00 01 ... 10 */
static const uint8_t digest_xoodyak_hash[32] = {
    0x20, 0x59, 0x3b, 0x39, 0xbb, 0x6d, 0x59, 0x50, 0x19, 0x33, 0x16, 0x01, 0x24, 0x44, 0x11, 0x32,
    0x3f, 0x71, 0x30, 0x85, 0xbb, 0x1a, 0x30, 0x21, 0x8c, 0x97, 0x2b, 0x96, 0xd9, 0xb7, 0xb7, 0xb3};

int main(void) {
    uint8_t message[17];
    for (size_t i = 0; i < sizeof message; i++) {
        message[i] = (uint8_t)i;
    }
    aead_checks_known(&xoodyak_aead_u32, expected_xoodyak_aead, longer_xoodyak_aead);
    aead_checks(&xoodyak_aead_u32, &xoodyak_aead_u32);
    hash_checks_known(&xoodyak_hash_u32, message, sizeof message, digest_xoodyak_hash);
    hash_checks_agree(&xoodyak_hash_u32, &xoodyak_hash_u32);
    (void)puts("xoodyak: ok");
    return 0;
}
