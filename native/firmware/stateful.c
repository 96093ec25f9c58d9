/* SPDX-License-Identifier: MIT */
/*
 * Verification with a stateful signature scheme of liboqs (LMS, XMSS); keys are neither made nor
 * kept here. PQE_VERIFY is the function that verifies: OQS_SIG_STFL_new would draw in every
 * parameter set. liboqs installs no header with the one of LMS, nor with all lengths of HSS, so
 * the lengths come with the command line, too.
 */
#include <oqs/oqs.h>

#include "operations.h"

#define MESSAGE_MAX 4096

OQS_STATUS PQE_VERIFY(const uint8_t *message, size_t message_len, const uint8_t *signature,
                      size_t signature_len, const uint8_t *public_key);

PQE_BUFFER(public_key, PQE_PUBLIC_KEY_BYTES);
PQE_BUFFER(signature, PQE_SIGNATURE_BYTES);

/* Not counted as a buffer of the scheme: a message is the caller's in any case. */
uint8_t pqe_message[MESSAGE_MAX] PQE_KEPT;
volatile uint32_t pqe_message_bytes PQE_KEPT;

#ifdef PQE_EMPTY
const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, nothing, nothing, nothing};
#else
static int verify(void) {
    return (int)PQE_VERIFY(pqe_message, pqe_message_bytes, pqe_buffer_signature,
                           sizeof pqe_buffer_signature, pqe_buffer_public_key);
}

const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, verify, nothing, nothing};
#endif
