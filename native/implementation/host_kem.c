/* SPDX-License-Identifier: MIT */
/* Somebody's KEM behind the shapes of call of native/timing/operations.h. */
#include "host.h"
#include "kem.h"

PQE_EXPORT int pqe_folder_keygen(void *object, uint8_t *public_key, uint8_t *secret_key);
PQE_EXPORT int pqe_folder_encaps(void *object, uint8_t *ciphertext, uint8_t *shared_secret,
                                 const uint8_t *public_key);
PQE_EXPORT int pqe_folder_decaps(void *object, uint8_t *shared_secret, const uint8_t *ciphertext,
                                 const uint8_t *secret_key);

int pqe_folder_keygen(void *object, uint8_t *public_key, uint8_t *secret_key) {
    (void)object;
    return PQE_KEYPAIR(public_key, secret_key);
}

int pqe_folder_encaps(void *object, uint8_t *ciphertext, uint8_t *shared_secret,
                      const uint8_t *public_key) {
    (void)object;
    return PQE_ENC(ciphertext, shared_secret, public_key);
}

int pqe_folder_decaps(void *object, uint8_t *shared_secret, const uint8_t *ciphertext,
                      const uint8_t *secret_key) {
    (void)object;
    return PQE_DEC(shared_secret, ciphertext, secret_key);
}
