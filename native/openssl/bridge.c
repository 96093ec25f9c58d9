/* SPDX-License-Identifier: MIT */
#include "bridge.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/params.h>
#include <stdlib.h>
#include <string.h>

#if defined(__GNUC__)
#define EXPORT __attribute__((visibility("default")))
#else
#define EXPORT
#endif

struct pqe_ossl {
    const char *name;
    const char *group; /* of an elliptic curve of NIST; NULL for everything else */
    int is_kem;
    int agrees;               /* key agreement, in the shape of a KEM */
    EVP_SIGNATURE *signature; /* NULL for a KEM */
    pqe_ossl_lengths lengths;
};

/* 1 in OpenSSL's manner becomes 0; errors do not pile up in the queue. */
static int status(int succeeded) {
    if (succeeded == 1) {
        return 0;
    }
    ERR_clear_error();
    return 1;
}

EXPORT const char *pqe_ossl_version(void) {
    return OpenSSL_version(OPENSSL_VERSION_STRING);
}

/* ---- keys ---- */

/* Keys of NIST's curves are not raw: they are built of their group and a point or a number. */
static EVP_PKEY *on_curve(const OSSL_PARAM *params, int selection) {
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    if (context == NULL || params == NULL || EVP_PKEY_fromdata_init(context) != 1 ||
        EVP_PKEY_fromdata(context, &key, selection, (OSSL_PARAM *)params) != 1) {
        key = NULL;
    }
    EVP_PKEY_CTX_free(context);
    return key;
}

static EVP_PKEY *point_of(const pqe_ossl *object, const uint8_t *point) {
    const OSSL_PARAM params[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)object->group, 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, (void *)point,
                                          (size_t)object->lengths.public_key),
        OSSL_PARAM_construct_end()};
    return on_curve(params, EVP_PKEY_PUBLIC_KEY);
}

static EVP_PKEY *scalar_of(const pqe_ossl *object, const uint8_t *scalar) {
    EVP_PKEY *key = NULL;
    OSSL_PARAM *params = NULL;
    OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
    BIGNUM *number = BN_secure_new();
    if (builder != NULL && number != NULL &&
        BN_bin2bn(scalar, (int)object->lengths.secret_key, number) != NULL &&
        OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, object->group, 0) ==
            1 &&
        OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_PRIV_KEY, number) == 1) {
        params = OSSL_PARAM_BLD_to_param(builder);
        key = on_curve(params, EVP_PKEY_KEYPAIR);
    }
    OSSL_PARAM_free(params);
    BN_clear_free(number);
    OSSL_PARAM_BLD_free(builder);
    return key;
}

static EVP_PKEY *public_of(const pqe_ossl *object, const uint8_t *public_key) {
    if (object->group != NULL) {
        return point_of(object, public_key);
    }
    return EVP_PKEY_new_raw_public_key_ex(NULL, object->name, NULL, public_key,
                                          (size_t)object->lengths.public_key);
}

static EVP_PKEY *secret_of(const pqe_ossl *object, const uint8_t *secret_key) {
    if (object->group != NULL) {
        return scalar_of(object, secret_key);
    }
    return EVP_PKEY_new_raw_private_key_ex(NULL, object->name, NULL, secret_key,
                                           (size_t)object->lengths.secret_key);
}

static EVP_PKEY *generated(const pqe_ossl *object, const OSSL_PARAM *params) {
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *context =
        EVP_PKEY_CTX_new_from_name(NULL, object->group != NULL ? "EC" : object->name, NULL);
    if (context != NULL && EVP_PKEY_keygen_init(context) == 1 &&
        (object->group == NULL || EVP_PKEY_CTX_set_group_name(context, object->group) == 1) &&
        (params == NULL || EVP_PKEY_CTX_set_params(context, params) == 1) &&
        EVP_PKEY_generate(context, &key) != 1) {
        key = NULL;
    }
    EVP_PKEY_CTX_free(context);
    return key;
}

/* Both state the length in `length`, and write nothing where there is no place to write to. */
static int public_bytes(const pqe_ossl *object, const EVP_PKEY *key, uint8_t *out, size_t *length) {
    if (object->group != NULL) {
        return EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, out, *length, length);
    }
    return EVP_PKEY_get_raw_public_key(key, out, length);
}

static int secret_bytes(const pqe_ossl *object, const EVP_PKEY *key, uint8_t *out, size_t *length) {
    if (object->group == NULL) {
        return EVP_PKEY_get_raw_private_key(key, out, length);
    }
    BIGNUM *number = NULL;
    *length = ((size_t)EVP_PKEY_get_bits(key) + 7) / 8;
    int succeeded =
        out == NULL || (EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &number) == 1 &&
                        BN_bn2binpad(number, out, (int)*length) == (int)*length);
    BN_clear_free(number);
    return succeeded;
}

static int exported(const pqe_ossl *object, EVP_PKEY *key, uint8_t *public_key,
                    uint8_t *secret_key) {
    size_t public_len = (size_t)object->lengths.public_key;
    size_t secret_len = (size_t)object->lengths.secret_key;
    int succeeded = key != NULL && public_bytes(object, key, public_key, &public_len) == 1 &&
                    secret_bytes(object, key, secret_key, &secret_len) == 1 &&
                    public_len == object->lengths.public_key &&
                    secret_len == object->lengths.secret_key;
    EVP_PKEY_free(key);
    return succeeded;
}

EXPORT int pqe_ossl_keygen(pqe_ossl *object, uint8_t *public_key, uint8_t *secret_key) {
    return status(exported(object, generated(object, NULL), public_key, secret_key));
}

EXPORT int pqe_ossl_keygen_seeded(pqe_ossl *object, const uint8_t *seed, size_t seed_len,
                                  uint8_t *public_key, uint8_t *secret_key) {
    uint8_t copy[256]; /* a parameter is not const */
    if (seed_len > sizeof copy) {
        return 1;
    }
    memcpy(copy, seed, seed_len);
    /* ML-KEM, ML-DSA and SLH-DSA call the same parameter by the same word. */
    const OSSL_PARAM params[] = {
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_ML_KEM_SEED, copy, seed_len),
        OSSL_PARAM_construct_end()};
    int result = status(exported(object, generated(object, params), public_key, secret_key));
    OPENSSL_cleanse(copy, sizeof copy);
    return result;
}

/* ---- key agreement ---- */

static int agreed(const pqe_ossl *object, EVP_PKEY *own, EVP_PKEY *peer, uint8_t *shared_secret) {
    EVP_PKEY_CTX *context =
        own != NULL && peer != NULL ? EVP_PKEY_CTX_new_from_pkey(NULL, own, NULL) : NULL;
    size_t length = (size_t)object->lengths.shared_secret;
    int succeeded = context != NULL && EVP_PKEY_derive_init(context) == 1 &&
                    EVP_PKEY_derive_set_peer(context, peer) == 1 &&
                    EVP_PKEY_derive(context, shared_secret, &length) == 1 &&
                    length == object->lengths.shared_secret;
    EVP_PKEY_CTX_free(context);
    return succeeded;
}

/* The ciphertext is the public key of a key pair that is made for it. */
static int sent(const pqe_ossl *object, uint8_t *ciphertext, uint8_t *shared_secret,
                const uint8_t *public_key) {
    EVP_PKEY *peer = public_of(object, public_key);
    EVP_PKEY *own = peer != NULL ? generated(object, NULL) : NULL;
    size_t length = (size_t)object->lengths.ciphertext;
    int succeeded = agreed(object, own, peer, shared_secret) &&
                    public_bytes(object, own, ciphertext, &length) == 1 &&
                    length == object->lengths.ciphertext;
    EVP_PKEY_free(own);
    EVP_PKEY_free(peer);
    return succeeded;
}

static int received(const pqe_ossl *object, uint8_t *shared_secret, const uint8_t *ciphertext,
                    const uint8_t *secret_key) {
    EVP_PKEY *own = secret_of(object, secret_key);
    EVP_PKEY *peer = public_of(object, ciphertext);
    int succeeded = agreed(object, own, peer, shared_secret);
    EVP_PKEY_free(own);
    EVP_PKEY_free(peer);
    return succeeded;
}

/* ---- KEM ---- */

static int encapsulated(const pqe_ossl *object, const OSSL_PARAM *params, uint8_t *ciphertext,
                        uint8_t *shared_secret, const uint8_t *public_key) {
    EVP_PKEY *key = public_of(object, public_key);
    EVP_PKEY_CTX *context = key != NULL ? EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL) : NULL;
    size_t ciphertext_len = (size_t)object->lengths.ciphertext;
    size_t secret_len = (size_t)object->lengths.shared_secret;
    int succeeded =
        context != NULL && EVP_PKEY_encapsulate_init(context, params) == 1 &&
        EVP_PKEY_encapsulate(context, ciphertext, &ciphertext_len, shared_secret, &secret_len) == 1;
    EVP_PKEY_CTX_free(context);
    EVP_PKEY_free(key);
    return succeeded;
}

EXPORT int pqe_ossl_encaps(pqe_ossl *object, uint8_t *ciphertext, uint8_t *shared_secret,
                           const uint8_t *public_key) {
    return status(object->agrees
                      ? sent(object, ciphertext, shared_secret, public_key)
                      : encapsulated(object, NULL, ciphertext, shared_secret, public_key));
}

EXPORT int pqe_ossl_encaps_seeded(pqe_ossl *object, const uint8_t *random, size_t random_len,
                                  uint8_t *ciphertext, uint8_t *shared_secret,
                                  const uint8_t *public_key) {
    uint8_t copy[64];
    if (random_len > sizeof copy) {
        return 1;
    }
    memcpy(copy, random, random_len);
    const OSSL_PARAM params[] = {
        OSSL_PARAM_construct_octet_string(OSSL_KEM_PARAM_IKME, copy, random_len),
        OSSL_PARAM_construct_end()};
    int result = status(encapsulated(object, params, ciphertext, shared_secret, public_key));
    OPENSSL_cleanse(copy, sizeof copy);
    return result;
}

EXPORT int pqe_ossl_decaps(pqe_ossl *object, uint8_t *shared_secret, const uint8_t *ciphertext,
                           const uint8_t *secret_key) {
    if (object->agrees) {
        return status(received(object, shared_secret, ciphertext, secret_key));
    }
    EVP_PKEY *key = secret_of(object, secret_key);
    EVP_PKEY_CTX *context = key != NULL ? EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL) : NULL;
    size_t secret_len = (size_t)object->lengths.shared_secret;
    int succeeded = context != NULL && EVP_PKEY_decapsulate_init(context, NULL) == 1 &&
                    EVP_PKEY_decapsulate(context, shared_secret, &secret_len, ciphertext,
                                         (size_t)object->lengths.ciphertext) == 1;
    EVP_PKEY_CTX_free(context);
    EVP_PKEY_free(key);
    return status(succeeded);
}

/* ---- signatures ---- */

static int signed_with(const pqe_ossl *object, const OSSL_PARAM *params, uint8_t *signature,
                       size_t *signature_len, const uint8_t *message, size_t message_len,
                       const uint8_t *secret_key) {
    EVP_PKEY *key = secret_of(object, secret_key);
    EVP_PKEY_CTX *context = key != NULL ? EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL) : NULL;
    int succeeded = context != NULL &&
                    EVP_PKEY_sign_message_init(context, object->signature, params) == 1 &&
                    EVP_PKEY_sign(context, signature, signature_len, message, message_len) == 1;
    EVP_PKEY_CTX_free(context);
    EVP_PKEY_free(key);
    return succeeded;
}

static int verified_with(const pqe_ossl *object, const OSSL_PARAM *params, const uint8_t *signature,
                         size_t signature_len, const uint8_t *message, size_t message_len,
                         const uint8_t *public_key) {
    EVP_PKEY *key = public_of(object, public_key);
    EVP_PKEY_CTX *context = key != NULL ? EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL) : NULL;
    int succeeded = context != NULL &&
                    EVP_PKEY_verify_message_init(context, object->signature, params) == 1 &&
                    EVP_PKEY_verify(context, signature, signature_len, message, message_len) == 1;
    EVP_PKEY_CTX_free(context);
    EVP_PKEY_free(key);
    return succeeded;
}

EXPORT int pqe_ossl_sign(pqe_ossl *object, uint8_t *signature, size_t *signature_len,
                         const uint8_t *message, size_t message_len, const uint8_t *secret_key) {
    *signature_len = (size_t)object->lengths.signature;
    return status(
        signed_with(object, NULL, signature, signature_len, message, message_len, secret_key));
}

EXPORT int pqe_ossl_verify(pqe_ossl *object, const uint8_t *message, size_t message_len,
                           const uint8_t *signature, size_t signature_len,
                           const uint8_t *public_key) {
    return status(
        verified_with(object, NULL, signature, signature_len, message, message_len, public_key));
}

#define CONTEXT_MAX 255

static int context_params(OSSL_PARAM params[2], uint8_t copy[CONTEXT_MAX], const uint8_t *context,
                          size_t context_len) {
    if (context_len > CONTEXT_MAX) {
        return 0;
    }
    memcpy(copy, context, context_len);
    params[0] =
        OSSL_PARAM_construct_octet_string(OSSL_SIGNATURE_PARAM_CONTEXT_STRING, copy, context_len);
    params[1] = OSSL_PARAM_construct_end();
    return 1;
}

EXPORT int pqe_ossl_sign_context(pqe_ossl *object, uint8_t *signature, size_t *signature_len,
                                 const uint8_t *message, size_t message_len, const uint8_t *context,
                                 size_t context_len, const uint8_t *secret_key) {
    OSSL_PARAM params[2];
    uint8_t copy[CONTEXT_MAX];
    *signature_len = (size_t)object->lengths.signature;
    return status(
        context_params(params, copy, context, context_len) &&
        signed_with(object, params, signature, signature_len, message, message_len, secret_key));
}

EXPORT int pqe_ossl_verify_context(pqe_ossl *object, const uint8_t *message, size_t message_len,
                                   const uint8_t *signature, size_t signature_len,
                                   const uint8_t *context, size_t context_len,
                                   const uint8_t *public_key) {
    OSSL_PARAM params[2];
    uint8_t copy[CONTEXT_MAX];
    return status(
        context_params(params, copy, context, context_len) &&
        verified_with(object, params, signature, signature_len, message, message_len, public_key));
}

EXPORT int pqe_ossl_sign_seeded(pqe_ossl *object, const uint8_t *random, size_t random_len,
                                uint8_t *signature, size_t *signature_len, const uint8_t *message,
                                size_t message_len, const uint8_t *secret_key) {
    uint8_t copy[64];
    if (random_len > sizeof copy) {
        return 1;
    }
    memcpy(copy, random, random_len);
    const OSSL_PARAM params[] = {
        OSSL_PARAM_construct_octet_string(OSSL_SIGNATURE_PARAM_TEST_ENTROPY, copy, random_len),
        OSSL_PARAM_construct_end()};
    *signature_len = (size_t)object->lengths.signature;
    return status(
        signed_with(object, params, signature, signature_len, message, message_len, secret_key));
}

/* ---- objects ---- */

static int measured_agreement(pqe_ossl *object, EVP_PKEY *key) {
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
    size_t shared_secret = 0;
    int succeeded = context != NULL && EVP_PKEY_derive_init(context) == 1 &&
                    EVP_PKEY_derive_set_peer(context, key) == 1 &&
                    EVP_PKEY_derive(context, NULL, &shared_secret) == 1;
    object->lengths.ciphertext = object->lengths.public_key;
    object->lengths.shared_secret = shared_secret;
    EVP_PKEY_CTX_free(context);
    return succeeded;
}

static int measured_kem(pqe_ossl *object, EVP_PKEY *key) {
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_pkey(NULL, key, NULL);
    size_t ciphertext = 0;
    size_t shared_secret = 0;
    int succeeded = context != NULL && EVP_PKEY_encapsulate_init(context, NULL) == 1 &&
                    EVP_PKEY_encapsulate(context, NULL, &ciphertext, NULL, &shared_secret) == 1;
    object->lengths.ciphertext = ciphertext;
    object->lengths.shared_secret = shared_secret;
    EVP_PKEY_CTX_free(context);
    return succeeded;
}

/* Lengths are asked of a key that the library makes. */
static int measured(pqe_ossl *object) {
    EVP_PKEY *key = generated(object, NULL);
    size_t public_key = 0;
    size_t secret_key = 0;
    int succeeded = key != NULL && public_bytes(object, key, NULL, &public_key) == 1 &&
                    secret_bytes(object, key, NULL, &secret_key) == 1;
    object->lengths.public_key = public_key;
    object->lengths.secret_key = secret_key;
    if (succeeded && object->agrees) {
        succeeded = measured_agreement(object, key);
    } else if (succeeded && object->is_kem) {
        succeeded = measured_kem(object, key);
    } else if (succeeded) {
        object->signature = EVP_SIGNATURE_fetch(NULL, object->name, NULL);
        object->lengths.signature = (uint64_t)EVP_PKEY_get_size(key);
        succeeded = object->signature != NULL;
    }
    EVP_PKEY_free(key);
    return succeeded;
}

#define CURVE "ECDH " /* what stands before the name of a NIST curve */

EXPORT pqe_ossl *pqe_ossl_new(const char *name, int is_kem) {
    pqe_ossl *object = calloc(1, sizeof *object);
    if (object == NULL) {
        return NULL;
    }
    object->name = OPENSSL_strdup(name);
    object->is_kem = is_kem;
    if (object->name != NULL && strncmp(object->name, CURVE, strlen(CURVE)) == 0) {
        object->group = object->name + strlen(CURVE);
    }
    object->agrees = is_kem && (object->group != NULL || strcmp(name, "X25519") == 0 ||
                                strcmp(name, "X448") == 0);
    if (object->name == NULL || !measured(object)) {
        ERR_clear_error();
        pqe_ossl_free(object);
        return NULL;
    }
    return object;
}

EXPORT void pqe_ossl_free(pqe_ossl *object) {
    if (object != NULL) {
        EVP_SIGNATURE_free(object->signature);
        OPENSSL_free((void *)object->name);
        free(object);
    }
}

EXPORT int pqe_ossl_sizes(pqe_ossl *object, pqe_ossl_lengths *lengths) {
    *lengths = object->lengths;
    return 0;
}
