/* SPDX-License-Identifier: MIT */
/*
 * CTR, NIST SP 800-38A section 6.5. The nonce is the whole first counter block; it is counted up as
 * one big-endian number (appendix B.1, m = all bits). A counter block must never be used twice with
 * one key: the usual nonce is a message number followed by zeros.
 */
#include "lightweight/modes/mode.h"

MODE_EXPAND(PQE_DECLARE_STREAM, PQE_CTR);

/* The counter's words, the most significant first: in bytes, counting takes longer than some
 * ciphers take for a block. */
#define COUNTER_WORDS (BLOCK / 4)

PQE_INLINE void count_up(uint32_t counter[COUNTER_WORDS]) {
    for (size_t i = COUNTER_WORDS; i != 0; i--) {
        counter[i - 1]++;
        if (counter[i - 1] != 0) {
            return;
        }
    }
}

void PQE_MODE_PASTE(PQE_CTR, _xor)(uint8_t *out, const uint8_t *in, size_t len,
                                   const uint8_t *nonce, const uint8_t *key) {
    struct {
        CIPHER(_key) schedule;
        uint32_t stream[BATCH * COUNTER_WORDS];
    } secret;
    uint32_t counter[COUNTER_WORDS];
    uint8_t *const bytes = (uint8_t *)secret.stream;
    CIPHER(_key_schedule)(&secret.schedule, key);
    for (size_t i = 0; i < COUNTER_WORDS; i++) {
        counter[i] = pqe_load32_be(nonce + 4 * i);
    }
    while (len != 0) {
        const size_t take = len < sizeof secret.stream ? len : sizeof secret.stream;
        const size_t blocks = (take + BLOCK - 1) / BLOCK;
        for (size_t i = 0; i < blocks; i++) {
            for (size_t j = 0; j < COUNTER_WORDS; j++) {
                secret.stream[COUNTER_WORDS * i + j] = pqe_word_be(counter[j]);
            }
            count_up(counter);
        }
        CIPHER(_encrypt)(&secret.schedule, bytes, bytes, blocks);
        pqe_xor(out, in, bytes, take);
        out += take;
        in += take;
        len -= take;
    }
    pqe_wipe_long(&secret, sizeof secret);
}
