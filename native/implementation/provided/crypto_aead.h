/* SPDX-License-Identifier: MIT */
/* The functions of an AEAD, as SUPERCOP and NIST's lightweight competition have them. */
#ifndef PQE_PROVIDED_CRYPTO_AEAD_H
#define PQE_PROVIDED_CRYPTO_AEAD_H

int crypto_aead_encrypt(unsigned char *c, unsigned long long *clen, const unsigned char *m,
                        unsigned long long mlen, const unsigned char *ad, unsigned long long adlen,
                        const unsigned char *nsec, const unsigned char *npub,
                        const unsigned char *k);
int crypto_aead_decrypt(unsigned char *m, unsigned long long *mlen, unsigned char *nsec,
                        const unsigned char *c, unsigned long long clen, const unsigned char *ad,
                        unsigned long long adlen, const unsigned char *npub,
                        const unsigned char *k);

#endif
