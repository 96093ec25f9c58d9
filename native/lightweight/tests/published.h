/* SPDX-License-Identifier: MIT */
/*
 * For ciphers with blocks of 8 bytes that have a plain reference beside their variants: published
 * examples, of the reference too, and then all of block_checks.h against the reference.
 */
#ifndef PQE_LIGHTWEIGHT_TESTS_PUBLISHED_H
#define PQE_LIGHTWEIGHT_TESTS_PUBLISHED_H

#include "lightweight/tests/block_checks.h"

/* A published example; bytes in hexadecimal. */
typedef struct {
    const char *key;
    const char *plaintext;
    const char *ciphertext;
} published;

static void published_bytes(uint8_t *out, const char *text) {
    for (size_t i = 0; text[2 * i] != 0; i++) {
        const char pair[3] = {text[2 * i], text[2 * i + 1], 0};
        out[i] = (uint8_t)strtoul(pair, NULL, 16);
    }
}

static void published_checks(const block_variant *v, const block_variant *plain,
                             const published *examples, size_t count, size_t key_bytes) {
    for (size_t i = 0; i < count; i++) {
        uint8_t key[16];
        uint8_t plaintext[8];
        uint8_t ciphertext[8];
        uint8_t out[8];
        published_bytes(key, examples[i].key);
        published_bytes(plaintext, examples[i].plaintext);
        published_bytes(ciphertext, examples[i].ciphertext);
        plain->encrypt(out, plaintext, 1, key);
        CHECK(memcmp(out, ciphertext, 8) == 0, plain->name);
        block_checks_known(v, 8, key, plaintext, ciphertext);
    }
    block_checks(v, plain, 8, key_bytes);
}

#endif
