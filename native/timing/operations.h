/* SPDX-License-Identifier: MIT */
/*
 * The operations that the timing loop can run without Python: one adapter a shape of call.
 *
 * A pqe_call holds the function under test and its prepared inputs. Each input is an array of
 * `rotation` entries of equal stride; operation number `index` uses entry `index % rotation`.
 * Outputs are overwritten.
 */
#ifndef PQE_OPERATIONS_H
#define PQE_OPERATIONS_H

#include "timing.h"

typedef struct {
    const uint8_t *data;
    size_t stride;
    const size_t *lengths; /* of each entry; NULL where the function takes no length */
} pqe_input;

typedef struct {
    void *function;  /* address of the library's function, or of a callback */
    void *object;    /* the library's object (OQS_KEM *, OQS_SIG *), or the callback's context */
    size_t rotation; /* number of entries in each input */
    pqe_input public_key;
    pqe_input secret_key;
    pqe_input message;    /* message of a signature or hash; plaintext or ciphertext of an AEAD */
    pqe_input result;     /* ciphertext of a KEM, signature, tag of an AEAD */
    pqe_input nonce;      /* AEAD */
    pqe_input associated; /* AEAD */
    uint8_t *out;         /* large enough for the largest output */
    uint8_t *out2;
    size_t unit; /* length of a block */
} pqe_call;

/* liboqs: int OQS_KEM_keypair(kem, public_key, secret_key) and so on; OQS_SUCCESS is 0. */
int pqe_kem_keygen(void *call, size_t index);
int pqe_kem_encaps(void *call, size_t index);
int pqe_kem_decaps(void *call, size_t index);
int pqe_sig_keygen(void *call, size_t index);
int pqe_sig_sign(void *call, size_t index);
int pqe_sig_verify(void *call, size_t index);

/* pqeval's own ciphers: the shapes of native/lightweight/shapes.h. */
int pqe_aead_encrypt(void *call, size_t index);
int pqe_aead_decrypt(void *call, size_t index);
int pqe_hash_digest(void *call, size_t index);
int pqe_xof_digest(void *call, size_t index);
int pqe_mac_tag(void *call, size_t index);
int pqe_stream_xor(void *call, size_t index);
int pqe_block_key_schedule(void *call, size_t index);
/* Encryption or decryption; secret_key holds expanded keys. */
int pqe_block_crypt(void *call, size_t index);

/* A callback int f(void *object, size_t index): how operations in Python are reached. */
int pqe_callback(void *call, size_t index);

/* Does nothing, through the same dispatch: its time is the loop's own overhead. */
int pqe_nothing(void *call, size_t index);

/* Give the generator of this process a seed before each batch: a pqe_prepare. */
typedef struct {
    int (*seed)(void *generator, int kind, const uint8_t *seed, size_t seed_len);
    void *generator;
    int kind;
    const uint8_t *seeds; /* one after another */
    size_t seed_bytes;
} pqe_reseed;

void pqe_prepare_reseed(void *reseed, size_t batch);

#endif
