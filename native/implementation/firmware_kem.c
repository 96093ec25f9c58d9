/* SPDX-License-Identifier: MIT */
/* The image of somebody's KEM. Sizes in bytes are those that its api.h states. */
#include "operations.h"

#include "kem.h"

PQE_BUFFER(public_key, PQE_PUBLIC_KEY_BYTES);
PQE_BUFFER(secret_key, PQE_SECRET_KEY_BYTES);
PQE_BUFFER(ciphertext, PQE_CIPHERTEXT_BYTES);
PQE_BUFFER(shared_secret, PQE_SHARED_SECRET_BYTES);

#ifdef PQE_EMPTY
const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, nothing, nothing, nothing};
#else
static int keygen(void) {
    return PQE_KEYPAIR(pqe_buffer_public_key, pqe_buffer_secret_key);
}

static int encaps(void) {
    return PQE_ENC(pqe_buffer_ciphertext, pqe_buffer_shared_secret, pqe_buffer_public_key);
}

static int decaps(void) {
    return PQE_DEC(pqe_buffer_shared_secret, pqe_buffer_ciphertext, pqe_buffer_secret_key);
}

const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, keygen, encaps, decaps};
#endif
