/* SPDX-License-Identifier: MIT */
/*
 * TinyJAMBU-128: a small authenticated cipher on a keyed permutation of 128 bits.
 *
 * Document: H. Wu, T. Huang, "TinyJAMBU: A Family of Lightweight Authenticated Encryption
 * Algorithms", version 2, final round of the NIST lightweight competition (2021); a finalist that
 * was not selected. Version 2 has 640 steps where version 1 had 384, after a forgery on 338.
 *
 * Weakened: besides that forgery on version 1 (Saha, Sasaki, Shi, Sibleyras, Sun, Zhang,
 * ToSC 2020), the bare keyed permutation admits a slide attack, and the variants with longer keys,
 * which are not offered, practical forgeries with related keys. The tag has 64 bits and the nonce
 * 96. Offered for comparison; for new designs take Ascon-AEAD128.
 *
 * Variants:
 *   u32   four 32-bit words, 32 steps at a time. The same code for every target: not more than 37
 *         steps are independent of one another, so that 64-bit words gain nothing.
 *
 * Constant time: claimed for every function, with respect to key, nonce, message and associated
 * data. Only AND, NOT, XOR and shifts by constants touch data; branches and addresses depend on
 * lengths alone. Exception: _decrypt tells its caller whether the tag was right, after all work
 * that depends on secrets.
 *
 * Not claimed: resistance to power analysis, electromagnetic analysis or fault injection.
 *
 * Limits: a nonce is used once per key; at most 2^50 bytes under one key.
 *
 * Buffers: any alignment. A pointer may be NULL if its length is 0. Output may be the same buffer
 * as input (in place) or begin before it; any other overlap is not allowed. The tag must not
 * overlap the output of _decrypt. No heap, no global state, no recursion; stack use is below 256
 * bytes. Local copies of key material and state are wiped before return.
 */
#ifndef PQE_LIGHTWEIGHT_TINYJAMBU_H
#define PQE_LIGHTWEIGHT_TINYJAMBU_H

#include <stddef.h>
#include <stdint.h>

#include "pqe/status.h"

#define PQE_TINYJAMBU_128_KEY_BYTES 16
#define PQE_TINYJAMBU_128_NONCE_BYTES 12
#define PQE_TINYJAMBU_128_TAG_BYTES 8

/*
 * _encrypt: writes plaintext_len bytes of ciphertext and the 8-byte tag. Cannot fail.
 *
 * _decrypt: writes the plaintext only for a right tag. Otherwise it returns PQE_ERR_TAG, and the
 * ciphertext_len bytes of plaintext are zero (in place: the ciphertext is gone).
 */
void pqe_tinyjambu_128_u32_encrypt(uint8_t *ciphertext, uint8_t tag[8], const uint8_t *plaintext,
                                   size_t plaintext_len, const uint8_t *ad, size_t ad_len,
                                   const uint8_t nonce[12], const uint8_t key[16]);
PQE_MUST_CHECK
pqe_status pqe_tinyjambu_128_u32_decrypt(uint8_t *plaintext, const uint8_t *ciphertext,
                                         size_t ciphertext_len, const uint8_t tag[8],
                                         const uint8_t *ad, size_t ad_len, const uint8_t nonce[12],
                                         const uint8_t key[16]);

#endif
