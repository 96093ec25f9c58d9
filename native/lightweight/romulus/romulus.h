/* SPDX-License-Identifier: MIT */
/*
 * Romulus-N: nonce-based authenticated encryption with the tweakable block cipher SKINNY-128-384+.
 *
 * Document: C. Guo, T. Iwata, M. Khairallah, K. Minematsu, T. Peyrin, "Romulus", version 1.3, final
 * round of the NIST lightweight competition (2021); a finalist that was not selected.
 * SKINNY-128-384+ is SKINNY-128-384 (C. Beierle et al., CRYPTO 2016) with 40 rounds. Bytes are in
 * the documents' order. Romulus-M, -T and -H are not offered.
 *
 * Variants:
 *   bs32   SKINNY in bit slices, two of the eight in a 32-bit word, and fixsliced: neither the rows
 *          nor the columns nor the bits of the S-box are moved in its rounds; the period is eight.
 *          The same code for every target: the mode is serial, so that no second block could fill
 *          wider words.
 *
 * Constant time: claimed for every function, with respect to key, nonce, message and associated
 * data. Only AND, OR, NOT, XOR, shifts and rotations by constants touch data; round constants and
 * masks are read at public indices; branches and addresses depend on lengths alone. Exception:
 * _decrypt tells its caller whether the tag was right, after all work that depends on secrets.
 *
 * Not claimed: resistance to power analysis, electromagnetic analysis or fault injection.
 *
 * Limits: a nonce is used once per key; at most 2^56 - 1 blocks each of message and associated data
 * under one nonce.
 *
 * Buffers: any alignment. A pointer may be NULL if its length is 0. Output may be the same buffer
 * as input (in place) or begin before it; any other overlap is not allowed. The tag must not
 * overlap the output of _decrypt. No heap, no global state, no recursion; stack use is below 1536
 * bytes, of which 768 are round keys. Local copies of key material and state are wiped before
 * return.
 */
#ifndef PQE_LIGHTWEIGHT_ROMULUS_H
#define PQE_LIGHTWEIGHT_ROMULUS_H

#include <stddef.h>
#include <stdint.h>

#include "pqe/status.h"

#define PQE_ROMULUS_N_KEY_BYTES 16
#define PQE_ROMULUS_N_NONCE_BYTES 16
#define PQE_ROMULUS_N_TAG_BYTES 16

/*
 * _encrypt: writes plaintext_len bytes of ciphertext and the 16-byte tag. Cannot fail.
 *
 * _decrypt: writes the plaintext only for a right tag. Otherwise it returns PQE_ERR_TAG, and the
 * ciphertext_len bytes of plaintext are zero (in place: the ciphertext is gone).
 */
void pqe_romulus_n_bs32_encrypt(uint8_t *ciphertext, uint8_t tag[16], const uint8_t *plaintext,
                                size_t plaintext_len, const uint8_t *ad, size_t ad_len,
                                const uint8_t nonce[16], const uint8_t key[16]);
PQE_MUST_CHECK
pqe_status pqe_romulus_n_bs32_decrypt(uint8_t *plaintext, const uint8_t *ciphertext,
                                      size_t ciphertext_len, const uint8_t tag[16],
                                      const uint8_t *ad, size_t ad_len, const uint8_t nonce[16],
                                      const uint8_t key[16]);

#endif
