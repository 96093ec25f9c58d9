/* SPDX-License-Identifier: MIT */
/*
 * Xoodyak: authenticated encryption and a hash function of 32 bytes, both on the permutation
 * Xoodoo[12].
 *
 * Document: J. Daemen, S. Hoffert, M. Peeters, G. Van Assche, R. Van Keer, "Xoodyak, a lightweight
 * cryptographic scheme", ToSC 2020 S1 and the version for the final round of the NIST lightweight
 * competition (2021); a finalist that was not selected. Words are little-endian. Earlier rounds of
 * the competition have other test vectors.
 *
 * Variants:
 *   u32   twelve 32-bit words; AND, NOT, XOR, rotations. The same code for every target.
 *
 * Constant time: claimed for every function, with respect to key, nonce, message and associated
 * data. Only AND, NOT, XOR, shifts and rotations by constants touch data; branches and addresses
 * depend on lengths alone. Exception: _decrypt tells its caller whether the tag was right, after
 * all work that depends on secrets.
 *
 * Not claimed: resistance to power analysis, electromagnetic analysis or fault injection.
 *
 * Limits: a nonce is used once per key. The designers claim 128 bits of security for the cipher,
 * and 128 bits against collisions and preimages for the hash.
 *
 * Buffers: any alignment. A pointer may be NULL if its length is 0. Output may be the same buffer
 * as input (in place) or begin before it; any other overlap is not allowed. The tag must not
 * overlap the output of _decrypt. No heap, no global state, no recursion; stack use is below 512
 * bytes. Local copies of key material and state are wiped before return.
 */
#ifndef PQE_LIGHTWEIGHT_XOODYAK_H
#define PQE_LIGHTWEIGHT_XOODYAK_H

#include <stddef.h>
#include <stdint.h>

#include "pqe/status.h"

#define PQE_XOODYAK_AEAD_KEY_BYTES 16
#define PQE_XOODYAK_AEAD_NONCE_BYTES 16
#define PQE_XOODYAK_AEAD_TAG_BYTES 16
#define PQE_XOODYAK_HASH_DIGEST_BYTES 32

/*
 * _encrypt: writes plaintext_len bytes of ciphertext and the 16-byte tag. Cannot fail.
 *
 * _decrypt: writes the plaintext only for a right tag. Otherwise it returns PQE_ERR_TAG, and the
 * ciphertext_len bytes of plaintext are zero (in place: the ciphertext is gone).
 */
void pqe_xoodyak_aead_u32_encrypt(uint8_t *ciphertext, uint8_t tag[16], const uint8_t *plaintext,
                                  size_t plaintext_len, const uint8_t *ad, size_t ad_len,
                                  const uint8_t nonce[16], const uint8_t key[16]);
PQE_MUST_CHECK
pqe_status pqe_xoodyak_aead_u32_decrypt(uint8_t *plaintext, const uint8_t *ciphertext,
                                        size_t ciphertext_len, const uint8_t tag[16],
                                        const uint8_t *ad, size_t ad_len, const uint8_t nonce[16],
                                        const uint8_t key[16]);

/* The hash of a whole message, 32 bytes. */
void pqe_xoodyak_hash_u32_digest(uint8_t digest[32], const uint8_t *message, size_t message_len);

#endif
