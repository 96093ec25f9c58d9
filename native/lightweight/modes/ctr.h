/* SPDX-License-Identifier: MIT */
/*
 * CTR, NIST SP 800-38A section 6.5. The nonce is the whole first counter block; it is counted up as
 * one big-endian number (appendix B.1, m = all bits). A counter block must never be used twice with
 * one key: the usual nonce is a message number followed by zeros.
 */
#include "lightweight/modes/mode.h"

MODE_EXPAND(PQE_DECLARE_STREAM, PQE_CTR);

void PQE_MODE_PASTE(PQE_CTR, _xor)(uint8_t *out, const uint8_t *in, size_t len,
                                   const uint8_t *nonce, const uint8_t *key) {
    CIPHER(_key) schedule;
    uint8_t counter[PQE_CIPHER_BLOCK_BYTES];
    uint8_t stream[BATCH * BLOCK];
    CIPHER(_key_schedule)(&schedule, key);
    memcpy(counter, nonce, BLOCK);
    while (len != 0) {
        const size_t take = len < sizeof stream ? len : sizeof stream;
        const size_t blocks = (take + BLOCK - 1) / BLOCK;
        for (size_t i = 0; i < blocks; i++) {
            memcpy(stream + i * BLOCK, counter, BLOCK);
            mode_count_up(counter, BLOCK);
        }
        CIPHER(_encrypt)(&schedule, stream, stream, blocks);
        pqe_xor(out, in, stream, take);
        out += take;
        in += take;
        len -= take;
    }
    pqe_wipe(&schedule, sizeof schedule);
    pqe_wipe(stream, sizeof stream);
}
