/* SPDX-License-Identifier: MIT */
/* SipHash-2-4: the last known answer of its file, then every check of its shape. */
#include "lightweight/siphash/siphash.h"

#include "lightweight/tests/hash_checks.h"

MAC_VARIANT(siphash_2_4, u64, 8, 16)

/* vectors_sip64 of the reference code: key 00 ... 0f, message 00 01 ... 10 */
static const uint8_t digest_siphash_2_4[8] = {0x94, 0x47, 0xbe, 0x2c, 0xf5, 0xe9, 0x9a, 0x69};

int main(void) {
    uint8_t message[17];
    for (size_t i = 0; i < sizeof message; i++) {
        message[i] = (uint8_t)i;
    }
    hash_checks_known(&siphash_2_4_u64, message, sizeof message, digest_siphash_2_4);
    hash_checks_agree(&siphash_2_4_u64, &siphash_2_4_u64);
    (void)puts("siphash: ok");
    return 0;
}
