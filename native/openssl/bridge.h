/* SPDX-License-Identifier: MIT */
/*
 * KEMs and signatures of OpenSSL behind the shape of call that the timing loop knows: an object,
 * then byte strings in and out. Keys are byte strings too, so each call parses the keys that it is
 * given, as a caller of OpenSSL with a stored key does; what that expands (the matrix of ML-KEM and
 * ML-DSA) is part of the call.
 *
 * Key agreement has the shape of a KEM: the ciphertext is the public key of a key pair that encaps
 * makes, the shared secret is that of the agreement, without a key derivation.
 *
 * Lengths are the caller's duty: those that pqe_ossl_sizes states. Every function that returns int
 * returns 1 on success and 0 on failure in OpenSSL's manner inside this file, but 0 on success and
 * another value on failure to its callers, in liboqs's manner.
 */
#ifndef PQE_OPENSSL_BRIDGE_H
#define PQE_OPENSSL_BRIDGE_H

#include <stddef.h>
#include <stdint.h>

typedef struct pqe_ossl pqe_ossl;

/* Bytes; 0 where the algorithm has no such thing. `signature` is the largest length. */
typedef struct {
    uint64_t public_key;
    uint64_t secret_key;
    uint64_t ciphertext;
    uint64_t shared_secret;
    uint64_t signature;
} pqe_ossl_lengths;

/* "4.0.3"; of the library that is loaded. */
const char *pqe_ossl_version(void);

/*
 * An algorithm by OpenSSL's name (`ML-KEM-768`, `X25519`), a curve of NIST as `ECDH P-256`; NULL
 * where the library does not offer it.
 */
pqe_ossl *pqe_ossl_new(const char *name, int is_kem);
void pqe_ossl_free(pqe_ossl *object);
int pqe_ossl_sizes(pqe_ossl *object, pqe_ossl_lengths *lengths);

int pqe_ossl_keygen(pqe_ossl *object, uint8_t *public_key, uint8_t *secret_key);
int pqe_ossl_encaps(pqe_ossl *object, uint8_t *ciphertext, uint8_t *shared_secret,
                    const uint8_t *public_key);
int pqe_ossl_decaps(pqe_ossl *object, uint8_t *shared_secret, const uint8_t *ciphertext,
                    const uint8_t *secret_key);
int pqe_ossl_sign(pqe_ossl *object, uint8_t *signature, size_t *signature_len,
                  const uint8_t *message, size_t message_len, const uint8_t *secret_key);
int pqe_ossl_verify(pqe_ossl *object, const uint8_t *message, size_t message_len,
                    const uint8_t *signature, size_t signature_len, const uint8_t *public_key);

/* With a context string of at most 255 bytes (FIPS 204, FIPS 205). */
int pqe_ossl_sign_context(pqe_ossl *object, uint8_t *signature, size_t *signature_len,
                          const uint8_t *message, size_t message_len, const uint8_t *context,
                          size_t context_len, const uint8_t *secret_key);
int pqe_ossl_verify_context(pqe_ossl *object, const uint8_t *message, size_t message_len,
                            const uint8_t *signature, size_t signature_len, const uint8_t *context,
                            size_t context_len, const uint8_t *public_key);

/*
 * For known answers: the same with the random bytes of the standard given. `seed` is d || z of
 * FIPS 203, xi of FIPS 204, or SK.seed || SK.prf || PK.seed of FIPS 205; `random` is m of FIPS 203,
 * rnd of FIPS 204, or opt_rand of FIPS 205.
 */
int pqe_ossl_keygen_seeded(pqe_ossl *object, const uint8_t *seed, size_t seed_len,
                           uint8_t *public_key, uint8_t *secret_key);
int pqe_ossl_encaps_seeded(pqe_ossl *object, const uint8_t *random, size_t random_len,
                           uint8_t *ciphertext, uint8_t *shared_secret, const uint8_t *public_key);
int pqe_ossl_sign_seeded(pqe_ossl *object, const uint8_t *random, size_t random_len,
                         uint8_t *signature, size_t *signature_len, const uint8_t *message,
                         size_t message_len, const uint8_t *secret_key);

#endif
