/* SPDX-License-Identifier: MIT */
/* An AEAD of pqeval. PQE_HEADER declares PQE_ENCRYPT and PQE_DECRYPT; sizes in bytes come from the
 * catalogue. */
#include PQE_HEADER

#include <stddef.h>

#include "operations.h"

PQE_BUFFER(key, PQE_KEY_BYTES);
PQE_BUFFER(nonce, PQE_NONCE_BYTES);
PQE_BUFFER(tag, PQE_TAG_BYTES);

/* Not counted as buffers of the scheme: plaintext and ciphertext are the caller's in any case. */
uint8_t pqe_message[PQE_MESSAGE_MAX] PQE_KEPT;
uint8_t pqe_ciphertext[PQE_MESSAGE_MAX] PQE_KEPT;
uint8_t pqe_associated[PQE_MESSAGE_MAX] PQE_KEPT;
volatile uint32_t pqe_message_bytes PQE_KEPT;
volatile uint32_t pqe_associated_bytes PQE_KEPT;

#ifdef PQE_EMPTY
const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, nothing, nothing, 0};
#else
static int encrypt(void) {
    PQE_ENCRYPT(pqe_ciphertext, pqe_buffer_tag, pqe_message, pqe_message_bytes, pqe_associated,
                pqe_associated_bytes, pqe_buffer_nonce, pqe_buffer_key);
    return 0;
}

static int decrypt(void) {
    return (int)PQE_DECRYPT(pqe_message, pqe_ciphertext, pqe_message_bytes, pqe_buffer_tag,
                            pqe_associated, pqe_associated_bytes, pqe_buffer_nonce, pqe_buffer_key);
}

const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, encrypt, decrypt, 0};
#endif
