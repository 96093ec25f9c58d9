/* SPDX-License-Identifier: MIT */
/*
 * CCM, NIST SP 800-38C section 6 with the formatting of appendix A: a nonce of 13 bytes (q = 2, as
 * IEEE 802.15.4 and Bluetooth have it), a tag of 16. A message has at most 65535 bytes; the caller
 * keeps that. Associated data may be longer.
 *
 * The chain of CBC-MAC is serial. A cipher that takes two blocks at the cost of one is handed the
 * next counter block together with each block of the chain.
 */
#include "lightweight/modes/mode.h"

MODE_EXPAND(PQE_DECLARE_AEAD, PQE_CCM);

#define CCM_NONCE 13U
#define CCM_TAG 16U
#define CCM_FLAGS (8U * ((CCM_TAG - 2U) / 2U) + 1U) /* q - 1 = 1 */
#define CCM_FLAG_ASSOCIATED 0x40U

typedef struct {
    CIPHER(_key) schedule;
    uint8_t pair[2 * PQE_CIPHER_BLOCK_BYTES]; /* the chain, and a counter block on its way */
    uint8_t counter[PQE_CIPHER_BLOCK_BYTES];
    uint8_t stream[PQE_CIPHER_BLOCK_BYTES];
    uint32_t ready; /* whether stream holds the next block of key stream */
} ccm_state;

/* Encrypts the chain, and the next counter block if its key stream is not there yet. */
PQE_INLINE void ccm_step(ccm_state *s) {
#if PQE_CIPHER_BLOCKS >= 2
    if (s->ready == 0) {
        memcpy(s->pair + BLOCK, s->counter, BLOCK);
        CIPHER(_encrypt)(&s->schedule, s->pair, s->pair, 2);
        memcpy(s->stream, s->pair + BLOCK, BLOCK);
        mode_count_up(s->counter, 2);
        s->ready = 1;
        return;
    }
#endif
    CIPHER(_encrypt)(&s->schedule, s->pair, s->pair, 1);
}

/* Makes the next block of key stream if it is not there yet, and takes it. */
PQE_INLINE void ccm_take_stream(ccm_state *s) {
    if (s->ready == 0) {
        CIPHER(_encrypt)(&s->schedule, s->stream, s->counter, 1);
        mode_count_up(s->counter, 2);
    }
    s->ready = 0;
}

/* Appendix A.2.2: the length of the associated data, then the data, padded to whole blocks. */
PQE_INLINE void ccm_associated(ccm_state *s, const uint8_t *ad, size_t ad_len) {
    uint8_t head[10] = {0xff, 0xff};
    size_t head_len = 2;
    if (ad_len < 0xff00U) {
        head[0] = (uint8_t)(ad_len >> 8);
        head[1] = (uint8_t)ad_len;
    } else {
        head_len = ad_len <= 0xffffffffU ? 6 : 10;
        head[1] = head_len == 6 ? 0xfe : 0xff;
        size_t rest = ad_len;
        for (size_t i = head_len; i > 2; i--) {
            head[i - 1] = (uint8_t)rest;
            rest >>= 8;
        }
    }
    pqe_xor(s->pair, s->pair, head, head_len);
    size_t room = BLOCK - head_len;
    uint8_t *place = s->pair + head_len;
    for (;;) {
        const size_t take = ad_len < room ? ad_len : room;
        pqe_xor(place, place, ad, take);
        ccm_step(s);
        if (ad_len <= room) {
            return;
        }
        ad += take;
        ad_len -= take;
        place = s->pair;
        room = BLOCK;
    }
}

/* Everything before the message; the key stream of the tag is left in tag_stream. */
PQE_INLINE void ccm_begin(ccm_state *s, uint8_t *tag_stream, size_t message_len, const uint8_t *ad,
                          size_t ad_len, const uint8_t *nonce, const uint8_t *key) {
    CIPHER(_key_schedule)(&s->schedule, key);
    s->pair[0] = (uint8_t)(CCM_FLAGS | (ad_len != 0 ? CCM_FLAG_ASSOCIATED : 0U));
    memcpy(s->pair + 1, nonce, CCM_NONCE);
    s->pair[14] = (uint8_t)(message_len >> 8);
    s->pair[15] = (uint8_t)message_len;
    s->counter[0] = 1;
    memcpy(s->counter + 1, nonce, CCM_NONCE);
    s->counter[14] = 0;
    s->counter[15] = 0;
    s->ready = 0;
    ccm_step(s);
    ccm_take_stream(s);
    memcpy(tag_stream, s->stream, BLOCK);
    if (ad_len != 0) {
        ccm_associated(s, ad, ad_len);
    }
}

/* The tag of the whole message, once the chain has reached its end. */
PQE_INLINE void ccm_end(ccm_state *s, uint8_t *tag, const uint8_t *tag_stream) {
    pqe_xor(tag, s->pair, tag_stream, CCM_TAG);
    pqe_wipe(s, sizeof *s);
}

void PQE_MODE_PASTE(PQE_CCM, _encrypt)(uint8_t *ciphertext, uint8_t *tag, const uint8_t *plaintext,
                                       size_t plaintext_len, const uint8_t *ad, size_t ad_len,
                                       const uint8_t *nonce, const uint8_t *key) {
    ccm_state s;
    uint8_t tag_stream[16];
    ccm_begin(&s, tag_stream, plaintext_len, ad, ad_len, nonce, key);
    while (plaintext_len != 0) {
        const size_t take = plaintext_len < BLOCK ? plaintext_len : BLOCK;
        ccm_take_stream(&s);
        pqe_xor(s.pair, s.pair, plaintext, take);
        pqe_xor(ciphertext, plaintext, s.stream, take);
        plaintext_len -= take;
        if (plaintext_len == 0) {
            CIPHER(_encrypt)(&s.schedule, s.pair, s.pair, 1);
        } else {
            ccm_step(&s);
        }
        plaintext += take;
        ciphertext += take;
    }
    ccm_end(&s, tag, tag_stream);
    pqe_wipe(tag_stream, sizeof tag_stream);
}

pqe_status PQE_MODE_PASTE(PQE_CCM, _decrypt)(uint8_t *plaintext, const uint8_t *ciphertext,
                                             size_t ciphertext_len, const uint8_t *tag,
                                             const uint8_t *ad, size_t ad_len, const uint8_t *nonce,
                                             const uint8_t *key) {
    ccm_state s;
    uint8_t tag_stream[16];
    uint8_t expected[16];
    uint8_t *out = plaintext;
    size_t left = ciphertext_len;
    ccm_begin(&s, tag_stream, ciphertext_len, ad, ad_len, nonce, key);
    while (left != 0) {
        const size_t take = left < BLOCK ? left : BLOCK;
        ccm_take_stream(&s);
        pqe_xor(out, ciphertext, s.stream, take);
        pqe_xor(s.pair, s.pair, out, take);
        left -= take;
        if (left == 0) {
            CIPHER(_encrypt)(&s.schedule, s.pair, s.pair, 1);
        } else {
            ccm_step(&s);
        }
        ciphertext += take;
        out += take;
    }
    ccm_end(&s, expected, tag_stream);
    const uint32_t right = pqe_ct_equal(expected, tag, CCM_TAG);
    pqe_wipe(tag_stream, sizeof tag_stream);
    pqe_wipe(expected, sizeof expected);
    if (right == 0) {
        if (ciphertext_len != 0) {
            pqe_wipe(plaintext, ciphertext_len);
        }
        return PQE_ERR_TAG;
    }
    return PQE_OK;
}
