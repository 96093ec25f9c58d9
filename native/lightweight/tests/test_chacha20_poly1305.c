/* SPDX-License-Identifier: MIT */
/* Checks every variant of ChaCha20-Poly1305; see aead_checks.h. */
#include "lightweight/chacha20_poly1305/chacha20_poly1305.h"

#include "aead_checks.h"

AEAD_VARIANT(chacha20_poly1305, u64, 16, 64)
AEAD_VARIANT(chacha20_poly1305, u32, 16, 64)
AEAD_VARIANT(chacha20_poly1305, mul32, 16, 64)
AEAD_VARIANT(chacha20_poly1305, small, 16, 64)

/* RFC 8439, section 2.8.2: ciphertext and tag. */
static void known_answer(const aead_variant *v) {
    static const char message[] = "Ladies and Gentlemen of the class of '99: If I could offer you "
                                  "only one tip for the future, sunscreen would be it.";
    static const uint8_t nonce[12] = {0x07, 0,    0,    0,    0x40, 0x41,
                                      0x42, 0x43, 0x44, 0x45, 0x46, 0x47};
    static const uint8_t ad[12] = {0x50, 0x51, 0x52, 0x53, 0xc0, 0xc1,
                                   0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7};
    static const uint8_t expected[130] = {
        0xd3, 0x1a, 0x8d, 0x34, 0x64, 0x8e, 0x60, 0xdb, 0x7b, 0x86, 0xaf, 0xbc, 0x53, 0xef, 0x7e,
        0xc2, 0xa4, 0xad, 0xed, 0x51, 0x29, 0x6e, 0x08, 0xfe, 0xa9, 0xe2, 0xb5, 0xa7, 0x36, 0xee,
        0x62, 0xd6, 0x3d, 0xbe, 0xa4, 0x5e, 0x8c, 0xa9, 0x67, 0x12, 0x82, 0xfa, 0xfb, 0x69, 0xda,
        0x92, 0x72, 0x8b, 0x1a, 0x71, 0xde, 0x0a, 0x9e, 0x06, 0x0b, 0x29, 0x05, 0xd6, 0xa5, 0xb6,
        0x7e, 0xcd, 0x3b, 0x36, 0x92, 0xdd, 0xbd, 0x7f, 0x2d, 0x77, 0x8b, 0x8c, 0x98, 0x03, 0xae,
        0xe3, 0x28, 0x09, 0x1b, 0x58, 0xfa, 0xb3, 0x24, 0xe4, 0xfa, 0xd6, 0x75, 0x94, 0x55, 0x85,
        0x80, 0x8b, 0x48, 0x31, 0xd7, 0xbc, 0x3f, 0xf4, 0xde, 0xf0, 0x8e, 0x4b, 0x7a, 0x9d, 0xe5,
        0x76, 0xd2, 0x65, 0x86, 0xce, 0xc6, 0x4b, 0x61, 0x16, 0x1a, 0xe1, 0x0b, 0x59, 0x4f, 0x09,
        0xe2, 0x6a, 0x7e, 0x90, 0x2e, 0xcb, 0xd0, 0x60, 0x06, 0x91};
    uint8_t key[32];
    uint8_t out[sizeof expected];
    const size_t len = sizeof message - 1;
    aead_checks_count(key, sizeof key, 0x80);
    v->encrypt(out, out + len, (const uint8_t *)message, len, ad, sizeof ad, nonce, key);
    CHECK(memcmp(out, expected, sizeof expected) == 0, v->name);
    CHECK(v->decrypt(out, out, len, out + len, ad, sizeof ad, nonce, key) == PQE_OK, v->name);
    CHECK(memcmp(out, message, len) == 0, v->name);
}

/* Inputs that count up from 0; the answer is OpenSSL's. */
#define COUNTING                                                                                   \
    "89fa0a032d12a347bf8a35f89410006c"                                                             \
    "d961a0f44561bbaefe8e35de69ddb823"                                                             \
    "ecd965c916d3c8b0deb68b7fa8f1d682"
/* The tag over 300 bytes of associated data and 100 of message. */
#define LONGER "514a2fe11678fb7158d4ff7e901a9861"

int main(void) {
    known_answer(&chacha20_poly1305_u64);
    known_answer(&chacha20_poly1305_u32);
    known_answer(&chacha20_poly1305_mul32);
    known_answer(&chacha20_poly1305_small);
    aead_checks_known(&chacha20_poly1305_u64, COUNTING, LONGER);
    aead_checks_known(&chacha20_poly1305_u32, COUNTING, LONGER);
    aead_checks_known(&chacha20_poly1305_mul32, COUNTING, LONGER);
    aead_checks_known(&chacha20_poly1305_small, COUNTING, LONGER);
    aead_checks(&chacha20_poly1305_u64, &chacha20_poly1305_u32);
    aead_checks(&chacha20_poly1305_u32, &chacha20_poly1305_mul32);
    aead_checks(&chacha20_poly1305_mul32, &chacha20_poly1305_u64);
    aead_checks(&chacha20_poly1305_small, &chacha20_poly1305_u64);
    (void)puts("chacha20_poly1305: ok");
    return 0;
}
