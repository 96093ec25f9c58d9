/* SPDX-License-Identifier: MIT */
/*
 * Verification with a stateful signature scheme of liboqs (LMS, XMSS); keys are neither made nor
 * used here. PQE_ID is its C identifier (xmss_sha256_h10), PQE_VERIFY the function that verifies:
 * OQS_SIG_STFL_new would draw in every parameter set.
 */
#include <oqs/oqs.h>
#include <oqs/sig_stfl_lms.h>
#include <oqs/sig_stfl_xmss.h>

#include "operations.h"

/* From the end: the prefix with PQE_ID alone is a macro itself, the scheme's name in quotes. */
#define STFL(name) PQE_JOIN(OQS_SIG_STFL_alg_, PQE_JOIN(PQE_ID, name))

#define MESSAGE_MAX 4096

/* That of LMS stands in no header that liboqs installs. */
OQS_STATUS PQE_VERIFY(const uint8_t *message, size_t message_len, const uint8_t *signature,
                      size_t signature_len, const uint8_t *public_key);

PQE_BUFFER(public_key, STFL(_length_pk));
PQE_BUFFER(signature, STFL(_length_signature));

/* Not counted as a buffer of the scheme: a message is the caller's in any case. */
uint8_t pqe_message[MESSAGE_MAX] PQE_KEPT;
volatile uint32_t pqe_message_bytes PQE_KEPT;

static int nothing(void) {
    return 0;
}

#ifdef PQE_EMPTY
const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, nothing, nothing, nothing};
#else
static int verify(void) {
    return (int)PQE_VERIFY(pqe_message, pqe_message_bytes, pqe_buffer_signature,
                           sizeof pqe_buffer_signature, pqe_buffer_public_key);
}

const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, verify, nothing, nothing};
#endif
