/* SPDX-License-Identifier: MIT */
/*
 * ChaCha20-Poly1305, the AEAD of the IETF.
 *
 * Document: RFC 8439, "ChaCha20 and Poly1305 for IETF Protocols" (June 2018), section 2.8.
 *
 * Variants (same results; the name says how the code is written):
 *   u64    four blocks of ChaCha20 side by side in vectors of the compiler, Poly1305 in 64-bit
 *          words; for 64-bit hosts.
 *   u32    one block at a time, Poly1305 in 32-bit words with products of 64 bits; for Cortex-M4,
 *          M7 and M33, and 32-bit hosts.
 *   mul32  Poly1305 in limbs of 13 bits, with no product beyond 32 bits; for ARMv6-M (Cortex-M0
 *          and M0+), which has none, and Cortex-M3, where they take a time that depends on the
 *          operands.
 *   small  limbs as mul32, everything in loops; for size.
 *
 * Constant time: claimed for every function, with respect to key, plaintext and, before the tag is
 * known to be right, the tag. Additions, exclusive-ors, shifts and rotations by constants, and
 * multiplications touch data; branches and addresses depend on lengths and alignments alone. The
 * multiplications of u32 and u64 take the same time for all operands on the processors named above,
 * not on Cortex-M3, ARM7 or ARM9. Exception: _decrypt tells its caller whether the tag was right,
 * and does so before it decrypts.
 *
 * Not claimed: resistance to power analysis, electromagnetic analysis or fault injection.
 *
 * Limits that the caller must keep: a nonce is used once per key (repeating one shows the
 * exclusive-or of two messages and lets anyone forge); a message has at most 2^38 - 64 bytes.
 *
 * Buffers: any alignment (on ARMv6-M what lies at multiples of four is faster). A pointer may be
 * NULL if its length is 0. Output may be the same buffer as input (in place) or begin before it;
 * any other overlap is not allowed. The tag must not overlap the output of _decrypt. No heap, no
 * global state, no recursion; stack use is below 800 bytes (u64: 1400). Local copies of key
 * material and state are wiped before return.
 */
#ifndef PQE_LIGHTWEIGHT_CHACHA20_POLY1305_H
#define PQE_LIGHTWEIGHT_CHACHA20_POLY1305_H

#include <stddef.h>
#include <stdint.h>

#include "pqe/status.h"

#define PQE_CHACHA20_POLY1305_KEY_BYTES 32
#define PQE_CHACHA20_POLY1305_NONCE_BYTES 12
#define PQE_CHACHA20_POLY1305_TAG_BYTES 16

/*
 * _encrypt: writes plaintext_len bytes of ciphertext and the 16-byte tag. Cannot fail.
 *
 * _decrypt: writes the plaintext only for a right tag. Otherwise it returns PQE_ERR_TAG, and the
 * ciphertext_len bytes of plaintext are zero (in place: the ciphertext is gone).
 */
void pqe_chacha20_poly1305_u64_encrypt(uint8_t *ciphertext, uint8_t tag[16],
                                       const uint8_t *plaintext, size_t plaintext_len,
                                       const uint8_t *ad, size_t ad_len, const uint8_t nonce[12],
                                       const uint8_t key[32]);
PQE_MUST_CHECK
pqe_status pqe_chacha20_poly1305_u64_decrypt(uint8_t *plaintext, const uint8_t *ciphertext,
                                             size_t ciphertext_len, const uint8_t tag[16],
                                             const uint8_t *ad, size_t ad_len,
                                             const uint8_t nonce[12], const uint8_t key[32]);

void pqe_chacha20_poly1305_u32_encrypt(uint8_t *ciphertext, uint8_t tag[16],
                                       const uint8_t *plaintext, size_t plaintext_len,
                                       const uint8_t *ad, size_t ad_len, const uint8_t nonce[12],
                                       const uint8_t key[32]);
PQE_MUST_CHECK
pqe_status pqe_chacha20_poly1305_u32_decrypt(uint8_t *plaintext, const uint8_t *ciphertext,
                                             size_t ciphertext_len, const uint8_t tag[16],
                                             const uint8_t *ad, size_t ad_len,
                                             const uint8_t nonce[12], const uint8_t key[32]);

void pqe_chacha20_poly1305_mul32_encrypt(uint8_t *ciphertext, uint8_t tag[16],
                                         const uint8_t *plaintext, size_t plaintext_len,
                                         const uint8_t *ad, size_t ad_len, const uint8_t nonce[12],
                                         const uint8_t key[32]);
PQE_MUST_CHECK
pqe_status pqe_chacha20_poly1305_mul32_decrypt(uint8_t *plaintext, const uint8_t *ciphertext,
                                               size_t ciphertext_len, const uint8_t tag[16],
                                               const uint8_t *ad, size_t ad_len,
                                               const uint8_t nonce[12], const uint8_t key[32]);

void pqe_chacha20_poly1305_small_encrypt(uint8_t *ciphertext, uint8_t tag[16],
                                         const uint8_t *plaintext, size_t plaintext_len,
                                         const uint8_t *ad, size_t ad_len, const uint8_t nonce[12],
                                         const uint8_t key[32]);
PQE_MUST_CHECK
pqe_status pqe_chacha20_poly1305_small_decrypt(uint8_t *plaintext, const uint8_t *ciphertext,
                                               size_t ciphertext_len, const uint8_t tag[16],
                                               const uint8_t *ad, size_t ad_len,
                                               const uint8_t nonce[12], const uint8_t key[32]);

#endif
