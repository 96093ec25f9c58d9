/* SPDX-License-Identifier: MIT */
/* Code without privileges on the process stack is interrupted, may not mask, and asks by SVC. */
#include "board.h"

void svc(void);
void systick(void);

static volatile uint32_t ticks;
static volatile uint32_t handler_control;
static uint64_t stack[256];

static uint32_t control(void) {
    uint32_t value;
    __asm__ volatile("mrs %0, control" : "=r"(value));
    return value & 3u;
}

void systick(void) {
    ticks++;
    handler_control |= control();
}

void svc(void) {
    uint32_t value = control() & ~1u;
    __asm__ volatile("msr control, %0\n isb" ::"r"(value));
}

__attribute__((noreturn, used)) static void task(void) {
    uint32_t masked;
    put_number(control());
    __asm__ volatile("cpsid i\n mrs %0, primask" : "=r"(masked)); /* to no effect */
    put_number(masked);
    uint32_t before = ticks;
    while (ticks - before < 50) {
    }
    put(" interrupted ");
    __asm__ volatile("svc 0" ::: "memory");
    put_number(control());
    SYST_CSR = 0; /* privileged now */
    put(" in handlers ");
    put_number(handler_control);
    __asm__ volatile("cpsid i\n mrs %0, primask" : "=r"(masked));
    put_number(masked);
    put("\n");
    leave(0);
}

int main(void) {
    SYST_RVR = 999;
    SYST_CVR = 0;
    SYST_CSR = 7;
    __asm__ volatile("msr psp, %0\n msr control, %1\n isb\n b task" ::"r"(&stack[256]), "r"(3));
    __builtin_unreachable();
}
