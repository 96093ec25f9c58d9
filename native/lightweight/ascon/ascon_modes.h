/* SPDX-License-Identifier: MIT */
/*
 * The modes of SP 800-232 over one variant's words. Each ascon_<variant>.c includes this once, at
 * its end, and defines before: PQE_ASCON_VARIANT, PQE_ASCON_XOF, PQE_ASCON_PART (PQE_INLINE, or
 * PQE_NOINLINE where size counts), lane, state, lane_load,
 * lane_store, lane_xor, lane_of, permute8, permute12, state_save, state_restore. No include guard:
 * this is a template whose public names come from the variant.
 */
#define PQE_ASCON_PASTE(prefix, variant, suffix) prefix##variant##suffix
#define PQE_ASCON_EXPAND(prefix, variant, suffix) PQE_ASCON_PASTE(prefix, variant, suffix)
#define PQE_ASCON_NAME(prefix, suffix) PQE_ASCON_EXPAND(prefix, PQE_ASCON_VARIANT, suffix)

#define AEAD_RATE 16U
#define HASH_RATE 8U

/* Initial value, SP 800-232 Table 12 (section 4.1). */
#define IV_AEAD128 UINT64_C(0x00001000808c0001)

/*
 * The state that the first permutation makes of the initial values of the hash functions,
 * 0x0000080100cc0002, 0x0000080000cc0003 and 0x0000080000cc0004, with zeros behind: they are the
 * same for all messages (section 5).
 */
enum { HASH256, XOF128, CXOF128 };
static const uint64_t hash_initial[3][5] = {
    {UINT64_C(0x9b1e5494e934d681), UINT64_C(0x4bc3a01e333751d2), UINT64_C(0xae65396c6b34b81a),
     UINT64_C(0x3c7fd4a4d56a4db3), UINT64_C(0x1a5c464906c5976d)},
    {UINT64_C(0xda82ce768d9447eb), UINT64_C(0xcc7ce6c75f1ef969), UINT64_C(0xe7508fd780085631),
     UINT64_C(0x0ee0ea53416b58cc), UINT64_C(0xe0547524db6f0bde)},
    {UINT64_C(0x675527c2a0e8de03), UINT64_C(0x43d12d7dc0377bbc), UINT64_C(0xe9901dec426e81b5),
     UINT64_C(0x2ab14907720780b6), UINT64_C(0x8f3f1d02d432bc46)},
};

/* Set in the last word between associated data and message (section 4.1.1). */
#define DOMAIN_SEPARATION UINT64_C(0x8000000000000000)

/* The word of `len` < 8 bytes, the rest zero. */
PQE_ASCON_PART lane load_partial(const uint8_t *in, size_t len) {
    uint8_t bytes[8] = {0};
    for (size_t i = 0; i < len; i++) {
        bytes[i] = in[i];
    }
    const lane word = lane_load(bytes);
    pqe_wipe(bytes, sizeof bytes);
    return word;
}

PQE_ASCON_PART void store_partial(uint8_t *out, lane word, size_t len) {
    uint8_t bytes[8];
    lane_store(bytes, word);
    for (size_t i = 0; i < len; i++) {
        out[i] = bytes[i];
    }
    pqe_wipe(bytes, sizeof bytes);
}

/* Padding: one bit 1 after `len` < 8 bytes. */
PQE_INLINE lane padding(size_t len) {
    return lane_of(UINT64_C(1) << (8U * (unsigned int)len));
}

PQE_INLINE void xor_into(lane *word, lane other) {
    *word = lane_xor(*word, other);
}

/* Section 4.1.1: key and nonce. */
PQE_ASCON_PART void aead_init(state *s, const lane key[2], const uint8_t *nonce) {
    s->x[0] = lane_of(IV_AEAD128);
    s->x[1] = key[0];
    s->x[2] = key[1];
    s->x[3] = lane_load(nonce);
    s->x[4] = lane_load(nonce + 8);
    permute12(s);
    xor_into(&s->x[3], key[0]);
    xor_into(&s->x[4], key[1]);
}

/* Section 4.1.2: associated data; nothing at all if it is empty, then the separation bit. */
PQE_ASCON_PART void aead_absorb(state *s, const uint8_t *ad, size_t ad_len) {
    if (ad_len != 0) {
        for (; ad_len >= AEAD_RATE; ad_len -= AEAD_RATE) {
            xor_into(&s->x[0], lane_load(ad));
            xor_into(&s->x[1], lane_load(ad + 8));
            permute8(s);
            ad += AEAD_RATE;
        }
        lane *word = &s->x[0];
        if (ad_len >= 8) {
            xor_into(word, lane_load(ad));
            word = &s->x[1];
            ad += 8;
            ad_len -= 8;
        }
        xor_into(word, load_partial(ad, ad_len));
        xor_into(word, padding(ad_len));
        permute8(s);
    }
    xor_into(&s->x[4], lane_of(DOMAIN_SEPARATION));
}

/* Section 4.1.3, last block of fewer than 16 bytes. */
PQE_ASCON_PART void encrypt_last(state *s, uint8_t *out, const uint8_t *in, size_t len) {
    lane *word = &s->x[0];
    if (len >= 8) {
        xor_into(word, lane_load(in));
        lane_store(out, *word);
        word = &s->x[1];
        in += 8;
        out += 8;
        len -= 8;
    }
    xor_into(word, load_partial(in, len));
    store_partial(out, *word, len);
    xor_into(word, padding(len));
}

/* Section 4.1.4, last block of fewer than 16 bytes. */
PQE_ASCON_PART void decrypt_last(state *s, uint8_t *out, const uint8_t *in, size_t len) {
    lane *word = &s->x[0];
    if (len >= 8) {
        const lane ciphertext = lane_load(in);
        lane_store(out, lane_xor(*word, ciphertext));
        *word = ciphertext;
        word = &s->x[1];
        in += 8;
        out += 8;
        len -= 8;
    }
    store_partial(out, lane_xor(*word, load_partial(in, len)), len);
    xor_into(word, load_partial(out, len)); /* of the old word only the bytes beyond len are left */
    xor_into(word, padding(len));
}

/* Section 4.1.5: the tag is left in x[3], x[4]. */
PQE_ASCON_PART void aead_finish(state *s, const lane key[2]) {
    xor_into(&s->x[2], key[0]);
    xor_into(&s->x[3], key[1]);
    permute12(s);
    xor_into(&s->x[3], key[0]);
    xor_into(&s->x[4], key[1]);
}

void PQE_ASCON_NAME(pqe_ascon_aead128_, _encrypt)(uint8_t *ciphertext, uint8_t tag[16],
                                                  const uint8_t *plaintext, size_t plaintext_len,
                                                  const uint8_t *ad, size_t ad_len,
                                                  const uint8_t nonce[16], const uint8_t key[16]) {
    lane keys[2] = {lane_load(key), lane_load(key + 8)};
    state s;
    aead_init(&s, keys, nonce);
    aead_absorb(&s, ad, ad_len);
    for (; plaintext_len >= AEAD_RATE; plaintext_len -= AEAD_RATE) {
        xor_into(&s.x[0], lane_load(plaintext));
        xor_into(&s.x[1], lane_load(plaintext + 8));
        lane_store(ciphertext, s.x[0]);
        lane_store(ciphertext + 8, s.x[1]);
        permute8(&s);
        plaintext += AEAD_RATE;
        ciphertext += AEAD_RATE;
    }
    encrypt_last(&s, ciphertext, plaintext, plaintext_len);
    aead_finish(&s, keys);
    lane_store(tag, s.x[3]);
    lane_store(tag + 8, s.x[4]);
    pqe_wipe(keys, sizeof keys);
    pqe_wipe(&s, sizeof s);
}

pqe_status PQE_ASCON_NAME(pqe_ascon_aead128_,
                          _decrypt)(uint8_t *plaintext, const uint8_t *ciphertext,
                                    size_t ciphertext_len, const uint8_t tag[16], const uint8_t *ad,
                                    size_t ad_len, const uint8_t nonce[16], const uint8_t key[16]) {
    lane keys[2] = {lane_load(key), lane_load(key + 8)};
    uint8_t *out = plaintext;
    size_t left = ciphertext_len;
    state s;
    aead_init(&s, keys, nonce);
    aead_absorb(&s, ad, ad_len);
    for (; left >= AEAD_RATE; left -= AEAD_RATE) {
        const lane block[2] = {lane_load(ciphertext), lane_load(ciphertext + 8)};
        lane_store(out, lane_xor(s.x[0], block[0]));
        lane_store(out + 8, lane_xor(s.x[1], block[1]));
        s.x[0] = block[0];
        s.x[1] = block[1];
        permute8(&s);
        ciphertext += AEAD_RATE;
        out += AEAD_RATE;
    }
    decrypt_last(&s, out, ciphertext, left);
    aead_finish(&s, keys);
    uint8_t expected[16];
    lane_store(expected, s.x[3]);
    lane_store(expected + 8, s.x[4]);
    const uint32_t right = pqe_ct_equal(expected, tag, sizeof expected);
    pqe_wipe(keys, sizeof keys);
    pqe_wipe(&s, sizeof s);
    pqe_wipe(expected, sizeof expected);
    if (right == 0) {
        pqe_wipe(plaintext, ciphertext_len);
        return PQE_ERR_TAG;
    }
    return PQE_OK;
}

/* Section 5: the whole message, padded; the first block of output is ready afterwards. */
PQE_ASCON_PART void hash_absorb(state *s, const uint8_t *message, size_t len) {
    for (; len >= HASH_RATE; len -= HASH_RATE) {
        xor_into(&s->x[0], lane_load(message));
        permute12(s);
        message += HASH_RATE;
    }
    xor_into(&s->x[0], load_partial(message, len));
    xor_into(&s->x[0], padding(len));
    permute12(s);
}

PQE_ASCON_PART void hash_init(state *s, unsigned int function) {
    for (unsigned int i = 0; i < 5; i++) {
        s->x[i] = lane_of(hash_initial[function][i]);
    }
}

/* All of the output at once. */
PQE_INLINE void hash_squeeze(state *s, uint8_t *digest, size_t digest_len) {
    for (; digest_len > HASH_RATE; digest_len -= HASH_RATE) {
        lane_store(digest, s->x[0]);
        permute12(s);
        digest += HASH_RATE;
    }
    if (digest_len == HASH_RATE) {
        lane_store(digest, s->x[0]);
    } else {
        store_partial(digest, s->x[0], digest_len);
    }
}

/* Hash and XOF of a whole message differ in the initial state only. */
PQE_NOINLINE void hash_whole(unsigned int function, uint8_t *digest, size_t digest_len,
                             const uint8_t *message, size_t message_len) {
    state s;
    hash_init(&s, function);
    hash_absorb(&s, message, message_len);
    hash_squeeze(&s, digest, digest_len);
    pqe_wipe(&s, sizeof s);
}

void PQE_ASCON_NAME(pqe_ascon_hash256_, _digest)(uint8_t digest[32], const uint8_t *message,
                                                 size_t message_len) {
    hash_whole(HASH256, digest, PQE_ASCON_HASH256_DIGEST_BYTES, message, message_len);
}

void PQE_ASCON_NAME(pqe_ascon_xof128_, _digest)(uint8_t *digest, size_t digest_len,
                                                const uint8_t *message, size_t message_len) {
    hash_whole(XOF128, digest, digest_len, message, message_len);
}

void PQE_ASCON_NAME(pqe_ascon_xof128_, _init)(PQE_ASCON_XOF *xof) {
    state s;
    hash_init(&s, XOF128);
    state_save(xof, &s);
    xof->position = 0;
    xof->squeezing = 0;
}

/* Section 5.3: the length of the customization string in bits is a block of its own. */
pqe_status PQE_ASCON_NAME(pqe_ascon_cxof128_, _init)(PQE_ASCON_XOF *xof,
                                                     const uint8_t *customization,
                                                     size_t customization_len) {
    if (customization_len > PQE_ASCON_CXOF128_MAX_CUSTOMIZATION_BYTES) {
        return PQE_ERR_LENGTH;
    }
    state s;
    hash_init(&s, CXOF128);
    xor_into(&s.x[0], lane_of((uint64_t)customization_len * 8U));
    permute12(&s);
    hash_absorb(&s, customization, customization_len);
    state_save(xof, &s);
    xof->position = 0;
    xof->squeezing = 0;
    return PQE_OK;
}

void PQE_ASCON_NAME(pqe_ascon_cxof128_, _digest)(uint8_t *digest, size_t digest_len,
                                                 const uint8_t *message, size_t message_len) {
    state s;
    hash_init(&s, CXOF128);
    permute12(&s); /* a customization string of 0 bits */
    hash_absorb(&s, NULL, 0);
    hash_absorb(&s, message, message_len);
    hash_squeeze(&s, digest, digest_len);
    pqe_wipe(&s, sizeof s);
}

pqe_status PQE_ASCON_NAME(pqe_ascon_xof128_, _absorb)(PQE_ASCON_XOF *xof, const uint8_t *data,
                                                      size_t data_len) {
    if (xof->squeezing != 0) {
        return PQE_ERR_LENGTH;
    }
    state s;
    state_restore(&s, xof);
    while (data_len != 0) {
        const size_t begin = xof->position; /* 0..7: a full block is permuted at once */
        const size_t room = HASH_RATE - begin;
        const size_t take = data_len < room ? data_len : room;
        uint8_t block[8] = {0};
        for (size_t i = 0; i < take; i++) {
            block[begin + i] = data[i];
        }
        xor_into(&s.x[0], lane_load(block));
        xof->position = (uint32_t)(begin + take);
        if (xof->position == HASH_RATE) {
            permute12(&s);
            xof->position = 0;
        }
        data += take;
        data_len -= take;
        pqe_wipe(block, sizeof block);
    }
    state_save(xof, &s);
    pqe_wipe(&s, sizeof s);
    return PQE_OK;
}

void PQE_ASCON_NAME(pqe_ascon_xof128_, _squeeze)(PQE_ASCON_XOF *xof, uint8_t *out, size_t out_len) {
    state s;
    state_restore(&s, xof);
    if (xof->squeezing == 0) {
        xor_into(&s.x[0], padding(xof->position));
        permute12(&s);
        xof->squeezing = 1;
        xof->position = 0;
    }
    while (out_len != 0) {
        if (xof->position == HASH_RATE) {
            permute12(&s);
            xof->position = 0;
        }
        const size_t begin = xof->position;
        const size_t room = HASH_RATE - begin;
        const size_t take = out_len < room ? out_len : room;
        uint8_t block[8];
        lane_store(block, s.x[0]);
        for (size_t i = 0; i < take; i++) {
            out[i] = block[begin + i];
        }
        pqe_wipe(block, sizeof block);
        xof->position = (uint32_t)(begin + take);
        out += take;
        out_len -= take;
    }
    state_save(xof, &s);
    pqe_wipe(&s, sizeof s);
}
