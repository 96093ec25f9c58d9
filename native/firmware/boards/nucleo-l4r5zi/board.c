/* SPDX-License-Identifier: MIT */
/*
 * Nucleo-L4R5ZI: 16 MHz from the MSI oscillator, so that the flash needs no wait state (up to 20
 * MHz in range 1); LPUART1 on PG7 and PG8, which the board's ST-Link passes on as a virtual COM
 * port; the cycle counter of the DWT. Registers as in ST's RM0432 and the ARMv7-M manual, C1.
 */
#include "board.h"

#define REGISTER(address) (*(volatile uint32_t *)(address))

#define RCC 0x40021000u
#define RCC_CR REGISTER(RCC + 0x00u)
#define RCC_AHB2ENR REGISTER(RCC + 0x4cu)
#define RCC_APB1ENR1 REGISTER(RCC + 0x58u)
#define RCC_APB1ENR2 REGISTER(RCC + 0x5cu)
#define RCC_CR_MSIRDY (1u << 1)
#define RCC_CR_MSIRGSEL (1u << 3)
#define RCC_CR_MSIRANGE (15u << 4)
#define RCC_CR_MSI_16_MHZ (8u << 4)
#define RCC_GPIOG (1u << 6)
#define RCC_PWR (1u << 28)
#define RCC_LPUART1 (1u << 0)

#define FLASH_ACR REGISTER(0x40022000u)
#define FLASH_ACR_LATENCY 15u

#define PWR_CR2 REGISTER(0x40007004u)
#define PWR_CR2_IOSV (1u << 9) /* PG2 to PG15 have a supply of their own */

#define GPIOG 0x48001800u
#define GPIOG_MODER REGISTER(GPIOG + 0x00u)
#define GPIOG_AFRL REGISTER(GPIOG + 0x20u)
#define GPIOG_AFRH REGISTER(GPIOG + 0x24u)
#define ALTERNATE 2u
#define AF_LPUART1 8u

#define LPUART1 0x40008000u
#define LPUART1_CR1 REGISTER(LPUART1 + 0x00u)
#define LPUART1_BRR REGISTER(LPUART1 + 0x0cu)
#define LPUART1_ISR REGISTER(LPUART1 + 0x1cu)
#define LPUART1_ICR REGISTER(LPUART1 + 0x20u)
#define LPUART1_RDR REGISTER(LPUART1 + 0x24u)
#define LPUART1_TDR REGISTER(LPUART1 + 0x28u)
#define CR1_ENABLE (1u << 0 | 1u << 2 | 1u << 3) /* UE, RE, TE */
#define CR1_FIFO (1u << 29)
#define ISR_ERRORS 15u /* parity, framing, noise, overrun; the same bits in ICR */
#define ISR_RECEIVED (1u << 5)
#define ISR_ROOM (1u << 7)

#define DEMCR REGISTER(0xe000edfcu)
#define DEMCR_TRCENA (1u << 24)
#define DWT_CTRL REGISTER(0xe0001000u)
#define DWT_CTRL_CYCCNTENA 1u

#define CLOCK_HZ 16000000u

static void open_clock(void) {
    while ((RCC_CR & RCC_CR_MSIRDY) == 0) {
    }
    RCC_CR = (RCC_CR & ~RCC_CR_MSIRANGE) | RCC_CR_MSI_16_MHZ | RCC_CR_MSIRGSEL;
    while ((RCC_CR & RCC_CR_MSIRDY) == 0) {
    }
    FLASH_ACR &= ~FLASH_ACR_LATENCY;
}

/* A clock that was just switched on takes two cycles to arrive; reading its register waits for it.
 */
static void switch_on(volatile uint32_t *gate, uint32_t bits) {
    *gate |= bits;
    (void)*gate;
}

static void open_pins(void) {
    switch_on(&RCC_APB1ENR1, RCC_PWR);
    PWR_CR2 |= PWR_CR2_IOSV;
    switch_on(&RCC_AHB2ENR, RCC_GPIOG);
    GPIOG_MODER = (GPIOG_MODER & ~(15u << 14)) | ALTERNATE << 14 | ALTERNATE << 16;
    GPIOG_AFRL = (GPIOG_AFRL & ~(15u << 28)) | AF_LPUART1 << 28;
    GPIOG_AFRH = (GPIOG_AFRH & ~15u) | AF_LPUART1;
}

void board_open(void) {
    open_clock();
    open_pins();
    switch_on(&RCC_APB1ENR2, RCC_LPUART1);
    LPUART1_BRR = (uint32_t)((uint64_t)CLOCK_HZ * 256u / PQE_BAUD);
    LPUART1_CR1 = CR1_FIFO | CR1_ENABLE;
    DEMCR |= DEMCR_TRCENA;
    DWT_CTRL |= DWT_CTRL_CYCCNTENA;
}

int board_receive(void) {
    uint32_t state = LPUART1_ISR;
    if ((state & ISR_ERRORS) != 0) {
        LPUART1_ICR = ISR_ERRORS; /* the line's checksum will tell */
    }
    return (state & ISR_RECEIVED) != 0 ? (int)(LPUART1_RDR & 0xffu) : -1;
}

void board_send(uint8_t byte) {
    while ((LPUART1_ISR & ISR_ROOM) == 0) {
    }
    LPUART1_TDR = byte;
}
