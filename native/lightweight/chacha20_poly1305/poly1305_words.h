/* SPDX-License-Identifier: MIT */
/* What the authenticators in 32-bit words share: the key and the end of Poly1305 (RFC 8439 2.5). */
#ifndef PQE_LIGHTWEIGHT_POLY1305_WORDS_H
#define PQE_LIGHTWEIGHT_POLY1305_WORDS_H

#include "common/inline.h"
#include "common/loadstore.h"

/* r with the bits cleared that RFC 8439 section 2.5 clears, and s, which is added at the end. */
PQE_INLINE void load_key(uint32_t r[4], uint32_t pad[4], const uint32_t key[8]) {
    r[0] = key[0] & 0x0fffffffU;
    r[1] = key[1] & 0x0ffffffcU;
    r[2] = key[2] & 0x0ffffffcU;
    r[3] = key[3] & 0x0ffffffcU;
    pad[0] = key[4];
    pad[1] = key[5];
    pad[2] = key[6];
    pad[3] = key[7];
}

/* The tag: the sum of two numbers of 128 bits, without its carry. */
PQE_INLINE void store_sum(uint8_t tag[16], const uint32_t sum[4], const uint32_t pad[4]) {
    uint64_t carry = 0;
    for (unsigned int i = 0; i < 4; i++) {
        carry += sum[i];
        carry += pad[i];
        pqe_store32_le(tag + 4 * (size_t)i, (uint32_t)carry);
        carry >>= 32;
    }
}

#endif
