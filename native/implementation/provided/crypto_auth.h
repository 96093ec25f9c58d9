/* SPDX-License-Identifier: MIT */
/* The function of a MAC, as SUPERCOP has it. */
#ifndef PQE_PROVIDED_CRYPTO_AUTH_H
#define PQE_PROVIDED_CRYPTO_AUTH_H

int crypto_auth(unsigned char *out, const unsigned char *in, unsigned long long inlen,
                const unsigned char *k);

#endif
