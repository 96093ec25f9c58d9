/* SPDX-License-Identifier: MIT */
/*
 * AES-128, a block cipher of 128-bit blocks.
 *
 * Document: NIST FIPS 197, "Advanced Encryption Standard" (2001, updated May 2023)
 * (https://doi.org/10.6028/NIST.FIPS.197-upd1).
 *
 * Variants (same results; the name says how the code is written):
 *   bs32  two blocks in eight 32-bit words, one word for each bit of a byte, fixsliced: ShiftRows
 *         costs nothing but other masks in MixColumns. For Cortex-M.
 *   bs64  the same with four blocks in eight 64-bit words.
 *   bs128 the same with eight blocks in eight vectors of two 64-bit words; fewer than five go
 *         through bs64. For 64-bit hosts.
 *   small as bs32, with ShiftRows done and one round in a loop; for size.
 *   tab   tables that are indexed by secret bytes: NOT CONSTANT TIME on anything with a cache. A
 *         reference for comparisons, never a default.
 *
 * Constant time: claimed for bs32, bs64, bs128 and small, with respect to key and data: only AND,
 * OR, XOR, NOT, shifts and rotations by constants touch them. Not claimed for tab.
 *
 * Not claimed: resistance to power analysis, electromagnetic analysis or fault injection.
 *
 * Limits: a block cipher alone protects nothing; use a mode. Encryption is what modes need and what
 * is fast; decryption is in the same slices, without fixslicing.
 *
 * Buffers: any alignment. `out` may be `in`; any other overlap is not allowed. Blocks are
 * independent of one another (ECB). No heap, no global state, no recursion; stack use is below 512
 * bytes (bs64, bs128: 1024). The caller wipes the schedule, which is as secret as the key.
 */
#ifndef PQE_LIGHTWEIGHT_AES_H
#define PQE_LIGHTWEIGHT_AES_H

#include <stddef.h>
#include <stdint.h>

#define PQE_AES_BLOCK_BYTES 16

/* Round keys in slices, each for all blocks that are done at once. */
typedef struct {
    uint32_t slices[11][8];
} pqe_aes_128_bs32_key;

typedef struct {
    uint64_t slices[11][8];
} pqe_aes_128_bs64_key;

typedef pqe_aes_128_bs64_key pqe_aes_128_bs128_key;
typedef pqe_aes_128_bs32_key pqe_aes_128_small_key;

/* Round keys as in the standard, one word for each column. */
typedef struct {
    uint32_t words[44];
} pqe_aes_128_tab_key;

void pqe_aes_128_bs32_key_schedule(pqe_aes_128_bs32_key *schedule, const uint8_t key[16]);
void pqe_aes_128_bs64_key_schedule(pqe_aes_128_bs64_key *schedule, const uint8_t key[16]);
void pqe_aes_128_bs128_key_schedule(pqe_aes_128_bs128_key *schedule, const uint8_t key[16]);
void pqe_aes_128_small_key_schedule(pqe_aes_128_small_key *schedule, const uint8_t key[16]);
void pqe_aes_128_tab_key_schedule(pqe_aes_128_tab_key *schedule, const uint8_t key[16]);

/* `blocks` blocks of 16 bytes, each on its own. */
void pqe_aes_128_bs32_encrypt(const pqe_aes_128_bs32_key *schedule, uint8_t *out, const uint8_t *in,
                              size_t blocks);
void pqe_aes_128_bs32_decrypt(const pqe_aes_128_bs32_key *schedule, uint8_t *out, const uint8_t *in,
                              size_t blocks);
void pqe_aes_128_bs64_encrypt(const pqe_aes_128_bs64_key *schedule, uint8_t *out, const uint8_t *in,
                              size_t blocks);
void pqe_aes_128_bs64_decrypt(const pqe_aes_128_bs64_key *schedule, uint8_t *out, const uint8_t *in,
                              size_t blocks);
void pqe_aes_128_bs128_encrypt(const pqe_aes_128_bs128_key *schedule, uint8_t *out,
                               const uint8_t *in, size_t blocks);
void pqe_aes_128_bs128_decrypt(const pqe_aes_128_bs128_key *schedule, uint8_t *out,
                               const uint8_t *in, size_t blocks);
void pqe_aes_128_small_encrypt(const pqe_aes_128_small_key *schedule, uint8_t *out,
                               const uint8_t *in, size_t blocks);
void pqe_aes_128_small_decrypt(const pqe_aes_128_small_key *schedule, uint8_t *out,
                               const uint8_t *in, size_t blocks);
void pqe_aes_128_tab_encrypt(const pqe_aes_128_tab_key *schedule, uint8_t *out, const uint8_t *in,
                             size_t blocks);
void pqe_aes_128_tab_decrypt(const pqe_aes_128_tab_key *schedule, uint8_t *out, const uint8_t *in,
                             size_t blocks);

#endif
