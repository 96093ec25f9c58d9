/* SPDX-License-Identifier: MIT */
/* A stream cipher of pqeval. PQE_HEADER declares PQE_XOR; sizes in bytes come from the catalogue.
 */
#include PQE_HEADER

#include <stddef.h>

#include "operations.h"

PQE_BUFFER(key, PQE_KEY_BYTES);
PQE_BUFFER(nonce, PQE_NONCE_BYTES);

/* Not counted as buffers of the scheme: plaintext and ciphertext are the caller's in any case. */
uint8_t pqe_message[PQE_MESSAGE_MAX] PQE_KEPT;
uint8_t pqe_ciphertext[PQE_MESSAGE_MAX] PQE_KEPT;
volatile uint32_t pqe_message_bytes PQE_KEPT;

#ifdef PQE_EMPTY
const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, nothing, 0, 0};
#else
static int exclusive_or(void) {
    PQE_XOR(pqe_ciphertext, pqe_message, pqe_message_bytes, pqe_buffer_nonce, pqe_buffer_key);
    return 0;
}

const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, exclusive_or, 0, 0};
#endif
