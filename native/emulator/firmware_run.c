/* SPDX-License-Identifier: MIT */
/*
 * Implementation notes. The engine runs until something has to be done that its hooks must not do:
 * they note it in `stop`, and the loop in run() does it while the engine stands. Nothing writes the
 * program counter inside a hook.
 */
#define _GNU_SOURCE

#include "firmware_run.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "exceptions.h"
#include "fault_report.h"
#include "semihosting.h"

enum { EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_FAULT = 3, EXIT_LIMIT = 4 };

/* Interrupt numbers of the engine. */
enum { ENGINE_SVC = 2, ENGINE_FETCH = 3, ENGINE_BREAKPOINT = 7, ENGINE_EXCEPTION_RETURN = 8 };

enum {
    BRANCH_TO_ITSELF = 0xe7fe,
    WFI = 0xbf30,
    WFE = 0xbf20,
    YIELD = 0xbf10,
    SEMIHOSTING = 0xbeab
};

enum { SLEEP_ON_EXIT = 2 };

/* The clock is looked at once in so many instructions, or stops of the engine. */
#define INSTRUCTIONS_BETWEEN_LOOKS 4000000u
#define STOPS_BETWEEN_LOOKS 1024u

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

static uint64_t now_ns(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void end(running *r, outcome how) {
    r->outcome = how;
}

static void fault(running *r, const char *why) {
    r->outcome = FAULT;
    r->why = why;
}

/* ---- while the engine runs ---- */

static void stop(running *r, stop_reason why, uint32_t pc) {
    r->stop = why;
    r->stop_pc = pc;
    (void)r->board.engine.emu_stop(r->board.uc);
}

static void check_limits(running *r) {
    uint64_t instructions = timing_instructions(r->timing);
    if (instructions >= r->order->max_instructions) {
        end(r, LIMIT_INSTRUCTIONS);
    } else if (now_ns() > r->deadline_ns) {
        end(r, LIMIT_TIME);
    }
    r->look_at = instructions + INSTRUCTIONS_BETWEEN_LOOKS;
    if (r->look_at > r->order->max_instructions) {
        r->look_at = r->order->max_instructions;
    }
}

static void note_time(running *r, uint64_t now) {
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
        check_limits(r);
    }
    note_time(r, timing_cycles(r->timing));
    return r->outcome != RUNNING || r->system.reset_asked || exception_due(r);
}

static int timer_can_wake(const running *r) {
    exception_masks masks = exceptions_masks(&r->board);
    masks.primask = 0; /* wakes without being taken */
    return systick_next_interrupt(&r->system.timer) != SYSTICK_NEVER &&
           system_control_permits(&r->system, EXCEPTION_SYSTICK, &masks);
}

static uint16_t halfword_at(const running *r, uint32_t address) {
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
    return halfword_at(r, address) == BRANCH_TO_ITSELF &&
           (masks.primask || masks.faultmask || !timer_can_wake(r));
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
    note_time(r, r->now);
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
    (void)snprintf(r->message, sizeof r->message, "%s 0x%08" PRIx32 ", where nothing is",
                   what[access], address);
    stop(r, STOP_BAD_ACCESS, pc);
}

/* ---- while it stands ---- */

static void take_exceptions(running *r) {
    note_time(r, timing_cycles(r->timing));
    while (r->outcome == RUNNING && r->system.some_pending) {
        exception_masks masks = exceptions_masks(&r->board);
        uint32_t number = system_control_take(&r->system, &masks);
        if (r->system.reset_asked) {
            end(r, RESET);
        }
        if (number == 0 || r->outcome != RUNNING) {
            return;
        }
        const char *why = NULL;
        uint32_t handler = exceptions_enter(&r->board, &r->system, number, r->pc, &why);
        if (why != NULL) {
            fault(r, why);
            return;
        }
        r->pc = handler;
        r->exceptions++;
        timing_leave(r->timing, UINT32_MAX);
        timing_charge(r->timing, EXCEPTION_CYCLES);
        note_time(r, timing_cycles(r->timing));
    }
}

/* WFI; or WFE, which need not wait. */
static void wait_for_interrupt(running *r, int must_wait) {
    note_time(r, timing_cycles(r->timing));
    exception_masks masks = exceptions_masks(&r->board);
    masks.primask = 0;
    if (system_control_take(&r->system, &masks) != 0) {
        return;
    }
    if (!timer_can_wake(r)) {
        if (must_wait) {
            end(r, IDLE);
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
        fault(r, "SVC where its exception is masked or of too low a priority");
        return;
    }
    r->system.pending[EXCEPTION_SVC] = 1;
    r->system.some_pending = 1;
}

static void breakpoint(running *r) {
    const char *why = NULL;
    if (halfword_at(r, r->pc) != SEMIHOSTING) {
        fault(r, "a breakpoint without a debugger");
        return;
    }
    semihosting_serve(&r->semihosting, &r->board, timing_cycles(r->timing), &why);
    if (why != NULL) {
        fault(r, why);
    } else if (r->semihosting.exited) {
        end(r, EXITED);
    } else {
        r->pc += 2;
    }
}

static void leave_exception(running *r) {
    const char *why = NULL;
    uint32_t goes_on = exceptions_return(&r->board, &r->system, r->pc | 1u, &why);
    if (why != NULL) {
        fault(r, why);
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
        fault(r, "a jump to where no code may be, or an exception return outside of exceptions");
        break;
    default:
        (void)snprintf(r->message, sizeof r->message, "the engine's interrupt %" PRIu32,
                       r->interrupt);
        fault(r, r->message);
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
        fault(r, "a floating-point instruction while the FPU is off (CPACR)");
        return;
    }
    r->fpu_at = first;
    board_forget_code(&r->board); /* it was translated without this end */
}

static void undefined(running *r) {
    uint16_t before = halfword_at(r, r->pc - 2);
    if ((before == WFE || before == YIELD) && r->pc == r->block + r->block_bytes) {
        wait_for_interrupt(r, 0);
    } else if ((board_register(&r->board, UC_ARM_REG_XPSR) & 0x01000000u) == 0) {
        fault(r, "a jump to an even address, which is no Thumb code");
    } else {
        (void)snprintf(r->message, sizeof r->message, "an undefined instruction (%04x %04x)",
                       halfword_at(r, r->pc), halfword_at(r, r->pc + 2));
        fault(r, r->message);
    }
}

/* The engine stopped by itself. */
static void stopped(running *r, uc_err error) {
    if (error == UC_ERR_INSN_INVALID || error == UC_ERR_EXCEPTION) {
        undefined(r);
    } else if (error != UC_ERR_OK) {
        fault(r, r->board.engine.strerror(error));
    } else if (r->pc == r->fpu_at && r->fpu_at != 0) {
        r->fpu_at = 0;
        board_forget_code(&r->board); /* it was translated with another end */
        if (!system_control_fpu_on(&r->system)) {
            fault(r, "a floating-point instruction while the FPU is off (CPACR)");
        }
    } else if (r->pc == r->until && r->until != 0) {
        end(r, REACHED);
    } else if (r->pc == 0) {
        fault(r, "a jump to address 0");
    } else if (halfword_at(r, r->pc - 2) == WFI) {
        wait_for_interrupt(r, 1);
    } else {
        fault(r, "the engine stopped, and nothing says why");
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
        fault(r, r->message);
        break;
    case STOP_IDLE:
        end(r, IDLE);
        break;
    case STOP_MODEL:
        fault(r, "the timing model cannot follow");
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

static void run(running *r) {
    while (r->outcome == RUNNING) {
        take_exceptions(r);
        if (r->stops++ % STOPS_BETWEEN_LOOKS == 0) {
            check_limits(r);
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

/* ---- before and after ---- */

static const uint8_t *bytes_at(void *context, uint32_t address, size_t bytes) {
    return board_memory(context, address, bytes);
}

static uint32_t core_register(void *context, unsigned number) {
    static const int numbers[] = {UC_ARM_REG_R0,  UC_ARM_REG_R1,  UC_ARM_REG_R2,  UC_ARM_REG_R3,
                                  UC_ARM_REG_R4,  UC_ARM_REG_R5,  UC_ARM_REG_R6,  UC_ARM_REG_R7,
                                  UC_ARM_REG_R8,  UC_ARM_REG_R9,  UC_ARM_REG_R10, UC_ARM_REG_R11,
                                  UC_ARM_REG_R12, UC_ARM_REG_R13, UC_ARM_REG_R14};
    return board_register(context, numbers[number]);
}

static uint8_t memory_at(void *context, uint32_t address) {
    return board_memory_number(context, address);
}

static int add_hooks(running *r) {
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

/* A symbol's address, or a number. */
static int find_until(running *r) {
    const char *text = r->order->until;
    if (text == NULL) {
        return 1;
    }
    const elf_symbol *symbol = elf_find(&r->board.image, text);
    if (symbol != NULL) {
        r->until = symbol->address & ~1u;
    } else {
        char *rest = NULL;
        unsigned long address = strtoul(text, &rest, 0);
        if (rest == text || *rest != '\0' || address > UINT32_MAX) {
            return 0;
        }
        r->until = (uint32_t)address & ~1u;
    }
    return r->until != 0;
}

static const char *prepare(running *r) {
    const char *why = NULL;
    board_owner owner = {on_access, on_read, on_write, on_bad_access, r};
    if (board_open(&r->board, r->order->part, r->order->library, r->order->image, &owner, &why) !=
        PQE_OK) {
        return why;
    }
    if (!find_until(r)) {
        return "it has no such symbol, and no such address, to run until";
    }
    timing_host host = {bytes_at, core_register, memory_at, &r->board, r->order->part->pipeline};
    r->timing = timing_new(&host);
    if (r->timing == NULL || !add_hooks(r)) {
        return "there is no memory for the timing model, or the Unicorn engine refuses a hook";
    }
    system_control_reset(&r->system, r->board.vectors);
    r->semihosting.out = stdout;
    r->semihosting.error_out = stderr;
    r->pc = board_register(&r->board, UC_ARM_REG_PC);
    r->deadline_ns = now_ns() + r->order->timeout_ns;
    return NULL;
}

static int exit_code(const running *r) {
    switch (r->outcome) {
    case EXITED:
        return r->semihosting.status == 0 ? 0 : EXIT_FAILED;
    case REACHED:
    case RESET:
        return 0;
    case FAULT:
        return EXIT_FAULT;
    default:
        return EXIT_LIMIT;
    }
}

static void say_end(const running *r) {
    char place[160];
    fault_place(&r->board, r->pc, place, sizeof place);
    switch (r->outcome) {
    case FAULT:
        fault_report(&r->board, &r->system, r->why, r->pc);
        break;
    case IDLE:
        (void)fprintf(stderr, "%s idles for ever: no interrupt can come: at %s\n",
                      r->system.current == 0 ? "the firmware" : "an exception handler", place);
        break;
    case LIMIT_INSTRUCTIONS:
        (void)fprintf(stderr, "more instructions than allowed: at %s\n", place);
        break;
    case LIMIT_TIME:
        (void)fprintf(stderr, "more time than allowed: at %s\n", place);
        break;
    default:
        break;
    }
}

static int write_summary(const running *r) {
    static const char *const words[] = {"running", "exited", "reached", "reset",
                                        "idle",    "limit",  "limit",   "fault"};
    FILE *out = r->order->summary == NULL ? NULL : fopen(r->order->summary, "w");
    if (out == NULL) {
        return r->order->summary == NULL;
    }
    (void)fprintf(out, "outcome %s\nstatus %" PRIu32 "\n", words[r->outcome],
                  r->semihosting.status);
    (void)fprintf(out, "instructions %" PRIu64 "\ncycles %" PRIu64 "\n",
                  timing_instructions(r->timing), timing_cycles(r->timing));
    (void)fprintf(out, "exceptions %" PRIu64 "\nslept_cycles %" PRIu64 "\n", r->exceptions,
                  r->slept);
    return fclose(out) == 0;
}

static const char *file_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

static int run_to_end(running *r) {
    const char *why = prepare(r);
    if (why != NULL) {
        (void)fprintf(stderr, "%s: %s\n", file_name(r->order->image), why);
        return EXIT_USAGE;
    }
    (void)setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
    run(r);
    (void)fflush(stdout);
    say_end(r);
    if (!write_summary(r)) {
        (void)fputs("the summary cannot be written\n", stderr);
        return EXIT_USAGE;
    }
    return exit_code(r);
}

int firmware_run(const firmware_order *order) {
    running *r = calloc(1, sizeof *r);
    if (r == NULL) {
        (void)fputs("there is no memory\n", stderr);
        return EXIT_USAGE;
    }
    r->order = order;
    int code = run_to_end(r);
    timing_free(r->timing);
    board_close(&r->board);
    free(r);
    return code;
}
