/* SPDX-License-Identifier: MIT */
#include "certificates.h"

#include <openssl/x509v3.h>
#include <string.h>

#define VALID_SECONDS (90L * 24 * 3600)

typedef struct {
    const char *common_name;
    int is_authority;
    long serial;
} subject;

static EVP_PKEY *new_key(const char *algorithm) {
    if (strcmp(algorithm, "P-256") == 0) {
        return EVP_EC_gen("P-256");
    }
    if (strcmp(algorithm, "RSA-2048") == 0) {
        return EVP_RSA_gen(2048);
    }
    return EVP_PKEY_Q_keygen(NULL, NULL, algorithm);
}

static const EVP_MD *digest_of(const EVP_PKEY *key) {
    return EVP_PKEY_is_a(key, "EC") || EVP_PKEY_is_a(key, "RSA") ? EVP_sha256() : NULL;
}

static int extend(X509 *certificate, X509 *issuer, int nid, const char *value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    int added = extension != NULL && X509_add_ext(certificate, extension, -1) == 1;
    X509_EXTENSION_free(extension);
    return added;
}

static int add_extensions(X509 *certificate, X509 *issuer, const subject *about) {
    const char *constraints = about->is_authority ? "critical,CA:TRUE" : "critical,CA:FALSE";
    const char *usage =
        about->is_authority ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature";
    int added = extend(certificate, issuer, NID_basic_constraints, constraints) &&
                extend(certificate, issuer, NID_key_usage, usage) &&
                extend(certificate, issuer, NID_subject_key_identifier, "hash") &&
                extend(certificate, issuer, NID_authority_key_identifier, "keyid");
    if (added && !about->is_authority) {
        added = extend(certificate, issuer, NID_ext_key_usage, "serverAuth,clientAuth") &&
                extend(certificate, issuer, NID_subject_alt_name,
                       "DNS:" PQE_SERVER_NAME ",DNS:www." PQE_SERVER_NAME) &&
                extend(certificate, issuer, NID_info_access,
                       "OCSP;URI:http://ocsp.authority.example") &&
                extend(certificate, issuer, NID_crl_distribution_points,
                       "URI:http://crl.authority.example/1.crl");
    }
    return added;
}

static int name_it(X509_NAME *name, const char *common_name) {
    return X509_NAME_add_entry_by_txt(name, "C", MBSTRING_ASC, (const unsigned char *)"JP", -1, -1,
                                      0) == 1 &&
           X509_NAME_add_entry_by_txt(name, "O", MBSTRING_ASC,
                                      (const unsigned char *)"Example Organisation", -1, -1,
                                      0) == 1 &&
           X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)common_name,
                                      -1, -1, 0) == 1;
}

/* `issuer` is NULL for a certificate that signs itself. */
static X509 *issued(const subject *about, EVP_PKEY *key, X509 *issuer, EVP_PKEY *issuer_key) {
    X509 *certificate = X509_new();
    X509_NAME *name = X509_NAME_new();
    int made = certificate != NULL && name != NULL && name_it(name, about->common_name) &&
               X509_set_version(certificate, X509_VERSION_3) == 1 &&
               ASN1_INTEGER_set(X509_get_serialNumber(certificate), about->serial) == 1 &&
               X509_gmtime_adj(X509_getm_notBefore(certificate), -3600) != NULL &&
               X509_gmtime_adj(X509_getm_notAfter(certificate), VALID_SECONDS) != NULL &&
               X509_set_subject_name(certificate, name) == 1 &&
               X509_set_issuer_name(certificate,
                                    issuer != NULL ? X509_get_subject_name(issuer) : name) == 1 &&
               X509_set_pubkey(certificate, key) == 1 &&
               add_extensions(certificate, issuer != NULL ? issuer : certificate, about) &&
               X509_sign(certificate, issuer_key, digest_of(issuer_key)) > 0;
    X509_NAME_free(name);
    if (!made) {
        X509_free(certificate);
        return NULL;
    }
    return certificate;
}

int pqe_chain_make(pqe_chain *chain, const char *algorithm) {
    const subject root = {"Example Root", 1, 0x1f2e3d01};
    const subject intermediate = {"Example Intermediate", 1, 0x1f2e3d02};
    const subject leaf = {PQE_SERVER_NAME, 0, 0x1f2e3d03};
    EVP_PKEY *root_key = new_key(algorithm);
    EVP_PKEY *intermediate_key = new_key(algorithm);
    memset(chain, 0, sizeof *chain);
    chain->leaf_key = new_key(algorithm);
    if (root_key != NULL && intermediate_key != NULL && chain->leaf_key != NULL) {
        chain->root = issued(&root, root_key, NULL, root_key);
    }
    if (chain->root != NULL) {
        chain->intermediate = issued(&intermediate, intermediate_key, chain->root, root_key);
    }
    if (chain->intermediate != NULL) {
        chain->leaf = issued(&leaf, chain->leaf_key, chain->intermediate, intermediate_key);
    }
    EVP_PKEY_free(root_key);
    EVP_PKEY_free(intermediate_key);
    if (chain->leaf == NULL) {
        pqe_chain_free(chain);
        return -1;
    }
    return 0;
}

void pqe_chain_free(pqe_chain *chain) {
    X509_free(chain->root);
    X509_free(chain->intermediate);
    X509_free(chain->leaf);
    EVP_PKEY_free(chain->leaf_key);
    memset(chain, 0, sizeof *chain);
}

int pqe_certificate_bytes(X509 *certificate, int *whole, int *public_key, int *signature) {
    const ASN1_BIT_STRING *signature_bits = NULL;
    const X509_ALGOR *algorithm = NULL;
    const ASN1_BIT_STRING *key_bits = X509_get0_pubkey_bitstr(certificate);
    X509_get0_signature(&signature_bits, &algorithm, certificate);
    *whole = i2d_X509(certificate, NULL);
    if (*whole <= 0 || key_bits == NULL || signature_bits == NULL) {
        return -1;
    }
    *public_key = ASN1_STRING_length((const ASN1_STRING *)key_bits);
    *signature = ASN1_STRING_length((const ASN1_STRING *)signature_bits);
    return 0;
}
