/* SPDX-License-Identifier: MIT */
/* GIFT-COFB: the last known answer of its file, then every check of its shape. */
#include "lightweight/gift_cofb/gift_cofb.h"

#include "lightweight/tests/aead_checks.h"

AEAD_VARIANT(gift_cofb, bs32, 16, 16)

/* LWC_AEAD_KAT_128_128.txt of the final-round package, Count = 1089 */
static const char expected_gift_cofb[] =
    "baf563c60fbeddc5662995f4c678be80a7f7de9b3ad8c97aa6ca17016d2ae650"
    "8e6fb3f79b412a1627ab7dfa755e0a22";

/* From the code of github.com/rweather/lwc-finalists, commit 77b23e6 */
static const char longer_gift_cofb[] =
    "9604272880be3ed7bdf3ecffa87d4141a34c17476b8720ef70b9c51d4bd2939c";

int main(void) {
    aead_checks_known(&gift_cofb_bs32, expected_gift_cofb, longer_gift_cofb);
    aead_checks(&gift_cofb_bs32, &gift_cofb_bs32);
    (void)puts("gift_cofb: ok");
    return 0;
}
