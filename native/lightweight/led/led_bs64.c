/* SPDX-License-Identifier: MIT */
/* Variant bs64: bit slices in words of 64 bits, up to 16 blocks at a time. */
#define PQE_SLICE_BITS 64

#include "lightweight/led/led_rounds.h"

LED_FUNCTIONS(pqe_led_64_bs64, 64)
LED_FUNCTIONS(pqe_led_128_bs64, 128)
