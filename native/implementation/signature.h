/* SPDX-License-Identifier: MIT */
/*
 * A signature scheme in somebody's folder, under one shape: PQE_KEYPAIR; PQE_SIGNATURE and
 * PQE_VERIFY where it has detached signatures; PQE_SIGN and PQE_OPEN where it has signed messages.
 * PQE_LENGTH is its type of lengths; with PQE_WITH_CONTEXT its functions also take a context, which
 * is empty here.
 *
 * Status: 0 is success, everything else a refusal.
 */
#ifndef PQE_IMPLEMENTATION_SIGNATURE_H
#define PQE_IMPLEMENTATION_SIGNATURE_H

#include <stddef.h>
#include <stdint.h>

#include "api.h"

#ifdef PQE_WITH_CONTEXT
#define PQE_CONTEXT NULL, 0,
#define PQE_CONTEXT_PARAMETERS const uint8_t *ctx, PQE_LENGTH ctxlen,
#else
#define PQE_CONTEXT
#define PQE_CONTEXT_PARAMETERS
#endif

#ifdef PQE_UNDECLARED /* by api.h */
int PQE_KEYPAIR(unsigned char *pk, unsigned char *sk);
#ifdef PQE_SIGNATURE
int PQE_SIGNATURE(uint8_t *sig, PQE_LENGTH *siglen, const uint8_t *m, PQE_LENGTH mlen,
                  PQE_CONTEXT_PARAMETERS const uint8_t *sk);
int PQE_VERIFY(const uint8_t *sig, PQE_LENGTH siglen, const uint8_t *m, PQE_LENGTH mlen,
               PQE_CONTEXT_PARAMETERS const uint8_t *pk);
#endif
#ifdef PQE_SIGN
int PQE_SIGN(unsigned char *sm, PQE_LENGTH *smlen, const unsigned char *m, PQE_LENGTH mlen,
             PQE_CONTEXT_PARAMETERS const unsigned char *sk);
int PQE_OPEN(unsigned char *m, PQE_LENGTH *mlen, const unsigned char *sm, PQE_LENGTH smlen,
             PQE_CONTEXT_PARAMETERS const unsigned char *pk);
#endif
#endif

#ifdef PQE_SIGNATURE
static inline int pqe_sign_detached(uint8_t *signature, size_t *signature_len,
                                    const uint8_t *message, size_t message_len,
                                    const uint8_t *secret_key) {
    PQE_LENGTH length = 0;
    int status = PQE_SIGNATURE(signature, &length, message, message_len, PQE_CONTEXT secret_key);
    *signature_len = (size_t)length;
    return status;
}

static inline int pqe_verify_detached(const uint8_t *message, size_t message_len,
                                      const uint8_t *signature, size_t signature_len,
                                      const uint8_t *public_key) {
    return PQE_VERIFY(signature, signature_len, message, message_len, PQE_CONTEXT public_key);
}
#endif

#ifdef PQE_SIGN
static inline int pqe_sign_message(uint8_t *signed_message, size_t *signed_len,
                                   const uint8_t *message, size_t message_len,
                                   const uint8_t *secret_key) {
    PQE_LENGTH length = 0;
    int status = PQE_SIGN(signed_message, &length, message, message_len, PQE_CONTEXT secret_key);
    *signed_len = (size_t)length;
    return status;
}

/* `opened` holds as many bytes as the signed message. */
static inline int pqe_open_message(uint8_t *opened, size_t *opened_len,
                                   const uint8_t *signed_message, size_t signed_len,
                                   const uint8_t *public_key) {
    PQE_LENGTH length = 0;
    int status = PQE_OPEN(opened, &length, signed_message, signed_len, PQE_CONTEXT public_key);
    *opened_len = (size_t)length;
    return status;
}
#endif

#endif
