/* SPDX-License-Identifier: MIT */
/*
 * Somebody's signature scheme behind the shapes of call of native/timing/operations.h. Where it has
 * signed messages only, `signature` is the signed message, and `object` is scratch memory for the
 * message that opening gives back.
 */
#include "host.h"
#include "signature.h"

PQE_EXPORT int pqe_folder_keygen(void *object, uint8_t *public_key, uint8_t *secret_key);
PQE_EXPORT int pqe_folder_sign(void *object, uint8_t *signature, size_t *signature_len,
                               const uint8_t *message, size_t message_len,
                               const uint8_t *secret_key);
PQE_EXPORT int pqe_folder_verify(void *object, const uint8_t *message, size_t message_len,
                                 const uint8_t *signature, size_t signature_len,
                                 const uint8_t *public_key);

int pqe_folder_keygen(void *object, uint8_t *public_key, uint8_t *secret_key) {
    (void)object;
    return PQE_KEYPAIR(public_key, secret_key);
}

#ifdef PQE_SIGNATURE
int pqe_folder_sign(void *object, uint8_t *signature, size_t *signature_len, const uint8_t *message,
                    size_t message_len, const uint8_t *secret_key) {
    (void)object;
    return pqe_sign_detached(signature, signature_len, message, message_len, secret_key);
}

int pqe_folder_verify(void *object, const uint8_t *message, size_t message_len,
                      const uint8_t *signature, size_t signature_len, const uint8_t *public_key) {
    (void)object;
    return pqe_verify_detached(message, message_len, signature, signature_len, public_key);
}
#else
int pqe_folder_sign(void *object, uint8_t *signature, size_t *signature_len, const uint8_t *message,
                    size_t message_len, const uint8_t *secret_key) {
    (void)object;
    return pqe_sign_message(signature, signature_len, message, message_len, secret_key);
}

int pqe_folder_verify(void *object, const uint8_t *message, size_t message_len,
                      const uint8_t *signature, size_t signature_len, const uint8_t *public_key) {
    size_t opened = 0;
    (void)message;
    (void)message_len;
    return pqe_open_message(object, &opened, signature, signature_len, public_key);
}
#endif

#ifdef PQE_SIGN
/* For known answers, which hold signed messages, and for checking what is opened. */
PQE_EXPORT int pqe_folder_sign_message(uint8_t *signed_message, size_t *signed_len,
                                       const uint8_t *message, size_t message_len,
                                       const uint8_t *secret_key);
PQE_EXPORT int pqe_folder_open_message(uint8_t *opened, size_t *opened_len,
                                       const uint8_t *signed_message, size_t signed_len,
                                       const uint8_t *public_key);

int pqe_folder_sign_message(uint8_t *signed_message, size_t *signed_len, const uint8_t *message,
                            size_t message_len, const uint8_t *secret_key) {
    return pqe_sign_message(signed_message, signed_len, message, message_len, secret_key);
}

int pqe_folder_open_message(uint8_t *opened, size_t *opened_len, const uint8_t *signed_message,
                            size_t signed_len, const uint8_t *public_key) {
    return pqe_open_message(opened, opened_len, signed_message, signed_len, public_key);
}
#endif
