/* SPDX-License-Identifier: MIT */
/*
 * CLEFIA-128, CLEFIA-192 and CLEFIA-256: block ciphers of 128-bit blocks.
 *
 * Document: RFC 6114, "The 128-Bit Blockcipher CLEFIA" (2011); ISO/IEC 29192-2:2019.
 *
 * Variants (same results; the name says how the code is written):
 *   bs32   eight blocks in slices of 32-bit words, one word for each bit of a byte: the eight
 * S-boxes of a round, of eight blocks, are two circuits. For Cortex-M. bs64   sixteen blocks in
 * slices of 64-bit words. bs128  thirty-two blocks in slices of vectors of two 64-bit words; fewer
 * than seventeen go through bs64. For 64-bit hosts. tab    tables that are indexed by secret bytes:
 * NOT CONSTANT TIME on anything with a cache. A reference for comparisons, never a default.
 *
 * Constant time: claimed for bs32, bs64 and bs128, with respect to key and data: only AND, OR, XOR,
 * NOT, shifts and rotations by constants touch them. Not claimed for tab.
 *
 * Not claimed: resistance to power analysis, electromagnetic analysis or fault injection.
 *
 * Limits: a block cipher alone protects nothing; use a mode. One block costs as much as all that
 * go into the slices. CLEFIA-128 has 18 rounds, CLEFIA-192 22, CLEFIA-256 26.
 *
 * Buffers: any alignment. `out` may be `in`; any other overlap is not allowed. Blocks are
 * independent of one another (ECB). No heap, no global state, no recursion; stack use is below 1024
 * bytes (bs64, bs128: 3072). The caller wipes the schedule, which is as secret as the key.
 */
#ifndef PQE_LIGHTWEIGHT_CLEFIA_H
#define PQE_LIGHTWEIGHT_CLEFIA_H

#include <stddef.h>
#include <stdint.h>

#define PQE_CLEFIA_BLOCK_BYTES 16

/* Of each round sixteen slices of its two keys; the whitening keys of the beginning before, those
 * of the end behind. */
typedef struct {
    uint32_t slices[20][16];
} pqe_clefia_128_bs32_key;

typedef struct {
    uint32_t slices[24][16];
} pqe_clefia_192_bs32_key;

typedef struct {
    uint32_t slices[28][16];
} pqe_clefia_256_bs32_key;

typedef struct {
    uint64_t slices[20][16];
} pqe_clefia_128_bs64_key;

typedef struct {
    uint64_t slices[24][16];
} pqe_clefia_192_bs64_key;

typedef struct {
    uint64_t slices[28][16];
} pqe_clefia_256_bs64_key;

typedef pqe_clefia_128_bs64_key pqe_clefia_128_bs128_key;
typedef pqe_clefia_192_bs64_key pqe_clefia_192_bs128_key;
typedef pqe_clefia_256_bs64_key pqe_clefia_256_bs128_key;

/* The same as words: whitening keys, round keys. */
typedef struct {
    uint32_t words[40];
} pqe_clefia_128_tab_key;

typedef struct {
    uint32_t words[48];
} pqe_clefia_192_tab_key;

typedef struct {
    uint32_t words[56];
} pqe_clefia_256_tab_key;

void pqe_clefia_128_bs32_key_schedule(pqe_clefia_128_bs32_key *schedule, const uint8_t key[16]);
void pqe_clefia_192_bs32_key_schedule(pqe_clefia_192_bs32_key *schedule, const uint8_t key[24]);
void pqe_clefia_256_bs32_key_schedule(pqe_clefia_256_bs32_key *schedule, const uint8_t key[32]);
void pqe_clefia_128_bs64_key_schedule(pqe_clefia_128_bs64_key *schedule, const uint8_t key[16]);
void pqe_clefia_192_bs64_key_schedule(pqe_clefia_192_bs64_key *schedule, const uint8_t key[24]);
void pqe_clefia_256_bs64_key_schedule(pqe_clefia_256_bs64_key *schedule, const uint8_t key[32]);
void pqe_clefia_128_bs128_key_schedule(pqe_clefia_128_bs128_key *schedule, const uint8_t key[16]);
void pqe_clefia_192_bs128_key_schedule(pqe_clefia_192_bs128_key *schedule, const uint8_t key[24]);
void pqe_clefia_256_bs128_key_schedule(pqe_clefia_256_bs128_key *schedule, const uint8_t key[32]);
void pqe_clefia_128_tab_key_schedule(pqe_clefia_128_tab_key *schedule, const uint8_t key[16]);
void pqe_clefia_192_tab_key_schedule(pqe_clefia_192_tab_key *schedule, const uint8_t key[24]);
void pqe_clefia_256_tab_key_schedule(pqe_clefia_256_tab_key *schedule, const uint8_t key[32]);

/* `blocks` blocks of 16 bytes, each on its own. */
void pqe_clefia_128_bs32_encrypt(const pqe_clefia_128_bs32_key *schedule, uint8_t *out,
                                 const uint8_t *in, size_t blocks);
void pqe_clefia_128_bs32_decrypt(const pqe_clefia_128_bs32_key *schedule, uint8_t *out,
                                 const uint8_t *in, size_t blocks);
void pqe_clefia_192_bs32_encrypt(const pqe_clefia_192_bs32_key *schedule, uint8_t *out,
                                 const uint8_t *in, size_t blocks);
void pqe_clefia_192_bs32_decrypt(const pqe_clefia_192_bs32_key *schedule, uint8_t *out,
                                 const uint8_t *in, size_t blocks);
void pqe_clefia_256_bs32_encrypt(const pqe_clefia_256_bs32_key *schedule, uint8_t *out,
                                 const uint8_t *in, size_t blocks);
void pqe_clefia_256_bs32_decrypt(const pqe_clefia_256_bs32_key *schedule, uint8_t *out,
                                 const uint8_t *in, size_t blocks);
void pqe_clefia_128_bs64_encrypt(const pqe_clefia_128_bs64_key *schedule, uint8_t *out,
                                 const uint8_t *in, size_t blocks);
void pqe_clefia_128_bs64_decrypt(const pqe_clefia_128_bs64_key *schedule, uint8_t *out,
                                 const uint8_t *in, size_t blocks);
void pqe_clefia_192_bs64_encrypt(const pqe_clefia_192_bs64_key *schedule, uint8_t *out,
                                 const uint8_t *in, size_t blocks);
void pqe_clefia_192_bs64_decrypt(const pqe_clefia_192_bs64_key *schedule, uint8_t *out,
                                 const uint8_t *in, size_t blocks);
void pqe_clefia_256_bs64_encrypt(const pqe_clefia_256_bs64_key *schedule, uint8_t *out,
                                 const uint8_t *in, size_t blocks);
void pqe_clefia_256_bs64_decrypt(const pqe_clefia_256_bs64_key *schedule, uint8_t *out,
                                 const uint8_t *in, size_t blocks);
void pqe_clefia_128_bs128_encrypt(const pqe_clefia_128_bs128_key *schedule, uint8_t *out,
                                  const uint8_t *in, size_t blocks);
void pqe_clefia_128_bs128_decrypt(const pqe_clefia_128_bs128_key *schedule, uint8_t *out,
                                  const uint8_t *in, size_t blocks);
void pqe_clefia_192_bs128_encrypt(const pqe_clefia_192_bs128_key *schedule, uint8_t *out,
                                  const uint8_t *in, size_t blocks);
void pqe_clefia_192_bs128_decrypt(const pqe_clefia_192_bs128_key *schedule, uint8_t *out,
                                  const uint8_t *in, size_t blocks);
void pqe_clefia_256_bs128_encrypt(const pqe_clefia_256_bs128_key *schedule, uint8_t *out,
                                  const uint8_t *in, size_t blocks);
void pqe_clefia_256_bs128_decrypt(const pqe_clefia_256_bs128_key *schedule, uint8_t *out,
                                  const uint8_t *in, size_t blocks);
void pqe_clefia_128_tab_encrypt(const pqe_clefia_128_tab_key *schedule, uint8_t *out,
                                const uint8_t *in, size_t blocks);
void pqe_clefia_128_tab_decrypt(const pqe_clefia_128_tab_key *schedule, uint8_t *out,
                                const uint8_t *in, size_t blocks);
void pqe_clefia_192_tab_encrypt(const pqe_clefia_192_tab_key *schedule, uint8_t *out,
                                const uint8_t *in, size_t blocks);
void pqe_clefia_192_tab_decrypt(const pqe_clefia_192_tab_key *schedule, uint8_t *out,
                                const uint8_t *in, size_t blocks);
void pqe_clefia_256_tab_encrypt(const pqe_clefia_256_tab_key *schedule, uint8_t *out,
                                const uint8_t *in, size_t blocks);
void pqe_clefia_256_tab_decrypt(const pqe_clefia_256_tab_key *schedule, uint8_t *out,
                                const uint8_t *in, size_t blocks);

#endif
