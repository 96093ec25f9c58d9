/* SPDX-License-Identifier: MIT */
/*
 * AES-128, AES-192 and AES-256 (FIPS 197), encryption only, behind the interface that PQClean and
 * pqm4 gave to `aes.h`. Written by us; portable C99, no heap.
 *
 * Constant time: bitsliced, four blocks at a time; no table, no branch or address depends on key or
 * data.
 *
 *   aesN_ecb_keyexp, aesN_ctr_keyexp   expand a key; both do the same
 *   aesN_ecb                           `nblocks` blocks, each for itself
 *   aesN_ctr                           key stream: `iv` of 12 bytes, then a 32-bit big-endian
 *                                      counter from 0
 */
#ifndef PQE_PROVIDED_AES_H
#define PQE_PROVIDED_AES_H
#define AES_H

#include <stddef.h>
#include <stdint.h>

#define AES128_KEYBYTES 16
#define AES192_KEYBYTES 24
#define AES256_KEYBYTES 32
#define AESCTR_NONCEBYTES 12
#define AES_BLOCKBYTES 16

/* Eight slices a round key. */
#define PQC_AES128_STATESIZE 88
#define PQC_AES192_STATESIZE 104
#define PQC_AES256_STATESIZE 120

typedef struct {
    uint64_t sk_exp[PQC_AES128_STATESIZE];
} aes128ctx;
typedef struct {
    uint64_t sk_exp[PQC_AES192_STATESIZE];
} aes192ctx;
typedef struct {
    uint64_t sk_exp[PQC_AES256_STATESIZE];
} aes256ctx;

void aes128_ecb_keyexp(aes128ctx *r, const unsigned char *key);
void aes128_ctr_keyexp(aes128ctx *r, const unsigned char *key);
void aes128_ecb(unsigned char *out, const unsigned char *in, size_t nblocks, const aes128ctx *ctx);
void aes128_ctr(unsigned char *out, size_t outlen, const unsigned char *iv, const aes128ctx *ctx);
void aes128_ctx_release(aes128ctx *r);

void aes192_ecb_keyexp(aes192ctx *r, const unsigned char *key);
void aes192_ctr_keyexp(aes192ctx *r, const unsigned char *key);
void aes192_ecb(unsigned char *out, const unsigned char *in, size_t nblocks, const aes192ctx *ctx);
void aes192_ctr(unsigned char *out, size_t outlen, const unsigned char *iv, const aes192ctx *ctx);
void aes192_ctx_release(aes192ctx *r);

void aes256_ecb_keyexp(aes256ctx *r, const unsigned char *key);
void aes256_ctr_keyexp(aes256ctx *r, const unsigned char *key);
void aes256_ecb(unsigned char *out, const unsigned char *in, size_t nblocks, const aes256ctx *ctx);
void aes256_ctr(unsigned char *out, size_t outlen, const unsigned char *iv, const aes256ctx *ctx);
void aes256_ctx_release(aes256ctx *r);

#endif
