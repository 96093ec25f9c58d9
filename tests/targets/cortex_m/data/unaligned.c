/* SPDX-License-Identifier: MIT */
/* Operations with accesses that are counted by hand: OFFSET is where they begin in the buffer. */
#include <stdint.h>

#include "operations.h"

PQE_BUFFER(bytes, 64);

/* At offset 1: 3 words (odd, 2 cycles each) and 2 halfwords; the skipped load must not count. */
static int singles(void) {
    __asm volatile("adds r0, %0, %1\n"
                   "movs r3, #4\n"
                   "ldr r1, [r0]\n"
                   "str r1, [r0, #4]\n"
                   "ldr.w r1, [r0, r3, lsl #2]\n"
                   "ldrh r1, [r0]\n"
                   "strh.w r1, [r0], #2\n"
                   "ldrb r1, [r0]\n"
                   "cmp r3, #4\n"
                   "it ne\n"
                   "ldrne r1, [r0]\n"
                   :
                   : "r"(pqe_buffer_bytes), "i"(OFFSET)
                   : "r0", "r1", "r3", "cc", "memory");
    return 0;
}

const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, singles, 0, 0};
