/* SPDX-License-Identifier: MIT */
/*
 * Variant small: one round and one step of the message schedule in one loop. For size.
 */
#include "lightweight/sha2/sha2.h"

#include "common/ct.h"
#include "common/inline.h"
#include "common/loadstore.h"
#include "common/rotate.h"
#include "lightweight/sha2/sha2_constants.h"

#define PQE_SHA2_VARIANT small

/* Word i of the schedule, in place of word i - 16 (FIPS 180-4 section 6.2.2, step 1). */
PQE_INLINE void schedule(uint32_t w[16], unsigned int i) {
    const uint32_t x = w[(i + 1) & 15U];
    const uint32_t y = w[(i + 14) & 15U];
    const uint32_t sigma0 = pqe_ror32(x ^ pqe_ror32(x, 11), 7) ^ (x >> 3);
    const uint32_t sigma1 = pqe_ror32(y ^ pqe_ror32(y, 2), 17) ^ (y >> 10);
    w[i & 15U] += sigma0 + sigma1 + w[(i + 9) & 15U];
}

PQE_NOINLINE void compress(uint32_t state[8], const uint8_t *in, size_t blocks) {
    uint32_t w[16];
    for (; blocks != 0; blocks--) {
        uint32_t a = state[0];
        uint32_t b = state[1];
        uint32_t c = state[2];
        uint32_t d = state[3];
        uint32_t e = state[4];
        uint32_t f = state[5];
        uint32_t g = state[6];
        uint32_t h = state[7];
        for (unsigned int i = 0; i < 64; i++) {
            if (i < 16) {
                w[i] = pqe_load32_be(in);
                in += 4;
            } else {
                schedule(w, i);
            }
            h += w[i & 15U] + pqe_sha_256_constants[i] + (((f ^ g) & e) ^ g);
            h += pqe_ror32(e ^ pqe_ror32(e ^ pqe_ror32(e, 14), 5), 6);
            const uint32_t e_next = d + h;
            h += ((a ^ b) & (b ^ c)) ^ b;
            h += pqe_ror32(a ^ pqe_ror32(a ^ pqe_ror32(a, 9), 11), 2);
            const uint32_t a_next = h;
            h = g;
            g = f;
            f = e;
            e = e_next;
            d = c;
            c = b;
            b = a;
            a = a_next;
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }
    pqe_wipe(w, sizeof w);
}

#include "lightweight/sha2/sha2_modes.h"
