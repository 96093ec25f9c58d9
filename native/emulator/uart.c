/* SPDX-License-Identifier: MIT */
#include "uart.h"

enum { DATA = 0, CTRL = 8, BAUDDIV = 16, TRANSMIT_ENABLE = 1 };

uint32_t uart_read(const uart *u, uint32_t offset) {
    switch (offset) {
    case CTRL:
        return u->control;
    case BAUDDIV:
        return u->divider;
    default: /* STATE: not full, nothing received; DATA: nothing received */
        return 0;
    }
}

void uart_write(uart *u, uint32_t offset, uint32_t value) {
    switch (offset) {
    case DATA:
        if ((u->control & TRANSMIT_ENABLE) != 0) {
            (void)fputc((int)(value & 0xffu), u->out);
        }
        break;
    case CTRL:
        u->control = value & 0x7fu;
        break;
    case BAUDDIV:
        u->divider = value & 0xfffffu;
        break;
    default:
        break;
    }
}
