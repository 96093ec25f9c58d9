/* SPDX-License-Identifier: MIT */
/*
 * A certificate chain for a measured handshake: root (the trust anchor, not sent), intermediate,
 * leaf, all with one signature algorithm. Names and extensions are those of a plain web server's
 * certificate: common name and organisation, key usage, basic constraints, key identifiers, two
 * DNS names. What a certificate has beside its key and signature is its overhead.
 */
#ifndef PQE_OPENSSL_CERTIFICATES_H
#define PQE_OPENSSL_CERTIFICATES_H

#include <openssl/evp.h>
#include <openssl/x509.h>

#define PQE_SERVER_NAME "server.example"

typedef struct {
    X509 *root;
    X509 *intermediate;
    X509 *leaf;
    EVP_PKEY *leaf_key;
} pqe_chain;

/* `algorithm` is `P-256`, `RSA-2048`, or OpenSSL's name of a signature scheme. 0, or -1 where
 * OpenSSL refuses; then nothing needs to be freed. */
int pqe_chain_make(pqe_chain *chain, const char *algorithm);
void pqe_chain_free(pqe_chain *chain);

/* Encoded bytes of a certificate; of its public key's bit string; of its signature's. */
int pqe_certificate_bytes(X509 *certificate, int *whole, int *public_key, int *signature);

#endif
