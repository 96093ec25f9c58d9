/* SPDX-License-Identifier: MIT */
/*
 * PRINCE: a block cipher, 64-bit blocks, 128-bit key, 12 rounds, for low latency in hardware.
 *
 * Document: Borghoff, Canteaut, Gueneysu, Kavun, Knezevic, Knudsen, Leander, Nikov, Paar,
 * Rechberger, Rombouts, Thomsen, Yalcin, "PRINCE: A Low-Latency Block Cipher for Pervasive
 * Computing Applications", ASIACRYPT 2012 (https://doi.org/10.1007/978-3-642-34961-4_14). Not a
 * standard. The key is k0 and then k1; the first byte of a block holds its highest bits.
 *
 * Variants (same results):
 *   bs32  bit slices in 32-bit words, two blocks at a time; for Cortex-M.
 *   bs64  the same code in 64-bit words, four blocks at a time; for 64-bit hosts.
 *   small as bs32, with loops and functions in place of copies: little more than half the code.
 *
 * How: a slice has a byte (in 64-bit words, two) for each row of the state, so that M' is the
 * parity of four bytes and an exchange of bytes. Decryption is encryption with the round keys in
 * the other order, which is PRINCE's point.
 *
 * Constant time: claimed for every function, with respect to key and data. Only AND, OR, XOR, NOT,
 * shifts and rotations by constants touch them; no table; branches and addresses depend on the
 * number of blocks alone.
 *
 * Not claimed: resistance to power analysis, electromagnetic analysis or fault injection.
 *
 * Limits: a block of 64 bits leaks once about 2^32 blocks were encrypted under one key; change keys
 * long before, and use a mode. An attack with D blocks of data may take as little as 2^126 / D
 * time, by design.
 *
 * Buffers: any alignment; a pointer may be NULL if `blocks` is 0; out may be in, other overlap is
 * not allowed. No heap, no global state, no recursion; stack use is below 256 bytes. The schedule
 * is key material: the caller wipes it.
 */
#ifndef PQE_LIGHTWEIGHT_PRINCE_H
#define PQE_LIGHTWEIGHT_PRINCE_H

#include <stddef.h>
#include <stdint.h>

#define PQE_PRINCE_KEY_BYTES 16
#define PQE_PRINCE_BLOCK_BYTES 8

/* Round keys with their constants, in slices; the first and the last with the whitening keys. */
typedef struct {
    uint32_t rounds[12][4];
} pqe_prince_bs32_key;

typedef struct {
    uint64_t rounds[12][4];
} pqe_prince_bs64_key;

typedef pqe_prince_bs32_key pqe_prince_small_key;

void pqe_prince_bs32_key_schedule(pqe_prince_bs32_key *schedule, const uint8_t key[16]);
void pqe_prince_bs32_encrypt(const pqe_prince_bs32_key *schedule, uint8_t *out, const uint8_t *in,
                             size_t blocks);
void pqe_prince_bs32_decrypt(const pqe_prince_bs32_key *schedule, uint8_t *out, const uint8_t *in,
                             size_t blocks);

void pqe_prince_bs64_key_schedule(pqe_prince_bs64_key *schedule, const uint8_t key[16]);
void pqe_prince_bs64_encrypt(const pqe_prince_bs64_key *schedule, uint8_t *out, const uint8_t *in,
                             size_t blocks);
void pqe_prince_bs64_decrypt(const pqe_prince_bs64_key *schedule, uint8_t *out, const uint8_t *in,
                             size_t blocks);

void pqe_prince_small_key_schedule(pqe_prince_small_key *schedule, const uint8_t key[16]);
void pqe_prince_small_encrypt(const pqe_prince_small_key *schedule, uint8_t *out, const uint8_t *in,
                              size_t blocks);
void pqe_prince_small_decrypt(const pqe_prince_small_key *schedule, uint8_t *out, const uint8_t *in,
                              size_t blocks);

#endif
