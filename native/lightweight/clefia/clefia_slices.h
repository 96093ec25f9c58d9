/* SPDX-License-Identifier: MIT */
/*
 * CLEFIA on bit slices: what all widths share. Each clefia_<variant>.c includes this once and
 * defines before:
 *   lane                       a word or a vector of words, with ^ & | ~ << >>
 *   PLACE                      bits of a byte's place in a word: 8 of 32, 16 of 64
 *   BLOCKS                     blocks of a lane
 *   key_word                   how a slice of a key is stored, being the same for all blocks
 *   key_word_of(x), lane_of(key_word)
 *   xor_turned(a, b)           a ^ b with the halves of each word of b exchanged
 *   neighbours(x)              the two places of each half exchanged
 *   halves(lower, upper)       the lower half of each word of one, the upper half of the other
 *   places_load(q, in, places), places_store(out, places, q)
 *                              four bytes of each block, from these places in it, as they are to be
 *                              transposed; and back
 *   key_slice(word, bit)       slice of that bit of four bytes, the same for all blocks
 *   word_of_slices(q)          the four bytes of the first block
 *
 * The state's words T0 and T2, which go into F0 and F1, are kept together, and so are T1 and T3. Of
 * a pair, one set of eight slices (a) has in its lower half bytes 0 and 2 of the first word, in its
 * upper half bytes 1 and 3 of the second: those go through S0. The other set (b) has the others:
 * those go through S1.
 *
 * After a round T0 and T2 come to be T3 and T1. For slices that is: a and b exchange names, and
 * their halves are exchanged. Nothing is moved for it: the four kinds of round below know where
 * everything is, and after four of them everything is back.
 */
#include "lightweight/clefia/clefia_s0.h"
#include "lightweight/clefia/clefia_s1.h"

typedef struct {
    lane a[8]; /* at the beginning T0 and T2, set a; set b; T1 and T3, set a; set b */
    lane b[8];
    lane c[8];
    lane d[8];
} clefia_state;

PQE_INLINE void exchange(lane *x, lane *y, lane mask, unsigned int distance) {
    const lane moved = ((*x >> distance) ^ *y) & mask;
    *y ^= moved;
    *x ^= moved << distance;
}

/* Bit i of the bytes in q[j] against bit j of the bytes in q[i]; its own inverse. */
PQE_INLINE void transpose(lane q[8]) {
    for (size_t i = 0; i < 8; i += 2) {
        exchange(&q[i], &q[i + 1], lane_of((key_word)UINT64_C(0x5555555555555555)), 1);
    }
    for (size_t i = 0; i < 8; i += 4) {
        exchange(&q[i], &q[i + 2], lane_of((key_word)UINT64_C(0x3333333333333333)), 2);
        exchange(&q[i + 1], &q[i + 3], lane_of((key_word)UINT64_C(0x3333333333333333)), 2);
    }
    for (size_t i = 0; i < 4; i++) {
        exchange(&q[i], &q[i + 4], lane_of((key_word)UINT64_C(0x0f0f0f0f0f0f0f0f)), 4);
    }
}

/* 2 x in the field of 256 elements: x^8 = x^4 + x^3 + x^2 + 1. */
PQE_INLINE void doubled(lane out[8], const lane x[8]) {
    const lane top = x[7];
    for (size_t i = 7; i > 0; i--) {
        out[i] = i >= 2 && i <= 4 ? x[i - 1] ^ top : x[i - 1];
    }
    out[0] = top;
}

/* sum ^= 2 d where F0 is, 8 d where F1 is, d being x and its neighbour added. */
PQE_INLINE void add_multiple(lane sum[8], const lane x[8], int turned) {
    lane two[8];
    lane eight[8];
    for (size_t i = 0; i < 8; i++) {
        two[i] = x[i] ^ neighbours(x[i]);
    }
    doubled(two, two);
    doubled(eight, two);
    doubled(eight, eight);
    for (size_t i = 0; i < 8; i++) {
        sum[i] ^= turned != 0 ? halves(eight[i], two[i]) : halves(two[i], eight[i]);
    }
}

/*
 * The matrices M0 and M1, RFC 6114 section 4.3. Each word's bytes in set a become
 * a + m (a' + b') + n (b + b'), those in set b become b + m (a' + b') + n (a + a'), where ' is the
 * other byte of the set, and m, n are 4 and 2 in M0, 2 and 8 in M1. `turned`: F0 is in the upper
 * half.
 */
PQE_INLINE void diffuse(lane a[8], lane b[8], int turned) {
    lane two[8];
    lane four[8];
    lane x[8];
    lane y[8];
    for (size_t i = 0; i < 8; i++) {
        x[i] = a[i];
        y[i] = b[i];
        two[i] = neighbours(a[i] ^ b[i]);
    }
    doubled(two, two);
    doubled(four, two);
    for (size_t i = 0; i < 8; i++) {
        const lane both = turned != 0 ? halves(two[i], four[i]) : halves(four[i], two[i]);
        a[i] ^= both;
        b[i] ^= both;
    }
    add_multiple(a, y, turned);
    add_multiple(b, x, turned);
}

/* F0 and F1 of one pair; what goes through S1 has its constant added with the key. */
PQE_NOINLINE void functions(lane a[8], lane b[8], int turned) {
    clefia_s0(a);
    clefia_s1(b);
    for (size_t i = 0; i < 8; i++) {
        a[i] = (CLEFIA_S0_OUT >> i & 1U) != 0 ? ~a[i] : a[i];
        b[i] = (CLEFIA_S1_OUT >> i & 1U) != 0 ? ~b[i] : b[i];
    }
    diffuse(a, b, turned);
}

/* A round: of (a, b) into (to_a, to_b), with the halves exchanged or not. */
PQE_INLINE void round_through(lane to_a[8], lane to_b[8], const lane a[8], const lane b[8],
                              const key_word *key, int turned, int exchanged) {
    lane x[8];
    lane y[8];
    for (size_t i = 0; i < 8; i++) {
        x[i] = a[i] ^ lane_of(key[i]);
        y[i] = b[i] ^ lane_of(key[8 + i]);
    }
    functions(x, y, turned);
    for (size_t i = 0; i < 8; i++) {
        to_a[i] = exchanged != 0 ? xor_turned(to_a[i], x[i]) : to_a[i] ^ x[i];
        to_b[i] = exchanged != 0 ? xor_turned(to_b[i], y[i]) : to_b[i] ^ y[i];
    }
}

/* The four kinds of round. Each is its own inverse. */
PQE_INLINE void round_0(clefia_state *s, const key_word *key) {
    round_through(s->c, s->d, s->a, s->b, key, 0, 0);
}

PQE_INLINE void round_1(clefia_state *s, const key_word *key) {
    round_through(s->b, s->a, s->c, s->d, key, 0, 1);
}

PQE_INLINE void round_2(clefia_state *s, const key_word *key) {
    round_through(s->d, s->c, s->b, s->a, key, 1, 0);
}

PQE_INLINE void round_3(clefia_state *s, const key_word *key) {
    round_through(s->a, s->b, s->d, s->c, key, 1, 1);
}

PQE_INLINE void whiten(lane x[8], lane y[8], const key_word *key) {
    for (size_t i = 0; i < 8; i++) {
        x[i] ^= lane_of(key[i]);
        y[i] ^= lane_of(key[8 + i]);
    }
}

/* 18, 22 or 26 rounds: two more than a multiple of four. Key 0 and the last one whiten T1 and T3.
 */
PQE_INLINE void state_encrypt(clefia_state *s, const key_word *key, size_t rounds) {
    whiten(s->c, s->d, key);
    for (size_t round = 0;; round += 4) {
        const key_word *const at = key + 16 * (round + 1);
        round_0(s, at);
        round_1(s, at + 16);
        if (round + 2 == rounds) {
            break;
        }
        round_2(s, at + 32);
        round_3(s, at + 48);
    }
    whiten(s->b, s->a, key + 16 * (rounds + 1));
}

PQE_INLINE void state_decrypt(clefia_state *s, const key_word *key, size_t rounds) {
    whiten(s->b, s->a, key + 16 * (rounds + 1));
    for (size_t round = rounds - 2;; round -= 4) {
        const key_word *const at = key + 16 * (round + 1);
        round_1(s, at + 16);
        round_0(s, at);
        if (round == 0) {
            break;
        }
        round_3(s, at - 16);
        round_2(s, at - 32);
    }
    whiten(s->c, s->d, key);
}

/* Where in a block the sets a, b, c, d are before the first round. */
static const uint8_t places_before[4][4] = {
    {0, 2, 9, 11}, {1, 3, 8, 10}, {4, 6, 13, 15}, {5, 7, 12, 14}};
/* And after the last: T0 and T2 in c and d, T1 and T3 in b and a, with the halves exchanged. */
static const uint8_t places_after[4][4] = {
    {12, 14, 5, 7}, {13, 15, 4, 6}, {0, 2, 9, 11}, {1, 3, 8, 10}};

PQE_INLINE void state_load(clefia_state *s, const uint8_t *in, const uint8_t places[4][4]) {
    lane *const sets[4] = {s->a, s->b, s->c, s->d};
    for (size_t i = 0; i < 4; i++) {
        places_load(sets[i], in, places[i]);
        transpose(sets[i]);
    }
}

PQE_INLINE void state_store(uint8_t *out, const uint8_t places[4][4], clefia_state *s) {
    lane *const sets[4] = {s->a, s->b, s->c, s->d};
    for (size_t i = 0; i < 4; i++) {
        transpose(sets[i]);
        places_store(out, places[i], sets[i]);
    }
}

/* Of two words, the first byte highest, the bytes of set a and of set b; the first lowest. */
PQE_INLINE uint32_t set_a(uint32_t first, uint32_t second) {
    return first >> 24 | (first & 0xff00U) | (second & 0xff0000U) | second << 24;
}

PQE_INLINE uint32_t set_b(uint32_t first, uint32_t second) {
    return (first >> 16 & 0xffU) | (first & 0xffU) << 8 | (second >> 8 & 0xff0000U) |
           (second & 0xff00U) << 16;
}

/* F0(0, x[0]), F1(0, x[1]), for the key schedule. */
PQE_INLINE void round_functions(uint32_t *y, const uint32_t *x, size_t pairs) {
    lane a[8];
    lane b[8];
    for (size_t pair = 0; pair < 2 * pairs; pair += 2) {
        for (size_t i = 0; i < 8; i++) {
            a[i] = key_slice(set_a(x[pair], x[pair + 1]), i);
            b[i] = key_slice(set_b(x[pair], x[pair + 1]) ^ CLEFIA_S1_IN * 0x01010101U, i);
        }
        functions(a, b, 0);
        const uint32_t from_a = word_of_slices(a);
        const uint32_t from_b = word_of_slices(b);
        y[pair] =
            from_a << 24 | (from_b & 0xffU) << 16 | (from_a & 0xff00U) | (from_b >> 8 & 0xffU);
        y[pair + 1] = (from_b << 8 & 0xff000000U) | (from_a & 0xff0000U) |
                      (from_b >> 16 & 0xff00U) | from_a >> 24;
    }
    pqe_wipe(a, sizeof a);
    pqe_wipe(b, sizeof b);
}

#include "lightweight/clefia/clefia_key.h"

/* Two words of keys; `turned` where sets are used with their halves exchanged. */
PQE_INLINE void keys_slices(key_word out[16], const uint32_t words[2], int turned,
                            uint32_t constant) {
    uint32_t a = set_a(words[0], words[1]);
    uint32_t b = set_b(words[0], words[1]) ^ constant;
    a = turned != 0 ? a << 16 | a >> 16 : a;
    b = turned != 0 ? b << 16 | b >> 16 : b;
    for (size_t i = 0; i < 8; i++) {
        out[i] = key_word_of(key_slice(a, i));
        out[8 + i] = key_word_of(key_slice(b, i));
    }
}

PQE_INLINE void slices_schedule(key_word *out, const uint8_t *key, size_t key_bytes,
                                size_t rounds) {
    clefia_words all;
    words_schedule(&all, key, key_bytes);
    keys_slices(out, all.words, 0, 0);
    for (size_t i = 0; i < rounds; i++) {
        keys_slices(out + 16 * (i + 1), all.words + 4 + 2 * i, i % 4 >= 2,
                    CLEFIA_S1_IN * 0x01010101U);
    }
    keys_slices(out + 16 * (rounds + 1), all.words + 2, 1, 0);
    pqe_wipe(&all, sizeof all);
}

PQE_NOINLINE void batch_through(uint8_t *out, const uint8_t *in, const key_word *key, size_t rounds,
                                int backwards) {
    clefia_state s;
    if (backwards != 0) {
        state_load(&s, in, places_after);
        state_decrypt(&s, key, rounds);
        state_store(out, places_before, &s);
    } else {
        state_load(&s, in, places_before);
        state_encrypt(&s, key, rounds);
        state_store(out, places_after, &s);
    }
    pqe_wipe(&s, sizeof s);
}

/* Returns how many blocks were done. What is left of no more than `least` is not done; what does
 * not fill a batch goes through a buffer. */
PQE_INLINE size_t blocks_through(uint8_t *out, const uint8_t *in, size_t blocks, size_t least,
                                 const key_word *key, size_t rounds, int backwards) {
    size_t done = 0;
    while (blocks - done > least) {
        const size_t take = blocks - done < BLOCKS ? blocks - done : BLOCKS;
        const size_t bytes = take * PQE_CLEFIA_BLOCK_BYTES;
        const size_t offset = done * PQE_CLEFIA_BLOCK_BYTES;
        uint8_t batch[BLOCKS * PQE_CLEFIA_BLOCK_BYTES] = {0};
        memcpy(batch, in + offset, bytes);
        batch_through(batch, batch, key, rounds, backwards);
        memcpy(out + offset, batch, bytes);
        pqe_wipe(batch, sizeof batch);
        done += take;
    }
    return done;
}

#define CLEFIA_CIPHER(bits, rounds, variant, least, rest)                                          \
    void pqe_clefia_##bits##_##variant##_encrypt(                                                  \
        const pqe_clefia_##bits##_##variant##_key *schedule, uint8_t *out, const uint8_t *in,      \
        size_t blocks) {                                                                           \
        const size_t done =                                                                        \
            blocks_through(out, in, blocks, least, schedule->slices[0], rounds, 0);                \
        rest(encrypt, bits, schedule, out, in, blocks, done);                                      \
    }                                                                                              \
    void pqe_clefia_##bits##_##variant##_decrypt(                                                  \
        const pqe_clefia_##bits##_##variant##_key *schedule, uint8_t *out, const uint8_t *in,      \
        size_t blocks) {                                                                           \
        const size_t done =                                                                        \
            blocks_through(out, in, blocks, least, schedule->slices[0], rounds, 1);                \
        rest(decrypt, bits, schedule, out, in, blocks, done);                                      \
    }
