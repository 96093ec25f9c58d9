/* SPDX-License-Identifier: MIT */
/*
 * GIFT-COFB: authenticated encryption with the block cipher GIFT-128 in the mode COFB.
 *
 * Document: S. Banik, A. Chakraborti, A. Inoue, T. Iwata, K. Minematsu, M. Nandi, T. Peyrin,
 * Y. Sasaki, S. M. Sim, Y. Todo, "GIFT-COFB", version 1.1, final round of the NIST lightweight
 * competition (2021); a finalist that was not selected. Words are big-endian.
 *
 * Variants:
 *   bs32   fixsliced: GIFT-128 on its four 32-bit slices, of which one keeps its place in every
 *          round and the others move relative to it (A. Adomnicai, Z. Najm, T. Peyrin, "Fixslicing:
 *          A New GIFT Representation", TCHES 2020/3). The same code for every target: COFB is
 *          serial, so that no second block could fill wider words.
 *
 * Constant time: claimed for every function, with respect to key, nonce, message and associated
 * data. Only AND, OR, NOT, XOR, shifts and rotations by constants touch data; round constants are
 * read at public indices; branches and addresses depend on lengths alone. Exception: _decrypt tells
 * its caller whether the tag was right, after all work that depends on secrets.
 *
 * Not claimed: resistance to power analysis, electromagnetic analysis or fault injection.
 *
 * Limits: a nonce is used once per key; the mode is secure up to the birthday bound of about 2^64
 * blocks, and the designers allow 2^51 bytes under one key.
 *
 * Buffers: any alignment. A pointer may be NULL if its length is 0. Output may be the same buffer
 * as input (in place) or begin before it; any other overlap is not allowed. The tag must not
 * overlap the output of _decrypt. No heap, no global state, no recursion; stack use is below 1024
 * bytes, of which 320 are round keys. Local copies of key material and state are wiped before
 * return.
 */
#ifndef PQE_LIGHTWEIGHT_GIFT_COFB_H
#define PQE_LIGHTWEIGHT_GIFT_COFB_H

#include <stddef.h>
#include <stdint.h>

#include "pqe/status.h"

#define PQE_GIFT_COFB_KEY_BYTES 16
#define PQE_GIFT_COFB_NONCE_BYTES 16
#define PQE_GIFT_COFB_TAG_BYTES 16

/*
 * _encrypt: writes plaintext_len bytes of ciphertext and the 16-byte tag. Cannot fail.
 *
 * _decrypt: writes the plaintext only for a right tag. Otherwise it returns PQE_ERR_TAG, and the
 * ciphertext_len bytes of plaintext are zero (in place: the ciphertext is gone).
 */
void pqe_gift_cofb_bs32_encrypt(uint8_t *ciphertext, uint8_t tag[16], const uint8_t *plaintext,
                                size_t plaintext_len, const uint8_t *ad, size_t ad_len,
                                const uint8_t nonce[16], const uint8_t key[16]);
PQE_MUST_CHECK
pqe_status pqe_gift_cofb_bs32_decrypt(uint8_t *plaintext, const uint8_t *ciphertext,
                                      size_t ciphertext_len, const uint8_t tag[16],
                                      const uint8_t *ad, size_t ad_len, const uint8_t nonce[16],
                                      const uint8_t key[16]);

#endif
