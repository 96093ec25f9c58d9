/* SPDX-License-Identifier: MIT */
/*
 * Variant u32. The shifts of whole lanes within a plane are changes of names:
 * after four rounds all names are back, so that the loop has four rounds in its
 * body.
 */
#include "lightweight/xoodyak/xoodyak.h"

#include "common/aligned.h"
#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"
#include "common/rotate.h"

#define STATE_BYTES 48U
#define RATE_KEY_IN 44U  /* absorbing with a key */
#define RATE_KEY_OUT 24U /* encrypting */
#define RATE_HASH 16U

typedef struct {
    uint32_t a[12]; /* planes y = 0, 1, 2 of lanes x = 0..3 at 4 y + x */
} state;

/* Domain separation, in the last byte of the state. */
#define COLOUR_KEY 0x02U
#define COLOUR_ABSORB 0x03U
#define COLOUR_CRYPT 0x80U
#define COLOUR_SQUEEZE 0x40U
#define COLOUR_HASH 0x01U

static const uint16_t constants[12] = {0x058, 0x038, 0x3c0, 0x0d0, 0x120, 0x014,
                                       0x060, 0x02c, 0x380, 0x0f0, 0x1a0, 0x012};

/* Mixing layer theta for the lanes that it finds in a column: e ^= column's
 * neighbour. */
PQE_INLINE uint32_t theta_effect(uint32_t parity) {
    return pqe_ror32(parity ^ pqe_ror32(parity, 23), 27);
}

/*
 * One round. Lane x of plane 1 lies at a[4 + (x + shift1) % 4], of plane 2 at
 * a[8 + (x + shift2) % 4].
 */
PQE_INLINE void round_u32(uint32_t a[12], unsigned int shift1, unsigned int shift2,
                          uint32_t constant) {
    uint32_t effect[4];
    for (unsigned int x = 0; x < 4; x++) {
        effect[(x + 1) & 3U] =
            theta_effect(a[x] ^ a[4U + ((x + shift1) & 3U)] ^ a[8U + ((x + shift2) & 3U)]);
    }
    for (unsigned int x = 0; x < 4; x++) {
        uint32_t *const lane0 = &a[x];
        uint32_t *const lane1 = &a[4U + ((x + 3U + shift1) & 3U)];
        uint32_t *const lane2 = &a[8U + ((x + shift2) & 3U)];
        const uint32_t a0 = *lane0 ^ effect[x] ^ (x == 0 ? constant : 0);
        const uint32_t a1 = *lane1 ^ effect[(x + 3U) & 3U];
        const uint32_t a2 = pqe_ror32(*lane2 ^ effect[x], 21);
        *lane0 = a0 ^ (a2 & ~a1);
        *lane1 = pqe_ror32(a1 ^ (a0 & ~a2), 31);
        *lane2 = pqe_ror32(a2 ^ (a1 & ~a0), 24);
    }
}

PQE_NOINLINE void permute(state *s) {
    state local = *s;
    for (unsigned int i = 0; i < 12; i += 4) {
        round_u32(local.a, 0, 0, constants[i]);
        round_u32(local.a, 3, 2, constants[i + 1]);
        round_u32(local.a, 2, 0, constants[i + 2]);
        round_u32(local.a, 1, 2, constants[i + 3]);
    }
    *s = local;
}

PQE_INLINE void add_byte(state *s, size_t position, uint32_t byte) {
    s->a[position >> 2] ^= byte << (8U * ((unsigned int)position & 3U));
}

PQE_INLINE void add_colour(state *s, uint32_t colour) {
    s->a[11] ^= colour << 24;
}

/* Adds `len` bytes, the padding and a colour. */
PQE_INLINE void down(state *s, const uint8_t *in, size_t len, uint32_t colour) {
    size_t i = 0;
    for (; len - i >= 4; i += 4) {
        s->a[i >> 2] ^= pqe_load32_le(in + i);
    }
    for (; i < len; i++) {
        add_byte(s, i, in[i]);
    }
    add_byte(s, len, 1);
    add_colour(s, colour);
}

/* Adds whole blocks of associated data, and the last one, which may be empty or
 * whole. */
PQE_INLINE void absorb(state *s, const uint8_t *in, size_t len) {
    uint32_t colour = COLOUR_ABSORB;
    for (; len > RATE_KEY_IN; len -= RATE_KEY_IN) {
        permute(s);
        down(s, in, RATE_KEY_IN, colour);
        in += RATE_KEY_IN;
        colour = 0;
    }
    permute(s);
    down(s, in, len, colour);
}

PQE_NOINLINE void aead_begin(state *s, const uint8_t *nonce, const uint8_t *key, const uint8_t *ad,
                             size_t ad_len) {
    for (unsigned int i = 0; i < 4; i++) {
        s->a[i] = pqe_load32_le(key + 4U * i);
        s->a[4U + i] = pqe_load32_le(nonce + 4U * i);
        s->a[8U + i] = 0;
    }
    add_byte(s, 32, PQE_XOODYAK_AEAD_NONCE_BYTES);
    add_byte(s, 33, 1);
    add_colour(s, COLOUR_KEY);
    absorb(s, ad, ad_len);
    add_colour(s, COLOUR_CRYPT);
}

/* A whole block; the state absorbs the plaintext: it holds the ciphertext after
 * that. */
PQE_INLINE void crypt_block(state *s, uint8_t *out, const uint8_t *in, int decrypting,
                            int aligned) {
    for (unsigned int i = 0; i < RATE_KEY_OUT / 4; i++) {
        const uint32_t word = pqe_load32_le_at(in + 4U * i, aligned);
        const uint32_t result = s->a[i] ^ word;
        pqe_store32_le_at(out + 4U * i, result, aligned);
        s->a[i] = decrypting != 0 ? word : result;
    }
    add_byte(s, RATE_KEY_OUT, 1);
}

PQE_INLINE size_t crypt_blocks(state *s, uint8_t *out, const uint8_t *in, size_t len,
                               int decrypting, int aligned) {
    size_t done = 0;
    for (; len - done > RATE_KEY_OUT; done += RATE_KEY_OUT) {
        permute(s);
        crypt_block(s, out + done, in + done, decrypting, aligned);
    }
    return done;
}

/* The last block: none to 24 bytes. */
PQE_INLINE void crypt_last(state *s, uint8_t *out, const uint8_t *in, size_t len, int decrypting) {
    size_t i = 0;
    permute(s);
    for (; len - i >= 4; i += 4) {
        const uint32_t word = pqe_load32_le(in + i);
        const uint32_t result = s->a[i >> 2] ^ word;
        pqe_store32_le(out + i, result);
        s->a[i >> 2] = decrypting != 0 ? word : result;
    }
    for (; i < len; i++) {
        const uint32_t stream = s->a[i >> 2] >> (8U * ((unsigned int)i & 3U));
        const uint8_t result = (uint8_t)stream ^ in[i];
        add_byte(s, i, decrypting != 0 ? result : in[i]);
        out[i] = result;
    }
    add_byte(s, len, 1);
}

PQE_INLINE void process(state *s, uint8_t *out, const uint8_t *in, size_t len, int decrypting) {
    size_t done = 0;
    if (len != 0) {
        done = PQE_ALIGNED(out, in) ? crypt_blocks(s, out, in, len, decrypting, 1)
                                    : crypt_blocks(s, out, in, len, decrypting, 0);
        in += done;
        out += done;
    }
    crypt_last(s, out, in, len - done, decrypting);
}

PQE_INLINE void squeeze(const state *s, uint8_t out[16]) {
    for (unsigned int i = 0; i < 4; i++) {
        pqe_store32_le(out + 4U * i, s->a[i]);
    }
}

PQE_NOINLINE void aead_finish(state *s, uint8_t tag[16]) {
    add_colour(s, COLOUR_SQUEEZE);
    permute(s);
    squeeze(s, tag);
    pqe_wipe_words(s->a, 12);
}

void pqe_xoodyak_aead_u32_encrypt(uint8_t *ciphertext, uint8_t tag[16], const uint8_t *plaintext,
                                  size_t plaintext_len, const uint8_t *ad, size_t ad_len,
                                  const uint8_t nonce[16], const uint8_t key[16]) {
    state s;
    aead_begin(&s, nonce, key, ad, ad_len);
    process(&s, ciphertext, plaintext, plaintext_len, 0);
    aead_finish(&s, tag);
}

pqe_status pqe_xoodyak_aead_u32_decrypt(uint8_t *plaintext, const uint8_t *ciphertext,
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

PQE_INLINE void add_hash_block(state *s, const uint8_t *block, int aligned) {
    for (unsigned int i = 0; i < RATE_HASH / 4; i++) {
        s->a[i] ^= pqe_load32_le_at(block + 4U * i, aligned);
    }
    add_byte(s, RATE_HASH, 1);
}

PQE_INLINE size_t hash_blocks(state *s, const uint8_t *message, size_t len, int aligned) {
    size_t done = 0;
    for (; len - done > RATE_HASH; done += RATE_HASH) {
        add_hash_block(s, message + done, aligned);
        permute(s);
    }
    return done;
}

void pqe_xoodyak_hash_u32_digest(uint8_t digest[32], const uint8_t *message, size_t message_len) {
    state s = {{0}};
    size_t done = 0;
    add_colour(&s, COLOUR_HASH);
    if (message_len != 0) {
        done = PQE_ALIGNED(message, message) ? hash_blocks(&s, message, message_len, 1)
                                             : hash_blocks(&s, message, message_len, 0);
        message += done;
    }
    down(&s, message, message_len - done, 0);
    permute(&s);
    squeeze(&s, digest);
    add_byte(&s, 0, 1);
    permute(&s);
    squeeze(&s, digest + 16);
    pqe_wipe_words(s.a, 12);
}
