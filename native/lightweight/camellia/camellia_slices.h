/* SPDX-License-Identifier: MIT */
/*
 * Camellia-128 on bit slices: what all widths share. Each camellia_<variant>.c includes this once
 * and defines before:
 *   lane                   a word or a vector of words, with ^ & | ~ << >>
 *   BLOCKS_OF_WORD         blocks that share a word: 4 of 32 bits, 8 of 64
 *   key_word               how a slice of a subkey is stored, being the same for all blocks
 *   key_word_of(x), lane_of(key_word)
 *   lane_ror(x, amount)    each word rotated right by a constant
 *   halves(lower, upper)   the lower half of each word of one, the upper half of the other
 *   BLOCKS                 blocks of a lane
 *   half_load(q, bytes, distance), half_store(bytes, distance, q), half_store_first(bytes, q)
 *                          eight bytes of each block, `distance` apart, as they are to be
 * transposed; and back, or of the first block alone
 *
 * A half of the state, bytes z1 to z8 in the RFC, is eight slices; slice i holds bit i of all
 * bytes. A slice has two halves: the lower with the bits of z1, z2, z3, z4, the upper with those of
 * z8, z5, z6, z7, one of each block at each place. So both halves have the S-boxes s1, s2, s3, s4,
 * in this order.
 */
#include "lightweight/camellia/camellia_key.h"
#include "lightweight/camellia/camellia_sbox.h"

#define ROUNDS_OF_GROUP 6U
#define PLACE BLOCKS_OF_WORD /* bits of a byte's place */
#define HALF (4U * PLACE)    /* bits of half a slice */
#define PLACE_BITS ((UINT64_C(1) << PLACE) - 1U)

/* In both halves the place `i`. */
#define PLACES(i)                                                                                  \
    lane_of((key_word)((PLACE_BITS << ((i)*PLACE)) | (PLACE_BITS << ((i)*PLACE + HALF))))
#define LOWER lane_of((key_word)((UINT64_C(1) << HALF) - 1U))
#define UPPER (~LOWER)

/*
 * The S-box circuit leaves out two constants: s1(x) is CAMELLIA_SBOX_OUT ^ the circuit's value of
 * x ^ CAMELLIA_SBOX_IN. The first is added to the subkeys, byte by byte as the four S-boxes want
 * it. The second goes through the linear map to the other half of the state, as this constant; it
 * is taken out after six rounds, and until then kept in mind with the subkeys. After a round of
 * each half, both halves have it; after one more of each, neither.
 */
PQE_INLINE uint64_t in_constant(void) {
    const uint64_t x = CAMELLIA_SBOX_IN;
    const uint64_t turned = (x >> 1 | x << 7) & 0xffU; /* s4 rotates its input */
    return x << 56 | x << 48 | x << 40 | turned << 32 | x << 24 | x << 16 | turned << 8 | x;
}

PQE_INLINE uint64_t out_constant(void) {
    const uint64_t s1 = CAMELLIA_SBOX_OUT; /* also that of s4 */
    const uint64_t s2 = (s1 << 1 | s1 >> 7) & 0xffU;
    const uint64_t s3 = (s1 >> 1 | s1 << 7) & 0xffU;
    const uint64_t z[8] = {s1, s2, s3, s1, s2, s3, s1, s1};
    const uint64_t sum = z[0] ^ z[1] ^ z[2] ^ z[3];
    uint64_t result = 0;
    for (size_t i = 0; i < 4; i++) {
        const uint64_t last = z[i] ^ z[(i + 1) % 4] ^ z[4] ^ z[5] ^ z[6] ^ z[7] ^ z[4 + i];
        result |= (last ^ sum ^ z[i]) << (56U - 8U * i);
        result |= last << (24U - 8U * i);
    }
    return result;
}

/* The slice of bit `bit` of a constant of eight bytes, z1 the highest. */
PQE_INLINE lane constant_slice(uint64_t constant, size_t bit) {
    uint64_t word = 0;
    for (size_t i = 0; i < 4; i++) {
        const uint64_t lower = constant >> (56U - 8U * i) >> bit & 1U;
        const uint64_t upper = constant >> (i == 0 ? 0U : 32U - 8U * i) >> bit & 1U;
        word |= ((0U - lower) & PLACE_BITS) << (i * PLACE);
        word |= ((0U - upper) & PLACE_BITS) << (i * PLACE + HALF);
    }
    return lane_of((key_word)word);
}

PQE_INLINE void add_out_constant(lane half[8]) {
    for (size_t i = 0; i < 8; i++) {
        half[i] ^= constant_slice(out_constant(), i);
    }
}

PQE_INLINE void add_key(lane half[8], const key_word *key) {
    for (size_t i = 0; i < 8; i++) {
        half[i] ^= lane_of(key[i]);
    }
}

PQE_INLINE void exchange(lane *a, lane *b, lane mask, unsigned int distance) {
    const lane moved = ((*a >> distance) ^ *b) & mask;
    *b ^= moved;
    *a ^= moved << distance;
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

/* The four S-boxes: s2 and s3 are s1 with the result rotated, s4 with the argument rotated. */
PQE_INLINE void sboxes(lane x[8]) {
    lane s[8];
    for (size_t i = 0; i < 8; i++) {
        s[i] = x[i] ^ ((x[i] ^ x[(i + 7) % 8]) & PLACES(3));
    }
    camellia_sbox(s);
    for (size_t i = 0; i < 8; i++) {
        x[i] = (s[i] & ~(PLACES(1) | PLACES(2))) | (s[(i + 7) % 8] & PLACES(1)) |
               (s[(i + 1) % 8] & PLACES(2));
    }
}

/*
 * The linear map P on one slice. With U1 to U4 for z1 to z4 and D1 to D4 for z5 to z8, all sums:
 * the last four bytes become Ui + U(i+1) + Di + (D1 + D2 + D3 + D4), and the first four that plus
 * Ui + (U1 + U2 + U3 + U4). D lies one place further on than U, which makes the first four sums of
 * places of U + D.
 */
PQE_INLINE lane spread(lane z) {
    const lane both = z ^ lane_ror(z, HALF);
    const lane first = both ^ lane_ror(both, 2 * PLACE) ^ lane_ror(both, 3 * PLACE);
    const lane u = halves(z, z << HALF);
    const lane d = both ^ u;
    const lane pairs = d ^ lane_ror(d, PLACE);
    const lane last = both ^ lane_ror(u, 2 * HALF - PLACE) ^ pairs ^ lane_ror(pairs, 2 * PLACE);
    return halves(first, last);
}

/* to ^= F(from, key), but for the constant. */
PQE_NOINLINE void feistel(lane to[8], const lane from[8], const key_word *key) {
    lane x[8];
    for (size_t i = 0; i < 8; i++) {
        x[i] = from[i] ^ lane_of(key[i]);
    }
    sboxes(x);
    for (size_t i = 0; i < 8; i++) {
        to[i] ^= spread(x[i]);
    }
}

/* x2 ^= (x1 & k1) <<< 1: byte z5 takes from z1, and its lowest bit from z2, whose place is its own.
 */
PQE_INLINE void fl_last(lane half[8], const key_word *key) {
    for (size_t i = 0; i < 8; i++) {
        const size_t from = (i + 7) % 8;
        const lane masked = half[from] & lane_of(key[from]) & LOWER;
        const lane twice = masked | masked << HALF;
        half[i] ^= (i == 0 ? twice : lane_ror(twice, 2 * HALF - PLACE)) & UPPER;
    }
}

/* x1 ^= x2 | k2 */
PQE_INLINE void fl_first(lane half[8], const key_word *key) {
    for (size_t i = 0; i < 8; i++) {
        const lane set = (half[i] | lane_of(key[i])) & UPPER;
        half[i] ^= lane_ror(set | set >> HALF, PLACE) & LOWER;
    }
}

/* Six rounds, with the subkeys `step` words apart. */
PQE_INLINE const key_word *six_rounds(lane d1[8], lane d2[8], const key_word *key, ptrdiff_t step) {
    for (size_t i = 0; i < ROUNDS_OF_GROUP; i += 2) {
        feistel(d2, d1, key);
        feistel(d1, d2, key + step);
        key += 2 * step;
    }
    return key;
}

PQE_INLINE const key_word *fl_layer(lane d1[8], lane d2[8], const key_word *key, ptrdiff_t step) {
    fl_last(d1, key);
    fl_first(d1, key);
    fl_first(d2, key + step);
    fl_last(d2, key + step);
    return key + 2 * step;
}

/* RFC 3713, section 2.3.1; what comes out is D2, D1. */
PQE_INLINE void halves_encrypt(lane d1[8], lane d2[8], const key_word *key) {
    add_key(d1, key);
    add_key(d2, key + 8);
    key += 16;
    for (size_t group = 0;; group++) {
        key = six_rounds(d1, d2, key, 8);
        add_out_constant(d1);
        add_out_constant(d2);
        if (group == 2) {
            break;
        }
        key = fl_layer(d1, d2, key, 8);
    }
    add_key(d2, key);
    add_key(d1, key + 8);
}

/* The same with the subkeys backwards. The constant, which the subkeys reckon with after the rounds
 * of a group, has to be there before them. */
PQE_INLINE void halves_decrypt(lane d1[8], lane d2[8], const key_word *key) {
    add_key(d1, key + 8 * (CAMELLIA_SUBKEYS - 2));
    add_key(d2, key + 8 * (CAMELLIA_SUBKEYS - 1));
    const key_word *at = key + 8 * (CAMELLIA_SUBKEYS - 3);
    for (size_t group = 0;; group++) {
        add_out_constant(d1);
        add_out_constant(d2);
        at = six_rounds(d1, d2, at, -8);
        if (group == 2) {
            break;
        }
        at = fl_layer(d1, d2, at, -8);
    }
    add_key(d2, key);
    add_key(d1, key + 8);
}

PQE_INLINE void subkey_store(uint8_t bytes[8], uint64_t subkey) {
    pqe_store32_be(bytes, (uint32_t)(subkey >> 32));
    pqe_store32_be(bytes + 4, (uint32_t)subkey);
}

PQE_INLINE uint64_t subkey_load(const uint8_t bytes[8]) {
    return (uint64_t)pqe_load32_be(bytes) << 32 | pqe_load32_be(bytes + 4);
}

PQE_INLINE void subkey_slices(key_word out[8], uint64_t subkey) {
    uint8_t bytes[8];
    lane q[8];
    subkey_store(bytes, subkey);
    half_load(q, bytes, 0);
    transpose(q);
    for (size_t i = 0; i < 8; i++) {
        out[i] = key_word_of(q[i]);
    }
    pqe_wipe(bytes, sizeof bytes);
    pqe_wipe(q, sizeof q);
}

/* KA from KL, section 2.2: four rounds with constants for subkeys, KL added after two. */
PQE_INLINE void derive(uint64_t ka[2], const uint8_t key[16]) {
    uint8_t bytes[8];
    key_word sigma[8];
    lane kl[2][8];
    lane d[2][8];
    for (size_t i = 0; i < 2; i++) {
        half_load(kl[i], key + 8 * i, 0);
        transpose(kl[i]);
        memcpy(d[i], kl[i], sizeof d[i]);
    }
    for (size_t i = 0; i < 4; i++) {
        subkey_slices(sigma, camellia_sigma[i] ^ in_constant());
        feistel(d[(i + 1) % 2], d[i % 2], sigma);
        add_out_constant(d[(i + 1) % 2]);
        for (size_t j = 0; i == 1 && j < 16; j++) {
            d[j / 8][j % 8] ^= kl[j / 8][j % 8];
        }
    }
    for (size_t i = 0; i < 2; i++) {
        transpose(d[i]);
        half_store_first(bytes, d[i]);
        ka[i] = subkey_load(bytes);
    }
    pqe_wipe(bytes, sizeof bytes);
    pqe_wipe(kl, sizeof kl);
    pqe_wipe(d, sizeof d);
}

/* What a subkey is stored with: of rounds the constant that leads to the S-boxes and, where their
 * input still has the other one, that too. */
PQE_INLINE uint64_t stored_constant(size_t i) {
    static const uint8_t kept[ROUNDS_OF_GROUP] = {0, 1, 1, 0, 0, 1};
    const size_t round = (i - 2) % (ROUNDS_OF_GROUP + 2);
    if (i < 2 || i >= CAMELLIA_SUBKEYS - 2 || round >= ROUNDS_OF_GROUP) {
        return 0; /* kw1 to kw4, ke1 to ke4 */
    }
    return in_constant() ^ (kept[round] != 0 ? out_constant() : 0U);
}

PQE_INLINE void slices_schedule(key_word *out, const uint8_t key[16]) {
    uint64_t kl[2] = {subkey_load(key), subkey_load(key + 8)};
    uint64_t ka[2];
    derive(ka, key);
    for (size_t i = 0; i < CAMELLIA_SUBKEYS; i++) {
        subkey_slices(out + 8 * i, camellia_subkey(kl, ka, i) ^ stored_constant(i));
    }
    pqe_wipe(kl, sizeof kl);
    pqe_wipe(ka, sizeof ka);
}

PQE_NOINLINE void blocks_load(lane d1[8], lane d2[8], const uint8_t *in) {
    half_load(d1, in, PQE_CAMELLIA_BLOCK_BYTES);
    half_load(d2, in + 8, PQE_CAMELLIA_BLOCK_BYTES);
    transpose(d1);
    transpose(d2);
}

PQE_NOINLINE void blocks_store(uint8_t *out, lane d1[8], lane d2[8]) {
    transpose(d1);
    transpose(d2);
    half_store(out, PQE_CAMELLIA_BLOCK_BYTES, d2);
    half_store(out + 8, PQE_CAMELLIA_BLOCK_BYTES, d1);
}

/* Whole batches of BLOCKS; returns how many blocks were done. A rest of more than `least` blocks
 * goes through a buffer. */
PQE_INLINE size_t batches_through(void (*through)(lane[8], lane[8], const key_word *),
                                  const key_word *key, uint8_t *out, const uint8_t *in,
                                  size_t blocks, size_t least) {
    lane d1[8];
    lane d2[8];
    size_t done = 0;
    while (blocks - done > least) {
        const size_t take = blocks - done < BLOCKS ? blocks - done : BLOCKS;
        uint8_t rest[BLOCKS * PQE_CAMELLIA_BLOCK_BYTES];
        const size_t offset = done * PQE_CAMELLIA_BLOCK_BYTES;
        if (take == BLOCKS) {
            blocks_load(d1, d2, in + offset);
        } else {
            memset(rest, 0, sizeof rest);
            memcpy(rest, in + offset, take * PQE_CAMELLIA_BLOCK_BYTES);
            blocks_load(d1, d2, rest);
        }
        through(d1, d2, key);
        if (take == BLOCKS) {
            blocks_store(out + offset, d1, d2);
        } else {
            blocks_store(rest, d1, d2);
            memcpy(out + offset, rest, take * PQE_CAMELLIA_BLOCK_BYTES);
            pqe_wipe(rest, sizeof rest);
        }
        done += take;
    }
    pqe_wipe(d1, sizeof d1);
    pqe_wipe(d2, sizeof d2);
    return done;
}
