/* SPDX-License-Identifier: MIT */
/*
 * Template: SHA-2 over words of 32 or 64 bits (FIPS 180-4, sections 5 and 6), for one file. That
 * file says WORD and WORD_BITS, ROUNDS with `constants`, and the functions of section 4.1: SMALL_0,
 * SMALL_1, BIG_0 and BIG_1. The message schedule is a ring of 16 words.
 *
 * A context holds the state, big-endian, and behind it the number of bytes so far.
 */
#define BLOCK (2 * WORD_BITS)             /* bytes */
#define LENGTH_AT (BLOCK - WORD_BITS / 4) /* in the last block: the length in bits, big-endian */
#define COUNT_AT (8 * sizeof(WORD))       /* in a context */

static inline WORD rotr(WORD word, unsigned count) {
    return word >> count | word << (WORD_BITS - count);
}

static inline WORD load(const uint8_t *in) {
    WORD word = 0;
    for (unsigned i = 0; i < sizeof word; i++) {
        word = word << 8 | in[i];
    }
    return word;
}

static inline void store(uint8_t *out, WORD word) {
    for (unsigned i = 0; i < sizeof word; i++) {
        out[i] = (uint8_t)(word >> (WORD_BITS - 8 - 8 * i));
    }
}

static uint64_t load_count(const uint8_t *in) {
    uint64_t count = 0;
    for (unsigned i = 0; i < 8; i++) {
        count = count << 8 | in[i];
    }
    return count;
}

static void store_count(uint8_t *out, uint64_t count) {
    for (unsigned i = 0; i < 8; i++) {
        out[i] = (uint8_t)(count >> (56 - 8 * i));
    }
}

static inline WORD next_word(const WORD w[16], size_t t) {
    WORD early = w[(t + 1) % 16];
    WORD late = w[(t + 14) % 16];
    WORD s0 = SMALL_0(early);
    WORD s1 = SMALL_1(late);
    return w[t % 16] + s0 + w[(t + 9) % 16] + s1;
}

/* One step; a..h of the standard are v[0]..v[7]. */
static inline void step(WORD v[8], WORD addend) {
    WORD s1 = BIG_1(v[4]);
    WORD choice = v[6] ^ (v[4] & (v[5] ^ v[6]));
    WORD t1 = v[7] + s1 + choice + addend;
    WORD s0 = BIG_0(v[0]);
    WORD majority = (v[0] & v[1]) | (v[2] & (v[0] | v[1]));
    v[7] = v[6];
    v[6] = v[5];
    v[5] = v[4];
    v[4] = v[3] + t1;
    v[3] = v[2];
    v[2] = v[1];
    v[1] = v[0];
    v[0] = t1 + s0 + majority;
}

static void compress(WORD state[8], const uint8_t *in) {
    WORD w[16];
    WORD v[8];
    memcpy(v, state, sizeof v);
    for (size_t t = 0; t < 16; t++) {
        w[t] = load(in + sizeof w[0] * t);
        step(v, w[t] + constants[t]);
    }
    for (size_t round = 16; round < ROUNDS; round += 16) {
        for (size_t t = 0; t < 16; t++) {
            w[t] = next_word(w, t);
            step(v, w[t] + constants[round + t]);
        }
    }
    for (size_t i = 0; i < 8; i++) {
        state[i] += v[i];
    }
}

static void begin(uint8_t *ctx, const WORD start[8]) {
    for (size_t i = 0; i < 8; i++) {
        store(ctx + sizeof start[0] * i, start[i]);
    }
    store_count(ctx + COUNT_AT, 0);
}

static void read_state(WORD state[8], const uint8_t *ctx) {
    for (size_t i = 0; i < 8; i++) {
        state[i] = load(ctx + sizeof state[0] * i);
    }
}

static void blocks(uint8_t *ctx, const uint8_t *in, size_t count) {
    WORD state[8];
    read_state(state, ctx);
    for (size_t i = 0; i < count; i++) {
        compress(state, in + BLOCK * i);
    }
    for (size_t i = 0; i < 8; i++) {
        store(ctx + sizeof state[0] * i, state[i]);
    }
    store_count(ctx + COUNT_AT, load_count(ctx + COUNT_AT) + (uint64_t)BLOCK * count);
}

/* The rest of the message, padding, and the first `words` words of the result. */
static void finish(uint8_t *out, size_t words, const uint8_t *ctx, const uint8_t *in, size_t len) {
    WORD state[8];
    uint8_t last[2 * BLOCK] = {0};
    uint64_t total = load_count(ctx + COUNT_AT) + len;
    read_state(state, ctx);
    for (; len >= BLOCK; len -= BLOCK, in += BLOCK) {
        compress(state, in);
    }
    size_t bytes = len < LENGTH_AT ? BLOCK : 2 * BLOCK;
    if (len > 0) {
        memcpy(last, in, len);
    }
    last[len] = 0x80;
    if (WORD_BITS == 64) {
        last[bytes - 9] = (uint8_t)(total >> 61);
    }
    store_count(last + bytes - 8, total << 3);
    for (size_t at = 0; at < bytes; at += BLOCK) {
        compress(state, last + at);
    }
    for (size_t i = 0; i < words; i++) {
        store(out + sizeof state[0] * i, state[i]);
    }
}

/* The functions of one hash: its initial state and the words of it that are the result. */
#define SHA2_INTERFACE(name, start, words)                                                         \
    void name##_inc_init(name##ctx *state) {                                                       \
        begin(state->ctx, start);                                                                  \
    }                                                                                              \
    void name##_inc_ctx_clone(name##ctx *stateout, const name##ctx *statein) {                     \
        *stateout = *statein;                                                                      \
    }                                                                                              \
    void name##_inc_blocks(name##ctx *state, const uint8_t *in, size_t inblocks) {                 \
        blocks(state->ctx, in, inblocks);                                                          \
    }                                                                                              \
    void name##_inc_finalize(uint8_t *out, name##ctx *state, const uint8_t *in, size_t inlen) {    \
        finish(out, words, state->ctx, in, inlen);                                                 \
    }                                                                                              \
    void name##_inc_ctx_release(name##ctx *state) {                                                \
        (void)state;                                                                               \
    }                                                                                              \
    void name(uint8_t *out, const uint8_t *in, size_t inlen) {                                     \
        name##ctx state;                                                                           \
        name##_inc_init(&state);                                                                   \
        name##_inc_finalize(out, &state, in, inlen);                                               \
    }
