/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <string.h>

/* ARMv7-M Architecture Reference Manual, B3.2.20: access to the coprocessors 10 and 11, the FPU. */
#define CPACR (*(volatile uint32_t *)0xe000ed88u)
#define CPACR_FPU (0xfu << 20)

extern uint8_t pqe_data_start[];
extern uint8_t pqe_data_end[];
extern const uint8_t pqe_data_source[];
extern uint8_t pqe_bss_start[];
extern uint8_t pqe_bss_end[];
extern uint8_t pqe_stack_top[];

int main(void);
void reset(void);
void fault(void);
#ifdef PQE_BOARD
void tick(void);
#else
#define tick fault
#endif

#ifndef PQE_BOARD /* a board has its own (hal_serial.c) */
/* The debugger, or the emulator, sees where it hangs; BKPT is an exception that the emulator
 * reports. */
void fault(void) {
    for (;;) {
        __asm__ volatile("bkpt 0");
    }
}
#endif

static __attribute__((noreturn, used, noinline)) void start(void) {
#ifdef __ARM_FP
    CPACR |= CPACR_FPU;
#endif
    __asm__ volatile("dsb\n\tisb" ::: "memory");
    memcpy(pqe_data_start, pqe_data_source, (size_t)(pqe_data_end - pqe_data_start));
    memset(pqe_bss_start, 0, (size_t)(pqe_bss_end - pqe_bss_start));
    (void)main();
    for (;;) {
        fault();
    }
}

/* The core loads SP from the vector table; the emulator starts at the entry, so it is set here as
 * well. */
__attribute__((naked)) void reset(void) {
    __asm__ volatile("ldr r0, =pqe_stack_top\n\t"
                     "mov sp, r0\n\t"
                     "b start");
}

typedef void (*vector)(void);

__attribute__((section(".vectors"), used)) static const vector vectors[16] = {
    (vector)(uintptr_t)pqe_stack_top,
    reset,
    fault,
    fault,
    fault,
    fault,
    fault,
    0,
    0,
    0,
    0,
    fault,
    fault,
    0,
    fault,
    tick,
};
