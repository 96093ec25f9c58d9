/* SPDX-License-Identifier: MIT */
/*
 * GCM, NIST SP 800-38D section 7, with a nonce of 12 bytes and a tag of 16. A message has at most
 * 2^32 - 2 blocks; the caller keeps that, and uses a nonce once. GHASH is in ghash.h.
 *
 * The key of GHASH, the mask of the tag and the first blocks of key stream are encrypted together,
 * for ciphers that take several blocks at the cost of one.
 */
#include "lightweight/modes/ghash.h"
#include "lightweight/modes/mode.h"

MODE_EXPAND(PQE_DECLARE_AEAD, PQE_GCM);

#define GCM_NONCE 12U
#define GCM_BATCH (BATCH < 2 ? 2 : BATCH)

typedef struct {
    CIPHER(_key) schedule;
    ghash_state hash;
    uint8_t counter[16];
    uint8_t mask[16]; /* of the tag */
    uint8_t stream[GCM_BATCH * 16];
    size_t at; /* key stream used, and made */
    size_t end;
} gcm_state;

/* Makes key stream behind the first `begin` blocks, which are laid out already; as much of it as
 * `len` bytes want, and as goes in. */
PQE_INLINE void gcm_make_stream(gcm_state *s, size_t begin, size_t len) {
    size_t blocks = begin;
    for (; blocks < GCM_BATCH && len != 0; blocks++) {
        memcpy(s->stream + 16 * blocks, s->counter, 16);
        mode_count_up(s->counter, 4);
        len -= len < 16 ? len : 16;
    }
    CIPHER(_encrypt)(&s->schedule, s->stream, s->stream, blocks);
    s->at = 16 * begin;
    s->end = 16 * blocks;
}

PQE_INLINE void gcm_begin(gcm_state *s, size_t message_len, const uint8_t *ad, size_t ad_len,
                          const uint8_t *nonce, const uint8_t *key) {
    CIPHER(_key_schedule)(&s->schedule, key);
    memcpy(s->counter, nonce, GCM_NONCE);
    memset(s->counter + GCM_NONCE, 0, 4);
    s->counter[15] = 1;
    memset(s->stream, 0, 16);
    memcpy(s->stream + 16, s->counter, 16);
    s->counter[15] = 2;
    gcm_make_stream(s, 2, message_len);
    ghash_begin(&s->hash, s->stream);
    memcpy(s->mask, s->stream + 16, 16);
    ghash_padded(&s->hash, ad, ad_len);
}

PQE_INLINE void gcm_xor(gcm_state *s, uint8_t *out, const uint8_t *in, size_t len) {
    while (len != 0) {
        if (s->at == s->end) {
            gcm_make_stream(s, 0, len);
        }
        const size_t room = s->end - s->at;
        const size_t take = len < room ? len : room;
        pqe_xor(out, in, s->stream + s->at, take);
        s->at += take;
        out += take;
        in += take;
        len -= take;
    }
}

/* The tag, once the ciphertext has been hashed. */
PQE_INLINE void gcm_tag(gcm_state *s, uint8_t *tag, size_t ciphertext_len, size_t ad_len) {
    uint8_t block[16];
    uint64_t bits[2] = {(uint64_t)ad_len * 8U, (uint64_t)ciphertext_len * 8U};
    for (size_t i = 0; i < 16; i++) {
        block[i] = (uint8_t)(bits[i / 8] >> (56U - 8U * (i % 8U)));
    }
    ghash_blocks(&s->hash, block, 1);
    ghash_end(&s->hash, block);
    pqe_xor(tag, block, s->mask, 16);
    pqe_wipe(block, sizeof block);
}

void PQE_MODE_PASTE(PQE_GCM, _encrypt)(uint8_t *ciphertext, uint8_t *tag, const uint8_t *plaintext,
                                       size_t plaintext_len, const uint8_t *ad, size_t ad_len,
                                       const uint8_t *nonce, const uint8_t *key) {
    gcm_state s;
    gcm_begin(&s, plaintext_len, ad, ad_len, nonce, key);
    gcm_xor(&s, ciphertext, plaintext, plaintext_len);
    ghash_padded(&s.hash, ciphertext, plaintext_len);
    gcm_tag(&s, tag, plaintext_len, ad_len);
    pqe_wipe(&s, sizeof s);
}

/* The tag is of the ciphertext: nothing is decrypted before it has been found right. */
pqe_status PQE_MODE_PASTE(PQE_GCM, _decrypt)(uint8_t *plaintext, const uint8_t *ciphertext,
                                             size_t ciphertext_len, const uint8_t *tag,
                                             const uint8_t *ad, size_t ad_len, const uint8_t *nonce,
                                             const uint8_t *key) {
    gcm_state s;
    uint8_t expected[16];
    gcm_begin(&s, ciphertext_len, ad, ad_len, nonce, key);
    ghash_padded(&s.hash, ciphertext, ciphertext_len);
    gcm_tag(&s, expected, ciphertext_len, ad_len);
    const uint32_t right = pqe_ct_equal(expected, tag, sizeof expected);
    if (right != 0) {
        gcm_xor(&s, plaintext, ciphertext, ciphertext_len);
    } else if (ciphertext_len != 0) {
        pqe_wipe(plaintext, ciphertext_len);
    }
    pqe_wipe(&s, sizeof s);
    pqe_wipe(expected, sizeof expected);
    return right != 0 ? PQE_OK : PQE_ERR_TAG;
}
