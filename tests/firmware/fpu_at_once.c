/* SPDX-License-Identifier: MIT */
/* The FPU is turned on and used without a branch or barrier in between; before that, code runs past
 * floating-point instructions that it does not reach. */
#include "board.h"

int main(void) {
    uint32_t bits;
    __asm__ volatile("movs r0, #0\n cbz r0, 1f\n vmov.f32 s0, #1.0\n 1:" ::: "r0");
    __asm__ volatile("ldr r0, [%1]\n orr r0, #0xf00000\n str r0, [%1]\n"
                     "vmov.f32 s1, #2.0\n vadd.f32 s1, s1, s1\n vmov %0, s1"
                     : "=r"(bits)
                     : "r"(&CPACR)
                     : "r0", "s1", "memory");
    put_number(bits == 0x40800000u);
    put("\n");
    return 0;
}
