/* SPDX-License-Identifier: MIT */
/* The functions of a signature scheme, as SUPERCOP has them. */
#ifndef PQE_PROVIDED_CRYPTO_SIGN_H
#define PQE_PROVIDED_CRYPTO_SIGN_H

int crypto_sign_keypair(unsigned char *pk, unsigned char *sk);
int crypto_sign(unsigned char *sm, unsigned long long *smlen, const unsigned char *m,
                unsigned long long mlen, const unsigned char *sk);
int crypto_sign_open(unsigned char *m, unsigned long long *mlen, const unsigned char *sm,
                     unsigned long long smlen, const unsigned char *pk);

#endif
