/* SPDX-License-Identifier: MIT */
/*
 * Somebody's AEAD behind the shapes of call of native/timing/operations.h. The tag is part of what
 * they call the ciphertext, so the buffer for it is not used, and the length of a ciphertext counts
 * its tag.
 */
#include "aead.h"
#include "host.h"

PQE_EXPORT void pqe_folder_encrypt(uint8_t *ciphertext, uint8_t *tag, const uint8_t *plaintext,
                                   size_t plaintext_len, const uint8_t *associated,
                                   size_t associated_len, const uint8_t *nonce, const uint8_t *key);
PQE_EXPORT int pqe_folder_decrypt(uint8_t *plaintext, const uint8_t *ciphertext,
                                  size_t ciphertext_len, const uint8_t *tag,
                                  const uint8_t *associated, size_t associated_len,
                                  const uint8_t *nonce, const uint8_t *key);

void pqe_folder_encrypt(uint8_t *ciphertext, uint8_t *tag, const uint8_t *plaintext,
                        size_t plaintext_len, const uint8_t *associated, size_t associated_len,
                        const uint8_t *nonce, const uint8_t *key) {
    size_t length = 0;
    (void)tag;
    (void)pqe_seal(ciphertext, &length, plaintext, plaintext_len, associated, associated_len, nonce,
                   key);
}

int pqe_folder_decrypt(uint8_t *plaintext, const uint8_t *ciphertext, size_t ciphertext_len,
                       const uint8_t *tag, const uint8_t *associated, size_t associated_len,
                       const uint8_t *nonce, const uint8_t *key) {
    size_t length = 0;
    (void)tag;
    return pqe_unseal(plaintext, &length, ciphertext, ciphertext_len, associated, associated_len,
                      nonce, key);
}

/* For the check, which also looks at status and lengths. */
PQE_EXPORT int pqe_folder_seal(uint8_t *sealed, size_t *sealed_len, const uint8_t *plaintext,
                               size_t plaintext_len, const uint8_t *associated,
                               size_t associated_len, const uint8_t *nonce, const uint8_t *key);
PQE_EXPORT int pqe_folder_unseal(uint8_t *plaintext, size_t *plaintext_len, const uint8_t *sealed,
                                 size_t sealed_len, const uint8_t *associated,
                                 size_t associated_len, const uint8_t *nonce, const uint8_t *key);

int pqe_folder_seal(uint8_t *sealed, size_t *sealed_len, const uint8_t *plaintext,
                    size_t plaintext_len, const uint8_t *associated, size_t associated_len,
                    const uint8_t *nonce, const uint8_t *key) {
    return pqe_seal(sealed, sealed_len, plaintext, plaintext_len, associated, associated_len, nonce,
                    key);
}

int pqe_folder_unseal(uint8_t *plaintext, size_t *plaintext_len, const uint8_t *sealed,
                      size_t sealed_len, const uint8_t *associated, size_t associated_len,
                      const uint8_t *nonce, const uint8_t *key) {
    return pqe_unseal(plaintext, plaintext_len, sealed, sealed_len, associated, associated_len,
                      nonce, key);
}
