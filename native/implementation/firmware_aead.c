/* SPDX-License-Identifier: MIT */
/* The image of somebody's AEAD. Sizes in bytes are those that its api.h states; the tag follows the
 * ciphertext in pqe_ciphertext. */
#include "operations.h"

#include "aead.h"

#define MESSAGE_MAX 4096

PQE_BUFFER(key, PQE_KEY_BYTES);
PQE_BUFFER(nonce, PQE_NONCE_BYTES);
PQE_BUFFER(tag, PQE_TAG_BYTES);

/* Not counted as buffers of the scheme: plaintext and ciphertext are the caller's in any case. */
uint8_t pqe_message[MESSAGE_MAX + PQE_TAG_BYTES] PQE_KEPT;
uint8_t pqe_ciphertext[MESSAGE_MAX + PQE_TAG_BYTES] PQE_KEPT;
uint8_t pqe_associated[MESSAGE_MAX] PQE_KEPT;
volatile uint32_t pqe_message_bytes PQE_KEPT;
volatile uint32_t pqe_ciphertext_bytes PQE_KEPT;
volatile uint32_t pqe_associated_bytes PQE_KEPT;

#ifdef PQE_EMPTY
const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, nothing, nothing, 0};
#else
static int encrypt(void) {
    size_t length = 0;
    int status = pqe_seal(pqe_ciphertext, &length, pqe_message, pqe_message_bytes, pqe_associated,
                          pqe_associated_bytes, pqe_buffer_nonce, pqe_buffer_key);
    pqe_ciphertext_bytes = (uint32_t)length;
    return status;
}

static int decrypt(void) {
    size_t length = 0;
    int status = pqe_unseal(pqe_message, &length, pqe_ciphertext, pqe_ciphertext_bytes,
                            pqe_associated, pqe_associated_bytes, pqe_buffer_nonce, pqe_buffer_key);
    pqe_message_bytes = (uint32_t)length;
    return status;
}

const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, encrypt, decrypt, 0};
#endif
