/* SPDX-License-Identifier: MIT */
/* The timer's interrupt: waited for by sleeping and by looping, counted by its handler. */
#include "board.h"

void systick(void);

static volatile uint32_t ticks;

void systick(void) {
    ticks++;
}

int main(void) {
    SYST_RVR = 9999;
    SYST_CVR = 0;
    SYST_CSR = 7;
    for (uint32_t n = 0; n < 20; n++) {
        __asm__ volatile("wfi");
    }
    put("slept ");
    put_number(ticks >= 20);
    uint32_t before = ticks;
    while (ticks < before + 20) {
    }
    put(" looped ");
    put_number(ticks - before >= 20);
    SYST_CSR = 0;
    SYST_RVR = 99;
    SYST_CVR = 0;
    put(" counted ");
    put_number((SYST_CSR & 0x10000u) != 0);
    SYST_CSR = 5;
    for (uint32_t n = 0; n < 10000; n++) {
        __asm__ volatile("nop");
    }
    put_number((SYST_CSR & 0x10000u) != 0);
    SYST_CSR = 0;
    (void)SYST_CSR;
    put_number((SYST_CSR & 0x10000u) != 0); /* the read before took it */
    put(" calls ");
    before = ticks;
    ICSR = PENDSTSET;
    __asm__ volatile("dsb\n isb");
    put_number(ticks - before);
    put("\n");
    return 0;
}
