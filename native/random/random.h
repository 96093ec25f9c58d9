/* SPDX-License-Identifier: MIT */
/*
 * Deterministic random bytes for known answers and for measuring. NOT for keys that protect
 * anything: whoever has the seed has the bytes, and no attempt is made to run in constant time.
 *
 * Kinds
 *
 *   PQE_RANDOM_STREAM
 *     ChaCha20 key stream (RFC 8439, section 2.4), key = 32-byte seed, nonce 0, block counter
 *     from 0; consecutive calls continue the stream byte by byte. For measuring.
 *   PQE_RANDOM_CTR_DRBG
 *     CTR_DRBG with AES-256, no derivation function, no prediction resistance (SP 800-90A Rev. 1,
 *     section 10.2.1), 48-byte seed: the generator of NIST's known-answer files. Each call is one
 *     generate request.
 *   PQE_RANDOM_SHAKE256
 *     SHAKE256(seed || 0x01), 48-byte seed, consecutive calls continue the squeeze: the generator
 *     of HQC's known-answer files (HQC-128, -192, -256).
 *   PQE_RANDOM_SHAKE256_ZERO
 *     SHAKE256(seed || 0x00), else the same: that of HQC's later specification (HQC-1, -3, -5).
 *
 * A pqe_random holds no pointers: copying the struct saves the state.
 */
#ifndef PQE_RANDOM_H
#define PQE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

#include "pqe/status.h"

#define PQE_RANDOM_STREAM_SEED_BYTES 32
#define PQE_RANDOM_KAT_SEED_BYTES 48

typedef enum {
    PQE_RANDOM_NONE = 0,
    PQE_RANDOM_STREAM = 1,
    PQE_RANDOM_CTR_DRBG = 2,
    PQE_RANDOM_SHAKE256 = 3,
    PQE_RANDOM_SHAKE256_ZERO = 4
} pqe_random_kind;

typedef struct {
    uint32_t key[8];
    uint32_t counter;
    uint32_t used; /* bytes of `block` already given out */
    uint8_t block[64];
} pqe_random_stream;

typedef struct {
    uint8_t key[32];
    uint8_t v[16];
} pqe_random_ctr_drbg;

typedef struct {
    uint64_t lane[25];
    uint32_t used; /* bytes of the current rate block already given out */
} pqe_random_shake256;

typedef struct {
    pqe_random_kind kind;
    uint64_t calls; /* generate calls since seeding */
    uint64_t bytes; /* bytes given out since seeding */
    union {
        pqe_random_stream stream;
        pqe_random_ctr_drbg ctr_drbg;
        pqe_random_shake256 shake256;
    } state;
} pqe_random;

/* Seed a generator. PQE_ERR_LENGTH if seed_len is not what the kind takes (32 or 48 bytes), and for
 * every length if there is no such kind. */
PQE_MUST_CHECK
pqe_status pqe_random_seed(pqe_random *random, pqe_random_kind kind, const uint8_t *seed,
                           size_t seed_len);

/* Fill out[0..len). A generator that was never seeded stops the program: silence would be a wrong
 * number. */
void pqe_random_generate(pqe_random *random, uint8_t *out, size_t len);

/* The generator of this process, and the same as a callback for OQS_randombytes_custom_algorithm.
 */
pqe_random *pqe_random_process(void);
void pqe_random_process_generate(uint8_t *out, size_t len);

/* The parts, exposed for their published test vectors. */
void pqe_random_chacha20_block(const uint32_t key[8], uint32_t counter, const uint32_t nonce[3],
                               uint8_t out[64]);
void pqe_random_aes256_encrypt(const uint8_t key[32], const uint8_t in[16], uint8_t out[16]);
void pqe_random_keccak_f1600(uint64_t lane[25]);

#endif
