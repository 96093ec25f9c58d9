/* SPDX-License-Identifier: MIT */
/*
 * Variant u32. Half of the rotations are of a word that is used only once
 * before it is overwritten, so that on Cortex-M3 and M4 every rotation is part
 * of the addition or exclusive-or after it: a round is eight instructions.
 */
#include "lightweight/chaskey/chaskey.h"

#include "common/aligned.h"
#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"
#include "common/partial.h"
#include "common/rotate.h"

#define BLOCK_BYTES 16U
#define PADDING 0x01U

typedef struct {
    uint32_t v[4];
} state;

PQE_INLINE void round_u32(state *s) {
    s->v[0] += s->v[1];
    s->v[1] = s->v[0] ^ pqe_ror32(s->v[1], 27);
    s->v[2] += s->v[3];
    s->v[3] = s->v[2] ^ pqe_ror32(s->v[3], 24);
    s->v[0] = s->v[3] + pqe_ror32(s->v[0], 16);
    s->v[3] = s->v[0] ^ pqe_ror32(s->v[3], 19);
    s->v[2] += s->v[1];
    s->v[1] = s->v[2] ^ pqe_ror32(s->v[1], 25);
    s->v[2] = pqe_ror32(s->v[2], 16);
}

PQE_INLINE void four_rounds(state *s) {
    round_u32(s);
    round_u32(s);
    round_u32(s);
    round_u32(s);
}

PQE_INLINE void permute(state *s) {
    four_rounds(s);
    four_rounds(s);
    four_rounds(s);
}

PQE_INLINE void absorb(state *s, const uint8_t *block, int aligned) {
    for (unsigned int i = 0; i < 4; i++) {
        s->v[i] ^= pqe_load32_le_at(block + 4U * i, aligned);
    }
}

PQE_INLINE void add_words(state *s, const uint32_t words[4]) {
    for (unsigned int i = 0; i < 4; i++) {
        s->v[i] ^= words[i];
    }
}

/* Multiplies by x in GF(2^128) with the polynomial x^128 + x^7 + x^2 + x + 1.
 */
PQE_INLINE void times_two(uint32_t k[4]) {
    const uint32_t carry = k[3] >> 31;
    for (unsigned int i = 3; i > 0; i--) {
        k[i] = (k[i] << 1) | (k[i - 1] >> 31);
    }
    k[0] = (k[0] << 1) ^ (pqe_ct_barrier(0U - carry) & 0x87U);
}

/* The last block: whole, with subkey 2 K; or padded with 01 00 ... 00, with
 * subkey 4 K. */
PQE_INLINE void absorb_last(state *s, const uint8_t *block, size_t len, const uint32_t subkey[4]) {
    if (len == BLOCK_BYTES) {
        absorb(s, block, 0);
    } else {
        uint32_t padded[4];
        pqe_load_partial(padded, 4, block, len);
        pqe_add_byte(padded, len, PADDING);
        add_words(s, padded);
        pqe_wipe_words(padded, 4);
    }
    add_words(s, subkey);
    permute(s);
    add_words(s, subkey);
}

/* Absorbs whole blocks as long as another byte follows; returns how many bytes that were. */
PQE_NOINLINE size_t absorb_blocks(state *s, const uint8_t *message, size_t len) {
    const uint8_t *const last = message + ((len - 1U) & ~(size_t)(BLOCK_BYTES - 1U));
    const size_t done = (size_t)(last - message);
    state local = *s;
    if (PQE_ALIGNED(message, message)) {
        for (; message != last; message += BLOCK_BYTES) {
            absorb(&local, message, 1);
            permute(&local);
        }
    } else {
        for (; message != last; message += BLOCK_BYTES) {
            absorb(&local, message, 0);
            permute(&local);
        }
    }
    *s = local;
    return done;
}

void pqe_chaskey_12_u32_tag(uint8_t tag[16], const uint8_t *message, size_t message_len,
                            const uint8_t key[16]) {
    state s = {{0}};
    absorb(&s, key, 0);
    uint32_t subkey[4] = {s.v[0], s.v[1], s.v[2], s.v[3]};
    if (message_len > BLOCK_BYTES) {
        const size_t done = absorb_blocks(&s, message, message_len);
        message += done;
        message_len -= done;
    }
    times_two(subkey);
    if (message_len != BLOCK_BYTES) {
        times_two(subkey);
    }
    absorb_last(&s, message, message_len, subkey);
    for (unsigned int i = 0; i < 4; i++) {
        pqe_store32_le(tag + 4U * i, s.v[i]);
    }
    pqe_wipe_words(subkey, 4);
    pqe_wipe_words(s.v, 4);
}
