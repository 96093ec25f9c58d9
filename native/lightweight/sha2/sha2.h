/* SPDX-License-Identifier: MIT */
/*
 * SHA-2: SHA-256, and HMAC-SHA-256 with keys of 32 bytes.
 *
 * Documents: FIPS 180-4, "Secure Hash Standard" (August 2015), section 6.2; FIPS 198-1, "The
 * Keyed-Hash Message Authentication Code" (July 2008). Both are standards in force.
 *
 * Variants (same results; the name says how the code is written):
 *   u32     sixteen rounds unrolled, working variables in registers; for hosts, Cortex-M3 and up.
 *   lowreg  working variables in memory at fixed places; for ARMv6-M (Cortex-M0 and M0+), where
 * most instructions reach eight registers only. small   one round in a loop; for size.
 *
 * Constant time: claimed for every function, with respect to key and message. Only AND, XOR,
 * additions, shifts and rotations by constants touch data; no table is indexed by data (the round
 * constants are read in order), no multiplication, no division; branches and addresses depend on
 * lengths and on the alignment of the message alone.
 *
 * Not claimed: resistance to power analysis, electromagnetic analysis or fault injection.
 *
 * Limits: a message has fewer than 2^61 bytes. An HMAC key has exactly 32 bytes; a shorter one may
 * be padded with zeros, which is the same key to HMAC. A plain SHA-256 of a secret and a message is
 * not a MAC (its output can be extended): use HMAC.
 *
 * Buffers: any alignment (on ARMv6-M a message at a multiple of four is read faster). A pointer may
 * be NULL if its length is 0. The output may overlap message or key: it is written last. No heap,
 * no global state, no recursion; stack use is below 600 bytes. Local copies of key material,
 * message and state are wiped before return.
 */
#ifndef PQE_LIGHTWEIGHT_SHA2_H
#define PQE_LIGHTWEIGHT_SHA2_H

#include <stddef.h>
#include <stdint.h>

#define PQE_SHA_256_DIGEST_BYTES 32
#define PQE_HMAC_SHA_256_KEY_BYTES 32
#define PQE_HMAC_SHA_256_TAG_BYTES 32

/* SHA-256 of a whole message. */
void pqe_sha_256_u32_digest(uint8_t digest[32], const uint8_t *message, size_t message_len);
void pqe_sha_256_lowreg_digest(uint8_t digest[32], const uint8_t *message, size_t message_len);
void pqe_sha_256_small_digest(uint8_t digest[32], const uint8_t *message, size_t message_len);

/* HMAC-SHA-256, not truncated. Compare tags in constant time (pqe_ct_equal of common/ct.h). */
void pqe_hmac_sha_256_u32_tag(uint8_t tag[32], const uint8_t *message, size_t message_len,
                              const uint8_t key[32]);
void pqe_hmac_sha_256_lowreg_tag(uint8_t tag[32], const uint8_t *message, size_t message_len,
                                 const uint8_t key[32]);
void pqe_hmac_sha_256_small_tag(uint8_t tag[32], const uint8_t *message, size_t message_len,
                                const uint8_t key[32]);

#endif
