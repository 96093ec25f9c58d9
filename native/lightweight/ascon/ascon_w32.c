/* SPDX-License-Identifier: MIT */
/*
 * Variant w32: two 32-bit words for each 64-bit word, and all rounds unrolled. For speed on
 * ARMv6-M.
 */
#include "lightweight/ascon/ascon_w32.h"

#define PQE_ASCON_VARIANT w32
#define PQE_ASCON_XOF pqe_ascon_xof_w32
#define PQE_ASCON_PART PQE_INLINE

PQE_INLINE lane lane_load(const uint8_t *in) {
    lane word;
    if (PQE_LITTLE_ENDIAN && pqe_is_aligned32(in)) {
        word.low = pqe_load32_aligned(in);
        word.high = pqe_load32_aligned(in + 4);
    } else {
        word.low = pqe_load32_le(in);
        word.high = pqe_load32_le(in + 4);
    }
    return word;
}

PQE_INLINE void lane_store(uint8_t *out, lane word) {
    if (PQE_LITTLE_ENDIAN && pqe_is_aligned32(out)) {
        pqe_store32_aligned(out, word.low);
        pqe_store32_aligned(out + 4, word.high);
    } else {
        pqe_store32_le(out, word.low);
        pqe_store32_le(out + 4, word.high);
    }
}

PQE_NOINLINE void permute(volatile state *s, unsigned int rounds) {
    if (rounds == 12) {
        round_w32(s, 0xf0);
        round_w32(s, 0xe1);
        round_w32(s, 0xd2);
        round_w32(s, 0xc3);
    }
    round_w32(s, 0xb4);
    round_w32(s, 0xa5);
    round_w32(s, 0x96);
    round_w32(s, 0x87);
    round_w32(s, 0x78);
    round_w32(s, 0x69);
    round_w32(s, 0x5a);
    round_w32(s, 0x4b);
}

PQE_INLINE void permute8(state *s) {
    permute(s, 8);
}

PQE_INLINE void permute12(state *s) {
    permute(s, 12);
}

PQE_INLINE void state_save(PQE_ASCON_XOF *xof, const state *s) {
    memcpy(xof->words, s->x, sizeof xof->words);
}

PQE_INLINE void state_restore(state *s, const PQE_ASCON_XOF *xof) {
    memcpy(s->x, xof->words, sizeof xof->words);
}

#include "lightweight/ascon/ascon_modes.h"
