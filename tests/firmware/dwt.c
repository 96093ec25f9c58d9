/* SPDX-License-Identifier: MIT */
/* Known sequences between two reads of the cycle counter, or of the timer. */
#include "board.h"

/* The reads stand in one block with what lies between them. */
#define BETWEEN(code)                                                                              \
    __extension__({                                                                                \
        uint32_t first, second;                                                                    \
        __asm__ volatile("b 1f\n .balign 4\n 1: ldr %0, [%2]\n" code "\n ldr %1, [%2]\n"           \
                         : "=&r"(first), "=&r"(second)                                             \
                         : "r"(&DWT_CYCCNT), "r"(&word)                                            \
                         : "r4", "r5", "r6", "r7", "cc", "memory");                                \
        second - first;                                                                            \
    })

int main(void) {
    static volatile uint32_t word;
    cycle_counter_on();
    const uint32_t figures[] = {
        BETWEEN(""),
        BETWEEN("nop"),
        BETWEEN("nop\n nop"),
        BETWEEN("nop\n nop\n nop\n nop\n nop\n nop\n nop\n nop"),
        BETWEEN("mov r4, #3\n sdiv r5, r4, r4"),
        BETWEEN("ldr r4, [%3]\n ldr r5, [%3]\n ldr r6, [%3]\n nop"),
        BETWEEN("cmp r4, r4\n it ne\n movne r4, #1\n nop"),
        BETWEEN("movs r4, #10\n 2: subs r4, #1\n bne 2b"),
    };
    for (uint32_t n = 0; n < sizeof figures / sizeof figures[0]; n++) {
        put_number(figures[n]);
        put(" ");
    }
    SYST_RVR = 0xffffff;
    SYST_CVR = 0;
    SYST_CSR = 5;
    uint32_t before = SYST_CVR;
    uint32_t counter = DWT_CYCCNT;
    for (uint32_t n = 0; n < 1000; n++) {
        __asm__ volatile("nop");
    }
    uint32_t after = SYST_CVR;
    counter = DWT_CYCCNT - counter;
    put_number((before - after) == counter);
    put("\n");
    return 0;
}
