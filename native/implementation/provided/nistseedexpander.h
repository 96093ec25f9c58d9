/* SPDX-License-Identifier: MIT */
/*
 * The seed expander of NIST's call for submissions: AES-256 over a block that counts up, keyed by
 * the seed. Written by us, over `aes.h`.
 *
 * The first block is the diversifier, the largest length (big-endian) and a counter from 0
 * (big-endian); each call continues where the last one ended, byte by byte.
 */
#ifndef PQE_PROVIDED_NISTSEEDEXPANDER_H
#define PQE_PROVIDED_NISTSEEDEXPANDER_H

#include <stddef.h>
#include <stdint.h>

#define NISTSEEDEXPANDER_SEED_LEN 32

#define RNG_SUCCESS (0)
#define RNG_BAD_MAXLEN (-1)
#define RNG_BAD_OUTBUF (-2)
#define RNG_BAD_REQ_LEN (-3)

typedef struct {
    uint8_t buffer[16];
    size_t buffer_pos;
    size_t length_remaining;
    uint8_t key[NISTSEEDEXPANDER_SEED_LEN];
    uint8_t ctr[16];
} AES_XOF_struct;

/* `seed` has 32 bytes, `diversifier` 8. RNG_BAD_MAXLEN if maxlen has more than 32 bits. */
int seedexpander_init(AES_XOF_struct *ctx, const uint8_t *seed, const uint8_t *diversifier,
                      size_t maxlen);

/* The next xlen bytes. RNG_BAD_REQ_LEN if that many are not left, RNG_BAD_OUTBUF for NULL. */
int seedexpander(AES_XOF_struct *ctx, uint8_t *x, size_t xlen);

#endif
