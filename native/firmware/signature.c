/* SPDX-License-Identifier: MIT */
/* A signature scheme of liboqs. PQE_ID is its C identifier (ml_dsa_65). */
#include <oqs/oqs.h>

#include "operations.h"

#define SIG(name) PQE_JOIN(PQE_JOIN(OQS_SIG_, PQE_ID), name)

#define MESSAGE_MAX 4096

PQE_BUFFER(public_key, SIG(_length_public_key));
PQE_BUFFER(secret_key, SIG(_length_secret_key));
PQE_BUFFER(signature, SIG(_length_signature));

/* Not counted as a buffer of the scheme: a message is the caller's in any case. */
uint8_t pqe_message[MESSAGE_MAX] PQE_KEPT;
volatile uint32_t pqe_message_bytes PQE_KEPT;
volatile uint32_t pqe_signature_bytes PQE_KEPT;

#ifdef PQE_EMPTY
const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, nothing, nothing, nothing};
#else
static int keygen(void) {
    return (int)SIG(_keypair)(pqe_buffer_public_key, pqe_buffer_secret_key);
}

static int sign(void) {
    size_t length = sizeof pqe_buffer_signature;
    int status = (int)SIG(_sign)(pqe_buffer_signature, &length, pqe_message, pqe_message_bytes,
                                 pqe_buffer_secret_key);
    pqe_signature_bytes = (uint32_t)length;
    return status;
}

static int verify(void) {
    return (int)SIG(_verify)(pqe_message, pqe_message_bytes, pqe_buffer_signature,
                             pqe_signature_bytes, pqe_buffer_public_key);
}

const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, keygen, sign, verify};
#endif
