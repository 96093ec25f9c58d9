/* SPDX-License-Identifier: MIT */
#include "operations.h"

#include <stdlib.h>

/*
 * ISO C has no conversion from an object pointer to a function pointer; POSIX has (dlsym), by way
 * of the representation. A union keeps that in one place.
 */
#define CALL(type, address)                                                                        \
    (((union {                                                                                     \
         void *object;                                                                             \
         type function;                                                                            \
     }){.object = (address)})                                                                      \
         .function)

/* Output length of an XOF while it is timed: that of a 256-bit digest. */
#define XOF_BYTES 32u

typedef int (*keypair_function)(void *, uint8_t *, uint8_t *);
typedef int (*encaps_function)(void *, uint8_t *, uint8_t *, const uint8_t *);
typedef int (*decaps_function)(void *, uint8_t *, const uint8_t *, const uint8_t *);
typedef int (*sign_function)(void *, uint8_t *, size_t *, const uint8_t *, size_t, const uint8_t *);
typedef int (*verify_function)(void *, const uint8_t *, size_t, const uint8_t *, size_t,
                               const uint8_t *);
typedef void (*encrypt_function)(uint8_t *, uint8_t *, const uint8_t *, size_t, const uint8_t *,
                                 size_t, const uint8_t *, const uint8_t *);
typedef int (*decrypt_function)(uint8_t *, const uint8_t *, size_t, const uint8_t *,
                                const uint8_t *, size_t, const uint8_t *, const uint8_t *);
typedef void (*digest_function)(uint8_t *, const uint8_t *, size_t);
typedef void (*xof_function)(uint8_t *, size_t, const uint8_t *, size_t);
typedef void (*mac_function)(uint8_t *, const uint8_t *, size_t, const uint8_t *);
typedef void (*stream_function)(uint8_t *, const uint8_t *, size_t, const uint8_t *,
                                const uint8_t *);
typedef void (*schedule_function)(void *, const uint8_t *);
typedef void (*block_function)(const void *, uint8_t *, const uint8_t *, size_t);
typedef int (*callback_function)(void *, size_t);

static const uint8_t *entry(const pqe_input *input, size_t index) {
    return input->data + input->stride * index;
}

int pqe_kem_keygen(void *call, size_t index) {
    const pqe_call *c = call;
    (void)index;
    return CALL(keypair_function, c->function)(c->object, c->out, c->out2);
}

int pqe_kem_encaps(void *call, size_t index) {
    const pqe_call *c = call;
    size_t i = index % c->rotation;
    return CALL(encaps_function, c->function)(c->object, c->out, c->out2, entry(&c->public_key, i));
}

int pqe_kem_decaps(void *call, size_t index) {
    const pqe_call *c = call;
    size_t i = index % c->rotation;
    return CALL(decaps_function, c->function)(c->object, c->out, entry(&c->result, i),
                                              entry(&c->secret_key, i));
}

int pqe_sig_keygen(void *call, size_t index) {
    return pqe_kem_keygen(call, index);
}

int pqe_sig_sign(void *call, size_t index) {
    const pqe_call *c = call;
    size_t i = index % c->rotation;
    size_t length = c->result.stride;
    return CALL(sign_function, c->function)(c->object, c->out, &length, entry(&c->message, i),
                                            c->message.lengths[i], entry(&c->secret_key, i));
}

int pqe_sig_verify(void *call, size_t index) {
    const pqe_call *c = call;
    size_t i = index % c->rotation;
    return CALL(verify_function, c->function)(c->object, entry(&c->message, i),
                                              c->message.lengths[i], entry(&c->result, i),
                                              c->result.lengths[i], entry(&c->public_key, i));
}

int pqe_aead_encrypt(void *call, size_t index) {
    const pqe_call *c = call;
    size_t i = index % c->rotation;
    CALL(encrypt_function, c->function)
    (c->out, c->out2, entry(&c->message, i), c->message.lengths[i], entry(&c->associated, i),
     c->associated.lengths[i], entry(&c->nonce, i), entry(&c->secret_key, i));
    return 0;
}

int pqe_aead_decrypt(void *call, size_t index) {
    const pqe_call *c = call;
    size_t i = index % c->rotation;
    return CALL(decrypt_function, c->function)(c->out, entry(&c->message, i), c->message.lengths[i],
                                               entry(&c->result, i), entry(&c->associated, i),
                                               c->associated.lengths[i], entry(&c->nonce, i),
                                               entry(&c->secret_key, i));
}

int pqe_hash_digest(void *call, size_t index) {
    const pqe_call *c = call;
    size_t i = index % c->rotation;
    CALL(digest_function, c->function)(c->out, entry(&c->message, i), c->message.lengths[i]);
    return 0;
}

int pqe_xof_digest(void *call, size_t index) {
    const pqe_call *c = call;
    size_t i = index % c->rotation;
    CALL(xof_function, c->function)
    (c->out, XOF_BYTES, entry(&c->message, i), c->message.lengths[i]);
    return 0;
}

int pqe_mac_tag(void *call, size_t index) {
    const pqe_call *c = call;
    size_t i = index % c->rotation;
    CALL(mac_function, c->function)
    (c->out, entry(&c->message, i), c->message.lengths[i], entry(&c->secret_key, i));
    return 0;
}

int pqe_stream_xor(void *call, size_t index) {
    const pqe_call *c = call;
    size_t i = index % c->rotation;
    CALL(stream_function, c->function)
    (c->out, entry(&c->message, i), c->message.lengths[i], entry(&c->nonce, i),
     entry(&c->secret_key, i));
    return 0;
}

int pqe_block_key_schedule(void *call, size_t index) {
    const pqe_call *c = call;
    CALL(schedule_function, c->function)(c->out, entry(&c->secret_key, index % c->rotation));
    return 0;
}

int pqe_block_crypt(void *call, size_t index) {
    const pqe_call *c = call;
    size_t i = index % c->rotation;
    CALL(block_function, c->function)
    (entry(&c->secret_key, i), c->out, entry(&c->message, i), c->message.lengths[i] / c->unit);
    return 0;
}

int pqe_callback(void *call, size_t index) {
    const pqe_call *c = call;
    return CALL(callback_function, c->function)(c->object, index % c->rotation);
}

static int nothing(void *object, size_t index) {
    (void)object;
    (void)index;
    return 0;
}

int pqe_nothing(void *call, size_t index) {
    const pqe_call *c = call;
    /* volatile, so that the call through the pointer is really made, as for every other operation
     */
    callback_function volatile function = nothing;
    return function(c->object, index % c->rotation);
}

void pqe_prepare_reseed(void *reseed, size_t batch) {
    const pqe_reseed *r = reseed;
    if (r->seed(r->generator, r->kind, r->seeds + r->seed_bytes * batch, r->seed_bytes) != 0) {
        abort(); /* an unseeded operation would be a wrong number */
    }
}
