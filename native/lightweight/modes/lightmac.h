/* SPDX-License-Identifier: MIT */
/*
 * LightMAC: Luykx, Preneel, Tischhauser, Yasuda, "A MAC Mode for Lightweight Block Ciphers" (FSE
 * 2016), algorithm 1; ISO/IEC 29192-6. Counters have half a block (s = n/2), begin at 1 and are
 * big-endian; the tag is a whole block; the key is K1 followed by K2. With blocks of 8 bytes a
 * message has at most 2^32 - 1 pieces of 4 bytes.
 */
#include "lightweight/modes/mode.h"

MODE_EXPAND(PQE_DECLARE_MAC, PQE_LIGHTMAC);

#define LIGHTMAC_PIECE (BLOCK / 2)

/* Lays up to BATCH numbered pieces of the message side by side, as many as stand before the last.
 */
PQE_INLINE size_t lightmac_number(uint8_t *batch, uint8_t *counter, const uint8_t *message,
                                  size_t message_len) {
    size_t blocks = 0;
    for (; blocks < BATCH && message_len > LIGHTMAC_PIECE; blocks++) {
        mode_count_up(counter, LIGHTMAC_PIECE);
        memcpy(batch + blocks * BLOCK, counter + LIGHTMAC_PIECE, LIGHTMAC_PIECE);
        memcpy(batch + blocks * BLOCK + LIGHTMAC_PIECE, message, LIGHTMAC_PIECE);
        message += LIGHTMAC_PIECE;
        message_len -= LIGHTMAC_PIECE;
    }
    return blocks;
}

void PQE_MODE_PASTE(PQE_LIGHTMAC, _tag)(uint8_t *tag, const uint8_t *message, size_t message_len,
                                        const uint8_t *key) {
    CIPHER(_key) schedule;
    uint8_t counter[PQE_CIPHER_BLOCK_BYTES] = {0}; /* in its second half */
    uint8_t sum[PQE_CIPHER_BLOCK_BYTES] = {0};
    uint8_t last[PQE_CIPHER_BLOCK_BYTES] = {0};
    uint8_t batch[BATCH * BLOCK];
    CIPHER(_key_schedule)(&schedule, key);
    while (message_len > LIGHTMAC_PIECE) {
        const size_t blocks = lightmac_number(batch, counter, message, message_len);
        CIPHER(_encrypt)(&schedule, batch, batch, blocks);
        for (size_t i = 0; i < blocks; i++) {
            pqe_xor(sum, sum, batch + i * BLOCK, BLOCK);
        }
        message += blocks * LIGHTMAC_PIECE;
        message_len -= blocks * LIGHTMAC_PIECE;
    }
    mode_copy(last, message, message_len);
    last[message_len] = 0x80;
    pqe_xor(sum, sum, last, BLOCK);
    CIPHER(_key_schedule)(&schedule, key + PQE_CIPHER_KEY_BYTES);
    CIPHER(_encrypt)(&schedule, tag, sum, 1);
    pqe_wipe(&schedule, sizeof schedule);
    pqe_wipe(sum, sizeof sum);
    pqe_wipe(last, sizeof last);
    pqe_wipe(batch, sizeof batch);
}
