/* SPDX-License-Identifier: MIT */
/* What the examples share: registers of a Cortex-M4 and of the MPS2 board, output, semihosting. */
#ifndef BOARD_H
#define BOARD_H

#include <stdint.h>

#define REGISTER(address) (*(volatile uint32_t *)(uintptr_t)(address))

#define UART_DATA REGISTER(0x40004000)
#define UART_STATE REGISTER(0x40004004)
#define UART_CTRL REGISTER(0x40004008)
#define UART_BAUDDIV REGISTER(0x40004010)
#define DWT_CTRL REGISTER(0xe0001000)
#define DWT_CYCCNT REGISTER(0xe0001004)
#define SYST_CSR REGISTER(0xe000e010)
#define SYST_RVR REGISTER(0xe000e014)
#define SYST_CVR REGISTER(0xe000e018)
#define NVIC_ISER REGISTER(0xe000e100)
#define NVIC_ISPR REGISTER(0xe000e200)
#define NVIC_IPR ((volatile uint8_t *)0xe000e400)
#define ICSR REGISTER(0xe000ed04)
#define AIRCR REGISTER(0xe000ed0c)
#define SHPR ((volatile uint8_t *)0xe000ed14) /* by exception number: SHPR[4] is the first */
#define CPACR REGISTER(0xe000ed88)
#define DEMCR REGISTER(0xe000edfc)
#define PENDSVSET 0x10000000u
#define PENDSTSET 0x04000000u

void put(const char *text);
void put_number(uint32_t number);
uint32_t semihosting_call(uint32_t call, uintptr_t argument);
__attribute__((noreturn)) void leave(uint32_t status);
void cycle_counter_on(void);
void fpu_on(void);
int main(void);

#endif
