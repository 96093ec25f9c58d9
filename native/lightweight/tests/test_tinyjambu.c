/* SPDX-License-Identifier: MIT */
/* TinyJAMBU-128: the last known answer of its file, then every check of its shape. */
#include "lightweight/tinyjambu/tinyjambu.h"

#include "lightweight/tests/aead_checks.h"

AEAD_VARIANT(tinyjambu_128, u32, 8, 4)

/* LWC_AEAD_KAT_128_96.txt of the final-round package, Count = 1089 */
static const char expected_tinyjambu_128[] =
    "bb28a2ff7eae50bb6388c5f5a82276e093bccd71add0f302b5597b9cef223d06"
    "b8498ba24f4f03cb";

/* From the code of github.com/rweather/lwc-finalists, commit 77b23e6 */
static const char longer_tinyjambu_128[] = "0592244cae9dc7b86573749ed06d33609d7209b8735fdc0a";

int main(void) {
    aead_checks_known(&tinyjambu_128_u32, expected_tinyjambu_128, longer_tinyjambu_128);
    aead_checks(&tinyjambu_128_u32, &tinyjambu_128_u32);
    (void)puts("tinyjambu: ok");
    return 0;
}
