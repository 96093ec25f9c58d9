/* SPDX-License-Identifier: MIT */
/*
 * A run of firmware in progress, as firmware_run.c, firmware_watch.c (while the engine runs) and
 * firmware_serve.c (while it stands) share it; nobody else includes this.
 *
 * The engine runs until something has to be done that its hooks must not do: they note it in
 * `stop`, and running_to_the_end() does it while the engine stands. Nothing writes the program
 * counter inside a hook.
 */
#ifndef PQE_RUNNING_H
#define PQE_RUNNING_H

#include "exceptions.h"
#include "firmware_run.h"
#include "semihosting.h"

typedef enum {
    STOP_NONE,
    STOP_EVENT,     /* before the block at stop_pc: an exception, a limit, a reset */
    STOP_READ,      /* before the instruction at stop_pc: an exception is due first */
    STOP_FPU,       /* before the block at stop_pc, which needs the floating-point unit */
    STOP_INTERRUPT, /* the engine's interrupt `interrupt` */
    STOP_BAD_ACCESS,
    STOP_IDLE, /* the block at stop_pc branches to itself */
    STOP_MODEL /* the timing model cannot follow */
} stop_reason;

/* Words of the summary, in the order of this enum. */
typedef enum {
    RUNNING,
    EXITED,
    REACHED,
    RESET,
    IDLE,
    LIMIT_INSTRUCTIONS,
    LIMIT_TIME,
    FAULT
} outcome;

typedef struct {
    const firmware_order *order;
    board board;
    system_control system;
    semihosting semihosting;
    timing_model *timing;
    outcome outcome;
    const char *why; /* of a fault */
    uint32_t pc;     /* where it goes on, or came to its end */
    uint32_t until;  /* 0: nowhere */
    uint32_t fpu_at; /* run only up to here and see whether the FPU is on; or 0 */
    uint64_t now;    /* cycles at the access that is being served */
    uint64_t event_at;
    uint64_t look_at;
    uint64_t deadline_ns;
    uint64_t stops;
    stop_reason stop;
    uint32_t stop_pc;
    uint32_t interrupt;
    uint32_t block; /* that began last */
    uint32_t block_bytes;
    uint64_t exceptions;
    uint64_t slept; /* cycles in WFI */
    char message[96];
} running;

/* How it came to its end. */
static inline void running_end(running *r, outcome how) {
    r->outcome = how;
}

static inline void running_fault(running *r, const char *why) {
    r->outcome = FAULT;
    r->why = why;
}

/* ---- firmware_watch.c ---- */

uint64_t running_now_ns(void);

/* End the run if a limit is hit. */
void running_check_limits(running *r);

/* Bring the timer to a cycle, and see when its interrupt comes next. */
void running_note_time(running *r, uint64_t now);

/* Whether the timer's interrupt would end a WFI. */
int running_timer_can_wake(const running *r);

/* The halfword at an address, or 0. */
uint16_t running_halfword(const running *r, uint32_t address);

/* What the board tells the run. */
board_owner running_owner(running *r);

/* 0: the engine refuses. */
int running_add_hooks(running *r);

/* ---- firmware_serve.c ---- */

/* Run until `outcome` says that it came to its end. */
void running_to_the_end(running *r);

#endif
