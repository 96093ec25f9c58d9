/* SPDX-License-Identifier: MIT */
/*
 * TWINE-80 and TWINE-128: block ciphers, 64-bit blocks, a generalised Feistel network of 36 rounds.
 *
 * Document: Suzaki, Minematsu, Morioka, Kobayashi, "TWINE: A Lightweight Block Cipher for Multiple
 * Platforms", SAC 2012 (https://doi.org/10.1007/978-3-642-35999-6_22). Not a standard. The first
 * byte of a key or a block holds its first two cells, the first in the higher half.
 *
 * Variants (same results):
 *   bs32  bit slices in 32-bit words, up to four blocks at the cost of one; for Cortex-M.
 *   bs64  the same code in 64-bit words, up to eight blocks; for 64-bit hosts.
 *   small as bs32, with loops and functions in place of copies: a quarter less code, a third on
 * Cortex-M0+.
 *
 * How: the shuffle of the sixteen cells is never done. Each half of the cells stays in its slices
 * and only changes roles; with the right places for the cells, what the S-boxes put out has to go
 * to the other half unmoved, with neighbours exchanged, in reverse, or turned by half a word, in
 * turn. Round keys are laid out to match, which takes eight rounds to repeat.
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
#ifndef PQE_LIGHTWEIGHT_TWINE_H
#define PQE_LIGHTWEIGHT_TWINE_H

#include <stddef.h>
#include <stdint.h>

#define PQE_TWINE_80_KEY_BYTES 10
#define PQE_TWINE_128_KEY_BYTES 16
#define PQE_TWINE_BLOCK_BYTES 8

/* Round keys in slices, the same for every block. */
typedef struct {
    uint32_t rounds[36][4];
} pqe_twine_bs32_key;

typedef struct {
    uint64_t rounds[36][4];
} pqe_twine_bs64_key;

typedef pqe_twine_bs32_key pqe_twine_80_bs32_key;
typedef pqe_twine_bs32_key pqe_twine_128_bs32_key;
typedef pqe_twine_bs64_key pqe_twine_80_bs64_key;
typedef pqe_twine_bs64_key pqe_twine_128_bs64_key;
typedef pqe_twine_bs32_key pqe_twine_80_small_key;
typedef pqe_twine_bs32_key pqe_twine_128_small_key;

void pqe_twine_80_bs32_key_schedule(pqe_twine_80_bs32_key *schedule, const uint8_t key[10]);
void pqe_twine_80_bs32_encrypt(const pqe_twine_80_bs32_key *schedule, uint8_t *out,
                               const uint8_t *in, size_t blocks);
void pqe_twine_80_bs32_decrypt(const pqe_twine_80_bs32_key *schedule, uint8_t *out,
                               const uint8_t *in, size_t blocks);

void pqe_twine_128_bs32_key_schedule(pqe_twine_128_bs32_key *schedule, const uint8_t key[16]);
void pqe_twine_128_bs32_encrypt(const pqe_twine_128_bs32_key *schedule, uint8_t *out,
                                const uint8_t *in, size_t blocks);
void pqe_twine_128_bs32_decrypt(const pqe_twine_128_bs32_key *schedule, uint8_t *out,
                                const uint8_t *in, size_t blocks);

void pqe_twine_80_bs64_key_schedule(pqe_twine_80_bs64_key *schedule, const uint8_t key[10]);
void pqe_twine_80_bs64_encrypt(const pqe_twine_80_bs64_key *schedule, uint8_t *out,
                               const uint8_t *in, size_t blocks);
void pqe_twine_80_bs64_decrypt(const pqe_twine_80_bs64_key *schedule, uint8_t *out,
                               const uint8_t *in, size_t blocks);

void pqe_twine_128_bs64_key_schedule(pqe_twine_128_bs64_key *schedule, const uint8_t key[16]);
void pqe_twine_128_bs64_encrypt(const pqe_twine_128_bs64_key *schedule, uint8_t *out,
                                const uint8_t *in, size_t blocks);
void pqe_twine_128_bs64_decrypt(const pqe_twine_128_bs64_key *schedule, uint8_t *out,
                                const uint8_t *in, size_t blocks);

void pqe_twine_80_small_key_schedule(pqe_twine_80_small_key *schedule, const uint8_t key[10]);
void pqe_twine_80_small_encrypt(const pqe_twine_80_small_key *schedule, uint8_t *out,
                                const uint8_t *in, size_t blocks);
void pqe_twine_80_small_decrypt(const pqe_twine_80_small_key *schedule, uint8_t *out,
                                const uint8_t *in, size_t blocks);
void pqe_twine_128_small_key_schedule(pqe_twine_128_small_key *schedule, const uint8_t key[16]);
void pqe_twine_128_small_encrypt(const pqe_twine_128_small_key *schedule, uint8_t *out,
                                 const uint8_t *in, size_t blocks);
void pqe_twine_128_small_decrypt(const pqe_twine_128_small_key *schedule, uint8_t *out,
                                 const uint8_t *in, size_t blocks);

#endif
