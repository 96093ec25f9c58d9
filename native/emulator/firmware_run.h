/* SPDX-License-Identifier: MIT */
/*
 * Firmware of others on the board mps2-an386 (board.h), unmodified, under the timing model: what it
 * reads from SysTick and the cycle counter are modelled cycles.
 *
 * Time. A read sees the cycles of all instructions before it, exactly, also in the middle of a
 * block. Interrupts are taken between blocks, and before an instruction that would read the core's
 * own registers too late; so no code sees the timer wrap without its handler having run. Entry and
 * return of exceptions take 12 cycles each [unvalidated]. WFI lets time pass until the timer's
 * interrupt.
 *
 * End. The run ends when the firmware says so by semihosting, asks for a reset, reaches the address
 * it should run to, hits a limit, or can do nothing but idle: WFI, or a branch to itself, while no
 * interrupt can come. Every fault ends it too, with a report on standard error: the firmware's own
 * handlers of faults are not entered, and so CFSR and HFSR stay 0. Code that is written while the
 * firmware runs must not be written again once it was executed: the model keeps what it decoded.
 */
#ifndef PQE_FIRMWARE_RUN_H
#define PQE_FIRMWARE_RUN_H

#include "board.h"

typedef struct {
    const machine_part *part;
    const char *library; /* the Unicorn engine's */
    const char *image;
    uint64_t max_instructions;
    uint64_t timeout_ns;
    const char *until;   /* a symbol or an address; or NULL */
    const char *summary; /* file for the figures, a word and a number a line; or NULL */
} firmware_order;

/* Run it; returns the exit code of the program: 0 it ended well, 1 it said that it failed, 2 it
 * cannot be run, 3 a fault, 4 a limit, or it idles for ever. */
int firmware_run(const firmware_order *order);

#endif
