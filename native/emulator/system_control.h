/* SPDX-License-Identifier: MIT */
/*
 * The private peripheral bus of a Cortex-M4 as firmware sees it: system timer, cycle counter (DWT),
 * system control block and interrupt controller, with the state of every exception. Nothing here
 * knows the engine; time comes as cycles with each call and never goes back.
 *
 * Exceptions: priorities have eight bits, PRIGROUP splits them. 32 external interrupts can be
 * enabled and made pending by firmware; no device raises one. There is no MPU (MPU_TYPE is 0) and
 * no debugger. FPCCR keeps ASPEN and LSPEN; floating-point state is nonetheless stacked at once,
 * never lazily. CCR is kept but nothing follows it: unaligned accesses and divisions by zero do not
 * trap. Registers that are not named read as 0 and ignore writes.
 */
#ifndef PQE_SYSTEM_CONTROL_H
#define PQE_SYSTEM_CONTROL_H

#include <stddef.h>
#include <stdint.h>

#include "systick.h"

enum {
    EXCEPTION_NMI = 2,
    EXCEPTION_HARD_FAULT = 3,
    EXCEPTION_SVC = 11,
    EXCEPTION_PENDSV = 14,
    EXCEPTION_SYSTICK = 15,
    EXCEPTION_EXTERNAL = 16, /* the first of the external interrupts */
    EXCEPTIONS = 48
};

#define SYSTEM_CONTROL_BASE 0xe0000000u
#define SYSTEM_CONTROL_BYTES 0x00100000u

/* What masks exceptions in the core (PRIMASK, FAULTMASK, BASEPRI). */
typedef struct {
    uint8_t primask;
    uint8_t faultmask;
    uint8_t basepri;
} exception_masks;

typedef struct {
    systick timer;
    uint64_t counted_from; /* cycle at which the cycle counter was 0, while it runs */
    uint32_t counter;      /* its value while it stands */
    uint32_t dwt_control;
    uint32_t debug_monitor; /* DEMCR */
    uint32_t vectors;       /* VTOR */
    uint32_t cpacr;
    uint32_t fpccr;
    uint32_t fpcar;
    uint32_t fpdscr;
    uint32_t configuration;  /* CCR */
    uint32_t sleep;          /* SCR */
    uint32_t fault_enables;  /* SHCSR 16 to 18 */
    uint32_t priority_group; /* AIRCR.PRIGROUP */
    uint8_t priority[EXCEPTIONS];
    uint8_t pending[EXCEPTIONS];
    uint8_t active[EXCEPTIONS];
    uint8_t enabled[EXCEPTIONS];
    uint32_t current; /* IPSR */
    int some_pending; /* may be 1 although nothing is; never 0 although something is */
    int reset_asked;  /* AIRCR.SYSRESETREQ was written */
} system_control;

void system_control_reset(system_control *s, uint32_t vectors);

/* A read or write of 1, 2 or 4 bytes at an address from SYSTEM_CONTROL_BASE on. */
uint32_t system_control_read(system_control *s, uint64_t now, uint32_t address, unsigned bytes);
void system_control_write(system_control *s, uint64_t now, uint32_t address, unsigned bytes,
                          uint32_t value);

/* Bring the timer to `now`; its interrupt becomes pending if it is due. */
void system_control_advance(system_control *s, uint64_t now);

/* The pending exception that must be taken now, or 0. */
uint32_t system_control_take(system_control *s, const exception_masks *masks);

/* Whether an exception of this number would be taken at once (SVC). */
int system_control_permits(const system_control *s, uint32_t number, const exception_masks *masks);

/* The core enters an exception, or leaves it: `back_to` is the one below, or 0. */
void system_control_enter(system_control *s, uint32_t number);
void system_control_leave(system_control *s, uint32_t number, uint32_t back_to);

/* How many exceptions are active. */
unsigned system_control_active(const system_control *s);

/* Whether the floating-point unit may be used. */
static inline int system_control_fpu_on(const system_control *s) {
    return (s->cpacr >> 20 & 1u) != 0;
}

#endif
