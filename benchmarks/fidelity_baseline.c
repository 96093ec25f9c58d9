/* SPDX-License-Identifier: MIT */
/*
 * The baseline of fidelity.py: what someone would write who only wants to time liboqs. One clock
 * reading before, one after, direct calls between; the same keys in the same order and buffers as
 * pqeval's loop.
 */
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <oqs/oqs.h>

typedef struct {
    const uint8_t *data;
    size_t stride;
    const size_t *lengths;
} column;

#define EXPORT __attribute__((visibility("default")))

static uint64_t now_ns(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

EXPORT uint64_t plain_keygen(const OQS_KEM *kem, uint8_t *pk, uint8_t *sk, uint32_t operations);
EXPORT uint64_t plain_encaps(const OQS_KEM *kem, uint8_t *ct, uint8_t *ss, const column *pk,
                             size_t rotation, uint32_t operations);
EXPORT uint64_t plain_decaps(const OQS_KEM *kem, uint8_t *ss, const column *ct, const column *sk,
                             size_t rotation, uint32_t operations);
EXPORT uint64_t plain_verify(const OQS_SIG *sig, const column *message, const column *signature,
                             const column *pk, size_t rotation, uint32_t operations);

uint64_t plain_keygen(const OQS_KEM *kem, uint8_t *pk, uint8_t *sk, uint32_t operations) {
    OQS_STATUS status = OQS_SUCCESS;
    uint64_t start = now_ns();
    for (uint32_t i = 0; i < operations; i++) {
        status |= OQS_KEM_keypair(kem, pk, sk);
    }
    uint64_t end = now_ns();
    return status == OQS_SUCCESS ? end - start : 0;
}

uint64_t plain_encaps(const OQS_KEM *kem, uint8_t *ct, uint8_t *ss, const column *pk,
                      size_t rotation, uint32_t operations) {
    OQS_STATUS status = OQS_SUCCESS;
    uint64_t start = now_ns();
    for (uint32_t i = 0; i < operations; i++) {
        status |= OQS_KEM_encaps(kem, ct, ss, pk->data + pk->stride * (i % rotation));
    }
    uint64_t end = now_ns();
    return status == OQS_SUCCESS ? end - start : 0;
}

uint64_t plain_decaps(const OQS_KEM *kem, uint8_t *ss, const column *ct, const column *sk,
                      size_t rotation, uint32_t operations) {
    OQS_STATUS status = OQS_SUCCESS;
    uint64_t start = now_ns();
    for (uint32_t i = 0; i < operations; i++) {
        size_t k = i % rotation;
        status |= OQS_KEM_decaps(kem, ss, ct->data + ct->stride * k, sk->data + sk->stride * k);
    }
    uint64_t end = now_ns();
    return status == OQS_SUCCESS ? end - start : 0;
}

uint64_t plain_verify(const OQS_SIG *sig, const column *message, const column *signature,
                      const column *pk, size_t rotation, uint32_t operations) {
    OQS_STATUS status = OQS_SUCCESS;
    uint64_t start = now_ns();
    for (uint32_t i = 0; i < operations; i++) {
        size_t k = i % rotation;
        status |= OQS_SIG_verify(sig, message->data + message->stride * k, message->lengths[k],
                                 signature->data + signature->stride * k, signature->lengths[k],
                                 pk->data + pk->stride * k);
    }
    uint64_t end = now_ns();
    return status == OQS_SUCCESS ? end - start : 0;
}
