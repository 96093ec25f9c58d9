/* SPDX-License-Identifier: MIT */
/* A hash function of pqeval. PQE_HEADER declares PQE_DIGEST; the digest's length comes from the
 * catalogue. */
#include PQE_HEADER

#include <stddef.h>

#include "operations.h"

PQE_BUFFER(digest, PQE_DIGEST_BYTES);

/* Not counted as a buffer of the scheme: a message is the caller's in any case. */
uint8_t pqe_message[PQE_MESSAGE_MAX] PQE_KEPT;
volatile uint32_t pqe_message_bytes PQE_KEPT;

#ifdef PQE_EMPTY
const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, nothing, 0, 0};
#else
static int digest(void) {
    PQE_DIGEST(pqe_buffer_digest, pqe_message, pqe_message_bytes);
    return 0;
}

const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, digest, 0, 0};
#endif
