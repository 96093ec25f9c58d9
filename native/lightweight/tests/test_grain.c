/* SPDX-License-Identifier: MIT */
/* Grain-128AEADv2: the last known answer of its file, then every check of its shape. */
#include "lightweight/grain/grain.h"

#include "lightweight/tests/aead_checks.h"

AEAD_VARIANT(grain_128aeadv2, u64, 8, 4)
AEAD_VARIANT(grain_128aeadv2, u32, 8, 4)

/* LWC_AEAD_KAT_128_96.txt of the final-round package, Count = 1089 */
static const char expected_grain_128aeadv2[] =
    "d70df45e4839cff9a2c139c719805cfcaab5ab651b99a751fbf4b8d75abd6d97"
    "f543fe1cfbe56f72";

/* From the code of github.com/rweather/lwc-finalists, commit 77b23e6 */
static const char longer_grain_128aeadv2[] = "c5ed5f6afd0d134584634dc8ce5ea92591d6da17e3a6389a";

int main(void) {
    aead_checks_known(&grain_128aeadv2_u64, expected_grain_128aeadv2, longer_grain_128aeadv2);
    aead_checks(&grain_128aeadv2_u64, &grain_128aeadv2_u64);
    aead_checks_known(&grain_128aeadv2_u32, expected_grain_128aeadv2, longer_grain_128aeadv2);
    aead_checks(&grain_128aeadv2_u32, &grain_128aeadv2_u64);
    (void)puts("grain: ok");
    return 0;
}
