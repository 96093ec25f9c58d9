/* SPDX-License-Identifier: MIT */
/*
 * What a board gives to hal_serial.c: a UART and, where it has one, a cycle counter. Each is one
 * folder below boards/. Built with -DPQE_BAUD=N and -DPQE_CYCLE_COUNTER=ADDRESS (0: there is none
 * that means anything).
 */
#ifndef PQE_BOARD_H
#define PQE_BOARD_H

#include <stdint.h>

/* Called once, before anything else: clock, pins, UART, cycle counter. */
void board_open(void);

/* The next byte that was received, or -1 if there is none now. */
int board_receive(void);

/* Send a byte; waits until there is room for it. */
void board_send(uint8_t byte);

#endif
