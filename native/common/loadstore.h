/* SPDX-License-Identifier: MIT */
/*
 * Little-endian loads and stores at any alignment. Compilers turn each into one access where the
 * machine allows unaligned words (x86, AArch64, Cortex-M3 and up), into byte accesses elsewhere.
 */
#ifndef PQE_COMMON_LOADSTORE_H
#define PQE_COMMON_LOADSTORE_H

#include <stdint.h>
#include <string.h>

#if defined(__BYTE_ORDER__) && defined(__ORDER_LITTLE_ENDIAN__)
#define PQE_LITTLE_ENDIAN (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__)
#else
#define PQE_LITTLE_ENDIAN 0
#endif

static inline uint32_t pqe_load32_le(const uint8_t *in) {
#if PQE_LITTLE_ENDIAN
    uint32_t word;
    memcpy(&word, in, sizeof word);
    return word;
#else
    return (uint32_t)in[0] | ((uint32_t)in[1] << 8) | ((uint32_t)in[2] << 16) |
           ((uint32_t)in[3] << 24);
#endif
}

static inline void pqe_store32_le(uint8_t *out, uint32_t word) {
#if PQE_LITTLE_ENDIAN
    memcpy(out, &word, sizeof word);
#else
    out[0] = (uint8_t)word;
    out[1] = (uint8_t)(word >> 8);
    out[2] = (uint8_t)(word >> 16);
    out[3] = (uint8_t)(word >> 24);
#endif
}

static inline uint64_t pqe_load64_le(const uint8_t *in) {
#if PQE_LITTLE_ENDIAN
    uint64_t word;
    memcpy(&word, in, sizeof word);
    return word;
#else
    return (uint64_t)pqe_load32_le(in) | ((uint64_t)pqe_load32_le(in + 4) << 32);
#endif
}

static inline void pqe_store64_le(uint8_t *out, uint64_t word) {
#if PQE_LITTLE_ENDIAN
    memcpy(out, &word, sizeof word);
#else
    pqe_store32_le(out, (uint32_t)word);
    pqe_store32_le(out + 4, (uint32_t)(word >> 32));
#endif
}

#endif
