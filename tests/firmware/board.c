/* SPDX-License-Identifier: MIT */
#include "board.h"

void reset(void);
void idle(void);
void svc(void) __attribute__((weak, alias("idle")));
void pendsv(void) __attribute__((weak, alias("idle")));
void systick(void) __attribute__((weak, alias("idle")));
void interrupt0(void) __attribute__((weak, alias("idle")));
void interrupt1(void) __attribute__((weak, alias("idle")));
void interrupt2(void) __attribute__((weak, alias("idle")));

#define STACK_TOP 0x20400000u

__attribute__((section(".vectors"), used)) static const uintptr_t vectors[] = {
    STACK_TOP,
    (uintptr_t)reset,
    (uintptr_t)idle,
    (uintptr_t)idle,
    (uintptr_t)idle,
    (uintptr_t)idle,
    (uintptr_t)idle,
    0,
    0,
    0,
    0,
    (uintptr_t)svc,
    (uintptr_t)idle,
    0,
    (uintptr_t)pendsv,
    (uintptr_t)systick,
    (uintptr_t)interrupt0,
    (uintptr_t)interrupt1,
    (uintptr_t)interrupt2};

void idle(void) {
    for (;;) {
    }
}

void put(const char *text) {
    while (*text != 0) {
        while ((UART_STATE & 1u) != 0) {
        }
        UART_DATA = (uint8_t)*text++;
    }
}

void put_number(uint32_t number) {
    char text[11];
    char *at = &text[10];
    *at = 0;
    do {
        *--at = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    put(at);
}

__attribute__((noinline)) uint32_t semihosting_call(uint32_t call, uintptr_t argument) {
    register uint32_t r0 __asm__("r0") = call;
    register uintptr_t r1 __asm__("r1") = argument;
    __asm__ volatile("bkpt 0xab" : "+r"(r0) : "r"(r1) : "memory");
    return r0;
}

void leave(uint32_t status) {
    const uint32_t block[2] = {0x20026u, status};
    (void)semihosting_call(0x20, (uintptr_t)block);
    for (;;) {
    }
}

void cycle_counter_on(void) {
    DEMCR |= 1u << 24;
    DWT_CYCCNT = 0;
    DWT_CTRL |= 1u;
}

void fpu_on(void) {
    CPACR |= 0xfu << 20;
    __asm__ volatile("dsb\n isb");
}

void reset(void) {
    UART_BAUDDIV = 16;
    UART_CTRL = 1;
    leave((uint32_t)main());
}
