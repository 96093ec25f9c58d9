/* SPDX-License-Identifier: MIT */
/* Checks every variant of SHA-256 and HMAC-SHA-256; see hash_checks.h. */
#include "lightweight/sha2/sha2.h"

#include "hash_checks.h"

HASH_VARIANT(sha_256, u32, PQE_SHA_256_DIGEST_BYTES)
HASH_VARIANT(sha_256, lowreg, PQE_SHA_256_DIGEST_BYTES)
HASH_VARIANT(sha_256, small, PQE_SHA_256_DIGEST_BYTES)
MAC_VARIANT(hmac_sha_256, u32, PQE_HMAC_SHA_256_TAG_BYTES, PQE_HMAC_SHA_256_KEY_BYTES)
MAC_VARIANT(hmac_sha_256, lowreg, PQE_HMAC_SHA_256_TAG_BYTES, PQE_HMAC_SHA_256_KEY_BYTES)
MAC_VARIANT(hmac_sha_256, small, PQE_HMAC_SHA_256_TAG_BYTES, PQE_HMAC_SHA_256_KEY_BYTES)

typedef void tag_fn(uint8_t[32], const uint8_t *, size_t, const uint8_t[32]);

/* FIPS 180-4 examples of NIST: "abc", and 448 bits, whose padding takes a block of its own. */
static void known_digests(const hash_variant *v) {
    static const uint8_t one[32] = {0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea,
                                    0x41, 0x41, 0x40, 0xde, 0x5d, 0xae, 0x22, 0x23,
                                    0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c,
                                    0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad};
    static const uint8_t two[32] = {0x24, 0x8d, 0x6a, 0x61, 0xd2, 0x06, 0x38, 0xb8,
                                    0xe5, 0xc0, 0x26, 0x93, 0x0c, 0x3e, 0x60, 0x39,
                                    0xa3, 0x3c, 0xe4, 0x59, 0x64, 0xff, 0x21, 0x67,
                                    0xf6, 0xec, 0xed, 0xd4, 0x19, 0xdb, 0x06, 0xc1};
    static const char message[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    hash_checks_known(v, (const uint8_t *)"abc", 3, one);
    hash_checks_known(v, (const uint8_t *)message, sizeof message - 1, two);
}

/* RFC 4231, test case 2; the key "Jefe" is padded with zeros, as HMAC does itself. */
static void known_tag(tag_fn *tag, const char *name) {
    static const uint8_t expected[32] = {0x5b, 0xdc, 0xc1, 0x46, 0xbf, 0x60, 0x75, 0x4e,
                                         0x6a, 0x04, 0x24, 0x26, 0x08, 0x95, 0x75, 0xc7,
                                         0x5a, 0x00, 0x3f, 0x08, 0x9d, 0x27, 0x39, 0x83,
                                         0x9d, 0xec, 0x58, 0xb9, 0x64, 0xec, 0x38, 0x43};
    static const char message[] = "what do ya want for nothing?";
    const uint8_t key[32] = {'J', 'e', 'f', 'e'};
    uint8_t out[32];
    tag(out, (const uint8_t *)message, sizeof message - 1, key);
    CHECK(memcmp(out, expected, sizeof expected) == 0, name);
}

int main(void) {
    known_digests(&sha_256_u32);
    known_digests(&sha_256_lowreg);
    known_digests(&sha_256_small);
    known_tag(pqe_hmac_sha_256_u32_tag, "hmac_sha_256_u32");
    known_tag(pqe_hmac_sha_256_lowreg_tag, "hmac_sha_256_lowreg");
    known_tag(pqe_hmac_sha_256_small_tag, "hmac_sha_256_small");
    hash_checks_agree(&sha_256_u32, &sha_256_small);
    hash_checks_agree(&sha_256_lowreg, &sha_256_small);
    hash_checks_agree(&hmac_sha_256_u32, &hmac_sha_256_small);
    hash_checks_agree(&hmac_sha_256_lowreg, &hmac_sha_256_small);
    (void)puts("sha2: ok");
    return 0;
}
