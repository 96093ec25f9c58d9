/* SPDX-License-Identifier: MIT */
/* An XOF of pqeval. PQE_HEADER declares PQE_DIGEST. */
#include PQE_HEADER

#include <stddef.h>

#include "operations.h"

/* Room for the longest output of known answers; no buffer of the scheme: any length can be asked
 * for. */
#define OUTPUT_MAX 1024

uint8_t pqe_digest[OUTPUT_MAX] PQE_KEPT;
volatile uint32_t pqe_digest_bytes PQE_KEPT;
uint8_t pqe_message[PQE_MESSAGE_MAX] PQE_KEPT;
volatile uint32_t pqe_message_bytes PQE_KEPT;

#ifdef PQE_EMPTY
const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, nothing, 0, 0};
#else
static int digest(void) {
    PQE_DIGEST(pqe_digest, pqe_digest_bytes, pqe_message, pqe_message_bytes);
    return 0;
}

const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, digest, 0, 0};
#endif
