/* SPDX-License-Identifier: MIT */
/*
 * PRESENT-80 and PRESENT-128: block ciphers, 64-bit blocks, 31 rounds.
 *
 * Document: Bogdanov, Knudsen, Leander, Paar, Poschmann, Robshaw, Seurin, Vikkelsoe, "PRESENT: An
 * Ultra-Lightweight Block Cipher", CHES 2007 (https://doi.org/10.1007/978-3-540-74735-2_31);
 * standardised in ISO/IEC 29192-2:2019. The first byte of a key or a block holds its highest bits.
 *
 * Variants (same results):
 *   bs32  bit slices in 32-bit words, two blocks at a time; for Cortex-M.
 *   bs64  the same code in 64-bit words, four blocks at a time.
 *   bs64x 64 blocks at a time, a word a bit, and fewer than 40 as bs64 has them; for 64-bit hosts.
 *   small one block at a time, as bs32 has it for the last one; half the code.
 *
 * How: take a block as a cube of 4 x 4 x 4 bits; then PRESENT's permutation turns the three axes
 * round. The number of a slice is one axis. A round exchanges it with one of the other two, the
 * next round with the other, and nothing else ever moves. (The idea of splitting the permutation
 * over two rounds: Reis, Aranha, Lopez, "PRESENT Runs Fast", CHES 2017.) A single block takes half
 * as many words, two slices in each. A word a bit lets nothing move at all.
 *
 * Constant time: claimed for every function, with respect to key and data. Only AND, OR, XOR, NOT
 * and shifts by constants touch them; no table; branches and addresses depend on the number of
 * blocks alone.
 * bs64 and bs64x are not constant time on a Cortex-M3, where the compiler makes long
 * multiplications, whose time varies, of some shifts of 64-bit words.
 *
 * Not claimed: resistance to power analysis, electromagnetic analysis or fault injection.
 *
 * Limits: a block of 64 bits leaks once about 2^32 blocks were encrypted under one key; change keys
 * long before, and use a mode. A key of 80 bits is below what is asked of new systems.
 *
 * Buffers: any alignment; a pointer may be NULL if `blocks` is 0; out may be in, other overlap is
 * not allowed. No heap, no global state, no recursion; stack use is below 256 bytes, in
 * bs64x about 1.3 KB. The schedule is key material: the caller wipes it.
 */
#ifndef PQE_LIGHTWEIGHT_PRESENT_H
#define PQE_LIGHTWEIGHT_PRESENT_H

#include <stddef.h>
#include <stdint.h>

#define PQE_PRESENT_80_KEY_BYTES 10
#define PQE_PRESENT_128_KEY_BYTES 16
#define PQE_PRESENT_BLOCK_BYTES 8

/* Round keys in slices, two words each; the last one as it is. */
typedef struct {
    uint32_t rounds[31][2];
    uint32_t last[2];
} pqe_present_key;

typedef pqe_present_key pqe_present_80_bs32_key;
typedef pqe_present_key pqe_present_128_bs32_key;
typedef pqe_present_key pqe_present_80_small_key;
typedef pqe_present_key pqe_present_128_small_key;
typedef pqe_present_key pqe_present_80_bs64_key;
typedef pqe_present_key pqe_present_128_bs64_key;
typedef pqe_present_key pqe_present_80_bs64x_key;
typedef pqe_present_key pqe_present_128_bs64x_key;

void pqe_present_80_bs32_key_schedule(pqe_present_80_bs32_key *schedule, const uint8_t key[10]);
void pqe_present_80_bs32_encrypt(const pqe_present_80_bs32_key *schedule, uint8_t *out,
                                 const uint8_t *in, size_t blocks);
void pqe_present_80_bs32_decrypt(const pqe_present_80_bs32_key *schedule, uint8_t *out,
                                 const uint8_t *in, size_t blocks);

void pqe_present_128_bs32_key_schedule(pqe_present_128_bs32_key *schedule, const uint8_t key[16]);
void pqe_present_128_bs32_encrypt(const pqe_present_128_bs32_key *schedule, uint8_t *out,
                                  const uint8_t *in, size_t blocks);
void pqe_present_128_bs32_decrypt(const pqe_present_128_bs32_key *schedule, uint8_t *out,
                                  const uint8_t *in, size_t blocks);

void pqe_present_80_bs64_key_schedule(pqe_present_80_bs64_key *schedule, const uint8_t key[10]);
void pqe_present_80_bs64_encrypt(const pqe_present_80_bs64_key *schedule, uint8_t *out,
                                 const uint8_t *in, size_t blocks);
void pqe_present_80_bs64_decrypt(const pqe_present_80_bs64_key *schedule, uint8_t *out,
                                 const uint8_t *in, size_t blocks);

void pqe_present_128_bs64_key_schedule(pqe_present_128_bs64_key *schedule, const uint8_t key[16]);
void pqe_present_128_bs64_encrypt(const pqe_present_128_bs64_key *schedule, uint8_t *out,
                                  const uint8_t *in, size_t blocks);
void pqe_present_128_bs64_decrypt(const pqe_present_128_bs64_key *schedule, uint8_t *out,
                                  const uint8_t *in, size_t blocks);

void pqe_present_80_bs64x_key_schedule(pqe_present_80_bs64x_key *schedule, const uint8_t key[10]);
void pqe_present_80_bs64x_encrypt(const pqe_present_80_bs64x_key *schedule, uint8_t *out,
                                  const uint8_t *in, size_t blocks);
void pqe_present_80_bs64x_decrypt(const pqe_present_80_bs64x_key *schedule, uint8_t *out,
                                  const uint8_t *in, size_t blocks);

void pqe_present_128_bs64x_key_schedule(pqe_present_128_bs64x_key *schedule, const uint8_t key[16]);
void pqe_present_128_bs64x_encrypt(const pqe_present_128_bs64x_key *schedule, uint8_t *out,
                                   const uint8_t *in, size_t blocks);
void pqe_present_128_bs64x_decrypt(const pqe_present_128_bs64x_key *schedule, uint8_t *out,
                                   const uint8_t *in, size_t blocks);

void pqe_present_80_small_key_schedule(pqe_present_80_small_key *schedule, const uint8_t key[10]);
void pqe_present_80_small_encrypt(const pqe_present_80_small_key *schedule, uint8_t *out,
                                  const uint8_t *in, size_t blocks);
void pqe_present_80_small_decrypt(const pqe_present_80_small_key *schedule, uint8_t *out,
                                  const uint8_t *in, size_t blocks);

void pqe_present_128_small_key_schedule(pqe_present_128_small_key *schedule, const uint8_t key[16]);
void pqe_present_128_small_encrypt(const pqe_present_128_small_key *schedule, uint8_t *out,
                                   const uint8_t *in, size_t blocks);
void pqe_present_128_small_decrypt(const pqe_present_128_small_key *schedule, uint8_t *out,
                                   const uint8_t *in, size_t blocks);

#endif
