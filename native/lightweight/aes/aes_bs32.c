/* SPDX-License-Identifier: MIT */
/* Variant bs32: two blocks in eight 32-bit words. */
#include "lightweight/aes/aes.h"

#include "lightweight/aes/aes_narrow.h"

void pqe_aes_128_bs32_key_schedule(pqe_aes_128_bs32_key *schedule, const uint8_t key[16]) {
    lane q[8];
    load(q, key, key);
    transpose(q);
    slices_schedule(schedule->slices[0], q);
    pqe_wipe(q, sizeof q);
}

void pqe_aes_128_bs32_encrypt(const pqe_aes_128_bs32_key *schedule, uint8_t *out, const uint8_t *in,
                              size_t blocks) {
    if (blocks != 0) {
        blocks_through(slices_encrypt, schedule->slices[0], out, in, blocks);
    }
}

void pqe_aes_128_bs32_decrypt(const pqe_aes_128_bs32_key *schedule, uint8_t *out, const uint8_t *in,
                              size_t blocks) {
    if (blocks != 0) {
        blocks_through(slices_decrypt, schedule->slices[0], out, in, blocks);
    }
}
