/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "oqs/oqs.h"

static OQS_KEM toy_kem = {11, 12, 0, 3, 13, 14, "toy"};
static OQS_SIG toy_sig = {true,
                          21,
                          5,
                          22,
                          "a version that is much longer than the sixty-three "
                          "characters that fit into the answer",
                          23};

int OQS_KEM_alg_count(void) {
    return 2;
}

int OQS_SIG_alg_count(void) {
    return 1;
}

const char *OQS_KEM_alg_identifier(size_t index) {
    return index == 0 ? OQS_KEM_alg_toy_kem : OQS_KEM_alg_other_kem;
}

const char *OQS_SIG_alg_identifier(size_t index) {
    return index == 0 ? OQS_SIG_alg_toy_sig : NULL;
}

OQS_KEM *OQS_KEM_new(const char *name) {
    return strcmp(name, OQS_KEM_alg_toy_kem) == 0 ? &toy_kem : NULL;
}

OQS_SIG *OQS_SIG_new(const char *name) {
    return strcmp(name, OQS_SIG_alg_toy_sig) == 0 ? &toy_sig : NULL;
}

void OQS_KEM_free(OQS_KEM *kem) {
    (void)kem;
}

void OQS_SIG_free(OQS_SIG *sig) {
    (void)sig;
}

bool OQS_SIG_supports_ctx_str(const char *name) {
    return OQS_SIG_new(name) != NULL;
}
