/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>

#include "running.h"

/* Interrupt numbers of the engine. */
enum { ENGINE_SVC = 2, ENGINE_FETCH = 3, ENGINE_BREAKPOINT = 7, ENGINE_EXCEPTION_RETURN = 8 };

enum { WFI = 0xbf30, WFE = 0xbf20, YIELD = 0xbf10, SEMIHOSTING = 0xbeab };

enum { SLEEP_ON_EXIT = 2 };

/* Limits are looked at once in so many stops of the engine, too. */
#define STOPS_BETWEEN_LOOKS 1024u

static void take_exceptions(running *r) {
    running_note_time(r, timing_cycles(r->timing));
    while (r->outcome == RUNNING && r->system.some_pending) {
        exception_masks masks = exceptions_masks(&r->board);
        uint32_t number = system_control_take(&r->system, &masks);
        if (r->system.reset_asked) {
            running_end(r, RESET);
        }
        if (number == 0 || r->outcome != RUNNING) {
            return;
        }
        const char *why = NULL;
        uint32_t handler = exceptions_enter(&r->board, &r->system, number, r->pc, &why);
        if (why != NULL) {
            running_fault(r, why);
            return;
        }
        r->pc = handler;
        r->exceptions++;
        timing_leave(r->timing, UINT32_MAX);
        timing_charge(r->timing, EXCEPTION_CYCLES);
        running_note_time(r, timing_cycles(r->timing));
    }
}

/* WFI; or WFE, which need not wait. */
static void wait_for_interrupt(running *r, int must_wait) {
    running_note_time(r, timing_cycles(r->timing));
    exception_masks masks = exceptions_masks(&r->board);
    masks.primask = 0;
    if (system_control_take(&r->system, &masks) != 0) {
        return;
    }
    if (!running_timer_can_wake(r)) {
        if (must_wait) {
            running_end(r, IDLE);
        }
        return;
    }
    uint64_t wait = r->event_at - timing_cycles(r->timing);
    timing_charge(r->timing, wait);
    r->slept += wait;
}

static void call_supervisor(running *r) {
    exception_masks masks = exceptions_masks(&r->board);
    timing_leave(r->timing, UINT32_MAX);
    if (!system_control_permits(&r->system, EXCEPTION_SVC, &masks)) {
        running_fault(r, "SVC where its exception is masked or of too low a priority");
        return;
    }
    r->system.pending[EXCEPTION_SVC] = 1;
    r->system.some_pending = 1;
}

static void breakpoint(running *r) {
    const char *why = NULL;
    if (running_halfword(r, r->pc) != SEMIHOSTING) {
        running_fault(r, "a breakpoint without a debugger");
        return;
    }
    semihosting_serve(&r->semihosting, &r->board, timing_cycles(r->timing), &why);
    if (why != NULL) {
        running_fault(r, why);
    } else if (r->semihosting.exited) {
        running_end(r, EXITED);
    } else {
        r->pc += 2;
    }
}

static void leave_exception(running *r) {
    const char *why = NULL;
    uint32_t goes_on = exceptions_return(&r->board, &r->system, r->pc | 1u, &why);
    if (why != NULL) {
        running_fault(r, why);
        return;
    }
    r->pc = goes_on;
    timing_leave(r->timing, UINT32_MAX);
    timing_charge(r->timing, EXCEPTION_CYCLES);
    r->system.some_pending = 1; /* what waited for this one's end */
    if ((r->system.sleep & SLEEP_ON_EXIT) != 0 && r->system.current == 0) {
        wait_for_interrupt(r, 1);
    }
}

static void serve_interrupt(running *r) {
    switch (r->interrupt) {
    case ENGINE_SVC:
        call_supervisor(r);
        break;
    case ENGINE_BREAKPOINT:
        breakpoint(r);
        break;
    case ENGINE_EXCEPTION_RETURN:
        leave_exception(r);
        break;
    case ENGINE_FETCH:
        running_fault(
            r, "a jump to where no code may be, or an exception return outside of exceptions");
        break;
    default:
        (void)snprintf(r->message, sizeof r->message, "the engine's interrupt %" PRIu32,
                       r->interrupt);
        running_fault(r, r->message);
        break;
    }
}

/* The first instruction of the block at r->pc that needs the floating-point unit. */
static uint32_t first_fpu_instruction(const running *r) {
    const uint8_t *code = board_memory(&r->board, r->block, r->block_bytes);
    uint32_t offset = 0;
    while (code != NULL && offset < r->block_bytes) {
        insn i =
            decode_insn(&r->order->part->pipeline.core, code + offset, r->block_bytes - offset);
        if (i.bytes == 0 || decode_uses_fpu(code + offset, i.bytes)) {
            break;
        }
        offset += i.bytes;
    }
    return r->block + offset;
}

/* What comes before it may turn the unit on: run that much only. */
static void approach_fpu(running *r) {
    uint32_t first = first_fpu_instruction(r);
    if (first == r->pc) {
        running_fault(r, "a floating-point instruction while the FPU is off (CPACR)");
        return;
    }
    r->fpu_at = first;
    board_forget_code(&r->board); /* it was translated without this end */
}

static void undefined(running *r) {
    uint16_t before = running_halfword(r, r->pc - 2);
    if ((before == WFE || before == YIELD) && r->pc == r->block + r->block_bytes) {
        wait_for_interrupt(r, 0);
    } else if ((board_register(&r->board, UC_ARM_REG_XPSR) & 0x01000000u) == 0) {
        running_fault(r, "a jump to an even address, which is no Thumb code");
    } else {
        (void)snprintf(r->message, sizeof r->message, "an undefined instruction (%04x %04x)",
                       running_halfword(r, r->pc), running_halfword(r, r->pc + 2));
        running_fault(r, r->message);
    }
}

/* The engine stopped by itself. */
static void stopped(running *r, uc_err error) {
    if (error == UC_ERR_INSN_INVALID || error == UC_ERR_EXCEPTION) {
        undefined(r);
    } else if (error != UC_ERR_OK) {
        running_fault(r, r->board.engine.strerror(error));
    } else if (r->pc == r->fpu_at && r->fpu_at != 0) {
        r->fpu_at = 0;
        board_forget_code(&r->board); /* it was translated with another end */
        if (!system_control_fpu_on(&r->system)) {
            running_fault(r, "a floating-point instruction while the FPU is off (CPACR)");
        }
    } else if (r->pc == r->until && r->until != 0) {
        running_end(r, REACHED);
    } else if (r->pc == 0) {
        running_fault(r, "a jump to address 0");
    } else if (running_halfword(r, r->pc - 2) == WFI) {
        wait_for_interrupt(r, 1);
    } else {
        running_fault(r, "the engine stopped, and nothing says why");
    }
}

static void serve_stop(running *r, uc_err error) {
    r->pc = r->stop == STOP_NONE || r->stop == STOP_INTERRUPT
                ? board_register(&r->board, UC_ARM_REG_PC)
                : r->stop_pc;
    switch (r->stop) {
    case STOP_NONE:
        stopped(r, error);
        break;
    case STOP_INTERRUPT:
        serve_interrupt(r);
        break;
    case STOP_FPU:
        r->block_bytes = r->block == r->pc ? r->block_bytes : 0;
        approach_fpu(r);
        break;
    case STOP_BAD_ACCESS:
        running_fault(r, r->message);
        break;
    case STOP_IDLE:
        running_end(r, IDLE);
        break;
    case STOP_MODEL:
        running_fault(r, "the timing model cannot follow");
        break;
    case STOP_EVENT:
    case STOP_READ:
        break;
    }
}

/* Where the engine must stop at the latest: the FPU's place, unless `until` comes before it. */
static uint32_t stop_address(const running *r) {
    int until_first = r->until >= r->pc && r->until < r->fpu_at;
    return r->fpu_at != 0 && !until_first ? r->fpu_at : r->until;
}

void running_to_the_end(running *r) {
    while (r->outcome == RUNNING) {
        take_exceptions(r);
        if (r->stops++ % STOPS_BETWEEN_LOOKS == 0) {
            running_check_limits(r);
        }
        if (r->outcome != RUNNING) {
            break;
        }
        r->stop = STOP_NONE;
        r->block = UINT32_MAX;
        uc_err error = r->board.engine.emu_start(r->board.uc, r->pc | 1u, stop_address(r), 0, 0);
        serve_stop(r, error);
    }
}
