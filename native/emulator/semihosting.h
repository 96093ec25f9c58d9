/* SPDX-License-Identifier: MIT */
/*
 * Semihosting (Arm's "Semihosting for AArch32 and AArch64", BKPT 0xAB): output and the end of the
 * run. Served are SYS_WRITE0, SYS_WRITEC, SYS_WRITE to the console (":tt"), SYS_EXIT,
 * SYS_EXIT_EXTENDED, SYS_CLOCK, SYS_ELAPSED, SYS_TICKFREQ, SYS_HEAPINFO (nothing to say),
 * SYS_GET_CMDLINE (empty) and ":semihosting-features". Firmware is not trusted: no file of the host
 * can be opened, input is at its end, and the time of day is 0. Time is the model's, of a clock of
 * SEMIHOSTING_HZ.
 */
#ifndef PQE_SEMIHOSTING_H
#define PQE_SEMIHOSTING_H

#include <stdio.h>

#include "board.h"

#define SEMIHOSTING_HZ 25000000u

typedef struct {
    FILE *out;
    FILE *error_out;
    uint32_t features_read; /* bytes of ":semihosting-features" that were read */
    int exited;
    uint32_t status; /* 0: success */
} semihosting;

/* Serve the call that the registers hold. On an error *why says what is wrong with it. */
void semihosting_serve(semihosting *s, const board *b, uint64_t cycles, const char **why);

#endif
