/* SPDX-License-Identifier: MIT */
/*
 * An AEAD in somebody's folder: PQE_ENCRYPT and PQE_DECRYPT are its functions, PQE_LENGTH its type
 * of lengths. The tag follows the ciphertext; the secret message number is not used.
 */
#ifndef PQE_IMPLEMENTATION_AEAD_H
#define PQE_IMPLEMENTATION_AEAD_H

#include <stddef.h>
#include <stdint.h>

#include "api.h"

#ifdef PQE_UNDECLARED /* by api.h */
int PQE_ENCRYPT(unsigned char *c, PQE_LENGTH *clen, const unsigned char *m, PQE_LENGTH mlen,
                const unsigned char *ad, PQE_LENGTH adlen, const unsigned char *nsec,
                const unsigned char *npub, const unsigned char *k);
int PQE_DECRYPT(unsigned char *m, PQE_LENGTH *mlen, unsigned char *nsec, const unsigned char *c,
                PQE_LENGTH clen, const unsigned char *ad, PQE_LENGTH adlen,
                const unsigned char *npub, const unsigned char *k);
#endif

static inline int pqe_seal(uint8_t *sealed, size_t *sealed_len, const uint8_t *plaintext,
                           size_t plaintext_len, const uint8_t *associated, size_t associated_len,
                           const uint8_t *nonce, const uint8_t *key) {
    PQE_LENGTH length = 0;
    int status = PQE_ENCRYPT(sealed, &length, plaintext, plaintext_len, associated, associated_len,
                             NULL, nonce, key);
    *sealed_len = (size_t)length;
    return status;
}

static inline int pqe_unseal(uint8_t *plaintext, size_t *plaintext_len, const uint8_t *sealed,
                             size_t sealed_len, const uint8_t *associated, size_t associated_len,
                             const uint8_t *nonce, const uint8_t *key) {
    PQE_LENGTH length = 0;
    int status = PQE_DECRYPT(plaintext, &length, NULL, sealed, sealed_len, associated,
                             associated_len, nonce, key);
    *plaintext_len = (size_t)length;
    return status;
}

#endif
