/* SPDX-License-Identifier: MIT */
/*
 * A block cipher of pqeval. PQE_HEADER declares PQE_KEY, PQE_KEY_SCHEDULE, PQE_ENCRYPT and
 * PQE_DECRYPT; sizes in bytes come from the catalogue. The expanded key stays between operations.
 */
#include PQE_HEADER

#include <stddef.h>

#include "operations.h"

PQE_BUFFER(key, PQE_KEY_BYTES);
PQE_BUFFER(schedule, sizeof(PQE_KEY));

/* Not counted as buffers of the scheme: plaintext and ciphertext are the caller's in any case. */
uint8_t pqe_message[PQE_MESSAGE_MAX] PQE_KEPT;
uint8_t pqe_ciphertext[PQE_MESSAGE_MAX] PQE_KEPT;
volatile uint32_t pqe_message_bytes PQE_KEPT;

#ifdef PQE_EMPTY
const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, nothing, nothing, nothing};
#else
static int key_schedule(void) {
    PQE_KEY_SCHEDULE((PQE_KEY *)(void *)pqe_buffer_schedule, pqe_buffer_key);
    return 0;
}

static int encrypt(void) {
    PQE_ENCRYPT((const PQE_KEY *)(const void *)pqe_buffer_schedule, pqe_ciphertext, pqe_message,
                pqe_message_bytes / PQE_BLOCK_BYTES);
    return 0;
}

static int decrypt(void) {
    PQE_DECRYPT((const PQE_KEY *)(const void *)pqe_buffer_schedule, pqe_message, pqe_ciphertext,
                pqe_message_bytes / PQE_BLOCK_BYTES);
    return 0;
}

const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, key_schedule, encrypt,
                                                               decrypt};
#endif
