/* SPDX-License-Identifier: MIT */
/*
 * SipHash-2-4: a pseudorandom function with an 8-byte output for short messages.
 *
 * Document: J.-P. Aumasson, D. J. Bernstein, "SipHash: a fast short-input PRF" (INDOCRYPT 2012,
 * https://eprint.iacr.org/2012/351). Words are little-endian.
 *
 * Variants:
 *   u64   four 64-bit words. The same code for every target: on 32-bit cores compilers make two
 *         registers of a word, and better code than what was written in 32-bit words for a trial.
 *
 * Constant time: claimed, with respect to key and message. Only additions, XOR, shifts and
 * rotations by constants touch data; branches and addresses depend on the length alone.
 *
 * Not claimed: resistance to power analysis, electromagnetic analysis or fault injection.
 *
 * Limits: the tag has 8 bytes, so a forger is right once in 2^64 tries, and tags of different
 * messages collide after about 2^32 of them. As a message authentication code for devices it is
 * only as good as a 64-bit tag is; it is not a collision-resistant hash.
 *
 * Buffers: any alignment. The message may be NULL if its length is 0. The tag may overlap message
 * and key. No heap, no global state, no recursion; stack use is below 512 bytes. State is wiped
 * before return.
 */
#ifndef PQE_LIGHTWEIGHT_SIPHASH_H
#define PQE_LIGHTWEIGHT_SIPHASH_H

#include <stddef.h>
#include <stdint.h>

#define PQE_SIPHASH_2_4_KEY_BYTES 16
#define PQE_SIPHASH_2_4_TAG_BYTES 8

/* The tag of a whole message. Cannot fail. */
void pqe_siphash_2_4_u64_tag(uint8_t tag[8], const uint8_t *message, size_t message_len,
                             const uint8_t key[16]);

#endif
