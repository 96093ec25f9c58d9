/* SPDX-License-Identifier: MIT */
/* A MAC of pqeval. PQE_HEADER declares PQE_TAG; sizes in bytes come from the catalogue. */
#include PQE_HEADER

#include <stddef.h>

#include "operations.h"

PQE_BUFFER(key, PQE_KEY_BYTES);
PQE_BUFFER(tag, PQE_TAG_BYTES);

/* Not counted as a buffer of the scheme: a message is the caller's in any case. */
uint8_t pqe_message[PQE_MESSAGE_MAX] PQE_KEPT;
volatile uint32_t pqe_message_bytes PQE_KEPT;

#ifdef PQE_EMPTY
const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, nothing, 0, 0};
#else
static int tag(void) {
    PQE_TAG(pqe_buffer_tag, pqe_message, pqe_message_bytes, pqe_buffer_key);
    return 0;
}

const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, tag, 0, 0};
#endif
