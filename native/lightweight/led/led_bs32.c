/* SPDX-License-Identifier: MIT */
/* Variant bs32: bit slices in words of 32 bits, up to 8 blocks at a time. */
#define PQE_SLICE_BITS 32

#include "lightweight/led/led_rounds.h"

LED_FUNCTIONS(pqe_led_64_bs32, 64)
LED_FUNCTIONS(pqe_led_128_bs32, 128)
