/* SPDX-License-Identifier: MIT */
/*
 * SHA-3: SHA3-256 and the extendable-output function SHAKE128.
 *
 * Document: FIPS 202, "SHA-3 Standard: Permutation-Based Hash and Extendable-Output Functions"
 * (August 2015). A standard in force.
 *
 * Variants (same results; the name says how the code is written):
 *   u64     25 words of 64 bits; for 64-bit hosts.
 *   bi32    every lane as a word of its even and a word of its odd bits, so that a 64-bit rotation
 *           is two 32-bit rotations; for Cortex-M3 and up.
 *   lowreg  the same, planned for eight registers, on a copy of the state on the stack; for ARMv6-M
 *           (Cortex-M0 and M0+).
 *   small   every lane as its low and its high half, everything in loops; for size.
 *
 * Constant time: claimed for every function, with respect to the message. Only AND, OR, XOR, NOT,
 * shifts and rotations by constants touch data; no table is indexed by data (round constants and
 * rotation amounts are read in order), no multiplication; branches and addresses depend on lengths
 * alone.
 *
 * Not claimed: resistance to power analysis, electromagnetic analysis or fault injection.
 *
 * Limits: messages are whole bytes, of any length; SHAKE128 gives any number of bytes, and has 128
 * bits of security from 32 bytes of output on.
 *
 * Buffers: any alignment. A pointer may be NULL if its length is 0. The output may overlap the
 * message: it is written after the whole message was read. No heap, no global state, no recursion;
 * stack use is below 700 bytes. Local copies of message and state are wiped before return.
 */
#ifndef PQE_LIGHTWEIGHT_SHA3_H
#define PQE_LIGHTWEIGHT_SHA3_H

#include <stddef.h>
#include <stdint.h>

#define PQE_SHA3_256_DIGEST_BYTES 32

/* SHA3-256 of a whole message. */
void pqe_sha3_256_u64_digest(uint8_t digest[32], const uint8_t *message, size_t message_len);
void pqe_sha3_256_bi32_digest(uint8_t digest[32], const uint8_t *message, size_t message_len);
void pqe_sha3_256_lowreg_digest(uint8_t digest[32], const uint8_t *message, size_t message_len);
void pqe_sha3_256_small_digest(uint8_t digest[32], const uint8_t *message, size_t message_len);

/* SHAKE128 of a whole message; any output length. */
void pqe_shake128_u64_digest(uint8_t *digest, size_t digest_len, const uint8_t *message,
                             size_t message_len);
void pqe_shake128_bi32_digest(uint8_t *digest, size_t digest_len, const uint8_t *message,
                              size_t message_len);
void pqe_shake128_lowreg_digest(uint8_t *digest, size_t digest_len, const uint8_t *message,
                                size_t message_len);
void pqe_shake128_small_digest(uint8_t *digest, size_t digest_len, const uint8_t *message,
                               size_t message_len);

#endif
