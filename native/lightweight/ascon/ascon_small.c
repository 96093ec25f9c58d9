/* SPDX-License-Identifier: MIT */
/*
 * Variant small: two 32-bit words for each 64-bit word, one round in a loop, and nothing inlined
 * that is used twice. For size.
 */
#include "lightweight/ascon/ascon_w32.h"

#define PQE_ASCON_VARIANT small
#define PQE_ASCON_XOF pqe_ascon_xof_small
#define PQE_ASCON_PART PQE_NOINLINE

PQE_NOINLINE lane lane_load(const uint8_t *in) {
    const lane word = {pqe_load32_le(in), pqe_load32_le(in + 4)};
    return word;
}

PQE_NOINLINE void lane_store(uint8_t *out, lane word) {
    pqe_store32_le(out, word.low);
    pqe_store32_le(out + 4, word.high);
}

/* The constants go down by 0x0f from round to round and end with 0x4b. */
PQE_NOINLINE void permute(volatile state *s, uint32_t constant) {
    for (; constant >= 0x4b; constant -= 0x0f) {
        round_w32(s, constant);
    }
}

PQE_INLINE void permute8(state *s) {
    permute(s, 0xb4);
}

PQE_INLINE void permute12(state *s) {
    permute(s, 0xf0);
}

PQE_INLINE void state_save(PQE_ASCON_XOF *xof, const state *s) {
    memcpy(xof->words, s->x, sizeof xof->words);
}

PQE_INLINE void state_restore(state *s, const PQE_ASCON_XOF *xof) {
    memcpy(s->x, xof->words, sizeof xof->words);
}

#include "lightweight/ascon/ascon_modes.h"
