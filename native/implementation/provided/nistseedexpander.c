/* SPDX-License-Identifier: MIT */
#include "nistseedexpander.h"

#include <string.h>

#include "aes.h"

#define DIVERSIFIER_BYTES 8u
#define BLOCK 16u

static void store32(uint8_t out[4], uint32_t word) {
    for (unsigned i = 0; i < 4; i++) {
        out[i] = (uint8_t)(word >> (24 - 8 * i));
    }
}

int seedexpander_init(AES_XOF_struct *ctx, const uint8_t *seed, const uint8_t *diversifier,
                      size_t maxlen) {
    if ((uint64_t)maxlen > UINT32_MAX) {
        return RNG_BAD_MAXLEN;
    }
    memset(ctx, 0, sizeof *ctx);
    ctx->length_remaining = maxlen;
    ctx->buffer_pos = BLOCK; /* nothing is left of a block */
    memcpy(ctx->key, seed, sizeof ctx->key);
    memcpy(ctx->ctr, diversifier, DIVERSIFIER_BYTES);
    store32(ctx->ctr + DIVERSIFIER_BYTES, (uint32_t)maxlen);
    return RNG_SUCCESS;
}

/* Encrypts the block of the counter; the counter's 32 bits wrap around. */
static void refill(AES_XOF_struct *ctx, const aes256ctx *key) {
    aes256_ecb(ctx->buffer, ctx->ctr, 1, key);
    for (unsigned i = 15; i >= 12; i--) {
        if (++ctx->ctr[i] != 0) {
            break;
        }
    }
    ctx->buffer_pos = 0;
}

int seedexpander(AES_XOF_struct *ctx, uint8_t *x, size_t xlen) {
    aes256ctx key;
    if (x == NULL) {
        return RNG_BAD_OUTBUF;
    }
    if (xlen >= ctx->length_remaining) {
        return RNG_BAD_REQ_LEN;
    }
    ctx->length_remaining -= xlen;
    aes256_ecb_keyexp(&key, ctx->key);
    for (size_t i = 0; i < xlen; i++) {
        if (ctx->buffer_pos == BLOCK) {
            refill(ctx, &key);
        }
        x[i] = ctx->buffer[ctx->buffer_pos++];
    }
    return RNG_SUCCESS;
}
