/* SPDX-License-Identifier: MIT */
/*
 * Grain-128AEADv2: an authenticated stream cipher on a linear and a nonlinear shift register of 128
 * bits each.
 *
 * Document: M. Hell, T. Johansson, A. Maximov, W. Meier, J. Sönnerup, H. Yoshida, "Grain-128AEADv2
 * - A lightweight AEAD stream cipher", final round of the NIST lightweight competition (2021); a
 * finalist that was not selected. Bits and bytes are little-endian as in its test vectors. Designed
 * for hardware; of its predecessors, Grain-128a is part of ISO/IEC 29167-13.
 *
 * Variants (same results):
 *   u64   32 clocks at a time; a tap is one shift of a pair of words. For 64-bit hosts.
 *   u32   32 clocks at a time, in 32-bit words.
 *
 * Constant time: claimed for every function, with respect to key, nonce, message and associated
 * data. Only AND, OR, XOR, shifts by constants, and by public lengths, touch data; bits of the
 * message become masks; branches and addresses depend on lengths alone. Exception: _decrypt tells
 * its caller whether the tag was right, after all work that depends on secrets.
 *
 * Not claimed: resistance to power analysis, electromagnetic analysis or fault injection.
 *
 * Limits: the tag has 64 bits and the nonce 96; a nonce is used once per key; at most 2^80 bits
 * under one key and nonce.
 *
 * Buffers: any alignment. A pointer may be NULL if its length is 0. Output may be the same buffer
 * as input (in place) or begin before it; any other overlap is not allowed. The tag must not
 * overlap the output of _decrypt. No heap, no global state, no recursion; stack use is below 512
 * bytes. Local copies of key material and state are wiped before return.
 */
#ifndef PQE_LIGHTWEIGHT_GRAIN_H
#define PQE_LIGHTWEIGHT_GRAIN_H

#include <stddef.h>
#include <stdint.h>

#include "pqe/status.h"

#define PQE_GRAIN_128AEADV2_KEY_BYTES 16
#define PQE_GRAIN_128AEADV2_NONCE_BYTES 12
#define PQE_GRAIN_128AEADV2_TAG_BYTES 8

/*
 * _encrypt: writes plaintext_len bytes of ciphertext and the 8-byte tag. Cannot fail.
 *
 * _decrypt: writes the plaintext only for a right tag. Otherwise it returns PQE_ERR_TAG, and the
 * ciphertext_len bytes of plaintext are zero (in place: the ciphertext is gone).
 */
void pqe_grain_128aeadv2_u64_encrypt(uint8_t *ciphertext, uint8_t tag[8], const uint8_t *plaintext,
                                     size_t plaintext_len, const uint8_t *ad, size_t ad_len,
                                     const uint8_t nonce[12], const uint8_t key[16]);
PQE_MUST_CHECK
pqe_status pqe_grain_128aeadv2_u64_decrypt(uint8_t *plaintext, const uint8_t *ciphertext,
                                           size_t ciphertext_len, const uint8_t tag[8],
                                           const uint8_t *ad, size_t ad_len,
                                           const uint8_t nonce[12], const uint8_t key[16]);

void pqe_grain_128aeadv2_u32_encrypt(uint8_t *ciphertext, uint8_t tag[8], const uint8_t *plaintext,
                                     size_t plaintext_len, const uint8_t *ad, size_t ad_len,
                                     const uint8_t nonce[12], const uint8_t key[16]);
PQE_MUST_CHECK
pqe_status pqe_grain_128aeadv2_u32_decrypt(uint8_t *plaintext, const uint8_t *ciphertext,
                                           size_t ciphertext_len, const uint8_t tag[8],
                                           const uint8_t *ad, size_t ad_len,
                                           const uint8_t nonce[12], const uint8_t key[16]);

#endif
