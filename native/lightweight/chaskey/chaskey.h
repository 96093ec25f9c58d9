/* SPDX-License-Identifier: MIT */
/*
 * Chaskey-12: a message authentication code for 32-bit microcontrollers.
 *
 * Document: N. Mouha, B. Mennink, A. Van Herrewege, D. Watanabe, B. Preneel, I. Verbauwhede,
 * "Chaskey: An Efficient MAC Algorithm for 32-bit Microcontrollers" (SAC 2014); the version with
 * twelve rounds: N. Mouha, "Chaskey: a MAC Algorithm for Microcontrollers - Status Update and
 * Proposal of Chaskey-12" (https://eprint.iacr.org/2015/1182). Chaskey with eight rounds, of which
 * seven were attacked, is not offered. Words are little-endian.
 *
 * Variants:
 *   u32   four 32-bit words: add, rotate, exclusive-or. The same code for every target; 64-bit
 *         hosts gain nothing from wider words, since the blocks depend on one another.
 *
 * Constant time: claimed, with respect to key and message. Only additions modulo 2^32, XOR, AND
 * with a mask made of the key's top bit, and rotations by constants touch data; branches and
 * addresses depend on the length alone.
 *
 * Not claimed: resistance to power analysis, electromagnetic analysis or fault injection.
 *
 * Limits: the designers claim 2^64 queries under one key at most 2^48 blocks in all. The tag is 16
 * bytes; who sends fewer takes the first ones, and 8 at least.
 *
 * Buffers: any alignment. The message may be NULL if its length is 0. The tag may overlap message
 * and key: both have been read before it is written. No heap, no global state, no recursion; stack
 * use is below 256 bytes. Local copies of key material and state are wiped before return.
 */
#ifndef PQE_LIGHTWEIGHT_CHASKEY_H
#define PQE_LIGHTWEIGHT_CHASKEY_H

#include <stddef.h>
#include <stdint.h>

#define PQE_CHASKEY_12_KEY_BYTES 16
#define PQE_CHASKEY_12_TAG_BYTES 16

/* The tag of a whole message. Cannot fail. */
void pqe_chaskey_12_u32_tag(uint8_t tag[16], const uint8_t *message, size_t message_len,
                            const uint8_t key[16]);

#endif
