/* SPDX-License-Identifier: MIT */
/*
 * The shapes of call that every primitive has, so that builds, tests, timing and firmware need not
 * know a primitive. `prefix` is pqe_<scheme>_<variant>. Sizes are the scheme's, in bytes.
 *
 * All shapes: buffers at any alignment; a pointer may be NULL if its length is 0; output may be the
 * same buffer as input.
 */
#ifndef PQE_LIGHTWEIGHT_SHAPES_H
#define PQE_LIGHTWEIGHT_SHAPES_H

#include <stddef.h>
#include <stdint.h>

#include "pqe/status.h"

typedef void (*pqe_aead_encrypt_function)(uint8_t *ciphertext, uint8_t *tag,
                                          const uint8_t *plaintext, size_t plaintext_len,
                                          const uint8_t *ad, size_t ad_len, const uint8_t *nonce,
                                          const uint8_t *key);
/* PQE_ERR_TAG and zeroed output on a wrong tag. */
typedef pqe_status (*pqe_aead_decrypt_function)(uint8_t *plaintext, const uint8_t *ciphertext,
                                                size_t ciphertext_len, const uint8_t *tag,
                                                const uint8_t *ad, size_t ad_len,
                                                const uint8_t *nonce, const uint8_t *key);
typedef void (*pqe_hash_digest_function)(uint8_t *digest, const uint8_t *message,
                                         size_t message_len);
typedef void (*pqe_xof_digest_function)(uint8_t *digest, size_t digest_len, const uint8_t *message,
                                        size_t message_len);
typedef void (*pqe_mac_tag_function)(uint8_t *tag, const uint8_t *message, size_t message_len,
                                     const uint8_t *key);
typedef void (*pqe_stream_xor_function)(uint8_t *out, const uint8_t *in, size_t len,
                                        const uint8_t *nonce, const uint8_t *key);
/* A block cipher's own functions take a pointer to its own struct instead of void. */
typedef void (*pqe_block_key_schedule_function)(void *schedule, const uint8_t *key);
typedef void (*pqe_block_function)(const void *schedule, uint8_t *out, const uint8_t *in,
                                   size_t blocks);

/* Any of them. */
typedef union {
    void (*any)(void);
    pqe_aead_encrypt_function aead_encrypt;
    pqe_aead_decrypt_function aead_decrypt;
    pqe_hash_digest_function hash_digest;
    pqe_xof_digest_function xof_digest;
    pqe_mac_tag_function mac_tag;
    pqe_stream_xor_function stream_xor;
    pqe_block_key_schedule_function block_key_schedule;
    pqe_block_function block_encrypt;
    pqe_block_function block_decrypt;
} pqe_primitive_function;

/* One function of one variant. `schedule_bytes` is the size of a block cipher's expanded key. */
typedef struct {
    const char *name;
    pqe_primitive_function function;
    size_t schedule_bytes;
} pqe_primitive;

/* Every function that was built, in no order; generated from the manifests. */
extern const pqe_primitive pqe_primitives[];
extern const size_t pqe_primitives_count;

/* Declarations of a scheme's functions, for the modes of operation. */
#define PQE_DECLARE_AEAD(prefix)                                                                   \
    void prefix##_encrypt(uint8_t *ciphertext, uint8_t *tag, const uint8_t *plaintext,             \
                          size_t plaintext_len, const uint8_t *ad, size_t ad_len,                  \
                          const uint8_t *nonce, const uint8_t *key);                               \
    PQE_MUST_CHECK pqe_status prefix##_decrypt(                                                    \
        uint8_t *plaintext, const uint8_t *ciphertext, size_t ciphertext_len, const uint8_t *tag,  \
        const uint8_t *ad, size_t ad_len, const uint8_t *nonce, const uint8_t *key)
#define PQE_DECLARE_MAC(prefix)                                                                    \
    void prefix##_tag(uint8_t *tag, const uint8_t *message, size_t message_len, const uint8_t *key)
#define PQE_DECLARE_STREAM(prefix)                                                                 \
    void prefix##_xor(uint8_t *out, const uint8_t *in, size_t len, const uint8_t *nonce,           \
                      const uint8_t *key)

#endif
