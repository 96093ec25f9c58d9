/* SPDX-License-Identifier: MIT */
/* Variant small: one or two blocks at a time, in four 32-bit words. */
#define PQE_SLICE_BITS 32

#include "lightweight/led/led_block.h"

PQE_NOINLINE void led_crypt(led_few_rounds *rounds, const pqe_slice (*key)[4], led_length length,
                            uint8_t *out, const uint8_t *in, size_t blocks) {
    while (blocks != 0) {
        const size_t take = blocks < LED_FEW ? blocks : LED_FEW;
        led_few_crypt(rounds, key, length, out, in, take);
        in += 8 * take;
        out += 8 * take;
        blocks -= take;
    }
}

#define LED_SMALL_FUNCTIONS(id, bits)                                                              \
    static const led_length id##_length = {(bits) / 16 + 4, (bits) / 64};                          \
    void id##_key_schedule(id##_key *schedule, const uint8_t key[(bits) / 8]) {                    \
        for (unsigned int i = 0; i < (bits) / 64; i++) {                                           \
            led_few_keep(schedule->few[i], key + 8 * i);                                           \
        }                                                                                          \
    }                                                                                              \
    void id##_encrypt(const id##_key *schedule, uint8_t *out, const uint8_t *in, size_t blocks) {  \
        led_crypt(led_few_forwards, (const pqe_slice(*)[4])schedule->few, id##_length, out, in,    \
                  blocks);                                                                         \
    }                                                                                              \
    void id##_decrypt(const id##_key *schedule, uint8_t *out, const uint8_t *in, size_t blocks) {  \
        led_crypt(led_few_backwards, (const pqe_slice(*)[4])schedule->few, id##_length, out, in,   \
                  blocks);                                                                         \
    }

LED_SMALL_FUNCTIONS(pqe_led_64_small, 64)
LED_SMALL_FUNCTIONS(pqe_led_128_small, 128)
