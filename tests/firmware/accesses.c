/* SPDX-License-Identifier: MIT */
/* The core's registers by every shape of access: conditional, in pairs, multiple, of parts. */
#include "board.h"

int main(void) {
    uint32_t a, b, c, d;
    /* Vector table, priority group, sleep: three words that follow each other from VTOR on. */
    AIRCR = 0x05fa0300u;
    __asm__ volatile("ldrd %0, %1, [%2]" : "=&r"(a), "=&r"(b) : "r"(0xe000ed08));
    put_number(a);
    put(" ");
    put_number(b);
    __asm__ volatile("strd %0, %1, [%2]" ::"r"(0x40302010), "r"(0x80706050), "r"(NVIC_IPR));
    __asm__ volatile("ldmia %2, {r4, r5}\n mov %0, r4\n mov %1, r5"
                     : "=&r"(a), "=&r"(b)
                     : "r"(NVIC_IPR)
                     : "r4", "r5");
    put(" ");
    put_number(a);
    put(" ");
    put_number(b);
    /* In IT blocks: taken, not taken, and code behind that must not be conditional. */
    __asm__ volatile("movs %0, #0\n movs %1, #0\n movs %2, #1\n"
                     "cmp %2, #1\n"
                     "itte eq\n"
                     "strbeq %2, [%4]\n"
                     "ldrbeq %0, [%4, #1]\n"
                     "ldrbne %1, [%4]\n"
                     "add %3, %0, #1\n"
                     "cmp %2, #2\n"
                     "ite ne\n"
                     "ldrne %1, [%4]\n"
                     "streq %2, [%4]\n"
                     "b 1f\n 1: add %3, %3, #1\n"
                     : "=&l"(a), "=&l"(b), "=&l"(c), "=&l"(d)
                     : "l"(NVIC_IPR)
                     : "cc", "memory");
    put(" ");
    put_number(a);
    put(" ");
    put_number(b);
    put(" ");
    put_number(d);
    /* With write-back, and of two bytes. */
    uintptr_t place = (uintptr_t)NVIC_IPR;
    __asm__ volatile("ldrh %0, [%1], #2\n ldrsh %2, [%1, #4]!\n"
                     : "=&r"(a), "+r"(place), "=&r"(b));
    put(" ");
    put_number(a);
    put(" ");
    put_number(b);
    put(" ");
    put_number((uint32_t)(place - (uintptr_t)NVIC_IPR));
    put("\n");
    return 0;
}
