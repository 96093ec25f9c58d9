/* SPDX-License-Identifier: MIT */
/* Implementation notes. on_block runs most often of all: nothing but what each block needs. */
#define _GNU_SOURCE

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "running.h"

enum { BRANCH_TO_ITSELF = 0xe7fe };

/* Jumps from here on are returns from exceptions, where there is one to return from. */
#define EXCEPTION_RETURNS 0xf0000000u

/* The clock is looked at once in so many instructions. */
#define INSTRUCTIONS_BETWEEN_LOOKS 4000000u

uint64_t running_now_ns(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void stop(running *r, stop_reason why, uint32_t pc) {
    r->stop = why;
    r->stop_pc = pc;
    (void)r->board.engine.emu_stop(r->board.uc);
}

void running_check_limits(running *r) {
    uint64_t instructions = timing_instructions(r->timing);
    if (instructions >= r->order->max_instructions) {
        running_end(r, LIMIT_INSTRUCTIONS);
    } else if (running_now_ns() > r->deadline_ns) {
        running_end(r, LIMIT_TIME);
    }
    r->look_at = instructions + INSTRUCTIONS_BETWEEN_LOOKS;
    if (r->look_at > r->order->max_instructions) {
        r->look_at = r->order->max_instructions;
    }
}

void running_note_time(running *r, uint64_t now) {
    system_control_advance(&r->system, now);
    r->event_at = systick_next_interrupt(&r->system.timer);
}

static int exception_due(running *r) {
    if (!r->system.some_pending) {
        return 0;
    }
    exception_masks masks = exceptions_masks(&r->board);
    return system_control_take(&r->system, &masks) != 0;
}

/* Something may have to be done before the next block. */
static int must_stop(running *r) {
    if (timing_instructions(r->timing) >= r->look_at) {
        running_check_limits(r);
    }
    running_note_time(r, timing_cycles(r->timing));
    return r->outcome != RUNNING || r->system.reset_asked || exception_due(r);
}

int running_timer_can_wake(const running *r) {
    exception_masks masks = exceptions_masks(&r->board);
    masks.primask = 0; /* wakes without being taken */
    return systick_next_interrupt(&r->system.timer) != SYSTICK_NEVER &&
           system_control_permits(&r->system, EXCEPTION_SYSTICK, &masks);
}

uint16_t running_halfword(const running *r, uint32_t address) {
    uint16_t halfword = 0;
    const uint8_t *place = board_memory(&r->board, address, sizeof halfword);
    if (place != NULL) {
        memcpy(&halfword, place, sizeof halfword);
    }
    return halfword;
}

/* Nothing will ever leave a branch to itself but an interrupt. */
static int idles(const running *r, uint32_t address) {
    exception_masks masks = exceptions_masks(&r->board);
    return running_halfword(r, address) == BRANCH_TO_ITSELF &&
           (masks.primask || masks.faultmask || !running_timer_can_wake(r));
}

static void on_block(uc_engine *uc, uint64_t address64, uint32_t bytes, void *context) {
    running *r = context;
    uint32_t address = (uint32_t)address64;
    (void)uc;
    if ((timing_cycles(r->timing) >= r->event_at || r->system.some_pending ||
         timing_instructions(r->timing) >= r->look_at) &&
        must_stop(r)) {
        stop(r, STOP_EVENT, address);
        return;
    }
    if (bytes == 2 && address == r->block && idles(r, address)) {
        stop(r, STOP_IDLE, address);
        return;
    }
    r->block = address;
    r->block_bytes = bytes;
    if (timing_block(r->timing, address, bytes) != PQE_OK) {
        stop(r, STOP_MODEL, address);
    } else if (timing_uses_fpu(r->timing) && !system_control_fpu_on(&r->system)) {
        timing_leave(r->timing, address);
        stop(r, STOP_FPU, address);
    }
}

static void on_interrupt(uc_engine *uc, uint32_t number, void *context) {
    running *r = context;
    (void)uc;
    if (r->stop == STOP_NONE) {
        r->interrupt = number;
        stop(r, STOP_INTERRUPT, 0);
    }
}

static int on_access(void *context, board_access access, uint32_t address, uint32_t pc) {
    running *r = context;
    if (exceptions_unprivileged(&r->board, &r->system)) {
        (void)snprintf(r->message, sizeof r->message,
                       "unprivileged code accesses the core's own register at 0x%08" PRIx32,
                       address);
        stop(r, STOP_BAD_ACCESS, pc);
        return 0;
    }
    r->now = timing_cycles_at(r->timing, pc);
    running_note_time(r, r->now);
    if (access == BOARD_READ && exception_due(r)) {
        timing_leave(r->timing, pc);
        stop(r, STOP_READ, pc);
        return 0;
    }
    return 1;
}

static uint32_t on_read(void *context, uint32_t address, unsigned bytes) {
    running *r = context;
    return system_control_read(&r->system, r->now, address, bytes);
}

static void on_write(void *context, uint32_t address, unsigned bytes, uint32_t value) {
    running *r = context;
    system_control_write(&r->system, r->now, address, bytes, value);
    r->event_at = systick_next_interrupt(&r->system.timer);
}

static void on_bad_access(void *context, board_access access, uint32_t address, uint32_t pc) {
    static const char *const what[] = {"a read from", "a write to", "an instruction fetch from"};
    running *r = context;
    if (r->stop != STOP_NONE) {
        return;
    }
    if (access == BOARD_FETCH && address >= EXCEPTION_RETURNS) {
        (void)snprintf(r->message, sizeof r->message, "an exception return outside of exceptions");
    } else {
        (void)snprintf(r->message, sizeof r->message, "%s 0x%08" PRIx32 ", where %s", what[access],
                       address, access == BOARD_FETCH ? "no code may be" : "nothing is");
    }
    stop(r, STOP_BAD_ACCESS, pc);
}

board_owner running_owner(running *r) {
    board_owner owner = {on_access, on_read, on_write, on_bad_access, r};
    return owner;
}

int running_add_hooks(running *r) {
    void (*block)(uc_engine *, uint64_t, uint32_t, void *) = on_block;
    void (*interrupt)(uc_engine *, uint32_t, void *) = on_interrupt;
    void *block_pointer;
    void *interrupt_pointer;
    uc_hook hooks[2];
    /* Unicorn's interface takes callbacks as object pointers. */
    memcpy(&block_pointer, &block, sizeof block_pointer);
    memcpy(&interrupt_pointer, &interrupt, sizeof interrupt_pointer);
    return r->board.engine.hook_add(r->board.uc, &hooks[0], UC_HOOK_BLOCK, block_pointer, r, 1,
                                    0) == UC_ERR_OK &&
           r->board.engine.hook_add(r->board.uc, &hooks[1], UC_HOOK_INTR, interrupt_pointer, r, 1,
                                    0) == UC_ERR_OK;
}
