/* SPDX-License-Identifier: MIT */
/*
 * Variant u64: the state is five 64-bit words. The rounds are unrolled and stay inline in the loops
 * over blocks, so that the state lives in registers from the first block to the last.
 */
#include "lightweight/ascon/ascon.h"

#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"
#include "common/rotate.h"

typedef uint64_t lane;

typedef struct {
    lane x[5];
} state;

#define PQE_ASCON_VARIANT u64
#define PQE_ASCON_XOF pqe_ascon_xof_u64
#define PQE_ASCON_PART PQE_INLINE

PQE_INLINE lane lane_load(const uint8_t *in) {
    return pqe_load64_le(in);
}

PQE_INLINE void lane_store(uint8_t *out, lane word) {
    pqe_store64_le(out, word);
}

PQE_INLINE lane lane_xor(lane a, lane b) {
    return a ^ b;
}

PQE_INLINE lane lane_of(uint64_t word) {
    return word;
}

/*
 * One round, SP 800-232 section 3: 64 parallel 5-bit S-boxes, linear diffusion per word. Its
 * constant is in x[2] already; the next round's goes there, and the complement of x[2] with it,
 * while the rotations are still under way: so neither lengthens the chain of a round. x ^ (x >>> a)
 * ^ (x >>> b) is x ^ ((x ^ (x >>> (b - a))) >>> a), with fewer instructions and a longer chain;
 * which of both is better in which word was found by trying all.
 */
PQE_INLINE void round_u64(state *s, uint64_t next) {
    const lane x0 = s->x[0] ^ s->x[4];
    const lane x1 = s->x[1];
    const lane x2 = s->x[2] ^ s->x[1];
    const lane x3 = s->x[3];
    const lane x4 = s->x[4] ^ s->x[3];
    lane t0 = x0 ^ (~x1 & x2);
    lane t1 = x1 ^ (~x2 & x3);
    const lane t2 = x2 ^ (~x3 & x4);
    lane t3 = x3 ^ (~x4 & x0);
    const lane t4 = x4 ^ (~x0 & x1);
    t1 ^= t0;
    t0 ^= t4;
    t3 ^= t2;
    s->x[0] = t0 ^ pqe_ror64(t0 ^ pqe_ror64(t0, 28 - 19), 19);
    s->x[1] = t1 ^ pqe_ror64(t1 ^ pqe_ror64(t1, 61 - 39), 39);
    s->x[2] = (t2 ^ ~next) ^ (pqe_ror64(t2, 1) ^ pqe_ror64(t2, 6));
    s->x[3] = t3 ^ pqe_ror64(t3 ^ pqe_ror64(t3, 17 - 10), 10);
    s->x[4] = t4 ^ (pqe_ror64(t4, 7) ^ pqe_ror64(t4, 41));
}

/* The last eight rounds but for the constant of their first. */
PQE_INLINE void rounds8(state *s) {
    round_u64(s, 0xa5);
    round_u64(s, 0x96);
    round_u64(s, 0x87);
    round_u64(s, 0x78);
    round_u64(s, 0x69);
    round_u64(s, 0x5a);
    round_u64(s, 0x4b);
    round_u64(s, 0);
}

PQE_INLINE void permute8(state *s) {
    s->x[2] ^= 0xb4;
    rounds8(s);
}

PQE_INLINE void permute12(state *s) {
    s->x[2] ^= 0xf0;
    round_u64(s, 0xe1);
    round_u64(s, 0xd2);
    round_u64(s, 0xc3);
    round_u64(s, 0xb4);
    rounds8(s);
}

PQE_INLINE void state_save(PQE_ASCON_XOF *xof, const state *s) {
    memcpy(xof->words, s->x, sizeof xof->words);
}

PQE_INLINE void state_restore(state *s, const PQE_ASCON_XOF *xof) {
    memcpy(s->x, xof->words, sizeof xof->words);
}

#include "lightweight/ascon/ascon_modes.h"
