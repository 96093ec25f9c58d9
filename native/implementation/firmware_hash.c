/* SPDX-License-Identifier: MIT */
/* The image of somebody's hash. The digest's length is what its api.h states. */
#include "operations.h"

#include "hash.h"

#define MESSAGE_MAX 4096

PQE_BUFFER(digest, PQE_DIGEST_BYTES);

/* Not counted as a buffer of the scheme: a message is the caller's in any case. */
uint8_t pqe_message[MESSAGE_MAX] PQE_KEPT;
volatile uint32_t pqe_message_bytes PQE_KEPT;

#ifdef PQE_EMPTY
const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, nothing, 0, 0};
#else
static int digest(void) {
    (void)PQE_HASH(pqe_buffer_digest, pqe_message, pqe_message_bytes);
    return 0;
}

const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, digest, 0, 0};
#endif
