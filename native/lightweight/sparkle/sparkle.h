/* SPDX-License-Identifier: MIT */
/*
 * Sparkle: the authenticated cipher Schwaemm256-128 and the hash function Esch256.
 *
 * Document: C. Beierle, A. Biryukov, L. Cardoso dos Santos, J. Großschädl, A. Moradi, L. Perrin,
 * A. R. Shahmirzadi, A. Udovenko, V. Velichkov, Q. Wang, "Schwaemm and Esch: Lightweight
 * Authenticated Encryption and Hashing using the Sparkle Permutation Family", version 1.2, final
 * round of the NIST lightweight competition (2021); a finalist that was not selected. Words are
 * little-endian.
 *
 * Variants:
 *   u32   twelve 32-bit words; add, rotate, exclusive-or. The same code for every target.
 *
 * Constant time: claimed for every function, with respect to key, nonce, message and associated
 * data. Only additions modulo 2^32, XOR, shifts and rotations by constants touch data; the round
 * constants are read at public indices; branches and addresses depend on lengths alone. Exception:
 * _decrypt tells its caller whether the tag was right, after all work that depends on secrets.
 *
 * Not claimed: resistance to power analysis, electromagnetic analysis or fault injection.
 *
 * Limits: a nonce is used once per key; at most 2^68 bytes under one key, and a security of 120
 * bits is claimed for Schwaemm256-128; Esch256 claims 128 bits against collisions and preimages.
 *
 * Buffers: any alignment. A pointer may be NULL if its length is 0. Output may be the same buffer
 * as input (in place) or begin before it; any other overlap is not allowed. The tag must not
 * overlap the output of _decrypt. No heap, no global state, no recursion; stack use is below 512
 * bytes. Local copies of key material and state are wiped before return.
 */
#ifndef PQE_LIGHTWEIGHT_SPARKLE_H
#define PQE_LIGHTWEIGHT_SPARKLE_H

#include <stddef.h>
#include <stdint.h>

#include "pqe/status.h"

#define PQE_SCHWAEMM256_128_KEY_BYTES 16
#define PQE_SCHWAEMM256_128_NONCE_BYTES 32
#define PQE_SCHWAEMM256_128_TAG_BYTES 16
#define PQE_ESCH256_DIGEST_BYTES 32

/*
 * _encrypt: writes plaintext_len bytes of ciphertext and the 16-byte tag. Cannot fail.
 *
 * _decrypt: writes the plaintext only for a right tag. Otherwise it returns PQE_ERR_TAG, and the
 * ciphertext_len bytes of plaintext are zero (in place: the ciphertext is gone).
 */
void pqe_schwaemm256_128_u32_encrypt(uint8_t *ciphertext, uint8_t tag[16], const uint8_t *plaintext,
                                     size_t plaintext_len, const uint8_t *ad, size_t ad_len,
                                     const uint8_t nonce[32], const uint8_t key[16]);
PQE_MUST_CHECK
pqe_status pqe_schwaemm256_128_u32_decrypt(uint8_t *plaintext, const uint8_t *ciphertext,
                                           size_t ciphertext_len, const uint8_t tag[16],
                                           const uint8_t *ad, size_t ad_len,
                                           const uint8_t nonce[32], const uint8_t key[16]);

/* Esch256 of a whole message. */
void pqe_esch256_u32_digest(uint8_t digest[32], const uint8_t *message, size_t message_len);

#endif
