/* SPDX-License-Identifier: MIT */
/* Checks every variant of SHA3-256 and SHAKE128; see hash_checks.h. */
#include "lightweight/sha3/sha3.h"

#include "hash_checks.h"

HASH_VARIANT(sha3_256, u64, PQE_SHA3_256_DIGEST_BYTES)
HASH_VARIANT(sha3_256, bi32, PQE_SHA3_256_DIGEST_BYTES)
HASH_VARIANT(sha3_256, lowreg, PQE_SHA3_256_DIGEST_BYTES)
HASH_VARIANT(sha3_256, small, PQE_SHA3_256_DIGEST_BYTES)
XOF_VARIANT(shake128, u64, 32)
XOF_VARIANT(shake128, bi32, 32)
XOF_VARIANT(shake128, lowreg, 32)
XOF_VARIANT(shake128, small, 32)

/* ShortMsgKAT_SHA3-256.txt (XKCP, CC0): the empty message; NIST's example "abc". */
static void known_digests(const hash_variant *v) {
    static const uint8_t empty[32] = {0xa7, 0xff, 0xc6, 0xf8, 0xbf, 0x1e, 0xd7, 0x66,
                                      0x51, 0xc1, 0x47, 0x56, 0xa0, 0x61, 0xd6, 0x62,
                                      0xf5, 0x80, 0xff, 0x4d, 0xe4, 0x3b, 0x49, 0xfa,
                                      0x82, 0xd8, 0x0a, 0x4b, 0x80, 0xf8, 0x43, 0x4a};
    static const uint8_t abc[32] = {0x3a, 0x98, 0x5d, 0xa7, 0x4f, 0xe2, 0x25, 0xb2,
                                    0x04, 0x5c, 0x17, 0x2d, 0x6b, 0xd3, 0x90, 0xbd,
                                    0x85, 0x5f, 0x08, 0x6e, 0x3e, 0x9d, 0x52, 0x5b,
                                    0x46, 0xbf, 0xe2, 0x45, 0x11, 0x43, 0x15, 0x32};
    hash_checks_known(v, NULL, 0, empty);
    hash_checks_known(v, (const uint8_t *)"abc", 3, abc);
}

/* NIST's example of SHAKE128: the first 32 bytes for the empty message. */
static void known_output(const hash_variant *v) {
    static const uint8_t empty[32] = {0x7f, 0x9c, 0x2b, 0xa4, 0xe8, 0x8f, 0x82, 0x7d,
                                      0x61, 0x60, 0x45, 0x50, 0x76, 0x05, 0x85, 0x3e,
                                      0xd7, 0x3b, 0x80, 0x93, 0xf6, 0xef, 0xbc, 0x88,
                                      0xeb, 0x1a, 0x6e, 0xac, 0xfa, 0x66, 0xef, 0x26};
    hash_checks_known(v, NULL, 0, empty);
}

int main(void) {
    known_digests(&sha3_256_u64);
    known_digests(&sha3_256_bi32);
    known_digests(&sha3_256_lowreg);
    known_digests(&sha3_256_small);
    known_output(&shake128_u64);
    known_output(&shake128_bi32);
    known_output(&shake128_lowreg);
    known_output(&shake128_small);
    hash_checks_agree(&sha3_256_bi32, &sha3_256_u64);
    hash_checks_agree(&sha3_256_lowreg, &sha3_256_u64);
    hash_checks_agree(&sha3_256_small, &sha3_256_u64);
    hash_checks_agree(&shake128_bi32, &shake128_u64);
    hash_checks_agree(&shake128_lowreg, &shake128_u64);
    hash_checks_agree(&shake128_small, &shake128_u64);
    (void)puts("sha3: ok");
    return 0;
}
