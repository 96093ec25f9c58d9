/* SPDX-License-Identifier: MIT */
/* Schwaemm256-128 and Esch256: the last known answer of its file, then every check of its shape. */
#include "lightweight/sparkle/sparkle.h"

#include "lightweight/tests/aead_checks.h"
#include "lightweight/tests/hash_checks.h"

AEAD_VARIANT(schwaemm256_128, u32, 16, 32)

/* LWC_AEAD_KAT_128_256.txt of the final-round package, Count = 1089 */
static const char expected_schwaemm256_128[] =
    "8494eb28d98e391b6914564625b243f63da336497427884d4275a6aa088b8bee"
    "f1cfb0892801fdd208a134182e5d50ce";

/* From the code of github.com/rweather/lwc-finalists, commit 77b23e6 */
static const char longer_schwaemm256_128[] =
    "b60086f6150cfa4f0dda8f5c0280cc4002f3f5faec8d8e52c739d81fd0658e69";

HASH_VARIANT(esch256, u32, 32)

/* LWC_HASH_KAT_256.txt of the final-round package, Count = 18: message 00 01 ... 10 */
static const uint8_t digest_esch256[32] = {
    0xe6, 0xbf, 0x73, 0x94, 0x1a, 0x74, 0x17, 0xfe, 0xfd, 0x2d, 0xd5, 0x88, 0x2f, 0xfc, 0xbf, 0xae,
    0xa2, 0x2b, 0x4c, 0x13, 0x1e, 0xf1, 0x55, 0x94, 0x3f, 0xc8, 0x17, 0xf6, 0x1a, 0xd0, 0x5b, 0x85};

int main(void) {
    uint8_t message[17];
    for (size_t i = 0; i < sizeof message; i++) {
        message[i] = (uint8_t)i;
    }
    aead_checks_known(&schwaemm256_128_u32, expected_schwaemm256_128, longer_schwaemm256_128);
    aead_checks(&schwaemm256_128_u32, &schwaemm256_128_u32);
    hash_checks_known(&esch256_u32, message, sizeof message, digest_esch256);
    hash_checks_agree(&esch256_u32, &esch256_u32);
    (void)puts("sparkle: ok");
    return 0;
}
