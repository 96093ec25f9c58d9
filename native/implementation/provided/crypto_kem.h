/* SPDX-License-Identifier: MIT */
/* The functions of a KEM, as SUPERCOP has them. */
#ifndef PQE_PROVIDED_CRYPTO_KEM_H
#define PQE_PROVIDED_CRYPTO_KEM_H

int crypto_kem_keypair(unsigned char *pk, unsigned char *sk);
int crypto_kem_enc(unsigned char *ct, unsigned char *ss, const unsigned char *pk);
int crypto_kem_dec(unsigned char *ss, const unsigned char *ct, const unsigned char *sk);

#endif
