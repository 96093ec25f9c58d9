/* SPDX-License-Identifier: MIT */
/* A KEM of liboqs. PQE_ID is its C identifier (ml_kem_768). */
#include <oqs/oqs.h>

#include "operations.h"

#define KEM(name) PQE_JOIN(PQE_JOIN(OQS_KEM_, PQE_ID), name)

PQE_BUFFER(public_key, KEM(_length_public_key));
PQE_BUFFER(secret_key, KEM(_length_secret_key));
PQE_BUFFER(ciphertext, KEM(_length_ciphertext));
PQE_BUFFER(shared_secret, KEM(_length_shared_secret));

#ifdef PQE_EMPTY
const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, nothing, nothing, nothing};
#else
static int keygen(void) {
    return (int)KEM(_keypair)(pqe_buffer_public_key, pqe_buffer_secret_key);
}

static int encaps(void) {
    return (int)KEM(_encaps)(pqe_buffer_ciphertext, pqe_buffer_shared_secret,
                             pqe_buffer_public_key);
}

static int decaps(void) {
    return (int)KEM(_decaps)(pqe_buffer_shared_secret, pqe_buffer_ciphertext,
                             pqe_buffer_secret_key);
}

const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, keygen, encaps, decaps};
#endif
