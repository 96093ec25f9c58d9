/* SPDX-License-Identifier: MIT */
/*
 * Variant u32. In 32 steps the word that leaves becomes the one that enters, so
 * that words change names and none is moved; after 128 steps all names are
 * back. The NOT of the step is taken by the key's words, which are kept
 * inverted.
 */
#include "lightweight/tinyjambu/tinyjambu.h"

#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"
#include "common/partial.h"

typedef struct {
    uint32_t s[4];
    uint32_t inverted_key[4];
} state;

/* In units of 128 steps. */
#define STEPS_640 5U
#define STEPS_1024 8U

#define FRAME_NONCE 0x10U
#define FRAME_AD 0x30U
#define FRAME_MESSAGE 0x50U
#define FRAME_TAG 0x70U

#if defined(__thumb2__)
/*
 * Each shift is part of an exclusive-or here; the barriers keep it so, and hide
 * that some shifts occur twice, which kept for the second time would take a
 * register each. The product is taken before it is shifted: bits 70 + i and 85
 * + i are bits 6 + i and 21 + i of the same pair of words, and one word's share
 * in it serves the next 32 steps as well. Ten instructions.
 */
#define ADD(word, term) (word) = pqe_ct_barrier((word) ^ (term))
#define FORGET(word) (word) = pqe_ct_barrier(word)

#define STEPS32(s0, s1, s2, s3, key)                                                               \
    do {                                                                                           \
        FORGET(s1);                                                                                \
        FORGET(s2);                                                                                \
        FORGET(s3);                                                                                \
        ADD(s0, key);                                                                              \
        ADD(s0, (s1) >> 15);                                                                       \
        ADD(s0, (s2) << 17);                                                                       \
        ADD(s0, (s2) >> 27);                                                                       \
        ADD(s0, (s3) << 5);                                                                        \
        ADD(product, (s2) & ((s3) << 17));                                                         \
        ADD(s0, product >> 6);                                                                     \
        product = (s3) & ((s3) >> 15);                                                             \
        ADD(s0, product << 26);                                                                    \
    } while (0)
#else
/* Bits 47 + i, 70 + i, 85 + i and 91 + i of the state, for 32 steps. */
#define STEPS32(s0, s1, s2, s3, key)                                                               \
    do {                                                                                           \
        const uint32_t t47 = ((s1) >> 15) | ((s2) << 17);                                          \
        const uint32_t t70 = ((s2) >> 6) | ((s3) << 26);                                           \
        const uint32_t t85 = ((s2) >> 21) | ((s3) << 11);                                          \
        const uint32_t t91 = ((s2) >> 27) | ((s3) << 5);                                           \
        (s0) ^= t47 ^ (t70 & t85) ^ t91 ^ (key);                                                   \
    } while (0)
#endif

PQE_NOINLINE void permute(state *s, unsigned int units) {
    uint32_t s0 = s->s[0];
    uint32_t s1 = s->s[1];
    uint32_t s2 = s->s[2];
    uint32_t s3 = s->s[3];
    const uint32_t k0 = s->inverted_key[0];
    const uint32_t k1 = s->inverted_key[1];
    const uint32_t k2 = s->inverted_key[2];
    const uint32_t k3 = s->inverted_key[3];
#if defined(__thumb2__)
    uint32_t product = s2 & (s2 >> 15);
#endif
    for (; units != 0; units--) {
        STEPS32(s0, s1, s2, s3, k0);
        STEPS32(s1, s2, s3, s0, k1);
        STEPS32(s2, s3, s0, s1, k2);
        STEPS32(s3, s0, s1, s2, k3);
    }
    s->s[0] = s0;
    s->s[1] = s1;
    s->s[2] = s2;
    s->s[3] = s3;
}

PQE_INLINE void absorb(state *s, uint32_t word, uint32_t frame) {
    s->s[1] ^= frame;
    permute(s, STEPS_640);
    s->s[3] ^= word;
}

PQE_NOINLINE void aead_begin(state *s, const uint8_t *nonce, const uint8_t *key, const uint8_t *ad,
                             size_t ad_len) {
    for (unsigned int i = 0; i < 4; i++) {
        s->s[i] = 0;
        s->inverted_key[i] = ~pqe_load32_le(key + 4U * i);
    }
    permute(s, STEPS_1024);
    for (unsigned int i = 0; i < 3; i++) {
        absorb(s, pqe_load32_le(nonce + 4U * i), FRAME_NONCE);
    }
    for (; ad_len >= 4; ad_len -= 4) {
        absorb(s, pqe_load32_le(ad), FRAME_AD);
        ad += 4;
    }
    if (ad_len != 0) {
        absorb(s, pqe_load_below4(ad, ad_len), FRAME_AD);
        s->s[1] ^= (uint32_t)ad_len;
    }
}

PQE_INLINE void process(state *s, uint8_t *out, const uint8_t *in, size_t len, int decrypting) {
    for (; len >= 4; len -= 4) {
        s->s[1] ^= FRAME_MESSAGE;
        permute(s, STEPS_1024);
        const uint32_t word = pqe_load32_le(in);
        const uint32_t result = s->s[2] ^ word;
        s->s[3] ^= decrypting != 0 ? result : word;
        pqe_store32_le(out, result);
        in += 4;
        out += 4;
    }
    if (len == 0) {
        return;
    }
    s->s[1] ^= FRAME_MESSAGE;
    permute(s, STEPS_1024);
    const uint32_t word = pqe_load_below4(in, len);
    const uint32_t result =
        (s->s[2] ^ word) & (UINT32_C(0xffffff) >> (24U - 8U * (unsigned int)len));
    s->s[3] ^= decrypting != 0 ? result : word;
    s->s[1] ^= (uint32_t)len;
    pqe_store_below4(out, result, len);
}

PQE_NOINLINE void aead_finish(state *s, uint8_t tag[8]) {
    s->s[1] ^= FRAME_TAG;
    permute(s, STEPS_1024);
    pqe_store32_le(tag, s->s[2]);
    s->s[1] ^= FRAME_TAG;
    permute(s, STEPS_640);
    pqe_store32_le(tag + 4, s->s[2]);
    pqe_wipe_words(s->s, 4);
    pqe_wipe_words(s->inverted_key, 4);
}

void pqe_tinyjambu_128_u32_encrypt(uint8_t *ciphertext, uint8_t tag[8], const uint8_t *plaintext,
                                   size_t plaintext_len, const uint8_t *ad, size_t ad_len,
                                   const uint8_t nonce[12], const uint8_t key[16]) {
    state s;
    aead_begin(&s, nonce, key, ad, ad_len);
    process(&s, ciphertext, plaintext, plaintext_len, 0);
    aead_finish(&s, tag);
}

pqe_status pqe_tinyjambu_128_u32_decrypt(uint8_t *plaintext, const uint8_t *ciphertext,
                                         size_t ciphertext_len, const uint8_t tag[8],
                                         const uint8_t *ad, size_t ad_len, const uint8_t nonce[12],
                                         const uint8_t key[16]) {
    uint8_t expected[8];
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
