/* SPDX-License-Identifier: MIT */
/*
 * Piccolo-80 and Piccolo-128: block ciphers, 64-bit blocks, a generalised Feistel network of 25 and
 * 31 rounds.
 *
 * Document: Shibutani, Isobe, Hiwatari, Mitsuda, Akishita, Shirai, "Piccolo: An Ultra-Lightweight
 * Blockcipher", CHES 2011 (https://doi.org/10.1007/978-3-642-23951-9_23). Not a standard. The first
 * byte of a key or a block holds its highest bits.
 *
 * Variants (same results):
 *   bs32  bit slices in 32-bit words, up to four blocks at the cost of one; for Cortex-M.
 *   bs64  the same code in 64-bit words, up to eight blocks; for 64-bit hosts.
 *   small as bs32, with loops and functions in place of copies: little more than half the code.
 *
 * How: the permutation of bytes is never done. Both halves of the state stay in their slices and
 * change roles; after every other round the two F functions find some of their cells in each
 * other's place, exchange them on the way in, and others on the way out.
 *
 * Constant time: claimed for every function, with respect to key and data. Only AND, OR, XOR, NOT,
 * subtraction, shifts and rotations by constants touch them; no table; branches and addresses
 * depend on the number of blocks alone.
 *
 * Not claimed: resistance to power analysis, electromagnetic analysis or fault injection.
 *
 * Limits: a block of 64 bits leaks once about 2^32 blocks were encrypted under one key; change keys
 * long before, and use a mode. A key of 80 bits is below what is asked of new systems.
 *
 * Buffers: any alignment; a pointer may be NULL if `blocks` is 0; out may be in, other overlap is
 * not allowed. No heap, no global state, no recursion; stack use is below 512 bytes. The schedule
 * is key material: the caller wipes it.
 */
#ifndef PQE_LIGHTWEIGHT_PICCOLO_H
#define PQE_LIGHTWEIGHT_PICCOLO_H

#include <stddef.h>
#include <stdint.h>

#define PQE_PICCOLO_80_KEY_BYTES 10
#define PQE_PICCOLO_128_KEY_BYTES 16
#define PQE_PICCOLO_BLOCK_BYTES 8

/* In slices: the whitening keys before and after, then the rounds' keys with their constants. */
typedef struct {
    uint32_t words[27][4];
} pqe_piccolo_80_bs32_key;

typedef struct {
    uint32_t words[33][4];
} pqe_piccolo_128_bs32_key;

typedef struct {
    uint64_t words[27][4];
} pqe_piccolo_80_bs64_key;

typedef struct {
    uint64_t words[33][4];
} pqe_piccolo_128_bs64_key;

typedef pqe_piccolo_80_bs32_key pqe_piccolo_80_small_key;
typedef pqe_piccolo_128_bs32_key pqe_piccolo_128_small_key;

void pqe_piccolo_80_bs32_key_schedule(pqe_piccolo_80_bs32_key *schedule, const uint8_t key[10]);
void pqe_piccolo_80_bs32_encrypt(const pqe_piccolo_80_bs32_key *schedule, uint8_t *out,
                                 const uint8_t *in, size_t blocks);
void pqe_piccolo_80_bs32_decrypt(const pqe_piccolo_80_bs32_key *schedule, uint8_t *out,
                                 const uint8_t *in, size_t blocks);

void pqe_piccolo_128_bs32_key_schedule(pqe_piccolo_128_bs32_key *schedule, const uint8_t key[16]);
void pqe_piccolo_128_bs32_encrypt(const pqe_piccolo_128_bs32_key *schedule, uint8_t *out,
                                  const uint8_t *in, size_t blocks);
void pqe_piccolo_128_bs32_decrypt(const pqe_piccolo_128_bs32_key *schedule, uint8_t *out,
                                  const uint8_t *in, size_t blocks);

void pqe_piccolo_80_bs64_key_schedule(pqe_piccolo_80_bs64_key *schedule, const uint8_t key[10]);
void pqe_piccolo_80_bs64_encrypt(const pqe_piccolo_80_bs64_key *schedule, uint8_t *out,
                                 const uint8_t *in, size_t blocks);
void pqe_piccolo_80_bs64_decrypt(const pqe_piccolo_80_bs64_key *schedule, uint8_t *out,
                                 const uint8_t *in, size_t blocks);

void pqe_piccolo_128_bs64_key_schedule(pqe_piccolo_128_bs64_key *schedule, const uint8_t key[16]);
void pqe_piccolo_128_bs64_encrypt(const pqe_piccolo_128_bs64_key *schedule, uint8_t *out,
                                  const uint8_t *in, size_t blocks);
void pqe_piccolo_128_bs64_decrypt(const pqe_piccolo_128_bs64_key *schedule, uint8_t *out,
                                  const uint8_t *in, size_t blocks);

void pqe_piccolo_80_small_key_schedule(pqe_piccolo_80_small_key *schedule, const uint8_t key[10]);
void pqe_piccolo_80_small_encrypt(const pqe_piccolo_80_small_key *schedule, uint8_t *out,
                                  const uint8_t *in, size_t blocks);
void pqe_piccolo_80_small_decrypt(const pqe_piccolo_80_small_key *schedule, uint8_t *out,
                                  const uint8_t *in, size_t blocks);
void pqe_piccolo_128_small_key_schedule(pqe_piccolo_128_small_key *schedule, const uint8_t key[16]);
void pqe_piccolo_128_small_encrypt(const pqe_piccolo_128_small_key *schedule, uint8_t *out,
                                   const uint8_t *in, size_t blocks);
void pqe_piccolo_128_small_decrypt(const pqe_piccolo_128_small_key *schedule, uint8_t *out,
                                   const uint8_t *in, size_t blocks);

#endif
