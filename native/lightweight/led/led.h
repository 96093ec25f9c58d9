/* SPDX-License-Identifier: MIT */
/*
 * LED-64 and LED-128: block ciphers, 64-bit blocks, 32 and 48 rounds, no key schedule.
 *
 * Document: Guo, Peyrin, Poschmann, Robshaw, "The LED Block Cipher", CHES 2011
 * (https://doi.org/10.1007/978-3-642-23951-9_22). Not a standard. The first byte of a key or a
 * block holds its first two cells, the first in the higher half.
 *
 * Variants (same results):
 *   bs32  bit slices in 32-bit words, up to eight blocks at the cost of one; for Cortex-M.
 *   bs64  the same code in 64-bit words, up to sixteen blocks; for 64-bit hosts.
 *   small one or two blocks at a time, as bs32 has it for the last ones; half the code.
 *
 * How: every row of the state has slices of its own, so that the mixing of columns, which makes one
 * row after the other, wastes nothing if there are blocks enough; a row's shift is a rotation. For
 * one or two blocks (bs64: up to four) all rows share their slices, which is a quarter of the words
 * and two thirds of the time.
 *
 * Constant time: claimed for every function, with respect to key and data. Only AND, OR, XOR, NOT,
 * shifts and rotations by constants touch them; no table; branches and addresses depend on the
 * number of blocks alone.
 * bs64 is not constant time on a Cortex-M3, where the compiler makes long
 * multiplications, whose time varies, of some shifts of 64-bit words.
 *
 * Not claimed: resistance to power analysis, electromagnetic analysis or fault injection.
 *
 * Limits: a key of 64 bits can be searched: LED-64 is for study. A block of 64 bits leaks once
 * about 2^32 blocks were encrypted under one key; change keys long before, and use a mode.
 *
 * Buffers: any alignment; a pointer may be NULL if `blocks` is 0; out may be in, other overlap is
 * not allowed. No heap, no global state, no recursion; stack use is below 512 bytes. The schedule
 * is key material: the caller wipes it.
 */
#ifndef PQE_LIGHTWEIGHT_LED_H
#define PQE_LIGHTWEIGHT_LED_H

#include <stddef.h>
#include <stdint.h>

#define PQE_LED_64_KEY_BYTES 8
#define PQE_LED_128_KEY_BYTES 16
#define PQE_LED_BLOCK_BYTES 8

/* The key, or its two halves, in slices: four for each row, and four for all rows. */
typedef struct {
    uint32_t many[1][4][4];
    uint32_t few[1][4];
} pqe_led_64_bs32_key;

typedef struct {
    uint32_t many[2][4][4];
    uint32_t few[2][4];
} pqe_led_128_bs32_key;

typedef struct {
    uint64_t many[1][4][4];
    uint64_t few[1][4];
} pqe_led_64_bs64_key;

typedef struct {
    uint64_t many[2][4][4];
    uint64_t few[2][4];
} pqe_led_128_bs64_key;

typedef struct {
    uint32_t few[1][4];
} pqe_led_64_small_key;

typedef struct {
    uint32_t few[2][4];
} pqe_led_128_small_key;

void pqe_led_64_bs32_key_schedule(pqe_led_64_bs32_key *schedule, const uint8_t key[8]);
void pqe_led_64_bs32_encrypt(const pqe_led_64_bs32_key *schedule, uint8_t *out, const uint8_t *in,
                             size_t blocks);
void pqe_led_64_bs32_decrypt(const pqe_led_64_bs32_key *schedule, uint8_t *out, const uint8_t *in,
                             size_t blocks);

void pqe_led_128_bs32_key_schedule(pqe_led_128_bs32_key *schedule, const uint8_t key[16]);
void pqe_led_128_bs32_encrypt(const pqe_led_128_bs32_key *schedule, uint8_t *out, const uint8_t *in,
                              size_t blocks);
void pqe_led_128_bs32_decrypt(const pqe_led_128_bs32_key *schedule, uint8_t *out, const uint8_t *in,
                              size_t blocks);

void pqe_led_64_bs64_key_schedule(pqe_led_64_bs64_key *schedule, const uint8_t key[8]);
void pqe_led_64_bs64_encrypt(const pqe_led_64_bs64_key *schedule, uint8_t *out, const uint8_t *in,
                             size_t blocks);
void pqe_led_64_bs64_decrypt(const pqe_led_64_bs64_key *schedule, uint8_t *out, const uint8_t *in,
                             size_t blocks);

void pqe_led_128_bs64_key_schedule(pqe_led_128_bs64_key *schedule, const uint8_t key[16]);
void pqe_led_128_bs64_encrypt(const pqe_led_128_bs64_key *schedule, uint8_t *out, const uint8_t *in,
                              size_t blocks);
void pqe_led_128_bs64_decrypt(const pqe_led_128_bs64_key *schedule, uint8_t *out, const uint8_t *in,
                              size_t blocks);

void pqe_led_64_small_key_schedule(pqe_led_64_small_key *schedule, const uint8_t key[8]);
void pqe_led_64_small_encrypt(const pqe_led_64_small_key *schedule, uint8_t *out, const uint8_t *in,
                              size_t blocks);
void pqe_led_64_small_decrypt(const pqe_led_64_small_key *schedule, uint8_t *out, const uint8_t *in,
                              size_t blocks);

void pqe_led_128_small_key_schedule(pqe_led_128_small_key *schedule, const uint8_t key[16]);
void pqe_led_128_small_encrypt(const pqe_led_128_small_key *schedule, uint8_t *out,
                               const uint8_t *in, size_t blocks);
void pqe_led_128_small_decrypt(const pqe_led_128_small_key *schedule, uint8_t *out,
                               const uint8_t *in, size_t blocks);

#endif
