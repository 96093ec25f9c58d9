/* SPDX-License-Identifier: MIT */
/*
 * The image of somebody's signature scheme. Sizes in bytes are those that its api.h states. Where
 * it has signed messages only, pqe_signed holds one, and pqe_opened the message that opening gives
 * back.
 */
#include "operations.h"

#include "signature.h"

#define MESSAGE_MAX 4096

PQE_BUFFER(public_key, PQE_PUBLIC_KEY_BYTES);
PQE_BUFFER(secret_key, PQE_SECRET_KEY_BYTES);
PQE_BUFFER(signature, PQE_SIGNATURE_BYTES);

/* Not counted as buffers of the scheme: a message is the caller's in any case. */
uint8_t pqe_message[MESSAGE_MAX] PQE_KEPT;
volatile uint32_t pqe_message_bytes PQE_KEPT;
volatile uint32_t pqe_signature_bytes PQE_KEPT;
uint8_t pqe_signed[PQE_SIGNATURE_BYTES + MESSAGE_MAX] PQE_KEPT;
uint8_t pqe_opened[PQE_SIGNATURE_BYTES + MESSAGE_MAX] PQE_KEPT;
volatile uint32_t pqe_opened_bytes PQE_KEPT;

#ifdef PQE_EMPTY
const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, nothing, nothing, nothing};
#else
static int keygen(void) {
    return PQE_KEYPAIR(pqe_buffer_public_key, pqe_buffer_secret_key);
}

static int sign(void) {
    size_t length = 0;
#ifdef PQE_SIGNATURE
    int status = pqe_sign_detached(pqe_buffer_signature, &length, pqe_message, pqe_message_bytes,
                                   pqe_buffer_secret_key);
#else
    int status = pqe_sign_message(pqe_signed, &length, pqe_message, pqe_message_bytes,
                                  pqe_buffer_secret_key);
#endif
    pqe_signature_bytes = (uint32_t)length;
    return status;
}

static int verify(void) {
#ifdef PQE_SIGNATURE
    return pqe_verify_detached(pqe_message, pqe_message_bytes, pqe_buffer_signature,
                               pqe_signature_bytes, pqe_buffer_public_key);
#else
    size_t length = 0;
    int status = pqe_open_message(pqe_opened, &length, pqe_signed, pqe_signature_bytes,
                                  pqe_buffer_public_key);
    pqe_opened_bytes = (uint32_t)length;
    return status;
#endif
}

const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, keygen, sign, verify};
#endif
