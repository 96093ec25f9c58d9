/* SPDX-License-Identifier: MIT */
/*
 * Camellia-128, a block cipher of 128-bit blocks.
 *
 * Document: RFC 3713, "A Description of the Camellia Encryption Algorithm" (2004); ISO/IEC 18033-3.
 *
 * Variants (same results; the name says how the code is written):
 *   bs32   four blocks in slices of 32-bit words, one word for each bit of a byte: the eight
 * S-boxes of a round, of four blocks, are one circuit. For Cortex-M. bs64   eight blocks in slices
 * of 64-bit words. bs128  sixteen blocks in slices of vectors of two 64-bit words; fewer than nine
 * go through bs64. For 64-bit hosts. tab    a table that is indexed by secret bytes: NOT CONSTANT
 * TIME on anything with a cache. A reference for comparisons, never a default.
 *
 * Constant time: claimed for bs32, bs64 and bs128, with respect to key and data: only AND, OR, XOR,
 * NOT, shifts and rotations by constants touch them. Not claimed for tab.
 * bs64 and bs128 are not constant time on a Cortex-M3, where the compiler makes long
 * multiplications, whose time varies, of some shifts of 64-bit words.
 *
 * Not claimed: resistance to power analysis, electromagnetic analysis or fault injection.
 *
 * Limits: a block cipher alone protects nothing; use a mode. One block costs as much as all that
 * go into the slices. Keys of 192 and 256 bits are not offered.
 *
 * Buffers: any alignment. `out` may be `in`; any other overlap is not allowed. Blocks are
 * independent of one another (ECB). No heap, no global state, no recursion; stack use is below 768
 * bytes (bs64, bs128: 2048). The caller wipes the schedule, which is as secret as the key.
 */
#ifndef PQE_LIGHTWEIGHT_CAMELLIA_H
#define PQE_LIGHTWEIGHT_CAMELLIA_H

#include <stddef.h>
#include <stdint.h>

#define PQE_CAMELLIA_BLOCK_BYTES 16

/* The subkeys in slices, each for all blocks that are done at once, in the order of their use:
 * kw1 kw2, k1 to k6, ke1 ke2, k7 to k12, ke3 ke4, k13 to k18, kw3 kw4. */
typedef struct {
    uint32_t slices[26][8];
} pqe_camellia_128_bs32_key;

typedef struct {
    uint64_t slices[26][8];
} pqe_camellia_128_bs64_key;

typedef pqe_camellia_128_bs64_key pqe_camellia_128_bs128_key;

/* The same as words. */
typedef struct {
    uint64_t words[26];
} pqe_camellia_128_tab_key;

void pqe_camellia_128_bs32_key_schedule(pqe_camellia_128_bs32_key *schedule, const uint8_t key[16]);
void pqe_camellia_128_bs64_key_schedule(pqe_camellia_128_bs64_key *schedule, const uint8_t key[16]);
void pqe_camellia_128_bs128_key_schedule(pqe_camellia_128_bs128_key *schedule,
                                         const uint8_t key[16]);
void pqe_camellia_128_tab_key_schedule(pqe_camellia_128_tab_key *schedule, const uint8_t key[16]);

/* `blocks` blocks of 16 bytes, each on its own. */
void pqe_camellia_128_bs32_encrypt(const pqe_camellia_128_bs32_key *schedule, uint8_t *out,
                                   const uint8_t *in, size_t blocks);
void pqe_camellia_128_bs32_decrypt(const pqe_camellia_128_bs32_key *schedule, uint8_t *out,
                                   const uint8_t *in, size_t blocks);
void pqe_camellia_128_bs64_encrypt(const pqe_camellia_128_bs64_key *schedule, uint8_t *out,
                                   const uint8_t *in, size_t blocks);
void pqe_camellia_128_bs64_decrypt(const pqe_camellia_128_bs64_key *schedule, uint8_t *out,
                                   const uint8_t *in, size_t blocks);
void pqe_camellia_128_bs128_encrypt(const pqe_camellia_128_bs128_key *schedule, uint8_t *out,
                                    const uint8_t *in, size_t blocks);
void pqe_camellia_128_bs128_decrypt(const pqe_camellia_128_bs128_key *schedule, uint8_t *out,
                                    const uint8_t *in, size_t blocks);
void pqe_camellia_128_tab_encrypt(const pqe_camellia_128_tab_key *schedule, uint8_t *out,
                                  const uint8_t *in, size_t blocks);
void pqe_camellia_128_tab_decrypt(const pqe_camellia_128_tab_key *schedule, uint8_t *out,
                                  const uint8_t *in, size_t blocks);

#endif
