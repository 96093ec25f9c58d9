/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE

#include "firmware_run.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fault_report.h"
#include "running.h"

enum { EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_FAULT = 3, EXIT_LIMIT = 4 };

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
    board_owner owner = running_owner(r);
    if (board_open(&r->board, r->order->part, r->order->library, r->order->image, &owner, &why) !=
        PQE_OK) {
        return why;
    }
    if (!find_until(r)) {
        return "it has no such symbol, and no such address, to run until";
    }
    timing_host host = {bytes_at, core_register, memory_at, &r->board, r->order->part->pipeline};
    r->timing = timing_new(&host);
    if (r->timing == NULL || !running_add_hooks(r)) {
        return "there is no memory for the timing model, or the Unicorn engine refuses a hook";
    }
    system_control_reset(&r->system, r->board.vectors);
    r->semihosting.out = stdout;
    r->semihosting.error_out = stderr;
    r->pc = board_register(&r->board, UC_ARM_REG_PC);
    r->deadline_ns = running_now_ns() + r->order->timeout_ns;
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
    running_to_the_end(r);
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
