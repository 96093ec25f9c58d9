/* SPDX-License-Identifier: MIT */
/* The image of somebody's stream cipher. Sizes in bytes are those that its api.h states. */
#include "operations.h"

#include "stream.h"

#define MESSAGE_MAX 4096

PQE_BUFFER(key, PQE_KEY_BYTES);
PQE_BUFFER(nonce, PQE_NONCE_BYTES);

/* Not counted as buffers of the scheme: plaintext and ciphertext are the caller's in any case. */
uint8_t pqe_message[MESSAGE_MAX] PQE_KEPT;
uint8_t pqe_ciphertext[MESSAGE_MAX] PQE_KEPT;
volatile uint32_t pqe_message_bytes PQE_KEPT;

#ifdef PQE_EMPTY
const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, nothing, 0, 0};
#else
static int exclusive_or(void) {
    return PQE_STREAM_XOR(pqe_ciphertext, pqe_message, pqe_message_bytes, pqe_buffer_nonce,
                          pqe_buffer_key);
}

const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, exclusive_or, 0, 0};
#endif
