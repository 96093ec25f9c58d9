/* SPDX-License-Identifier: MIT */
/* Somebody's stream cipher behind the shape of call of native/timing/operations.h. */
#include "host.h"
#include "stream.h"

PQE_EXPORT void pqe_folder_xor(uint8_t *out, const uint8_t *in, size_t len, const uint8_t *nonce,
                               const uint8_t *key);

void pqe_folder_xor(uint8_t *out, const uint8_t *in, size_t len, const uint8_t *nonce,
                    const uint8_t *key) {
    (void)PQE_STREAM_XOR(out, in, len, nonce, key);
}
