/* SPDX-License-Identifier: MIT */
/*
 * SHA-256 and HMAC over one variant's `compress`. Each sha2_<variant>.c includes this once, at its
 * end, and defines before: PQE_SHA2_VARIANT, compress. No include guard: this is a template whose
 * public names come from the variant.
 */
#define PQE_SHA2_PASTE(prefix, variant, suffix) prefix##variant##suffix
#define PQE_SHA2_EXPAND(prefix, variant, suffix) PQE_SHA2_PASTE(prefix, variant, suffix)
#define PQE_SHA2_NAME(prefix, suffix) PQE_SHA2_EXPAND(prefix, PQE_SHA2_VARIANT, suffix)

#define BLOCK_BYTES 64U
#define BLOCK_WORDS 16U
#define DIGEST_WORDS 8U
/* Words 14 and 15 of the last block are the message's length in bits. */
#define LENGTH_AT 14U

/* FIPS 198-1 section 4: every byte of the padded key is changed by one of these. */
#define INNER 0x36363636U
#define OUTER 0x5c5c5c5cU

PQE_INLINE void begin(uint32_t state[DIGEST_WORDS]) {
    for (unsigned int i = 0; i < DIGEST_WORDS; i++) {
        state[i] = pqe_sha_256_initial[i];
    }
}

/* The `len` < 64 bytes of a message's rest, the bit 1 behind them, and zeros (FIPS 180-4 section
 * 5.1.1). */
PQE_INLINE void fill(uint32_t block[BLOCK_WORDS], const uint8_t *rest, size_t len) {
    size_t i = 0;
    for (; len >= 4; len -= 4) {
        block[i++] = pqe_word_be(pqe_load32_be(rest));
        rest += 4;
    }
    uint32_t word = 1;
    for (size_t left = len; left != 0; left--) {
        word = (word << 8) | *rest++;
    }
    /* The bit that marked the beginning moves out at the top, or is the padding of an empty word.
     */
    word = (word << 8) | 0x80U;
    block[i++] = pqe_word_be(len == 0 ? 0x80000000U : word << (8U * (3U - (unsigned int)len)));
    for (; i < BLOCK_WORDS; i++) {
        block[i] = 0;
    }
}

/*
 * Takes a message, or its end, into the state and pads it; the digest is left in the state.
 * `before` bytes (whole blocks) were compressed already. `block` is overwritten.
 */
PQE_NOINLINE void absorb(uint32_t state[DIGEST_WORDS], uint32_t block[BLOCK_WORDS],
                         const uint8_t *message, size_t len, size_t before) {
    const uint64_t bits = ((uint64_t)before + len) << 3;
    const size_t blocks = len / BLOCK_BYTES;
    if (blocks != 0) {
        compress(state, message, blocks);
        message += blocks * BLOCK_BYTES;
    }
    fill(block, message, len % BLOCK_BYTES);
    if (len % BLOCK_BYTES >= 4U * LENGTH_AT) {
        compress(state, (const uint8_t *)block, 1);
        for (unsigned int i = 0; i < LENGTH_AT; i++) {
            block[i] = 0;
        }
    }
    block[LENGTH_AT] = pqe_word_be((uint32_t)(bits >> 32));
    block[LENGTH_AT + 1] = pqe_word_be((uint32_t)bits);
    compress(state, (const uint8_t *)block, 1);
}

PQE_INLINE void store_digest(uint8_t digest[32], const uint32_t state[DIGEST_WORDS]) {
    for (unsigned int i = 0; i < DIGEST_WORDS; i++) {
        pqe_store32_be(digest + 4 * (size_t)i, state[i]);
    }
}

void PQE_SHA2_NAME(pqe_sha_256_, _digest)(uint8_t digest[32], const uint8_t *message,
                                          size_t message_len) {
    uint32_t state[DIGEST_WORDS];
    uint32_t block[BLOCK_WORDS];
    begin(state);
    absorb(state, block, message, message_len, 0);
    store_digest(digest, state);
    pqe_wipe_words(state, DIGEST_WORDS);
    pqe_wipe_words(block, BLOCK_WORDS);
}

/* The state after the block of the key changed by `pad`. */
PQE_NOINLINE void begin_keyed(uint32_t state[DIGEST_WORDS], uint32_t block[BLOCK_WORDS],
                              const uint8_t key[32], uint32_t pad) {
    begin(state);
    for (unsigned int i = 0; i < BLOCK_WORDS; i++) {
        block[i] = pad;
    }
    for (unsigned int i = 0; i < PQE_HMAC_SHA_256_KEY_BYTES / 4U; i++) {
        block[i] ^= pqe_word_be(pqe_load32_be(key + 4 * (size_t)i));
    }
    compress(state, (const uint8_t *)block, 1);
}

void PQE_SHA2_NAME(pqe_hmac_sha_256_, _tag)(uint8_t tag[32], const uint8_t *message,
                                            size_t message_len, const uint8_t key[32]) {
    uint32_t state[DIGEST_WORDS];
    uint32_t block[BLOCK_WORDS];
    uint8_t inner[PQE_SHA_256_DIGEST_BYTES];
    begin_keyed(state, block, key, INNER);
    absorb(state, block, message, message_len, BLOCK_BYTES);
    store_digest(inner, state);
    begin_keyed(state, block, key, OUTER);
    absorb(state, block, inner, sizeof inner, BLOCK_BYTES);
    store_digest(tag, state);
    pqe_wipe_words(state, DIGEST_WORDS);
    pqe_wipe_words(block, BLOCK_WORDS);
    pqe_wipe(inner, sizeof inner);
}
