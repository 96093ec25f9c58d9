/* SPDX-License-Identifier: MIT */
/* The function of a stream cipher, as SUPERCOP has it. */
#ifndef PQE_PROVIDED_CRYPTO_STREAM_H
#define PQE_PROVIDED_CRYPTO_STREAM_H

int crypto_stream_xor(unsigned char *out, const unsigned char *in, unsigned long long inlen,
                      const unsigned char *n, const unsigned char *k);

#endif
