/* SPDX-License-Identifier: MIT */
/*
 * The generators against published answers, and drawing in pieces against drawing at once.
 * Exits 1 and names the check that failed.
 */
#include "random.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            (void)fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                  \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

#define LONG 1000U

static void test_aes(void) {
    /* FIPS 197, C.3 */
    static const uint8_t expected[16] = {0x8e, 0xa2, 0xb7, 0xca, 0x51, 0x67, 0x45, 0xbf,
                                         0xea, 0xfc, 0x49, 0x90, 0x4b, 0x49, 0x60, 0x89};
    uint8_t key[32];
    uint8_t in[16];
    uint8_t out[16];
    for (size_t i = 0; i < sizeof key; i++) {
        key[i] = (uint8_t)i;
    }
    for (size_t i = 0; i < sizeof in; i++) {
        in[i] = (uint8_t)(0x11 * i);
    }
    pqe_random_aes256_encrypt(key, in, out);
    CHECK(memcmp(out, expected, sizeof out) == 0);
}

static void test_ctr_drbg(void) {
    /* The first seed in the response files that NIST asked submitters to make. */
    static const uint8_t expected[8] = {0x06, 0x15, 0x50, 0x23, 0x4d, 0x15, 0x8c, 0x5e};
    uint8_t seed[PQE_RANDOM_KAT_SEED_BYTES];
    uint8_t out[48];
    pqe_random random;
    for (size_t i = 0; i < sizeof seed; i++) {
        seed[i] = (uint8_t)i;
    }
    CHECK(pqe_random_seed(&random, PQE_RANDOM_CTR_DRBG, seed, sizeof seed) == PQE_OK);
    pqe_random_generate(&random, out, sizeof out);
    CHECK(memcmp(out, expected, sizeof expected) == 0);
    CHECK(random.calls == 1 && random.bytes == sizeof out);
    CHECK(pqe_random_seed(&random, PQE_RANDOM_CTR_DRBG, seed, sizeof seed - 1) == PQE_ERR_LENGTH);
    CHECK(pqe_random_seed(&random, PQE_RANDOM_NONE, seed, sizeof seed) == PQE_ERR_LENGTH);
}

/* Stream and sponge give the same bytes however they are drawn. */
static void test_pieces(pqe_random_kind kind, size_t seed_bytes) {
    static const uint8_t seed[PQE_RANDOM_KAT_SEED_BYTES] = {1, 2, 3};
    uint8_t whole[LONG];
    uint8_t pieces[LONG];
    pqe_random random;
    CHECK(pqe_random_seed(&random, kind, seed, seed_bytes) == PQE_OK);
    pqe_random_generate(&random, whole, sizeof whole);
    CHECK(pqe_random_seed(&random, kind, seed, seed_bytes) == PQE_OK);
    for (size_t done = 0, take = 1; done < LONG; take = take * 2 + 1) {
        size_t count = take < LONG - done ? take : LONG - done;
        pqe_random_generate(&random, pieces + done, count);
        done += count;
    }
    CHECK(memcmp(whole, pieces, sizeof whole) == 0);
}

int main(void) {
    test_aes();
    test_ctr_drbg();
    test_pieces(PQE_RANDOM_STREAM, PQE_RANDOM_STREAM_SEED_BYTES);
    test_pieces(PQE_RANDOM_SHAKE256, PQE_RANDOM_KAT_SEED_BYTES);
    return 0;
}
