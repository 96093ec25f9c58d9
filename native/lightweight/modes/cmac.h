/* SPDX-License-Identifier: MIT */
/* CMAC, NIST SP 800-38B section 6 (for AES also RFC 4493). The tag is a whole block. */
#include "lightweight/modes/mode.h"

MODE_EXPAND(PQE_DECLARE_MAC, PQE_CMAC);

/* Section 5.3: the constant R of the block length, its low byte. */
#define CMAC_R (PQE_CIPHER_BLOCK_BYTES == 8 ? 0x1bU : 0x87U)

/* Section 6.1: a subkey from L, the next from the last; shifted left, reduced without a branch. */
PQE_INLINE void cmac_double(uint8_t *block) {
    const uint32_t top = (uint32_t)block[0] >> 7;
    for (size_t i = 0; i + 1 < BLOCK; i++) {
        block[i] = (uint8_t)((uint32_t)block[i] << 1 | (uint32_t)block[i + 1] >> 7);
    }
    const uint32_t reduce = (0U - pqe_ct_barrier(top)) & CMAC_R;
    block[BLOCK - 1] = (uint8_t)((uint32_t)block[BLOCK - 1] << 1 ^ reduce);
}

void PQE_MODE_PASTE(PQE_CMAC, _tag)(uint8_t *tag, const uint8_t *message, size_t message_len,
                                    const uint8_t *key) {
    CIPHER(_key) schedule;
    uint8_t state[PQE_CIPHER_BLOCK_BYTES] = {0};
    uint8_t subkey[PQE_CIPHER_BLOCK_BYTES] = {0};
    uint8_t last[PQE_CIPHER_BLOCK_BYTES] = {0};
    CIPHER(_key_schedule)(&schedule, key);
    CIPHER(_encrypt)(&schedule, subkey, subkey, 1);
    cmac_double(subkey);
    for (; message_len > BLOCK; message_len -= BLOCK) {
        pqe_xor(state, state, message, BLOCK);
        CIPHER(_encrypt)(&schedule, state, state, 1);
        message += BLOCK;
    }
    mode_copy(last, message, message_len);
    if (message_len < BLOCK) {
        last[message_len] = 0x80;
        cmac_double(subkey);
    }
    pqe_xor(last, last, subkey, BLOCK);
    pqe_xor(state, state, last, BLOCK);
    CIPHER(_encrypt)(&schedule, tag, state, 1);
    pqe_wipe(&schedule, sizeof schedule);
    pqe_wipe(state, sizeof state);
    pqe_wipe(subkey, sizeof subkey);
    pqe_wipe(last, sizeof last);
}
