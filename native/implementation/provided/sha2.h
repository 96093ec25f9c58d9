/* SPDX-License-Identifier: MIT */
/*
 * SHA-224, SHA-256, SHA-384 and SHA-512 (FIPS 180-4) behind the interface that PQClean and pqm4
 * gave to `sha2.h`. Written by us; portable C99, constant time, no heap.
 *
 * Incremental: _inc_init, any number of _inc_blocks with whole blocks (64 bytes for SHA-224 and
 * SHA-256, 128 for the others), then _inc_finalize with the rest of the message, of any length.
 * `_inc_ctx_release` has nothing to give back.
 *
 * A context holds the chaining value and the number of bytes so far, both big-endian.
 */
#ifndef PQE_PROVIDED_SHA2_H
#define PQE_PROVIDED_SHA2_H
#define SHA2_H

#include <stddef.h>
#include <stdint.h>

#define PQC_SHA256CTX_BYTES 40
#define PQC_SHA512CTX_BYTES 72

typedef struct {
    uint8_t ctx[PQC_SHA256CTX_BYTES];
} sha224ctx;
typedef struct {
    uint8_t ctx[PQC_SHA256CTX_BYTES];
} sha256ctx;
typedef struct {
    uint8_t ctx[PQC_SHA512CTX_BYTES];
} sha384ctx;
typedef struct {
    uint8_t ctx[PQC_SHA512CTX_BYTES];
} sha512ctx;

void sha224_inc_init(sha224ctx *state);
void sha224_inc_ctx_clone(sha224ctx *stateout, const sha224ctx *statein);
void sha224_inc_blocks(sha224ctx *state, const uint8_t *in, size_t inblocks);
void sha224_inc_finalize(uint8_t *out, sha224ctx *state, const uint8_t *in, size_t inlen);
void sha224_inc_ctx_release(sha224ctx *state);
void sha224(uint8_t *out, const uint8_t *in, size_t inlen);

void sha256_inc_init(sha256ctx *state);
void sha256_inc_ctx_clone(sha256ctx *stateout, const sha256ctx *statein);
void sha256_inc_blocks(sha256ctx *state, const uint8_t *in, size_t inblocks);
void sha256_inc_finalize(uint8_t *out, sha256ctx *state, const uint8_t *in, size_t inlen);
void sha256_inc_ctx_release(sha256ctx *state);
void sha256(uint8_t *out, const uint8_t *in, size_t inlen);

void sha384_inc_init(sha384ctx *state);
void sha384_inc_ctx_clone(sha384ctx *stateout, const sha384ctx *statein);
void sha384_inc_blocks(sha384ctx *state, const uint8_t *in, size_t inblocks);
void sha384_inc_finalize(uint8_t *out, sha384ctx *state, const uint8_t *in, size_t inlen);
void sha384_inc_ctx_release(sha384ctx *state);
void sha384(uint8_t *out, const uint8_t *in, size_t inlen);

void sha512_inc_init(sha512ctx *state);
void sha512_inc_ctx_clone(sha512ctx *stateout, const sha512ctx *statein);
void sha512_inc_blocks(sha512ctx *state, const uint8_t *in, size_t inblocks);
void sha512_inc_finalize(uint8_t *out, sha512ctx *state, const uint8_t *in, size_t inlen);
void sha512_inc_ctx_release(sha512ctx *state);
void sha512(uint8_t *out, const uint8_t *in, size_t inlen);

#endif
