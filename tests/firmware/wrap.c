/* SPDX-License-Identifier: MIT */
/*
 * A clock in the manner of pqm4: the timer's 24 bits, and its interrupt to count how often they
 * wrapped. It must never go back, and agree with the cycle counter to the cycle.
 */
#include "board.h"

#ifndef RELOAD
#define RELOAD 0xffffffu
#endif
#ifndef CYCLES
#define CYCLES 60000000u
#endif

void systick(void);

static volatile uint32_t wraps;

void systick(void) {
    wraps++;
}

/* With CONDITIONAL in an IT block, which an exception then divides. */
static uint32_t timer_value(void) {
#ifdef CONDITIONAL
    uint32_t value;
    uint32_t other = 5;
    __asm__ volatile("cmp %1, #5\n"
                     "itete eq\n"
                     "moveq %0, #0\n"
                     "movne %0, #0\n"
                     "ldreq %0, [%2]\n"
                     "ldrne %0, [%2, #4]\n"
                     : "=&l"(value)
                     : "l"(other), "l"(&SYST_CVR)
                     : "cc");
    return value;
#else
    return SYST_CVR;
#endif
}

static uint64_t cycles_now(void) {
    for (;;) {
        uint32_t before = wraps;
        uint32_t value = timer_value();
        if (wraps == before) {
            return (uint64_t)(before + 1) * (RELOAD + 1ull) - value;
        }
    }
}

int main(void) {
    uint64_t last = 0;
    uint32_t back = 0;
    SYST_RVR = RELOAD;
    SYST_CVR = 0;
    SYST_CSR = 7;
    cycle_counter_on();
    uint64_t start = cycles_now();
    uint32_t counter = DWT_CYCCNT;
    while (DWT_CYCCNT - counter < CYCLES) {
        uint64_t now = cycles_now();
        back += now < last;
        last = now;
        for (uint32_t n = 0; n < SPIN; n++) {
            __asm__ volatile("nop");
        }
    }
    uint64_t end = cycles_now();
    uint32_t passed = DWT_CYCCNT - counter;
    put("back ");
    put_number(back);
    put(" wraps ");
    put_number(wraps >= CYCLES / (RELOAD + 1));
    uint32_t difference = (uint32_t)(end - start) - passed;
    put(" difference ");
    put_number(difference < 100 || difference > 0u - 100u);
    put("\n");
    return 0;
}
