/* SPDX-License-Identifier: MIT */
typedef int (*pqe_operation)(void *context, size_t index);
typedef void (*pqe_prepare)(void *context, size_t batch);
typedef struct {
    uint64_t *ns;
    uint64_t *ticks;
    uint64_t *cycles;
    uint8_t *tags;
} pqe_columns;
typedef struct {
    const uint8_t *data;
    size_t stride;
    const size_t *lengths;
} pqe_input;
typedef struct {
    void *function;
    void *object;
    size_t rotation;
    pqe_input public_key;
    pqe_input secret_key;
    pqe_input message;
    pqe_input result;
    pqe_input nonce;
    pqe_input associated;
    uint8_t *out;
    uint8_t *out2;
    size_t unit;
} pqe_call;
typedef struct {
    int (*seed)(void *generator, int kind, const uint8_t *seed, size_t seed_len);
    void *generator;
    int kind;
    const uint8_t *seeds;
    size_t seed_bytes;
} pqe_reseed;

int pqe_timing_open(void);
const char *pqe_timing_tick_source(void);
uint64_t pqe_timing_clock_step_ns(void);
int pqe_time_batches(pqe_operation operation, void *context, pqe_prepare prepare,
                     void *prepare_context, size_t first_index, uint32_t operations, size_t batches,
                     const pqe_columns *columns);
int pqe_stack_of(pqe_operation operation, void *context, size_t index, size_t stack_bytes,
                 size_t *used);

int pqe_kem_keygen(void *call, size_t index);
int pqe_kem_encaps(void *call, size_t index);
int pqe_kem_decaps(void *call, size_t index);
int pqe_sig_keygen(void *call, size_t index);
int pqe_sig_sign(void *call, size_t index);
int pqe_sig_verify(void *call, size_t index);
int pqe_aead_encrypt(void *call, size_t index);
int pqe_aead_decrypt(void *call, size_t index);
int pqe_hash_digest(void *call, size_t index);
int pqe_xof_digest(void *call, size_t index);
int pqe_mac_tag(void *call, size_t index);
int pqe_stream_xor(void *call, size_t index);
int pqe_block_key_schedule(void *call, size_t index);
int pqe_block_crypt(void *call, size_t index);
int pqe_callback(void *call, size_t index);
int pqe_nothing(void *call, size_t index);
void pqe_prepare_reseed(void *reseed, size_t batch);

extern "Python" int pqe_python_operation(void *context, size_t index);
