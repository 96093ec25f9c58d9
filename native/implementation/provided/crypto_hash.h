/* SPDX-License-Identifier: MIT */
/* The function of a hash, as SUPERCOP and NIST's lightweight competition have it. */
#ifndef PQE_PROVIDED_CRYPTO_HASH_H
#define PQE_PROVIDED_CRYPTO_HASH_H

int crypto_hash(unsigned char *out, const unsigned char *in, unsigned long long inlen);

#endif
