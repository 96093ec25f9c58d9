/* SPDX-License-Identifier: MIT */
/* Variant small: one block at a time, in two 32-bit words. */
#define PQE_SLICE_BITS 32
#define PRESENT_SMALL

#include "lightweight/present/present_block.h"

PQE_NOINLINE void present_encrypt(const pqe_present_key *key, uint8_t *out, const uint8_t *in,
                                  size_t blocks) {
    for (; blocks != 0; blocks--) {
        present_encrypt_block(key, out, in);
        in += 8;
        out += 8;
    }
}

PQE_NOINLINE void present_decrypt(const pqe_present_key *key, uint8_t *out, const uint8_t *in,
                                  size_t blocks) {
    for (; blocks != 0; blocks--) {
        present_decrypt_block(key, out, in);
        in += 8;
        out += 8;
    }
}

PRESENT_FUNCTIONS(pqe_present_80_small, 80)
PRESENT_FUNCTIONS(pqe_present_128_small, 128)
