/* SPDX-License-Identifier: MIT */
/*
 * The AEAD of RFC 8439 section 2.8 over one variant's stream and authenticator. Each
 * chacha20_poly1305_<variant>.c includes this once, at its end, and defines before:
 * PQE_CHACHA20_POLY1305_VARIANT; chacha_block; stream (exclusive-or of the key stream from the
 * state's block counter on); poly, poly_begin (from 8 words), poly_blocks (blocks of 16 bytes),
 * poly_end. No include guard: this is a template whose public names come from the variant.
 */
#define PQE_CHACHA20_POLY1305_PASTE(prefix, variant, suffix) prefix##variant##suffix
#define PQE_CHACHA20_POLY1305_EXPAND(prefix, variant, suffix)                                      \
    PQE_CHACHA20_POLY1305_PASTE(prefix, variant, suffix)
#define PQE_CHACHA20_POLY1305_NAME(suffix)                                                         \
    PQE_CHACHA20_POLY1305_EXPAND(pqe_chacha20_poly1305_, PQE_CHACHA20_POLY1305_VARIANT, suffix)

#define POLY_BLOCK 16U

/* RFC 8439 section 2.3: constants, key, block counter, nonce. */
PQE_INLINE void begin(uint32_t state[16], const uint8_t nonce[12], const uint8_t key[32]) {
    state[0] = 0x61707865U;
    state[1] = 0x3320646eU;
    state[2] = 0x79622d32U;
    state[3] = 0x6b206574U;
    pqe_load32_le_words(state + 4, key, 8);
    state[12] = 0;
    pqe_load32_le_words(state + 13, nonce, 3);
}

/* Data, with zeros up to the next multiple of 16 bytes. */
PQE_INLINE void poly_padded(poly *p, const uint8_t *data, size_t len) {
    const size_t whole = len / POLY_BLOCK;
    const size_t rest = len % POLY_BLOCK;
    if (whole != 0) {
        poly_blocks(p, data, whole);
    }
    if (rest != 0) {
        uint32_t words[POLY_BLOCK / 4] = {0, 0, 0, 0};
        uint8_t *const block = (uint8_t *)words;
        for (size_t i = 0; i < rest; i++) {
            block[i] = data[whole * POLY_BLOCK + i];
        }
        poly_blocks(p, block, 1);
        pqe_wipe_words(words, POLY_BLOCK / 4);
    }
}

/* Section 2.8: the tag of associated data and ciphertext. The state must be at block 0. */
PQE_NOINLINE void authenticate(const uint32_t state[16], uint8_t tag[16], const uint8_t *ciphertext,
                               size_t ciphertext_len, const uint8_t *ad, size_t ad_len) {
    uint32_t words[16];
    poly p;
    chacha_block(words, state);
    poly_begin(&p, words);
    poly_padded(&p, ad, ad_len);
    poly_padded(&p, ciphertext, ciphertext_len);
    pqe_store64_le((uint8_t *)words, ad_len);
    pqe_store64_le((uint8_t *)words + 8, ciphertext_len);
    poly_blocks(&p, (const uint8_t *)words, 1);
    poly_end(&p, tag);
    pqe_wipe_words(words, 16);
    pqe_wipe_words((uint32_t *)&p, sizeof p / sizeof(uint32_t));
}

void PQE_CHACHA20_POLY1305_NAME(_encrypt)(uint8_t *ciphertext, uint8_t tag[16],
                                          const uint8_t *plaintext, size_t plaintext_len,
                                          const uint8_t *ad, size_t ad_len, const uint8_t nonce[12],
                                          const uint8_t key[32]) {
    uint32_t state[16];
    begin(state, nonce, key);
    state[12] = 1;
    stream(state, ciphertext, plaintext, plaintext_len);
    state[12] = 0;
    authenticate(state, tag, ciphertext, plaintext_len, ad, ad_len);
    pqe_wipe_words(state, 16);
}

pqe_status PQE_CHACHA20_POLY1305_NAME(_decrypt)(uint8_t *plaintext, const uint8_t *ciphertext,
                                                size_t ciphertext_len, const uint8_t tag[16],
                                                const uint8_t *ad, size_t ad_len,
                                                const uint8_t nonce[12], const uint8_t key[32]) {
    uint32_t state[16];
    uint8_t expected[16];
    begin(state, nonce, key);
    authenticate(state, expected, ciphertext, ciphertext_len, ad, ad_len);
    const uint32_t right = pqe_ct_equal(expected, tag, sizeof expected);
    pqe_wipe(expected, sizeof expected);
    if (right == 0) {
        pqe_wipe_words(state, 16);
        pqe_wipe(plaintext, ciphertext_len);
        return PQE_ERR_TAG;
    }
    state[12] = 1;
    stream(state, plaintext, ciphertext, ciphertext_len);
    pqe_wipe_words(state, 16);
    return PQE_OK;
}
