/* SPDX-License-Identifier: MIT */
/* Romulus-N: the last known answer of its file, then every check of its shape. */
#include "lightweight/romulus/romulus.h"

#include "lightweight/tests/aead_checks.h"

AEAD_VARIANT(romulus_n, bs32, 16, 16)

/* LWC_AEAD_KAT_128_128.txt of the final-round package, Count = 1089 */
static const char expected_romulus_n[] =
    "1a9b58442bbd18f7f5ea1b1d243be2277d08abab0a47ac4ab11386bbdcada04a"
    "47b9e1731e9679190165412401bd62ab";

/* From the code of github.com/rweather/lwc-finalists, commit 77b23e6 */
static const char longer_romulus_n[] =
    "383bc37fe84bee4ee68fd2f90dd43c9a670e310c07b4cab62eec676053a3e896";

int main(void) {
    aead_checks_known(&romulus_n_bs32, expected_romulus_n, longer_romulus_n);
    aead_checks(&romulus_n_bs32, &romulus_n_bs32);
    (void)puts("romulus: ok");
    return 0;
}
