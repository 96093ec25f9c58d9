/* SPDX-License-Identifier: MIT */
/* The image of somebody's MAC. Sizes in bytes are those that its api.h states. */
#include "operations.h"

#include "mac.h"

#define MESSAGE_MAX 4096

PQE_BUFFER(key, PQE_KEY_BYTES);
PQE_BUFFER(tag, PQE_TAG_BYTES);

/* Not counted as a buffer of the scheme: a message is the caller's in any case. */
uint8_t pqe_message[MESSAGE_MAX] PQE_KEPT;
volatile uint32_t pqe_message_bytes PQE_KEPT;

#ifdef PQE_EMPTY
const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, nothing, 0, 0};
#else
static int tag(void) {
    return PQE_AUTH(pqe_buffer_tag, pqe_message, pqe_message_bytes, pqe_buffer_key);
}

const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, tag, 0, 0};
#endif
