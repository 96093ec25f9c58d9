/* SPDX-License-Identifier: MIT */
/*
 * Ascon: Ascon-AEAD128, Ascon-Hash256, Ascon-XOF128 and Ascon-CXOF128.
 *
 * Document: NIST SP 800-232, "Ascon-Based Lightweight Cryptography Standards for Constrained
 * Devices", August 2025 (https://doi.org/10.6028/NIST.SP.800-232). Byte order is little-endian as
 * there; Ascon v1.2 as submitted to the NIST competition is big-endian, has other initial values
 * and is not offered.
 *
 * Variants (same results; the name says how the code is written):
 *   u64   five 64-bit words; for 64-bit hosts.
 *   bi32  every 64-bit word as a word of its even and a word of its odd bits, so that a 64-bit
 * rotation is two 32-bit rotations, which Cortex-M3 and M4 do for free in another instruction's
 * operand.
 *   w32   every 64-bit word as its low and its high half, in memory at fixed places; for ARMv6-M
 * (Cortex-M0 and M0+), where most instructions reach eight registers only.
 *   small as w32, with one round in a loop; for size.
 *
 * Constant time: claimed for every function, with respect to key, nonce, message and associated
 * data. Only AND, OR, XOR, NOT, shifts and rotations by constants touch data; no table, no
 * multiplication, no division; branches and addresses depend on lengths alone. Exception: _decrypt
 * tells its caller whether the tag was right, and does so after all work that depends on secrets is
 * done.
 *
 * Not claimed: resistance to power analysis, electromagnetic analysis or fault injection.
 *
 * Limits of the standard that the caller must keep: a nonce is used once per key (repeating one
 * breaks confidentiality); at most 2^54 bytes of message and associated data together per key; CXOF
 * customization strings are at most 256 bytes.
 *
 * Buffers: any alignment. A pointer may be NULL if its length is 0. Output may be the same buffer
 * as input (in place) or begin before it; any other overlap is not allowed. The tag must not
 * overlap the output of _decrypt. No heap, no global state, no recursion; stack use is below 512
 * bytes. Local copies of key material and state are wiped before return.
 */
#ifndef PQE_LIGHTWEIGHT_ASCON_H
#define PQE_LIGHTWEIGHT_ASCON_H

#include <stddef.h>
#include <stdint.h>

#include "pqe/status.h"

#define PQE_ASCON_AEAD128_KEY_BYTES 16
#define PQE_ASCON_AEAD128_NONCE_BYTES 16
#define PQE_ASCON_AEAD128_TAG_BYTES 16
#define PQE_ASCON_HASH256_DIGEST_BYTES 32
#define PQE_ASCON_CXOF128_MAX_CUSTOMIZATION_BYTES 256

/*
 * State of an incremental XOF; contents are private. Begin with an _init, then any number of
 * _absorb, then any number of _squeeze; _absorb after _squeeze returns PQE_ERR_LENGTH and changes
 * nothing.
 */
typedef struct {
    uint64_t words[5];
    uint32_t
        position; /* bytes of the current block already absorbed or squeezed, 0..7 (8: used up) */
    uint32_t squeezing; /* 0 while absorbing */
} pqe_ascon_xof_u64;

typedef struct {
    uint32_t words[10];
    uint32_t position;
    uint32_t squeezing;
} pqe_ascon_xof_bi32;

typedef struct {
    uint32_t words[10];
    uint32_t position;
    uint32_t squeezing;
} pqe_ascon_xof_w32;

typedef struct {
    uint32_t words[10];
    uint32_t position;
    uint32_t squeezing;
} pqe_ascon_xof_small;

/*
 * _encrypt: writes message_len bytes of ciphertext and the 16-byte tag. Cannot fail.
 *
 * _decrypt: writes the plaintext only for a right tag. Otherwise it returns PQE_ERR_TAG, and the
 * ciphertext_len bytes of plaintext are zero (in place: the ciphertext is gone).
 */
void pqe_ascon_aead128_u64_encrypt(uint8_t *ciphertext, uint8_t tag[16], const uint8_t *plaintext,
                                   size_t plaintext_len, const uint8_t *ad, size_t ad_len,
                                   const uint8_t nonce[16], const uint8_t key[16]);
PQE_MUST_CHECK
pqe_status pqe_ascon_aead128_u64_decrypt(uint8_t *plaintext, const uint8_t *ciphertext,
                                         size_t ciphertext_len, const uint8_t tag[16],
                                         const uint8_t *ad, size_t ad_len, const uint8_t nonce[16],
                                         const uint8_t key[16]);

void pqe_ascon_aead128_bi32_encrypt(uint8_t *ciphertext, uint8_t tag[16], const uint8_t *plaintext,
                                    size_t plaintext_len, const uint8_t *ad, size_t ad_len,
                                    const uint8_t nonce[16], const uint8_t key[16]);
void pqe_ascon_aead128_w32_encrypt(uint8_t *ciphertext, uint8_t tag[16], const uint8_t *plaintext,
                                   size_t plaintext_len, const uint8_t *ad, size_t ad_len,
                                   const uint8_t nonce[16], const uint8_t key[16]);
void pqe_ascon_aead128_small_encrypt(uint8_t *ciphertext, uint8_t tag[16], const uint8_t *plaintext,
                                     size_t plaintext_len, const uint8_t *ad, size_t ad_len,
                                     const uint8_t nonce[16], const uint8_t key[16]);
PQE_MUST_CHECK
pqe_status pqe_ascon_aead128_bi32_decrypt(uint8_t *plaintext, const uint8_t *ciphertext,
                                          size_t ciphertext_len, const uint8_t tag[16],
                                          const uint8_t *ad, size_t ad_len, const uint8_t nonce[16],
                                          const uint8_t key[16]);
PQE_MUST_CHECK
pqe_status pqe_ascon_aead128_w32_decrypt(uint8_t *plaintext, const uint8_t *ciphertext,
                                         size_t ciphertext_len, const uint8_t tag[16],
                                         const uint8_t *ad, size_t ad_len, const uint8_t nonce[16],
                                         const uint8_t key[16]);
PQE_MUST_CHECK
pqe_status pqe_ascon_aead128_small_decrypt(uint8_t *plaintext, const uint8_t *ciphertext,
                                           size_t ciphertext_len, const uint8_t tag[16],
                                           const uint8_t *ad, size_t ad_len,
                                           const uint8_t nonce[16], const uint8_t key[16]);

/* Ascon-Hash256 of a whole message. */
void pqe_ascon_hash256_u64_digest(uint8_t digest[32], const uint8_t *message, size_t message_len);
void pqe_ascon_hash256_bi32_digest(uint8_t digest[32], const uint8_t *message, size_t message_len);
void pqe_ascon_hash256_w32_digest(uint8_t digest[32], const uint8_t *message, size_t message_len);
void pqe_ascon_hash256_small_digest(uint8_t digest[32], const uint8_t *message, size_t message_len);

/* Ascon-XOF128 of a whole message; any output length. */
void pqe_ascon_xof128_u64_digest(uint8_t *digest, size_t digest_len, const uint8_t *message,
                                 size_t message_len);
void pqe_ascon_xof128_bi32_digest(uint8_t *digest, size_t digest_len, const uint8_t *message,
                                  size_t message_len);
void pqe_ascon_xof128_w32_digest(uint8_t *digest, size_t digest_len, const uint8_t *message,
                                 size_t message_len);
void pqe_ascon_xof128_small_digest(uint8_t *digest, size_t digest_len, const uint8_t *message,
                                   size_t message_len);

/* Ascon-CXOF128 of a whole message with an empty customization string. */
void pqe_ascon_cxof128_u64_digest(uint8_t *digest, size_t digest_len, const uint8_t *message,
                                  size_t message_len);
void pqe_ascon_cxof128_bi32_digest(uint8_t *digest, size_t digest_len, const uint8_t *message,
                                   size_t message_len);
void pqe_ascon_cxof128_w32_digest(uint8_t *digest, size_t digest_len, const uint8_t *message,
                                  size_t message_len);
void pqe_ascon_cxof128_small_digest(uint8_t *digest, size_t digest_len, const uint8_t *message,
                                    size_t message_len);

/* Incremental Ascon-XOF128, and Ascon-CXOF128: only _init differs. */
void pqe_ascon_xof128_u64_init(pqe_ascon_xof_u64 *xof);
void pqe_ascon_xof128_bi32_init(pqe_ascon_xof_bi32 *xof);
void pqe_ascon_xof128_w32_init(pqe_ascon_xof_w32 *xof);
void pqe_ascon_xof128_small_init(pqe_ascon_xof_small *xof);

/* PQE_ERR_LENGTH if the customization string is longer than 256 bytes; then *xof is untouched. */
PQE_MUST_CHECK
pqe_status pqe_ascon_cxof128_u64_init(pqe_ascon_xof_u64 *xof, const uint8_t *customization,
                                      size_t customization_len);
PQE_MUST_CHECK
pqe_status pqe_ascon_cxof128_bi32_init(pqe_ascon_xof_bi32 *xof, const uint8_t *customization,
                                       size_t customization_len);
PQE_MUST_CHECK
pqe_status pqe_ascon_cxof128_w32_init(pqe_ascon_xof_w32 *xof, const uint8_t *customization,
                                      size_t customization_len);
PQE_MUST_CHECK
pqe_status pqe_ascon_cxof128_small_init(pqe_ascon_xof_small *xof, const uint8_t *customization,
                                        size_t customization_len);

PQE_MUST_CHECK
pqe_status pqe_ascon_xof128_u64_absorb(pqe_ascon_xof_u64 *xof, const uint8_t *data,
                                       size_t data_len);
PQE_MUST_CHECK
pqe_status pqe_ascon_xof128_bi32_absorb(pqe_ascon_xof_bi32 *xof, const uint8_t *data,
                                        size_t data_len);
PQE_MUST_CHECK
pqe_status pqe_ascon_xof128_w32_absorb(pqe_ascon_xof_w32 *xof, const uint8_t *data,
                                       size_t data_len);
PQE_MUST_CHECK
pqe_status pqe_ascon_xof128_small_absorb(pqe_ascon_xof_small *xof, const uint8_t *data,
                                         size_t data_len);

void pqe_ascon_xof128_u64_squeeze(pqe_ascon_xof_u64 *xof, uint8_t *out, size_t out_len);
void pqe_ascon_xof128_bi32_squeeze(pqe_ascon_xof_bi32 *xof, uint8_t *out, size_t out_len);
void pqe_ascon_xof128_w32_squeeze(pqe_ascon_xof_w32 *xof, uint8_t *out, size_t out_len);
void pqe_ascon_xof128_small_squeeze(pqe_ascon_xof_small *xof, uint8_t *out, size_t out_len);

#endif
