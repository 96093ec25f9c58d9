/* SPDX-License-Identifier: MIT */
/* Operations for tests of the emulator: one that every core runs, two whose accesses are not aligned. */
#include <stdint.h>

#include "operations.h"

#define APART __attribute__((noinline, noipa))

static volatile uint32_t words[4] = {1, 2, 3, 4};

APART static int clean(void) {
    uint32_t sum = 0x12345;
    for (uint32_t i = 0; i < 32; i++) {
        sum = sum * words[i & 3] + i;
    }
    return sum == 0 ? 1 : 0;
}

/* In assembler: C does not know such accesses. */
APART static int unaligned_word(void) {
    uint32_t value;
    __asm__ volatile("ldr %0, [%1]" : "=l"(value) : "l"((uintptr_t)words + 1) : "memory");
    return value == 0x03000000u ? 1 : 0;
}

APART static int unaligned_half(void) {
    uint32_t value;
    __asm__ volatile("movs %0, #3\n\tldrh %0, [%1, %0]" : "=&l"(value) : "l"((uintptr_t)words) : "memory");
    return value == 0x0303u ? 1 : 0;
}

const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, clean, unaligned_word,
                                                              unaligned_half};
