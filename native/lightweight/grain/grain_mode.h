/* SPDX-License-Identifier: MIT */
/*
 * Grain-128AEADv2 over the type `shift_register` of a variant, which the including file defines
 * with register_set, tap, add_tap and enter, and the names PQE_GRAIN_ENCRYPT and PQE_GRAIN_DECRYPT.
 *
 * Of the pre-output, bits at even places encrypt and bits at odd places enter the authenticator's
 * register: a byte of data takes 16 bits of pre-output. Bytes of associated data take as many; what
 * would encrypt them is left aside.
 */
#ifndef PQE_LIGHTWEIGHT_GRAIN_MODE_H
#define PQE_LIGHTWEIGHT_GRAIN_MODE_H

typedef struct {
    shift_register lfsr;
    shift_register nfsr;
    uint32_t accumulator[2];
    uint32_t window[2]; /* the authenticator's register */
    uint32_t stream;    /* bytes that are there already and encrypt */
    uint32_t odd;       /* as many that authenticate */
    unsigned int ready; /* 0 to 3 of them */
} state;

/* The 32 bits of pre-output that belong to the state. */
PQE_INLINE uint32_t pre_output(const shift_register *s, const shift_register *b) {
    const uint32_t x0 = tap(b, 12);
    const uint32_t x4 = tap(b, 95);
    uint32_t y = (x0 & tap(s, 8)) ^ (tap(s, 13) & tap(s, 20)) ^ (x4 & tap(s, 42)) ^
                 (tap(s, 60) & tap(s, 79)) ^ (x0 & x4 & tap(s, 94)) ^ tap(b, 64);
    add_tap(&y, s, 93);
    add_tap(&y, b, 2);
    add_tap(&y, b, 15);
    add_tap(&y, b, 36);
    add_tap(&y, b, 45);
    add_tap(&y, b, 73);
    add_tap(&y, b, 89);
    return y;
}

PQE_INLINE uint32_t linear_feedback(const shift_register *s) {
    uint32_t f = tap(s, 0) ^ tap(s, 96);
    add_tap(&f, s, 7);
    add_tap(&f, s, 38);
    add_tap(&f, s, 70);
    add_tap(&f, s, 81);
    return f;
}

PQE_INLINE uint32_t nonlinear_feedback(const shift_register *b) {
    uint32_t f = tap(b, 0) ^ tap(b, 96);
    add_tap(&f, b, 26);
    add_tap(&f, b, 56);
    add_tap(&f, b, 91);
    f ^= tap(b, 3) & tap(b, 67);
    f ^= tap(b, 11) & tap(b, 13);
    f ^= tap(b, 17) & tap(b, 18);
    f ^= tap(b, 27) & tap(b, 59);
    f ^= tap(b, 40) & tap(b, 48);
    f ^= tap(b, 61) & tap(b, 65);
    f ^= tap(b, 68) & tap(b, 84);
    f ^= tap(b, 88) & tap(b, 92) & tap(b, 93) & tap(b, 95);
    f ^= tap(b, 22) & tap(b, 24) & tap(b, 25);
    f ^= tap(b, 70) & tap(b, 78) & tap(b, 82);
    return f;
}

/* 32 clocks, with words that are added to what enters the registers. */
PQE_INLINE void clock32(shift_register *s, shift_register *b, uint32_t to_s, uint32_t to_b) {
    const uint32_t new_b = nonlinear_feedback(b) ^ tap(s, 0) ^ to_b;
    enter(s, linear_feedback(s) ^ to_s);
    enter(b, new_b);
}

/* Two words of pre-output, 64 clocks. */
PQE_NOINLINE void next_pair(state *whole, uint32_t y[2]) {
    shift_register s = whole->lfsr;
    shift_register b = whole->nfsr;
    for (unsigned int i = 0; i < 2; i++) {
        y[i] = pre_output(&s, &b);
        clock32(&s, &b, 0, 0);
    }
    whole->lfsr = s;
    whole->nfsr = b;
}

/* Exchanges the bits of `a` under `mask << shift` with the bits of `b` under `mask`. */
#define EXCHANGE(a, b, shift, mask)                                                                \
    do {                                                                                           \
        const uint32_t t = (((a) >> (shift)) ^ (b)) & (mask);                                      \
        (b) ^= t;                                                                                  \
        (a) ^= t << (shift);                                                                       \
    } while (0)

/* The even bits of 64, and the odd ones. */
PQE_INLINE void split(const uint32_t y[2], uint32_t *even, uint32_t *odd) {
    uint32_t e = (y[0] & 0xffffU) | (y[1] << 16);
    uint32_t o = (y[0] >> 16) | (y[1] & 0xffff0000U);
    EXCHANGE(e, o, 8, 0x00ff00ffU);
    EXCHANGE(e, o, 4, 0x0f0f0f0fU);
    EXCHANGE(e, o, 2, 0x33333333U);
    EXCHANGE(e, o, 1, 0x55555555U);
    *even = e;
    *odd = o;
}

/* The next four bytes that encrypt and that authenticate. */
PQE_INLINE void take4(state *s, uint32_t *stream, uint32_t *odd) {
    uint32_t y[2];
    next_pair(s, y);
    split(y, stream, odd);
    if (s->ready != 0) {
        const unsigned int shift = 8U * s->ready;
        const uint32_t later[2] = {*stream >> (32U - shift), *odd >> (32U - shift)};
        *stream = s->stream | (*stream << shift);
        *odd = s->odd | (*odd << shift);
        s->stream = later[0];
        s->odd = later[1];
    }
}

/* The next one. */
PQE_INLINE uint32_t take1(state *s, uint32_t *odd) {
    if (s->ready == 0) {
        uint32_t y[2];
        next_pair(s, y);
        split(y, &s->stream, &s->odd);
        s->ready = 4;
    }
    const uint32_t stream = s->stream & 0xffU;
    *odd = s->odd & 0xffU;
    s->stream >>= 8;
    s->odd >>= 8;
    s->ready--;
    return stream;
}

#define ALL_IF(word, bit) pqe_ct_barrier(0U - (((word) >> (bit)) & 1U))

/* Adds the window to the accumulator for every bit of `data` that is 1, and moves it on. */
#define AUTHENTICATE_BIT(i)                                                                        \
    do {                                                                                           \
        const uint32_t mask = ALL_IF(data, i);                                                     \
        a0 ^= (w0 >> (i)) & mask;                                                                  \
        a0 ^= ((w1 << 1) << (31U - (i))) & mask;                                                   \
        a1 ^= (w1 >> (i)) & mask;                                                                  \
        a1 ^= ((odd << 1) << (31U - (i))) & mask;                                                  \
    } while (0)

#define AUTHENTICATE_BYTE(i)                                                                       \
    do {                                                                                           \
        AUTHENTICATE_BIT((i));                                                                     \
        AUTHENTICATE_BIT((i) + 1U);                                                                \
        AUTHENTICATE_BIT((i) + 2U);                                                                \
        AUTHENTICATE_BIT((i) + 3U);                                                                \
        AUTHENTICATE_BIT((i) + 4U);                                                                \
        AUTHENTICATE_BIT((i) + 5U);                                                                \
        AUTHENTICATE_BIT((i) + 6U);                                                                \
        AUTHENTICATE_BIT((i) + 7U);                                                                \
    } while (0)

PQE_NOINLINE void authenticate32(state *s, uint32_t data, uint32_t odd) {
    const uint32_t w0 = s->window[0];
    const uint32_t w1 = s->window[1];
    uint32_t a0 = s->accumulator[0];
    uint32_t a1 = s->accumulator[1];
    AUTHENTICATE_BYTE(0U);
    AUTHENTICATE_BYTE(8U);
    AUTHENTICATE_BYTE(16U);
    AUTHENTICATE_BYTE(24U);
    s->accumulator[0] = a0;
    s->accumulator[1] = a1;
    s->window[0] = w1;
    s->window[1] = odd;
}

PQE_NOINLINE void authenticate8(state *s, uint32_t data, uint32_t odd) {
    const uint32_t w0 = s->window[0];
    const uint32_t w1 = s->window[1];
    uint32_t a0 = s->accumulator[0];
    uint32_t a1 = s->accumulator[1];
    AUTHENTICATE_BYTE(0U);
    s->accumulator[0] = a0;
    s->accumulator[1] = a1;
    s->window[0] = (w0 >> 8) | (w1 << 24);
    s->window[1] = (w1 >> 8) | (odd << 24);
}

PQE_INLINE void authenticate_byte(state *s, uint32_t byte) {
    uint32_t odd;
    (void)take1(s, &odd);
    authenticate8(s, byte, odd);
}

/* The length in DER: below 128 itself, else how many bytes it has, and these. */
PQE_INLINE void authenticate_length(state *s, size_t len) {
    if (len < 128U) {
        authenticate_byte(s, (uint32_t)len);
        return;
    }
    unsigned int bytes = 1;
    while (bytes < sizeof len && (len >> (8U * bytes)) != 0) {
        bytes++;
    }
    authenticate_byte(s, 0x80U | bytes);
    for (; bytes != 0; bytes--) {
        authenticate_byte(s, (uint32_t)(len >> (8U * (bytes - 1U))) & 0xffU);
    }
}

/* Key and nonce, 320 clocks that feed the output back, and 64 that add the key once more. */
PQE_INLINE void load(state *whole, const uint8_t *nonce, const uint8_t *key) {
    const uint32_t k[4] = {pqe_load32_le(key), pqe_load32_le(key + 4), pqe_load32_le(key + 8),
                           pqe_load32_le(key + 12)};
    shift_register s;
    shift_register b;
    register_set(&s, pqe_load32_le(nonce), pqe_load32_le(nonce + 4), pqe_load32_le(nonce + 8),
                 0x7fffffffU);
    register_set(&b, k[0], k[1], k[2], k[3]);
    for (unsigned int i = 0; i < 12; i++) {
        const uint32_t y = pre_output(&s, &b);
        clock32(&s, &b, i < 10 ? y : y ^ k[i - 8], i < 10 ? y : y ^ k[i - 10]);
    }
    whole->lfsr = s;
    whole->nfsr = b;
}

PQE_NOINLINE void aead_begin(state *s, const uint8_t *nonce, const uint8_t *key, const uint8_t *ad,
                             size_t ad_len) {
    load(s, nonce, key);
    next_pair(s, s->accumulator);
    next_pair(s, s->window);
    s->stream = 0;
    s->odd = 0;
    s->ready = 0;
    authenticate_length(s, ad_len);
    for (; ad_len >= 4; ad_len -= 4) {
        uint32_t stream;
        uint32_t odd;
        take4(s, &stream, &odd);
        authenticate32(s, pqe_load32_le(ad), odd);
        ad += 4;
    }
    for (size_t i = 0; i < ad_len; i++) {
        authenticate_byte(s, ad[i]);
    }
}

PQE_INLINE void process(state *s, uint8_t *out, const uint8_t *in, size_t len, int decrypting) {
    uint32_t odd;
    for (; len >= 4; len -= 4) {
        uint32_t stream;
        take4(s, &stream, &odd);
        const uint32_t word = pqe_load32_le(in);
        pqe_store32_le(out, word ^ stream);
        authenticate32(s, decrypting != 0 ? word ^ stream : word, odd);
        in += 4;
        out += 4;
    }
    for (size_t i = 0; i < len; i++) {
        const uint32_t byte = in[i];
        const uint32_t result = byte ^ take1(s, &odd);
        authenticate8(s, decrypting != 0 ? result : byte, odd);
        out[i] = (uint8_t)result;
    }
}

/* After the message a single bit 1 is authenticated. */
PQE_INLINE void aead_finish(state *s, uint8_t tag[8]) {
    pqe_store32_le(tag, s->accumulator[0] ^ s->window[0]);
    pqe_store32_le(tag + 4, s->accumulator[1] ^ s->window[1]);
    pqe_wipe(s, sizeof *s);
}

void PQE_GRAIN_ENCRYPT(uint8_t *ciphertext, uint8_t tag[8], const uint8_t *plaintext,
                       size_t plaintext_len, const uint8_t *ad, size_t ad_len,
                       const uint8_t nonce[12], const uint8_t key[16]) {
    state s;
    aead_begin(&s, nonce, key, ad, ad_len);
    process(&s, ciphertext, plaintext, plaintext_len, 0);
    aead_finish(&s, tag);
}

pqe_status PQE_GRAIN_DECRYPT(uint8_t *plaintext, const uint8_t *ciphertext, size_t ciphertext_len,
                             const uint8_t tag[8], const uint8_t *ad, size_t ad_len,
                             const uint8_t nonce[12], const uint8_t key[16]) {
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

#endif
