/* SPDX-License-Identifier: MIT */
/*
 * A small library that stands beside one liboqs and is compiled against the headers of that very
 * version.
 *
 * It answers what pqeval must know of an algorithm (names, sizes, claimed category, support of
 * context strings) so that no struct layout is ever assumed from outside, and it exports
 * OQS_SIG_supports_ctx_str for the Python binding where the library itself does not have it yet.
 * It depends on the real library, so whoever opens it finds that library's functions too.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <oqs/oqs.h>

#define PQE_EXPORT __attribute__((visibility("default")))

typedef struct {
    uint64_t public_key_bytes;
    uint64_t secret_key_bytes;
    uint64_t ciphertext_bytes;
    uint64_t shared_secret_bytes;
    uint64_t signature_bytes;
    uint64_t claimed_nist_level;
    uint64_t supports_context;
    char version[64]; /* of the algorithm, as the library states it; always terminated */
} pqe_oqs_algorithm;

PQE_EXPORT size_t pqe_oqs_kem_count(void);
PQE_EXPORT size_t pqe_oqs_sig_count(void);
PQE_EXPORT const char *pqe_oqs_kem_name(size_t index);
PQE_EXPORT const char *pqe_oqs_sig_name(size_t index);
PQE_EXPORT int pqe_oqs_kem_describe(const char *name, pqe_oqs_algorithm *out);
PQE_EXPORT int pqe_oqs_sig_describe(const char *name, pqe_oqs_algorithm *out);
PQE_EXPORT size_t pqe_oqs_sig_stfl_count(void);
PQE_EXPORT const char *pqe_oqs_sig_stfl_name(size_t index);
PQE_EXPORT int pqe_oqs_sig_stfl_describe(const char *name, pqe_oqs_algorithm *out);

static void copy_version(char out[64], const char *version) {
    if (version != NULL) {
        strncpy(out, version, 63);
    }
}

size_t pqe_oqs_kem_count(void) {
    return (size_t)OQS_KEM_alg_count();
}

size_t pqe_oqs_sig_count(void) {
    return (size_t)OQS_SIG_alg_count();
}

const char *pqe_oqs_kem_name(size_t index) {
    return OQS_KEM_alg_identifier(index);
}

const char *pqe_oqs_sig_name(size_t index) {
    return OQS_SIG_alg_identifier(index);
}

/* 0 if the algorithm is enabled and described, -1 else. */
int pqe_oqs_kem_describe(const char *name, pqe_oqs_algorithm *out) {
    OQS_KEM *kem = OQS_KEM_new(name);
    memset(out, 0, sizeof *out);
    if (kem == NULL) {
        return -1;
    }
    out->public_key_bytes = kem->length_public_key;
    out->secret_key_bytes = kem->length_secret_key;
    out->ciphertext_bytes = kem->length_ciphertext;
    out->shared_secret_bytes = kem->length_shared_secret;
    out->claimed_nist_level = kem->claimed_nist_level;
    copy_version(out->version, kem->alg_version);
    OQS_KEM_free(kem);
    return 0;
}

int pqe_oqs_sig_describe(const char *name, pqe_oqs_algorithm *out) {
    OQS_SIG *sig = OQS_SIG_new(name);
    memset(out, 0, sizeof *out);
    if (sig == NULL) {
        return -1;
    }
    out->public_key_bytes = sig->length_public_key;
    out->secret_key_bytes = sig->length_secret_key;
    out->signature_bytes = sig->length_signature;
    out->claimed_nist_level = sig->claimed_nist_level;
    out->supports_context = sig->sig_with_ctx_support ? 1 : 0;
    copy_version(out->version, sig->alg_version);
    OQS_SIG_free(sig);
    return 0;
}

/* Stateful signatures; no claimed category is stated for them, and they have no contexts. */
#ifdef OQS_SIG_STFL_algs_length
size_t pqe_oqs_sig_stfl_count(void) {
    return (size_t)OQS_SIG_STFL_alg_count();
}

const char *pqe_oqs_sig_stfl_name(size_t index) {
    return OQS_SIG_STFL_alg_identifier(index);
}

int pqe_oqs_sig_stfl_describe(const char *name, pqe_oqs_algorithm *out) {
    OQS_SIG_STFL *sig = OQS_SIG_STFL_new(name);
    memset(out, 0, sizeof *out);
    if (sig == NULL) {
        return -1;
    }
    out->public_key_bytes = sig->length_public_key;
    out->secret_key_bytes = sig->length_secret_key;
    out->signature_bytes = sig->length_signature;
    copy_version(out->version, sig->alg_version);
    OQS_SIG_STFL_free(sig);
    return 0;
}
#else
size_t pqe_oqs_sig_stfl_count(void) {
    return 0;
}

const char *pqe_oqs_sig_stfl_name(size_t index) {
    (void)index;
    return NULL;
}

int pqe_oqs_sig_stfl_describe(const char *name, pqe_oqs_algorithm *out) {
    (void)name;
    memset(out, 0, sizeof *out);
    return -1;
}
#endif

#ifdef PQE_EXPORT_SUPPORTS_CTX_STR
/* liboqs 0.13 has the fact but not this function, which liboqs-python 0.16 looks up when it is
 * imported. */
PQE_EXPORT bool OQS_SIG_supports_ctx_str(const char *method_name);

bool OQS_SIG_supports_ctx_str(const char *method_name) {
    pqe_oqs_algorithm algorithm;
    return pqe_oqs_sig_describe(method_name, &algorithm) == 0 && algorithm.supports_context == 1;
}
#endif
