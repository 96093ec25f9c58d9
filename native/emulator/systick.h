/* SPDX-License-Identifier: MIT */
/*
 * The system timer of ARMv7-M (Architecture Reference Manual, B3.3): 24 bits, counting down, in the
 * time of whoever asks. It counts cycles, or (CLKSOURCE 0) a reference clock of a 25th of that, as
 * on Arm's MPS2 board with 25 MHz and 1 MHz. A counter that is 0 takes the reload value with the
 * next tick; one that becomes 0 by counting sets COUNTFLAG and, with TICKINT, asks for its
 * interrupt.
 */
#ifndef PQE_SYSTICK_H
#define PQE_SYSTICK_H

#include <stdint.h>

#define SYSTICK_NEVER UINT64_MAX

typedef struct {
    uint64_t since; /* cycle at which `value` was so */
    uint32_t value;
    uint32_t reload;
    uint32_t control; /* ENABLE, TICKINT, CLKSOURCE */
    int counted;      /* COUNTFLAG */
    int pending;      /* its interrupt is asked for; whoever takes note sets it back */
} systick;

/* Bring the timer to `now`, which never goes back. */
void systick_advance(systick *t, uint64_t now);

/* Cycle at which the interrupt is asked for next, if nothing is written before; or SYSTICK_NEVER.
 */
uint64_t systick_next_interrupt(const systick *t);

/* The registers at 0 (CSR), 4 (RVR), 8 (CVR) and 12 (CALIB) from 0xe000e010 on. */
uint32_t systick_read(systick *t, uint64_t now, uint32_t offset);
void systick_write(systick *t, uint64_t now, uint32_t offset, uint32_t value);

#endif
