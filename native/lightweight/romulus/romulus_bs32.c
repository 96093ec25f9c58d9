/* SPDX-License-Identifier: MIT */
/* Variant bs32: the mode of Romulus-N over SKINNY-128-384+ in bit slices. */
#include "lightweight/romulus/romulus.h"

#include "common/aligned.h"
#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"
#include "common/partial.h"
#include "common/rotate.h"

#include "lightweight/romulus/skinny_bs32.h"

#define BLOCK_BYTES 16U

/* Domain separation, the eighth byte of the first tweakey. */
#define DOMAIN_AD 0x08U
#define DOMAIN_AD_LAST 0x18U
#define DOMAIN_AD_PADDED 0x1aU
#define DOMAIN_MESSAGE 0x04U
#define DOMAIN_MESSAGE_LAST 0x14U
#define DOMAIN_MESSAGE_PADDED 0x15U

typedef struct {
    skinny_key key;
    skinny_tweak tweak;
    uint32_t s[4];
    uint32_t counter[2]; /* 56 bits */
} state;

PQE_INLINE void counter_reset(state *s) {
    s->counter[0] = 1;
    s->counter[1] = 0;
}

/* Multiplies by x modulo x^56 + x^7 + x^4 + x^2 + 1. */
PQE_INLINE void counter_step(state *s) {
    const uint32_t carry = (s->counter[1] >> 23) & 1U;
    s->counter[1] = ((s->counter[1] << 1) | (s->counter[0] >> 31)) & 0x00ffffffU;
    s->counter[0] = (s->counter[0] << 1) ^ (pqe_ct_barrier(0U - carry) & 0x95U);
}

PQE_INLINE void encrypt_state(state *s, uint32_t domain) {
    skinny_set_tweak(&s->tweak, s->counter[0], s->counter[1] | (domain << 24));
    skinny_encrypt(&s->key, &s->tweak, s->s);
}

/* Matrix G on the four bytes of a word: b7 ... b0 to b0 + b7, b7, ..., b1. */
PQE_INLINE uint32_t mix_bytes(uint32_t word) {
    return ((word >> 1) & 0x7f7f7f7fU) ^ (word & 0x80808080U) ^ ((word << 7) & 0x80808080U);
}

/* Fewer than 16 bytes, then zeros, and the length in the last byte. */
PQE_INLINE void pad(uint8_t padded[BLOCK_BYTES], const uint8_t *in, size_t len) {
    for (size_t i = 0; i < BLOCK_BYTES; i++) {
        padded[i] = i < len ? in[i] : 0;
    }
    padded[BLOCK_BYTES - 1U] = (uint8_t)len;
}

PQE_INLINE void absorb(state *s, const uint8_t *block) {
    for (unsigned int i = 0; i < 4; i++) {
        s->s[i] ^= pqe_load32_le(block + 4U * i);
    }
}

/* A pair of blocks: the first is added to the state, the second is the second
 * tweakey. */
PQE_INLINE void absorb_pair(state *s, const uint8_t *first, const uint8_t *second,
                            const uint8_t *key) {
    counter_step(s);
    absorb(s, first);
    skinny_schedule(&s->key, second, key);
    encrypt_state(s, DOMAIN_AD);
}

/* What is left of the associated data when all pairs of whole blocks but the
 * last are done. */
PQE_INLINE uint32_t absorb_rest(state *s, const uint8_t *ad, size_t len, const uint8_t *key) {
    uint8_t padded[BLOCK_BYTES];
    if (len == 2U * BLOCK_BYTES) {
        absorb_pair(s, ad, ad + BLOCK_BYTES, key);
        return DOMAIN_AD_LAST;
    }
    if (len == BLOCK_BYTES) {
        absorb(s, ad);
        return DOMAIN_AD_LAST;
    }
    if (len > BLOCK_BYTES) {
        pad(padded, ad + BLOCK_BYTES, len - BLOCK_BYTES);
        absorb_pair(s, ad, padded, key);
    } else if (len != 0) {
        pad(padded, ad, len);
        absorb(s, padded);
    }
    return DOMAIN_AD_PADDED;
}

/* After this the round keys are those of nonce and key, for the message. */
PQE_NOINLINE void aead_begin(state *s, const uint8_t *nonce, const uint8_t *key, const uint8_t *ad,
                             size_t ad_len) {
    for (unsigned int i = 0; i < 4; i++) {
        s->s[i] = 0;
    }
    counter_reset(s);
    for (; ad_len > 2U * BLOCK_BYTES; ad_len -= 2U * BLOCK_BYTES) {
        absorb_pair(s, ad, ad + BLOCK_BYTES, key);
        counter_step(s); /* it counts blocks, not pairs */
        ad += 2U * BLOCK_BYTES;
    }
    const uint32_t domain = absorb_rest(s, ad, ad_len, key);
    counter_step(s);
    skinny_schedule(&s->key, nonce, key);
    encrypt_state(s, domain);
    counter_reset(s);
}

/* A whole block; the state absorbs the plaintext. */
PQE_INLINE void crypt_block(state *s, uint8_t *out, const uint8_t *in, int decrypting,
                            int aligned) {
    for (unsigned int i = 0; i < 4; i++) {
        const uint32_t word = pqe_load32_le_at(in + 4U * i, aligned);
        const uint32_t result = word ^ mix_bytes(s->s[i]);
        pqe_store32_le_at(out + 4U * i, result, aligned);
        s->s[i] ^= decrypting != 0 ? result : word;
    }
    counter_step(s);
}

PQE_INLINE size_t crypt_blocks(state *s, uint8_t *out, const uint8_t *in, size_t len,
                               int decrypting, int aligned) {
    size_t done = 0;
    for (; len - done > BLOCK_BYTES; done += BLOCK_BYTES) {
        crypt_block(s, out + done, in + done, decrypting, aligned);
        encrypt_state(s, DOMAIN_MESSAGE);
    }
    return done;
}

/* Fewer than 16 bytes. */
PQE_INLINE void crypt_partial(state *s, uint8_t *out, const uint8_t *in, size_t len,
                              int decrypting) {
    uint32_t text[4];
    uint32_t result[4];
    pqe_load_partial(text, 4, in, len);
    for (unsigned int i = 0; i < 4; i++) {
        result[i] = text[i] ^ mix_bytes(s->s[i]);
    }
    pqe_store_partial(out, result, len);
    pqe_clear_beyond(result, 4, len);
    const uint32_t *const plaintext = decrypting != 0 ? result : text;
    for (unsigned int i = 0; i < 4; i++) {
        s->s[i] ^= plaintext[i];
    }
    s->s[3] ^= (uint32_t)len << 24;
    counter_step(s);
    pqe_wipe_words(text, 4);
    pqe_wipe_words(result, 4);
}

PQE_INLINE void process(state *s, uint8_t *out, const uint8_t *in, size_t len, int decrypting) {
    if (len != 0) {
        const size_t done = PQE_ALIGNED(out, in) ? crypt_blocks(s, out, in, len, decrypting, 1)
                                                 : crypt_blocks(s, out, in, len, decrypting, 0);
        in += done;
        out += done;
        len -= done;
    }
    if (len == BLOCK_BYTES) {
        crypt_block(s, out, in, decrypting, 0);
        encrypt_state(s, DOMAIN_MESSAGE_LAST);
    } else {
        crypt_partial(s, out, in, len, decrypting);
        encrypt_state(s, DOMAIN_MESSAGE_PADDED);
    }
}

PQE_INLINE void aead_finish(state *s, uint8_t tag[16]) {
    for (unsigned int i = 0; i < 4; i++) {
        pqe_store32_le(tag + 4U * i, mix_bytes(s->s[i]));
    }
    pqe_wipe(s, sizeof *s);
}

void pqe_romulus_n_bs32_encrypt(uint8_t *ciphertext, uint8_t tag[16], const uint8_t *plaintext,
                                size_t plaintext_len, const uint8_t *ad, size_t ad_len,
                                const uint8_t nonce[16], const uint8_t key[16]) {
    state s;
    aead_begin(&s, nonce, key, ad, ad_len);
    process(&s, ciphertext, plaintext, plaintext_len, 0);
    aead_finish(&s, tag);
}

pqe_status pqe_romulus_n_bs32_decrypt(uint8_t *plaintext, const uint8_t *ciphertext,
                                      size_t ciphertext_len, const uint8_t tag[16],
                                      const uint8_t *ad, size_t ad_len, const uint8_t nonce[16],
                                      const uint8_t key[16]) {
    uint8_t expected[16];
    state s;
    aead_begin(&s, nonce, key, ad, ad_len);
    process(&s, plaintext, ciphertext, ciphertext_len, 1);
    aead_finish(&s, expected);
    const uint32_t right = pqe_ct_equal(expected, tag, sizeof expected);
    pqe_wipe(expected, sizeof expected);
    if (right == 0) {
        pqe_wipe(plaintext, ciphertext_len);
        return PQE_ERR_TAG;
    }
    return PQE_OK;
}
