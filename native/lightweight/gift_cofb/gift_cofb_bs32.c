/* SPDX-License-Identifier: MIT */
/* Variant bs32: the mode COFB over the fixsliced GIFT-128. */
#include "lightweight/gift_cofb/gift_cofb.h"

#include "common/aligned.h"
#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"
#include "common/partial.h"
#include "common/rotate.h"
#include "common/sequence.h"

#include "lightweight/gift_cofb/gift128_bs32.h"

#define BLOCK_BYTES 16U
#define PADDING 0x80U

typedef struct {
    gift128_key key;
    uint32_t y[4];     /* output of the last block */
    uint32_t delta[2]; /* the mask, an element of GF(2^64) */
} state;

/* Multiplies the mask by x modulo x^64 + x^4 + x^3 + x + 1. */
PQE_INLINE void mask_double(uint32_t delta[2]) {
    const uint32_t carry = pqe_ct_barrier(0U - (delta[0] >> 31));
    delta[0] = (delta[0] << 1) | (delta[1] >> 31);
    delta[1] = (delta[1] << 1) ^ (carry & 0x1bU);
}

/* Multiplies the mask by (x + 1)^times. */
PQE_INLINE void mask_triple(uint32_t delta[2], unsigned int times) {
    for (; times != 0; times--) {
        const uint32_t old[2] = {delta[0], delta[1]};
        mask_double(delta);
        delta[0] ^= old[0];
        delta[1] ^= old[1];
    }
}

/* The next input of the cipher: G(y) ^ block, the mask on its first half; then
 * the cipher. */
PQE_INLINE void feed(state *s, const uint32_t block[4]) {
    const uint32_t left[2] = {s->y[0], s->y[1]};
    s->y[0] = s->y[2] ^ block[0] ^ s->delta[0];
    s->y[1] = s->y[3] ^ block[1] ^ s->delta[1];
    s->y[2] = ((left[0] << 1) | (left[1] >> 31)) ^ block[2];
    s->y[3] = ((left[1] << 1) | (left[0] >> 31)) ^ block[3];
    gift128_encrypt(&s->key, s->y);
}

PQE_INLINE void load_block(uint32_t block[4], const uint8_t *in, int aligned) {
    for (unsigned int i = 0; i < 4; i++) {
        block[i] = pqe_load32_be_at(in + 4U * i, aligned);
    }
}

PQE_INLINE void store_block(uint8_t *out, const uint32_t block[4], int aligned) {
    for (unsigned int i = 0; i < 4; i++) {
        pqe_store32_be_at(out + 4U * i, block[i], aligned);
    }
}

PQE_INLINE void swap_block(uint32_t block[4]) {
    for (unsigned int i = 0; i < 4; i++) {
        block[i] = pqe_swap32(block[i]);
    }
}

/* Fewer than 16 bytes, then 80 00 ... 00. */
PQE_INLINE void load_padded(uint32_t block[4], const uint8_t *in, size_t len) {
    pqe_load_partial(block, 4, in, len);
    pqe_add_byte(block, len, PADDING);
    swap_block(block);
}

PQE_NOINLINE void aead_begin(state *s, const uint8_t *nonce, const uint8_t *key, const uint8_t *ad,
                             size_t ad_len, int no_message) {
    uint32_t block[4];
    gift128_key_schedule(&s->key, key);
    load_block(s->y, nonce, 0);
    gift128_encrypt(&s->key, s->y);
    s->delta[0] = s->y[0];
    s->delta[1] = s->y[1];
    for (; ad_len > BLOCK_BYTES; ad_len -= BLOCK_BYTES) {
        load_block(block, ad, 0);
        mask_double(s->delta);
        feed(s, block);
        ad += BLOCK_BYTES;
    }
    unsigned int times = no_message != 0 ? 3 : 1;
    if (ad_len == BLOCK_BYTES) {
        load_block(block, ad, 0);
    } else {
        load_padded(block, ad, ad_len);
        times++;
    }
    mask_triple(s->delta, times);
    feed(s, block);
}

PQE_INLINE void crypt_block(state *s, uint8_t *out, const uint8_t *in, int decrypting,
                            int aligned) {
    uint32_t block[4];
    load_block(block, in, aligned);
    for (unsigned int i = 0; i < 4; i++) {
        const uint32_t result = block[i] ^ s->y[i];
        pqe_store32_be_at(out + 4U * i, result, aligned);
        block[i] = decrypting != 0 ? result : block[i];
    }
    feed(s, block);
}

PQE_INLINE size_t crypt_blocks(state *s, uint8_t *out, const uint8_t *in, size_t len,
                               int decrypting, int aligned) {
    size_t done = 0;
    for (; len - done > BLOCK_BYTES; done += BLOCK_BYTES) {
        mask_double(s->delta);
        crypt_block(s, out + done, in + done, decrypting, aligned);
    }
    return done;
}

PQE_INLINE void crypt_partial(state *s, uint8_t *out, const uint8_t *in, size_t len,
                              int decrypting) {
    uint32_t text[4];
    uint32_t result[4];
    pqe_load_partial(text, 4, in, len);
    for (unsigned int i = 0; i < 4; i++) {
        result[i] = text[i] ^ pqe_swap32(s->y[i]);
    }
    pqe_store_partial(out, result, len);
    pqe_clear_beyond(result, 4, len);
    uint32_t *const plaintext = decrypting != 0 ? result : text;
    pqe_add_byte(plaintext, len, PADDING);
    swap_block(plaintext);
    feed(s, plaintext);
    pqe_wipe_words(text, 4);
    pqe_wipe_words(result, 4);
}

PQE_INLINE void process(state *s, uint8_t *out, const uint8_t *in, size_t len, int decrypting) {
    if (len == 0) {
        return;
    }
    const size_t done = PQE_ALIGNED(out, in) ? crypt_blocks(s, out, in, len, decrypting, 1)
                                             : crypt_blocks(s, out, in, len, decrypting, 0);
    len -= done;
    if (len == BLOCK_BYTES) {
        mask_triple(s->delta, 1);
        crypt_block(s, out + done, in + done, decrypting, 0);
    } else {
        mask_triple(s->delta, 2);
        crypt_partial(s, out + done, in + done, len, decrypting);
    }
}

void pqe_gift_cofb_bs32_encrypt(uint8_t *ciphertext, uint8_t tag[16], const uint8_t *plaintext,
                                size_t plaintext_len, const uint8_t *ad, size_t ad_len,
                                const uint8_t nonce[16], const uint8_t key[16]) {
    state s;
    aead_begin(&s, nonce, key, ad, ad_len, plaintext_len == 0);
    process(&s, ciphertext, plaintext, plaintext_len, 0);
    store_block(tag, s.y, 0);
    pqe_wipe(&s, sizeof s);
}

pqe_status pqe_gift_cofb_bs32_decrypt(uint8_t *plaintext, const uint8_t *ciphertext,
                                      size_t ciphertext_len, const uint8_t tag[16],
                                      const uint8_t *ad, size_t ad_len, const uint8_t nonce[16],
                                      const uint8_t key[16]) {
    uint8_t expected[16];
    state s;
    aead_begin(&s, nonce, key, ad, ad_len, ciphertext_len == 0);
    process(&s, plaintext, ciphertext, ciphertext_len, 1);
    store_block(expected, s.y, 0);
    pqe_wipe(&s, sizeof s);
    const uint32_t right = pqe_ct_equal(expected, tag, sizeof expected);
    pqe_wipe(expected, sizeof expected);
    if (right == 0) {
        pqe_wipe(plaintext, ciphertext_len);
        return PQE_ERR_TAG;
    }
    return PQE_OK;
}
