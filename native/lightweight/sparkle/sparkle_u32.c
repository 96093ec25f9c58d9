/* SPDX-License-Identifier: MIT */
/*
 * Variant u32. A step keeps the left half of the state in registers from its
 * ARX-box to the end of the linear layer, and takes the right half one branch
 * at a time. Since every word is stored once a step anyway, the rotation and
 * the exchange of branches cost nothing: words are stored where the next step
 * looks for them.
 */
#include "lightweight/sparkle/sparkle.h"

#include "common/aligned.h"
#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"
#include "common/partial.h"
#include "common/rotate.h"
#include "common/sequence.h"

#define RATE 32U       /* Schwaemm256-128 */
#define HASH_BLOCK 16U /* Esch256 */
#define PADDING 0x80U
#define STEPS_SLIM 7U
#define STEPS_BIG 11U

typedef struct {
    uint32_t x[6];
    uint32_t y[6];
} state;

static const uint32_t constants[8] = {0xb7e15162U, 0xbf715880U, 0x38b4da56U, 0x324e7738U,
                                      0xbb1185ebU, 0x4f7c7b57U, 0xcfbfa1c8U, 0xc2b3293dU};

/* Alzette, the ARX-box of 64 bits. */
PQE_INLINE void alzette(uint32_t *x, uint32_t *y, uint32_t c) {
    *x += pqe_ror32(*y, 31);
    *y ^= pqe_ror32(*x, 24);
    *x ^= c;
    *x += pqe_ror32(*y, 17);
    *y ^= pqe_ror32(*x, 17);
    *x ^= c;
    *x += *y;
    *y ^= pqe_ror32(*x, 31);
    *x ^= c;
    *x += pqe_ror32(*y, 24);
    *y ^= pqe_ror32(*x, 16);
    *x ^= c;
}

/* l(w) of the specification: (w << 16) ^ w, rotated by 16. */
PQE_INLINE uint32_t ell(uint32_t w) {
    return pqe_ror32(w ^ (w << 16), 16);
}

/* A branch of the right half, which becomes branch `to` of the left; the old
 * left one goes right.
 */
PQE_INLINE void right_branch(state *s, const uint32_t *c, unsigned int from, unsigned int to,
                             const uint32_t old[2], uint32_t sum_x, uint32_t sum_y) {
    uint32_t x = s->x[from];
    uint32_t y = s->y[from];
    alzette(&x, &y, c[from]);
    s->x[from] = old[0];
    s->y[from] = old[1];
    s->x[to] = x ^ sum_y ^ old[0];
    s->y[to] = y ^ sum_x ^ old[1];
}

/* Where branch 3 + i goes on the left, and which left one takes its place, are
 * (2, 0, 1) and i. */
PQE_INLINE void step(state *s, const uint32_t *c, unsigned int number) {
    uint32_t b0[2] = {s->x[0], s->y[0] ^ constants[number & 7U]};
    alzette(&b0[0], &b0[1], c[0]);
    PQE_SEQUENCE(s, b0[1]);
    uint32_t b1[2] = {s->x[1], s->y[1] ^ number};
    alzette(&b1[0], &b1[1], c[1]);
    PQE_SEQUENCE(s, b1[1]);
    uint32_t b2[2] = {s->x[2], s->y[2]};
    alzette(&b2[0], &b2[1], c[2]);
    const uint32_t sum_x = ell(b0[0] ^ b1[0] ^ b2[0]);
    uint32_t sum_y = ell(b0[1] ^ b1[1] ^ b2[1]);
    PQE_SEQUENCE(s, sum_y);
    right_branch(s, c, 3, 2, b0, sum_x, sum_y);
    PQE_SEQUENCE(s, sum_y);
    right_branch(s, c, 4, 0, b1, sum_x, sum_y);
    PQE_SEQUENCE(s, sum_y);
    right_branch(s, c, 5, 1, b2, sum_x, sum_y);
}

PQE_NOINLINE void permute(state *s, unsigned int steps) {
    const uint32_t *c = constants;
    for (unsigned int i = 0; i < steps; i++) {
        PQE_SEQUENCE(c, i);
        step(s, c, i);
    }
}

PQE_INLINE void load_branches(uint32_t *x, uint32_t *y, const uint8_t *in, unsigned int branches,
                              int aligned) {
    for (unsigned int i = 0; i < branches; i++) {
        x[i] = pqe_load32_le_at(in + 8U * i, aligned);
        y[i] = pqe_load32_le_at(in + 8U * i + 4U, aligned);
    }
}

PQE_INLINE void store_branches(uint8_t *out, const uint32_t *x, const uint32_t *y,
                               unsigned int branches) {
    for (unsigned int i = 0; i < branches; i++) {
        pqe_store32_le(out + 8U * i, x[i]);
        pqe_store32_le(out + 8U * i + 4U, y[i]);
    }
}

/* rho and the whitening of the rate, for one branch and the one two places on.
 */
PQE_INLINE void feed(uint32_t *left, uint32_t *right, uint32_t white_left, uint32_t white_right,
                     uint32_t block_left, uint32_t block_right) {
    const uint32_t old = *left;
    *left = *right ^ block_left ^ white_left;
    *right ^= old ^ block_right ^ white_right;
}

/* Absorbs 32 bytes. */
PQE_INLINE void absorb(state *s, const uint8_t *block, int aligned) {
    for (unsigned int i = 0; i < 2; i++) {
        uint32_t x[2];
        uint32_t y[2];
        load_branches(&x[0], &y[0], block + 8U * i, 1, aligned);
        load_branches(&x[1], &y[1], block + 8U * i + 16U, 1, aligned);
        feed(&s->x[i], &s->x[i + 2], s->x[i + 4], s->x[i + 4], x[0], x[1]);
        feed(&s->y[i], &s->y[i + 2], s->y[i + 4], s->y[i + 4], y[0], y[1]);
    }
}

/* Tells the last block of its kind, and whether it is whole, from all others.
 */
PQE_INLINE void mark_last(state *s, size_t len, uint32_t domain) {
    s->y[5] ^= (len < RATE ? domain : domain | 1U) << 24;
}

/* Absorbs 32 bytes that are words already. */
PQE_INLINE void absorb_words(state *s, const uint32_t words[RATE / 4]) {
    for (unsigned int i = 0; i < 2; i++) {
        feed(&s->x[i], &s->x[i + 2], s->x[i + 4], s->x[i + 4], words[2 * i], words[2 * i + 4]);
        feed(&s->y[i], &s->y[i + 2], s->y[i + 4], s->y[i + 4], words[2 * i + 1], words[2 * i + 5]);
    }
}

#define DOMAIN_AD 4U
#define DOMAIN_MESSAGE 6U

PQE_NOINLINE void aead_begin(state *s, const uint8_t *nonce, const uint8_t *key, const uint8_t *ad,
                             size_t ad_len) {
    uint32_t words[12];
    pqe_load32_le_words(words, nonce, 8);
    pqe_load32_le_words(words + 8, key, 4);
    for (unsigned int i = 0; i < 6; i++) {
        s->x[i] = words[2 * i];
        s->y[i] = words[2 * i + 1];
    }
    permute(s, STEPS_BIG);
    if (ad_len == 0) {
        return;
    }
    for (; ad_len > RATE; ad_len -= RATE) {
        absorb(s, ad, 0);
        permute(s, STEPS_SLIM);
        ad += RATE;
    }
    mark_last(s, ad_len, DOMAIN_AD);
    if (ad_len == RATE) {
        absorb(s, ad, 0);
    } else {
        pqe_load_partial(words, RATE / 4, ad, ad_len);
        pqe_add_byte(words, ad_len, PADDING);
        absorb_words(s, words);
    }
    permute(s, STEPS_BIG);
}

/* Encrypts a whole block, or decrypts it; the state absorbs the plaintext
 * either way. */
PQE_INLINE void crypt_block(state *s, uint8_t *out, const uint8_t *in, int decrypting,
                            int aligned) {
    for (unsigned int i = 0; i < 2; i++) {
        uint32_t x[2];
        uint32_t y[2];
        for (unsigned int j = 0; j < 2; j++) {
            const unsigned int at = 8U * i + 16U * j;
            load_branches(&x[j], &y[j], in + at, 1, aligned);
            const uint32_t out_x = x[j] ^ s->x[i + 2 * j];
            const uint32_t out_y = y[j] ^ s->y[i + 2 * j];
            pqe_store32_le_at(out + at, out_x, aligned);
            pqe_store32_le_at(out + at + 4U, out_y, aligned);
            x[j] = decrypting != 0 ? out_x : x[j];
            y[j] = decrypting != 0 ? out_y : y[j];
        }
        feed(&s->x[i], &s->x[i + 2], s->x[i + 4], s->x[i + 4], x[0], x[1]);
        feed(&s->y[i], &s->y[i + 2], s->y[i + 4], s->y[i + 4], y[0], y[1]);
    }
}

PQE_INLINE size_t crypt_blocks(state *s, uint8_t *out, const uint8_t *in, size_t len,
                               int decrypting, int aligned) {
    size_t done = 0;
    for (; len - done > RATE; done += RATE) {
        crypt_block(s, out + done, in + done, decrypting, aligned);
        permute(s, STEPS_SLIM);
    }
    return done;
}

/* The last block, of fewer than 32 bytes. */
PQE_INLINE void crypt_partial(state *s, uint8_t *out, const uint8_t *in, size_t len,
                              int decrypting) {
    uint32_t text[RATE / 4];
    uint32_t result[RATE / 4];
    pqe_load_partial(text, RATE / 4, in, len);
    for (unsigned int i = 0; i < 4; i++) {
        result[2 * i] = text[2 * i] ^ s->x[i];
        result[2 * i + 1] = text[2 * i + 1] ^ s->y[i];
    }
    pqe_store_partial(out, result, len);
    pqe_clear_beyond(result, RATE / 4, len);
    uint32_t *const plaintext = decrypting != 0 ? result : text;
    pqe_add_byte(plaintext, len, PADDING);
    absorb_words(s, plaintext);
    pqe_wipe_words(text, RATE / 4);
    pqe_wipe_words(result, RATE / 4);
}

PQE_INLINE void process(state *s, uint8_t *out, const uint8_t *in, size_t len, int decrypting) {
    if (len == 0) {
        return;
    }
    const size_t done = PQE_ALIGNED(out, in) ? crypt_blocks(s, out, in, len, decrypting, 1)
                                             : crypt_blocks(s, out, in, len, decrypting, 0);
    in += done;
    out += done;
    len -= done;
    mark_last(s, len, DOMAIN_MESSAGE);
    if (len == RATE) {
        crypt_block(s, out, in, decrypting, 0);
    } else {
        crypt_partial(s, out, in, len, decrypting);
    }
    permute(s, STEPS_BIG);
}

PQE_INLINE void aead_finish(state *s, uint8_t tag[16], const uint8_t *key) {
    for (unsigned int i = 0; i < 2; i++) {
        pqe_store32_le(tag + 8U * i, s->x[i + 4] ^ pqe_load32_le(key + 8U * i));
        pqe_store32_le(tag + 8U * i + 4U, s->y[i + 4] ^ pqe_load32_le(key + 8U * i + 4U));
    }
    pqe_wipe_words(s->x, 6);
    pqe_wipe_words(s->y, 6);
}

void pqe_schwaemm256_128_u32_encrypt(uint8_t *ciphertext, uint8_t tag[16], const uint8_t *plaintext,
                                     size_t plaintext_len, const uint8_t *ad, size_t ad_len,
                                     const uint8_t nonce[32], const uint8_t key[16]) {
    state s;
    aead_begin(&s, nonce, key, ad, ad_len);
    process(&s, ciphertext, plaintext, plaintext_len, 0);
    aead_finish(&s, tag, key);
}

pqe_status pqe_schwaemm256_128_u32_decrypt(uint8_t *plaintext, const uint8_t *ciphertext,
                                           size_t ciphertext_len, const uint8_t tag[16],
                                           const uint8_t *ad, size_t ad_len,
                                           const uint8_t nonce[32], const uint8_t key[16]) {
    uint8_t expected[16];
    state s;
    aead_begin(&s, nonce, key, ad, ad_len);
    process(&s, plaintext, ciphertext, ciphertext_len, 1);
    aead_finish(&s, expected, key);
    const uint32_t right = pqe_ct_equal(expected, tag, sizeof expected);
    pqe_wipe(expected, sizeof expected);
    if (right == 0) {
        pqe_wipe(plaintext, ciphertext_len);
        return PQE_ERR_TAG;
    }
    return PQE_OK;
}

/* 16 bytes go through the linear feedback of the left half before they are
 * added to it. */
PQE_INLINE void hash_words(state *s, const uint32_t x[2], const uint32_t y[2]) {
    const uint32_t sum_x = ell(x[0] ^ x[1]);
    const uint32_t sum_y = ell(y[0] ^ y[1]);
    for (unsigned int i = 0; i < 2; i++) {
        s->x[i] ^= x[i] ^ sum_y;
        s->y[i] ^= y[i] ^ sum_x;
    }
    s->x[2] ^= sum_y;
    s->y[2] ^= sum_x;
}

PQE_INLINE void hash_block(state *s, const uint8_t *block, int aligned) {
    uint32_t x[2];
    uint32_t y[2];
    load_branches(x, y, block, 2, aligned);
    hash_words(s, x, y);
}

/* The last block, of 0 to 16 bytes. */
PQE_INLINE void hash_last(state *s, const uint8_t *in, size_t len) {
    if (len == HASH_BLOCK) {
        s->y[2] ^= UINT32_C(2) << 24;
        hash_block(s, in, 0);
    } else {
        uint32_t words[HASH_BLOCK / 4];
        pqe_load_partial(words, HASH_BLOCK / 4, in, len);
        pqe_add_byte(words, len, PADDING);
        const uint32_t x[2] = {words[0], words[2]};
        const uint32_t y[2] = {words[1], words[3]};
        s->y[2] ^= UINT32_C(1) << 24;
        hash_words(s, x, y);
        pqe_wipe_words(words, HASH_BLOCK / 4);
    }
    permute(s, STEPS_BIG);
}

PQE_INLINE size_t hash_blocks(state *s, const uint8_t *message, size_t len, int aligned) {
    size_t done = 0;
    for (; len - done > HASH_BLOCK; done += HASH_BLOCK) {
        hash_block(s, message + done, aligned);
        permute(s, STEPS_SLIM);
    }
    return done;
}

void pqe_esch256_u32_digest(uint8_t digest[32], const uint8_t *message, size_t message_len) {
    state s = {{0}, {0}};
    size_t done = 0;
    if (message_len != 0) {
        done = PQE_ALIGNED(message, message) ? hash_blocks(&s, message, message_len, 1)
                                             : hash_blocks(&s, message, message_len, 0);
        message += done;
    }
    hash_last(&s, message, message_len - done);
    store_branches(digest, s.x, s.y, 2);
    permute(&s, STEPS_SLIM);
    store_branches(digest + 16, s.x, s.y, 2);
    pqe_wipe_words(s.x, 6);
    pqe_wipe_words(s.y, 6);
}
