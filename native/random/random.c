/* SPDX-License-Identifier: MIT */
#include "random.h"

#include <stdlib.h>
#include <string.h>

/* SHAKE256: rate 136 bytes (FIPS 202, section 6.2). */
#define SHAKE256_RATE 136u

static pqe_random process_random;

static uint32_t load32le(const uint8_t in[4]) {
    return (uint32_t)in[0] | (uint32_t)in[1] << 8 | (uint32_t)in[2] << 16 | (uint32_t)in[3] << 24;
}

/* ---- ChaCha20 stream ---- */

static void stream_seed(pqe_random_stream *stream, const uint8_t seed[32]) {
    for (size_t i = 0; i < 8; i++) {
        stream->key[i] = load32le(seed + 4 * i);
    }
    stream->counter = 0;
    stream->used = sizeof stream->block;
}

static void stream_generate(pqe_random_stream *stream, uint8_t *out, size_t len) {
    static const uint32_t nonce[3] = {0, 0, 0};
    while (len > 0) {
        if (stream->used == sizeof stream->block) {
            pqe_random_chacha20_block(stream->key, stream->counter++, nonce, stream->block);
            stream->used = 0;
        }
        size_t take = sizeof stream->block - stream->used;
        if (take > len) {
            take = len;
        }
        memcpy(out, stream->block + stream->used, take);
        stream->used += (uint32_t)take;
        out += take;
        len -= take;
    }
}

/* ---- CTR_DRBG (SP 800-90A Rev. 1) ---- */

static void increment_v(uint8_t v[16]) {
    for (int i = 15; i >= 0 && ++v[i] == 0; i--) {
    }
}

/* Section 10.2.1.2, CTR_DRBG_Update; `provided` is 48 bytes or NULL for zeros. */
static void ctr_drbg_update(pqe_random_ctr_drbg *drbg, const uint8_t *provided) {
    uint8_t temp[48];
    for (size_t i = 0; i < 3; i++) {
        increment_v(drbg->v);
        pqe_random_aes256_encrypt(drbg->key, drbg->v, temp + 16 * i);
    }
    for (size_t i = 0; provided != NULL && i < sizeof temp; i++) {
        temp[i] ^= provided[i];
    }
    memcpy(drbg->key, temp, sizeof drbg->key);
    memcpy(drbg->v, temp + sizeof drbg->key, sizeof drbg->v);
}

static void ctr_drbg_seed(pqe_random_ctr_drbg *drbg, const uint8_t seed[48]) {
    memset(drbg, 0, sizeof *drbg);
    ctr_drbg_update(drbg, seed);
}

static void ctr_drbg_generate(pqe_random_ctr_drbg *drbg, uint8_t *out, size_t len) {
    uint8_t block[16];
    while (len > 0) {
        size_t take = len < sizeof block ? len : sizeof block;
        increment_v(drbg->v);
        pqe_random_aes256_encrypt(drbg->key, drbg->v, block);
        memcpy(out, block, take);
        out += take;
        len -= take;
    }
    ctr_drbg_update(drbg, NULL);
}

/* ---- SHAKE256 (FIPS 202) ---- */

static void xor_byte(uint64_t lane[25], size_t index, uint8_t value) {
    lane[index / 8] ^= (uint64_t)value << (8 * (index % 8));
}

static void shake256_seed(pqe_random_shake256 *shake, const uint8_t seed[48], uint8_t domain) {
    memset(shake, 0, sizeof *shake);
    for (size_t i = 0; i < PQE_RANDOM_KAT_SEED_BYTES; i++) {
        xor_byte(shake->lane, i, seed[i]);
    }
    xor_byte(shake->lane, PQE_RANDOM_KAT_SEED_BYTES, domain);
    xor_byte(shake->lane, PQE_RANDOM_KAT_SEED_BYTES + 1,
             0x1f);                                 /* SHAKE suffix 1111 and first pad bit */
    xor_byte(shake->lane, SHAKE256_RATE - 1, 0x80); /* last pad bit */
    shake->used = SHAKE256_RATE;                    /* permute before the first byte */
}

static void shake256_generate(pqe_random_shake256 *shake, uint8_t *out, size_t len) {
    for (size_t i = 0; i < len; i++) {
        if (shake->used == SHAKE256_RATE) {
            pqe_random_keccak_f1600(shake->lane);
            shake->used = 0;
        }
        out[i] = (uint8_t)(shake->lane[shake->used / 8] >> (8 * (shake->used % 8)));
        shake->used++;
    }
}

/* ---- the interface ---- */

pqe_status pqe_random_seed(pqe_random *random, pqe_random_kind kind, const uint8_t *seed,
                           size_t seed_len) {
    size_t expected =
        kind == PQE_RANDOM_STREAM ? PQE_RANDOM_STREAM_SEED_BYTES : PQE_RANDOM_KAT_SEED_BYTES;
    if (kind < PQE_RANDOM_STREAM || kind > PQE_RANDOM_SHAKE256_ZERO || seed_len != expected) {
        return PQE_ERR_LENGTH;
    }
    memset(random, 0, sizeof *random);
    random->kind = kind;
    if (kind == PQE_RANDOM_STREAM) {
        stream_seed(&random->state.stream, seed);
    } else if (kind == PQE_RANDOM_CTR_DRBG) {
        ctr_drbg_seed(&random->state.ctr_drbg, seed);
    } else {
        shake256_seed(&random->state.shake256, seed, kind == PQE_RANDOM_SHAKE256 ? 1 : 0);
    }
    return PQE_OK;
}

void pqe_random_generate(pqe_random *random, uint8_t *out, size_t len) {
    random->calls++;
    random->bytes += len;
    switch (random->kind) {
    case PQE_RANDOM_STREAM:
        stream_generate(&random->state.stream, out, len);
        return;
    case PQE_RANDOM_CTR_DRBG:
        ctr_drbg_generate(&random->state.ctr_drbg, out, len);
        return;
    case PQE_RANDOM_SHAKE256:
    case PQE_RANDOM_SHAKE256_ZERO:
        shake256_generate(&random->state.shake256, out, len);
        return;
    case PQE_RANDOM_NONE:
        break;
    }
    abort();
}

pqe_random *pqe_random_process(void) {
    return &process_random;
}

void pqe_random_process_generate(uint8_t *out, size_t len) {
    pqe_random_generate(&process_random, out, len);
}
