/* SPDX-License-Identifier: MIT */
/*
 * Variant small: two blocks in eight 32-bit words with ShiftRows done, one round in a loop, and
 * nothing inlined that is used twice. For size.
 */
#include "lightweight/aes/aes.h"

#include "common/rolled.h"

#define PQE_AES_PART PQE_NOINLINE
#include "lightweight/aes/aes_narrow.h"

#define FORWARD 3U /* ShiftRows undone three times is ShiftRows done once */
#define BACK 1U

PQE_NOINLINE void shift_rows(lane q[8], unsigned int undone) {
    PQE_ROLLED for (size_t i = 0; i < 8; i++) {
        q[i] = undone == FORWARD ? unshift_rows(q[i], FORWARD) : unshift_rows(q[i], BACK);
    }
}

PQE_NOINLINE const key_word *add_round_key(lane q[8], const key_word *key) {
    add_key(q, &key);
    return key;
}

static void encrypt_slices(lane q[8], const key_word *key) {
    transpose(q);
    key = add_round_key(q, key);
    PQE_ROLLED for (unsigned int round = 1; round <= ROUNDS; round++) {
        sub_bytes(q);
        shift_rows(q, FORWARD);
        if (round < ROUNDS) {
            mix_columns(q, 0);
        }
        key = add_round_key(q, key);
    }
    transpose(q);
}

static void decrypt_slices(lane q[8], const key_word *key) {
    transpose(q);
    PQE_ROLLED for (unsigned int round = ROUNDS; round > 0; round--) {
        (void)add_round_key(q, key + 8 * (size_t)round);
        if (round < ROUNDS) {
            inverse_mix_columns(q);
        }
        shift_rows(q, BACK);
        inverse_sub_bytes(q);
    }
    (void)add_round_key(q, key);
    transpose(q);
}

void pqe_aes_128_small_key_schedule(pqe_aes_128_small_key *schedule, const uint8_t key[16]) {
    lane q[8];
    load(q, key, key);
    transpose(q);
    memcpy(schedule->slices[0], q, sizeof q);
    PQE_ROLLED for (unsigned int round = 1; round <= ROUNDS; round++) {
        next_key(q, round);
        store_key(schedule->slices[round], q, 0);
    }
    pqe_wipe(q, sizeof q);
}

PQE_NOINLINE void through(void (*slices)(lane[8], const key_word *), const key_word *key,
                          uint8_t *out, const uint8_t *in, size_t blocks) {
    if (blocks != 0) {
        blocks_through(slices, key, out, in, blocks);
    }
}

void pqe_aes_128_small_encrypt(const pqe_aes_128_small_key *schedule, uint8_t *out,
                               const uint8_t *in, size_t blocks) {
    through(encrypt_slices, schedule->slices[0], out, in, blocks);
}

void pqe_aes_128_small_decrypt(const pqe_aes_128_small_key *schedule, uint8_t *out,
                               const uint8_t *in, size_t blocks) {
    through(decrypt_slices, schedule->slices[0], out, in, blocks);
}
