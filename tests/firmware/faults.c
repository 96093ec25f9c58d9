/* SPDX-License-Identifier: MIT */
/* One fault, chosen by FAULT, two calls deep. */
#include "board.h"

__attribute__((noinline)) static void culprit(volatile uint32_t *place) {
#if FAULT == 1
    (void)*place;
#elif FAULT == 2
    *place = 1;
#elif FAULT == 3
    (void)place;
    __asm__ volatile("udf #7");
#elif FAULT == 4
    (void)place;
    __asm__ volatile("vmov.f32 s0, #1.0");
#elif FAULT == 5
    (void)place;
    __asm__ volatile("bx %0" ::"r"(0x60000001));
#elif FAULT == 6
    (void)place;
    __asm__ volatile("bx %0" ::"r"(0x100));
#elif FAULT == 7
    (void)place;
    __asm__ volatile("cpsid i\n svc 0");
#elif FAULT == 8
    __asm__ volatile("mov r0, %0\n mov sp, r0\n svc 0" ::"r"(place) : "r0");
#elif FAULT == 9
    (void)place;
    __asm__ volatile("bkpt 1");
#elif FAULT == 10
    (void)place;
    __asm__ volatile("bx %0" ::"r"(0xfffffff9));
#elif FAULT == 11
    (void)semihosting_call(0x04, (uintptr_t)place);
#elif FAULT == 12
    (void)place;
    __asm__ volatile("msr control, %0\n isb" ::"r"(1));
    SYST_CSR = 1;
#elif FAULT == 13
    (void)place;
    for (;;) {
        if (*(volatile uint32_t *)0x20000000 == 1234) {
            put("never");
        }
    }
#elif FAULT == 14
    (void)place;
    __asm__ volatile("wfi");
#elif FAULT == 15
    (void)place;
    for (;;) {
    }
#elif FAULT == 16
    (void)place;
    AIRCR = 0x05fa0004u;
    for (;;) {
    }
#elif FAULT == 17
    (void)place;
    ICSR = PENDSVSET;
    __asm__ volatile("dsb\n isb");
#elif FAULT == 18 /* plain memory to the emulator, but a device's place */
    *(volatile uint32_t *)0x40100000 = 0x47704770;
    (void)place;
    __asm__ volatile("bx %0" ::"r"(0x40100001));
#endif
}

__attribute__((noinline)) static void caller(uintptr_t address) {
    culprit((volatile uint32_t *)address);
    put("came back\n");
}

int main(void) {
    put("before\n");
    caller(0x30000000u);
    return 0;
}
