/* SPDX-License-Identifier: MIT */
/* UART0 of the CMSDK (Arm DDI 0479, APB UART). QEMU has the timers of this board too, but they
 * count nothing of the core: no cycle counter. */
#include "board.h"

#define UART0 0x40004000u
#define DATA (*(volatile uint32_t *)(UART0 + 0x00u))
#define STATE (*(volatile uint32_t *)(UART0 + 0x04u))
#define CTRL (*(volatile uint32_t *)(UART0 + 0x08u))
#define BAUDDIV (*(volatile uint32_t *)(UART0 + 0x10u))

#define STATE_TX_FULL 1u
#define STATE_RX_FULL 2u
#define CTRL_TX_AND_RX 3u
#define CLOCK_HZ 25000000u

void board_open(void) {
    BAUDDIV = CLOCK_HZ / PQE_BAUD;
    CTRL = CTRL_TX_AND_RX;
}

int board_receive(void) {
    return (STATE & STATE_RX_FULL) != 0 ? (int)(DATA & 0xffu) : -1;
}

void board_send(uint8_t byte) {
    while ((STATE & STATE_TX_FULL) != 0) {
    }
    DATA = byte;
}
