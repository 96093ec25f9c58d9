/* SPDX-License-Identifier: MIT */
/*
 * Code that is interrupted all over notices nothing: registers, flags, IT state, and a stack
 * pointer that is no multiple of eight. The handler changes whatever it may, and is itself not
 * touched by the IT state of what it interrupts.
 */
#include "board.h"

void systick(void);

static volatile uint32_t ticks;
static volatile uint32_t wrong;

volatile uint32_t *const places[2] __attribute__((used)) = {&ticks, &wrong};

__attribute__((naked)) void systick(void) {
    __asm__ volatile("movs r0, #1\n adds r0, #2\n adds r0, #3\n adds r0, #4\n"
                     "mov r12, #10\n"
                     "subs r0, r12\n" /* 0, and flags */
                     "mov r2, sp\n and r2, #7\n orr r0, r2\n"
                     "ldr r1, =places\n ldrd r1, r2, [r1]\n"
                     "ldr r3, [r1]\n adds r3, #1\n str r3, [r1]\n"
                     "ldr r3, [r2]\n add r3, r0\n str r3, [r2]\n"
                     "movs r1, #0\n movs r2, #0\n mvn r3, r2\n adds r3, #1\n"
                     "bx lr\n .ltorg\n");
}

/* Returns how many of its checks failed. `seed` makes the flags. */
__attribute__((noinline)) static uint32_t round_of(uint32_t seed) {
    uint32_t failed;
    __asm__ volatile("mov r4, sp\n"
                     "and r5, %1, #1\n lsl r5, #2\n mov r0, sp\n sub r0, r5\n mov sp, r0\n"
                     "mov r6, sp\n"
                     "movs r1, #11\n movs r2, #22\n movs r3, #33\n mov r12, #44\n mov lr, #55\n"
                     "movs r0, #0\n"
                     "cmp %1, #100\n"
                     "b 1f\n 1: nop\n b 2f\n 2: nop\n b 3f\n 3:\n"
                     "itete hi\n"
                     "addhi r0, #1\n"
                     "addls r0, #2\n"
                     "ldrhi r5, [%2]\n" /* the timer: an exception may come first */
                     "ldrls r5, [%2]\n"
                     "b 4f\n 4:\n"
                     "itt hi\n"
                     "addhi r0, #4\n"
                     "addhi r0, #8\n"
                     "mov r5, sp\n cmp r6, r5\n it ne\n addne r0, #16\n"
                     "cmp r1, #11\n it ne\n addne r0, #16\n"
                     "cmp r2, #22\n it ne\n addne r0, #16\n"
                     "cmp r3, #33\n it ne\n addne r0, #16\n"
                     "cmp r12, #44\n it ne\n addne r0, #16\n"
                     "cmp lr, #55\n it ne\n addne r0, #16\n"
                     "mov sp, r4\n"
                     "mov %0, r0\n"
                     : "=r"(failed)
                     : "r"(seed), "r"(&SYST_CVR)
                     : "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r12", "lr", "cc", "memory");
    return failed != (seed > 100 ? 13u : 2u);
}

int main(void) {
    SYST_RVR = 250;
    SYST_CVR = 0;
    SYST_CSR = 7;
    for (uint32_t n = 0; n < 20000 || ticks < 200; n++) {
        wrong += round_of(n % 200);
        SYST_RVR = 200 + n % 61; /* not in step with the loop */
    }
    SYST_CSR = 0;
    put("wrong ");
    put_number(wrong);
    put("\n");
    return 0;
}
