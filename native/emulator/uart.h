/* SPDX-License-Identifier: MIT */
/*
 * The transmitting half of a CMSDK APB UART: what is written to DATA goes to a stream at once if
 * CTRL enables the transmitter, else nowhere. STATE never says that the buffer is full, nothing is
 * ever received, and no interrupt is raised.
 */
#ifndef PQE_UART_H
#define PQE_UART_H

#include <stdint.h>
#include <stdio.h>

typedef struct {
    FILE *out;
    uint32_t control;
    uint32_t divider;
} uart;

/* A register at its offset from the UART's base. */
uint32_t uart_read(const uart *u, uint32_t offset);
void uart_write(uart *u, uint32_t offset, uint32_t value);

#endif
