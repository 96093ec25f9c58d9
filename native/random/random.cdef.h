/* SPDX-License-Identifier: MIT */
typedef struct {
    int kind;
    uint64_t calls;
    uint64_t bytes;
    ...;
} pqe_random;
#define PQE_RANDOM_STREAM 1
#define PQE_RANDOM_CTR_DRBG 2
#define PQE_RANDOM_SHAKE256 3
#define PQE_RANDOM_SHAKE256_ZERO 4
int pqe_random_seed(pqe_random *random, int kind, const uint8_t *seed, size_t seed_len);
void pqe_random_generate(pqe_random *random, uint8_t *out, size_t len);
pqe_random *pqe_random_process(void);
void pqe_random_process_generate(uint8_t *out, size_t len);
void pqe_random_chacha20_block(const uint32_t *key, uint32_t counter, const uint32_t *nonce,
                               uint8_t *out);
void pqe_random_aes256_encrypt(const uint8_t *key, const uint8_t *in, uint8_t *out);
void pqe_random_keccak_f1600(uint64_t *lane);
