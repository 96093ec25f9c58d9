/* SPDX-License-Identifier: MIT */
/*
 * LEA-128, LEA-192 and LEA-256: block ciphers of 128-bit blocks, of additions, rotations and XOR.
 *
 * Document: D. Hong et al., "LEA: A 128-Bit Block Cipher for Fast Encryption on Common Processors",
 * WISA 2013; KS X 3246; ISO/IEC 29192-2:2019. Words are little-endian, as there.
 *
 * Variants (same results; the name says how the code is written):
 *   u32  one block in four 32-bit words, four rounds unrolled so that no word moves. On Cortex-M3
 *        and up the rotations wait until they are free in the next instruction's operand.
 *   x4   four blocks side by side in vectors of four 32-bit words, for hosts; a rest of fewer
 *        blocks goes through the code of u32.
 *
 * Constant time: claimed for every function, with respect to key and data. Only additions, XOR and
 * rotations by constants touch data; no table, no multiplication, no branch.
 *
 * Not claimed: resistance to power analysis, electromagnetic analysis or fault injection.
 *
 * Limits: a block cipher alone protects nothing; use a mode. LEA-128 has 24 rounds, LEA-192 28,
 * LEA-256 32.
 *
 * Buffers: any alignment. `out` may be `in`; any other overlap is not allowed. Blocks are
 * independent of one another (ECB). No heap, no global state, no recursion; stack use is below 256
 * bytes (x4: 512). The caller wipes the schedule, which is as secret as the key.
 */
#ifndef PQE_LIGHTWEIGHT_LEA_H
#define PQE_LIGHTWEIGHT_LEA_H

#include <stddef.h>
#include <stdint.h>

#define PQE_LEA_BLOCK_BYTES 16

/* Of the six words of a round key LEA-128 has four different ones: T0, T1, T2, T3 of the round. */
typedef struct {
    uint32_t words[24][4];
} pqe_lea_128_u32_key;

typedef struct {
    uint32_t words[28][6];
} pqe_lea_192_u32_key;

typedef struct {
    uint32_t words[32][6];
} pqe_lea_256_u32_key;

typedef pqe_lea_128_u32_key pqe_lea_128_x4_key;
typedef pqe_lea_192_u32_key pqe_lea_192_x4_key;
typedef pqe_lea_256_u32_key pqe_lea_256_x4_key;

void pqe_lea_128_u32_key_schedule(pqe_lea_128_u32_key *schedule, const uint8_t key[16]);
void pqe_lea_192_u32_key_schedule(pqe_lea_192_u32_key *schedule, const uint8_t key[24]);
void pqe_lea_256_u32_key_schedule(pqe_lea_256_u32_key *schedule, const uint8_t key[32]);
void pqe_lea_128_x4_key_schedule(pqe_lea_128_x4_key *schedule, const uint8_t key[16]);
void pqe_lea_192_x4_key_schedule(pqe_lea_192_x4_key *schedule, const uint8_t key[24]);
void pqe_lea_256_x4_key_schedule(pqe_lea_256_x4_key *schedule, const uint8_t key[32]);

/* `blocks` blocks of 16 bytes, each on its own. */
void pqe_lea_128_u32_encrypt(const pqe_lea_128_u32_key *schedule, uint8_t *out, const uint8_t *in,
                             size_t blocks);
void pqe_lea_128_u32_decrypt(const pqe_lea_128_u32_key *schedule, uint8_t *out, const uint8_t *in,
                             size_t blocks);
void pqe_lea_192_u32_encrypt(const pqe_lea_192_u32_key *schedule, uint8_t *out, const uint8_t *in,
                             size_t blocks);
void pqe_lea_192_u32_decrypt(const pqe_lea_192_u32_key *schedule, uint8_t *out, const uint8_t *in,
                             size_t blocks);
void pqe_lea_256_u32_encrypt(const pqe_lea_256_u32_key *schedule, uint8_t *out, const uint8_t *in,
                             size_t blocks);
void pqe_lea_256_u32_decrypt(const pqe_lea_256_u32_key *schedule, uint8_t *out, const uint8_t *in,
                             size_t blocks);
void pqe_lea_128_x4_encrypt(const pqe_lea_128_x4_key *schedule, uint8_t *out, const uint8_t *in,
                            size_t blocks);
void pqe_lea_128_x4_decrypt(const pqe_lea_128_x4_key *schedule, uint8_t *out, const uint8_t *in,
                            size_t blocks);
void pqe_lea_192_x4_encrypt(const pqe_lea_192_x4_key *schedule, uint8_t *out, const uint8_t *in,
                            size_t blocks);
void pqe_lea_192_x4_decrypt(const pqe_lea_192_x4_key *schedule, uint8_t *out, const uint8_t *in,
                            size_t blocks);
void pqe_lea_256_x4_encrypt(const pqe_lea_256_x4_key *schedule, uint8_t *out, const uint8_t *in,
                            size_t blocks);
void pqe_lea_256_x4_decrypt(const pqe_lea_256_x4_key *schedule, uint8_t *out, const uint8_t *in,
                            size_t blocks);

#endif
