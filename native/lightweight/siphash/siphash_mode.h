/* SPDX-License-Identifier: MIT */
/*
 * SipHash-2-4 over the type `lane` of a variant, which the including file defines with
 * lane_of, lane_load, lane_store, lane_xor, lane_add, lane_rotate and lane_swap, and the name
 * PQE_SIPHASH_TAG.
 */
#ifndef PQE_LIGHTWEIGHT_SIPHASH_MODE_H
#define PQE_LIGHTWEIGHT_SIPHASH_MODE_H

#define BLOCK_BYTES 8U

typedef struct {
    lane v0;
    lane v1;
    lane v2;
    lane v3;
} state;

PQE_INLINE void sip_round(state *s) {
    s->v0 = lane_add(s->v0, s->v1);
    s->v2 = lane_add(s->v2, s->v3);
    s->v1 = lane_xor(lane_rotate(s->v1, 13), s->v0);
    s->v3 = lane_xor(lane_rotate(s->v3, 16), s->v2);
    s->v0 = lane_add(lane_swap(s->v0), s->v3);
    s->v2 = lane_add(s->v2, s->v1);
    s->v3 = lane_xor(lane_rotate(s->v3, 21), s->v0);
    s->v1 = lane_xor(lane_rotate(s->v1, 17), s->v2);
    s->v2 = lane_swap(s->v2);
}

PQE_INLINE void compress(state *s, lane word) {
    s->v3 = lane_xor(s->v3, word);
    sip_round(s);
    sip_round(s);
    s->v0 = lane_xor(s->v0, word);
}

/* The constants are the text "somepseudorandomlygeneratedbytes". */
PQE_INLINE void init(state *s, const uint8_t *key) {
    const lane k0 = lane_load(key);
    const lane k1 = lane_load(key + 8);
    s->v0 = lane_xor(k0, lane_of(0x736f6d65U, 0x70736575U));
    s->v1 = lane_xor(k1, lane_of(0x646f7261U, 0x6e646f6dU));
    s->v2 = lane_xor(k0, lane_of(0x6c796765U, 0x6e657261U));
    s->v3 = lane_xor(k1, lane_of(0x74656462U, 0x79746573U));
}

/* Fewer than 8 bytes, and the message's length modulo 256 as the eighth. */
PQE_INLINE lane last_word(const uint8_t *in, size_t len, size_t message_len) {
    uint8_t bytes[BLOCK_BYTES] = {0};
    for (size_t i = 0; i < len; i++) {
        bytes[i] = in[i];
    }
    bytes[7] = (uint8_t)message_len;
    const lane word = lane_load(bytes);
    pqe_wipe(bytes, sizeof bytes);
    return word;
}

void PQE_SIPHASH_TAG(uint8_t tag[8], const uint8_t *message, size_t message_len,
                     const uint8_t key[16]) {
    size_t left = message_len;
    state s;
    init(&s, key);
    for (; left >= BLOCK_BYTES; left -= BLOCK_BYTES) {
        compress(&s, lane_load(message));
        message += BLOCK_BYTES;
    }
    compress(&s, last_word(message, left, message_len));
    s.v2 = lane_xor(s.v2, lane_of(0, 0xff));
    for (unsigned int i = 0; i < 4; i++) {
        sip_round(&s);
    }
    lane_store(tag, lane_xor(lane_xor(s.v0, s.v1), lane_xor(s.v2, s.v3)));
    pqe_wipe(&s, sizeof s);
}

#endif
