/* SPDX-License-Identifier: MIT */
/*
 * Variant u64: 64-bit lanes, for hosts. In place (as in the designers' Keccak implementation
 * overview, section 2.5): lane (x, y) is kept in column x, in row (a x + b y) mod 5, where (a, b)
 * is (0, 1), (1, 2), (3, 4), (2, 3) in four rounds and then again. So the five lanes of a plane
 * after rho and pi lie in five columns, and the plane is written where it was read.
 *
 * Six lanes are kept complemented while they are permuted (section 2.2 there), so that chi has one
 * complement a plane instead of five: x86-64 has no instruction for a and not b among those that
 * every such processor has.
 */
#include "lightweight/sha3/sha3.h"

#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"
#include "common/rotate.h"
#include "lightweight/sha3/sha3_constants.h"

typedef struct {
    uint64_t lanes[25]; /* by x + 5 y */
} state;

#define PQE_SHA3_VARIANT u64

PQE_INLINE void state_clear(state *s) {
    for (unsigned int i = 0; i < 25; i++) {
        s->lanes[i] = 0;
    }
}

PQE_INLINE void add_words(state *s, unsigned int lane, uint32_t low, uint32_t high) {
    s->lanes[lane] ^= (uint64_t)low | ((uint64_t)high << 32);
}

PQE_INLINE void add_lanes(state *s, const uint8_t *in, unsigned int lanes) {
    for (unsigned int i = 0; i < lanes; i++) {
        s->lanes[i] ^= pqe_load64_le(in);
        in += 8;
    }
}

PQE_INLINE void take_lane(uint8_t out[8], const state *s, unsigned int lane) {
    pqe_store64_le(out, s->lanes[lane]);
}

/* Where lanes lie in one of four rounds: see above. */
typedef struct {
    unsigned int a;
    unsigned int b;
} places;

/* Place of word k of plane y before theta, rho and pi; its column is (k + 3 y) mod 5. */
#define SOURCE(k) ((((k) + 3U * y) % 5U) + 5U * ((p.a * (((k) + 3U * y) % 5U) + p.b * (k)) % 5U))

/* Word k of plane y after theta, rho and pi. */
#define MOVED(k)                                                                                   \
    pqe_ror64(s[SOURCE(k)] ^ d[((k) + 3U * y) % 5U],                                               \
              64U - pqe_keccak_rotations[((k) + 3U * y) % 5U + 5U * (k)])

/* Word x of plane y is written where word (x + 2 y) mod 5 was read, which is in column x. */
#define TARGET(x) s[SOURCE(((x) + 2U * y) % 5U)]

#define MOVE_PLANE                                                                                 \
    const uint64_t b0 = MOVED(0U);                                                                 \
    const uint64_t b1 = MOVED(1U);                                                                 \
    const uint64_t b2 = MOVED(2U);                                                                 \
    const uint64_t b3 = MOVED(3U);                                                                 \
    const uint64_t b4 = MOVED(4U)

PQE_INLINE void plane0(uint64_t *s, const uint64_t d[5], places p, uint64_t constant) {
    enum { y = 0 };
    MOVE_PLANE;
    TARGET(0U) = b0 ^ (b1 | b2) ^ constant;
    TARGET(1U) = b1 ^ (~b2 | b3);
    TARGET(2U) = b2 ^ (b3 & b4);
    TARGET(3U) = b3 ^ (b4 | b0);
    TARGET(4U) = b4 ^ (b0 & b1);
}

PQE_INLINE void plane1(uint64_t *s, const uint64_t d[5], places p) {
    enum { y = 1 };
    MOVE_PLANE;
    TARGET(0U) = b0 ^ (b1 | b2);
    TARGET(1U) = b1 ^ (b2 & b3);
    TARGET(2U) = b2 ^ (b3 | ~b4);
    TARGET(3U) = b3 ^ (b4 | b0);
    TARGET(4U) = b4 ^ (b0 & b1);
}

PQE_INLINE void plane2(uint64_t *s, const uint64_t d[5], places p) {
    enum { y = 2 };
    MOVE_PLANE;
    const uint64_t n3 = ~b3;
    TARGET(0U) = b0 ^ (b1 | b2);
    TARGET(1U) = b1 ^ (b2 & b3);
    TARGET(2U) = b2 ^ (n3 & b4);
    TARGET(3U) = n3 ^ (b4 | b0);
    TARGET(4U) = b4 ^ (b0 & b1);
}

PQE_INLINE void plane3(uint64_t *s, const uint64_t d[5], places p) {
    enum { y = 3 };
    MOVE_PLANE;
    const uint64_t n3 = ~b3;
    TARGET(0U) = b0 ^ (b1 & b2);
    TARGET(1U) = b1 ^ (b2 | b3);
    TARGET(2U) = b2 ^ (n3 | b4);
    TARGET(3U) = n3 ^ (b4 & b0);
    TARGET(4U) = b4 ^ (b0 | b1);
}

PQE_INLINE void plane4(uint64_t *s, const uint64_t d[5], places p) {
    enum { y = 4 };
    MOVE_PLANE;
    const uint64_t n1 = ~b1;
    TARGET(0U) = b0 ^ (n1 & b2);
    TARGET(1U) = n1 ^ (b2 | b3);
    TARGET(2U) = b2 ^ (b3 & b4);
    TARGET(3U) = b3 ^ (b4 | b0);
    TARGET(4U) = b4 ^ (b0 & b1);
}

#define PARITY(x) (s[x] ^ s[(x) + 5] ^ s[(x) + 10] ^ s[(x) + 15] ^ s[(x) + 20])

PQE_INLINE void round_u64(uint64_t *s, places p, uint64_t constant) {
    const uint64_t c0 = PARITY(0);
    const uint64_t c1 = PARITY(1);
    const uint64_t c2 = PARITY(2);
    const uint64_t c3 = PARITY(3);
    const uint64_t c4 = PARITY(4);
    const uint64_t d[5] = {c4 ^ pqe_ror64(c1, 63), c0 ^ pqe_ror64(c2, 63), c1 ^ pqe_ror64(c3, 63),
                           c2 ^ pqe_ror64(c4, 63), c3 ^ pqe_ror64(c0, 63)};
    plane0(s, d, p, constant);
    plane1(s, d, p);
    plane2(s, d, p);
    plane3(s, d, p);
    plane4(s, d, p);
}

PQE_INLINE void complement(uint64_t *s) {
    s[1] = ~s[1];
    s[2] = ~s[2];
    s[8] = ~s[8];
    s[12] = ~s[12];
    s[17] = ~s[17];
    s[20] = ~s[20];
}

PQE_NOINLINE void permute(state *s) {
    complement(s->lanes);
    for (unsigned int i = 0; i < PQE_KECCAK_ROUNDS; i += 4) {
        round_u64(s->lanes, (places){0, 1}, pqe_keccak_constants[i]);
        round_u64(s->lanes, (places){1, 2}, pqe_keccak_constants[i + 1]);
        round_u64(s->lanes, (places){3, 4}, pqe_keccak_constants[i + 2]);
        round_u64(s->lanes, (places){2, 3}, pqe_keccak_constants[i + 3]);
    }
    complement(s->lanes);
}

#include "lightweight/sha3/sha3_modes.h"
