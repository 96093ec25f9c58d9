/* SPDX-License-Identifier: MIT */
/*
 * Variant bs64x: 64 blocks at a time, a word for each bit of a block. What is left of fewer blocks
 * than that pays for goes through bs64's code.
 *
 * No bit ever moves: a word's number is three digits of base 4, and the permutation only says which
 * of them is now j1, which j0 and which b (names as in present_block.h). Three rounds turn the
 * three round once; round keys change their order every other round. So six rounds are alike.
 */
#define PQE_SLICE_BITS 64

#include "lightweight/present/present_rounds.h"

#define BLOCKS 64U
/* From here on a pass of 64 blocks takes less time than passes of four. */
#define LEAST 40U

/* Factors of j1, j0 and b in a word's number; and whether this round's key counts places by j1. */
typedef struct {
    unsigned int j1;
    unsigned int j0;
    unsigned int b;
    unsigned int far_j1;
} digits;

/* Which round of six has which. */
static const digits order[6] = {{16, 4, 1, 0}, {1, 16, 4, 1}, {4, 1, 16, 0},
                                {16, 4, 1, 1}, {1, 16, 4, 0}, {4, 1, 16, 1}};

/* All ones if that bit of a slice is 1. */
PQE_INLINE uint64_t repeated(uint32_t slices, unsigned int place) {
    return 0U - (uint64_t)((slices >> place) & 1U);
}

PQE_INLINE unsigned int place_of(digits d, unsigned int j1, unsigned int j0) {
    return d.far_j1 != 0 ? 4 * j1 + j0 : 4 * j0 + j1;
}

PQE_INLINE void forwards(uint64_t s[64], const uint32_t key[2], digits d) {
    for (unsigned int i = 0; i < 16; i++) {
        uint64_t *const w = s + d.j1 * (i / 4) + d.j0 * (i % 4);
        const unsigned int place = place_of(d, i / 4, i % 4);
        uint64_t w0 = w[0] ^ repeated(key[0], place);
        uint64_t w1 = w[d.b] ^ repeated(key[0], 16 + place);
        uint64_t w2 = w[2 * d.b] ^ repeated(key[1], place);
        uint64_t w3 = w[3 * d.b] ^ repeated(key[1], 16 + place);
        PRESENT_SBOX(w0, w1, w2, w3);
        w[0] = w0;
        w[d.b] = w1;
        w[2 * d.b] = w2;
        w[3 * d.b] = w3;
    }
}

PQE_INLINE void backwards(uint64_t s[64], const uint32_t key[2], digits d) {
    for (unsigned int i = 0; i < 16; i++) {
        uint64_t *const w = s + d.j1 * (i / 4) + d.j0 * (i % 4);
        const unsigned int place = place_of(d, i / 4, i % 4);
        uint64_t w0 = w[0];
        uint64_t w1 = w[d.b];
        uint64_t w2 = w[2 * d.b];
        uint64_t w3 = w[3 * d.b];
        PRESENT_INVERSE_SBOX(w0, w1, w2, w3);
        w[0] = w0 ^ repeated(key[0], place);
        w[d.b] = w1 ^ repeated(key[0], 16 + place);
        w[2 * d.b] = w2 ^ repeated(key[1], place);
        w[3 * d.b] = w3 ^ repeated(key[1], 16 + place);
    }
}

/* Exchanges the number of a word with the place in it: blocks become bits, bits become blocks. */
PQE_INLINE void turn_over(uint64_t s[64]) {
    uint64_t mask = UINT64_C(0x00000000ffffffff);
    for (unsigned int step = 32; step != 0; step /= 2, mask ^= mask << step) {
        for (unsigned int i = 0; i < 64; i += 2 * step) {
            for (unsigned int j = i; j < i + step; j++) {
                const uint64_t difference = ((s[j] >> step) ^ s[j + step]) & mask;
                s[j + step] ^= difference;
                s[j] ^= difference << step;
            }
        }
    }
}

/* After 31 rounds, as after one, the word of bit 16 j1 + 4 j0 + b has the number 16 j0 + 4 b + j1.
 */
PQE_INLINE unsigned int word_after_last(unsigned int bit) {
    return 4 * (bit % 16) + bit / 16;
}

PQE_INLINE uint64_t last_key(const pqe_present_key *key) {
    return (uint64_t)key->last[1] << 32 | key->last[0];
}

PQE_NOINLINE void encrypt_64(const pqe_present_key *key, uint64_t s[64], uint64_t t[64]) {
    turn_over(s);
    for (unsigned int round = 0; round < 30; round += 6) {
        forwards(s, key->rounds[round], order[0]);
        forwards(s, key->rounds[round + 1], order[1]);
        forwards(s, key->rounds[round + 2], order[2]);
        forwards(s, key->rounds[round + 3], order[3]);
        forwards(s, key->rounds[round + 4], order[4]);
        forwards(s, key->rounds[round + 5], order[5]);
    }
    forwards(s, key->rounds[30], order[0]);
    for (unsigned int i = 0; i < 64; i++) {
        t[i] = s[word_after_last(i)];
    }
    turn_over(t);
    for (unsigned int i = 0; i < 64; i++) {
        t[i] ^= last_key(key);
    }
}

PQE_NOINLINE void decrypt_64(const pqe_present_key *key, uint64_t s[64], uint64_t t[64]) {
    for (unsigned int i = 0; i < 64; i++) {
        s[i] ^= last_key(key);
    }
    turn_over(s);
    for (unsigned int i = 0; i < 64; i++) {
        t[word_after_last(i)] = s[i];
    }
    backwards(t, key->rounds[30], order[0]);
    for (unsigned int round = 30; round != 0; round -= 6) {
        backwards(t, key->rounds[round - 1], order[5]);
        backwards(t, key->rounds[round - 2], order[4]);
        backwards(t, key->rounds[round - 3], order[3]);
        backwards(t, key->rounds[round - 4], order[2]);
        backwards(t, key->rounds[round - 5], order[1]);
        backwards(t, key->rounds[round - 6], order[0]);
    }
    turn_over(t);
}

/* Does as many blocks as are worth a pass; returns how many that were. */
PQE_INLINE size_t passes(void (*pass)(const pqe_present_key *, uint64_t *, uint64_t *),
                         const pqe_present_key *key, uint8_t *out, const uint8_t *in,
                         size_t blocks) {
    uint64_t s[64];
    uint64_t t[64];
    size_t done = 0;
    while (blocks - done >= LEAST) {
        const size_t now = blocks - done < BLOCKS ? blocks - done : BLOCKS;
        for (size_t i = 0; i < 64; i++) {
            const uint8_t *const from = in + 8 * (done + i);
            s[i] = i < now ? (uint64_t)pqe_load32_be(from) << 32 | pqe_load32_be(from + 4) : 0;
        }
        pass(key, s, t);
        for (size_t i = 0; i < now; i++) {
            pqe_store32_be(out + 8 * (done + i), (uint32_t)(t[i] >> 32));
            pqe_store32_be(out + 8 * (done + i) + 4, (uint32_t)t[i]);
        }
        done += now;
    }
    return done;
}

static void encrypt_many(const pqe_present_key *key, uint8_t *out, const uint8_t *in,
                         size_t blocks) {
    if (blocks >= LEAST) {
        const size_t done = passes(encrypt_64, key, out, in, blocks);
        blocks -= done;
        if (blocks == 0) {
            return;
        }
        out += 8 * done;
        in += 8 * done;
    }
    present_encrypt(key, out, in, blocks);
}

static void decrypt_many(const pqe_present_key *key, uint8_t *out, const uint8_t *in,
                         size_t blocks) {
    if (blocks >= LEAST) {
        const size_t done = passes(decrypt_64, key, out, in, blocks);
        blocks -= done;
        if (blocks == 0) {
            return;
        }
        out += 8 * done;
        in += 8 * done;
    }
    present_decrypt(key, out, in, blocks);
}

#define FUNCTIONS(id, bits)                                                                        \
    void id##_key_schedule(id##_key *schedule, const uint8_t key[(bits) / 8]) {                    \
        present_##bits##_key_schedule(schedule, key);                                              \
    }                                                                                              \
    void id##_encrypt(const id##_key *schedule, uint8_t *out, const uint8_t *in, size_t blocks) {  \
        encrypt_many(schedule, out, in, blocks);                                                   \
    }                                                                                              \
    void id##_decrypt(const id##_key *schedule, uint8_t *out, const uint8_t *in, size_t blocks) {  \
        decrypt_many(schedule, out, in, blocks);                                                   \
    }

FUNCTIONS(pqe_present_80_bs64x, 80)
FUNCTIONS(pqe_present_128_bs64x, 128)
