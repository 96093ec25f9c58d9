/* SPDX-License-Identifier: MIT */
/* The part of liboqs's interface that the companion asks, with the fields in another order. */
#ifndef PQE_FAKE_LIBOQS_H
#define PQE_FAKE_LIBOQS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OQS_KEM_alg_toy_kem "Toy-KEM"
#define OQS_KEM_alg_other_kem "Other-KEM"
#define OQS_SIG_alg_toy_sig "Toy-SIG"

typedef struct {
    size_t length_shared_secret;
    size_t length_ciphertext;
    size_t something_new;
    uint8_t claimed_nist_level;
    size_t length_secret_key;
    size_t length_public_key;
    const char *alg_version;
} OQS_KEM;

typedef struct {
    bool sig_with_ctx_support;
    size_t length_signature;
    uint8_t claimed_nist_level;
    size_t length_secret_key;
    const char *alg_version;
    size_t length_public_key;
} OQS_SIG;

int OQS_KEM_alg_count(void);
int OQS_SIG_alg_count(void);
const char *OQS_KEM_alg_identifier(size_t index);
const char *OQS_SIG_alg_identifier(size_t index);
OQS_KEM *OQS_KEM_new(const char *name);
OQS_SIG *OQS_SIG_new(const char *name);
void OQS_KEM_free(OQS_KEM *kem);
void OQS_SIG_free(OQS_SIG *sig);
bool OQS_SIG_supports_ctx_str(const char *name);

#endif
