/* SPDX-License-Identifier: MIT */
/*
 * pqeval-emulator: run a firmware image on an emulated Cortex-M and count.
 *
 *   pqeval-emulator LIBUNICORN PART IMAGE MAX_INSTRUCTIONS TIMEOUT_SECONDS
 *                   [bare | bare-data | trace | trace-long | unaligned | published SEED |
 *                    firmware SUMMARY [UNTIL]]
 *
 * PART is as in machine.h ("core=cortex-m4,bus=1,ram=655360"). The limits count from the last
 * command. `bare` is the engine as it comes, with no hook but the HAL's: no counts, for comparing
 * speed; `bare-data` the same but that it is told which pages hold data, as always else. `trace`
 * traces operations (trace.h), `trace-long` with the operands of long multiplications. `unaligned`
 * counts accesses that are not aligned (unaligned.h). `published` runs an image in the manner of
 * pqm4 with random bytes from SEED (a number) and passes on what it prints (published.h).
 * `firmware` runs any image on the board mps2-an386 (firmware_run.h). Exit codes: 0 the commands
 * ended; 2 wrong arguments or image; 3 the firmware faulted; 4 a limit was hit.
 */
#define _GNU_SOURCE

#include "calls.h"
#include "firmware_run.h"
#include "common/inline.h"
#include "published.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { EXIT_USAGE = 2, EXIT_FAULT = 3, EXIT_LIMIT = 4 };

/* The clock is looked at once in so many instructions or, where they are not counted, blocks. */
#define INSTRUCTIONS_BETWEEN_LOOKS 4000000u
#define BLOCKS_BETWEEN_LOOKS 65536u

static const char limit_instructions[] = "more instructions than allowed";
static const char limit_time[] = "more time than allowed";

typedef struct {
    machine machine;
    session session;
    published published;
    uint64_t max_instructions;
    uint64_t timeout_ns;
    uint64_t limit_instructions;
    uint64_t deadline_ns;
    uint64_t look_at;    /* instructions at which the limits are looked at next */
    uint32_t first_call; /* addresses from here on, as many as the span, may be the HAL's */
    uint32_t calls_span;
    uint32_t blocks;
    int bare;
    int as_it_comes; /* the engine is not told what the host knows of pages */
    int is_published;
    int is_traced;
    int is_unaligned;
    trace_operands operands; /* of interest where it is traced */
    uint32_t seed;           /* of a published image's random bytes */
} program;

static uint64_t now_ns(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void look_again(program *p) {
    uint64_t now = timing_instructions(p->machine.timing);
    p->look_at = now + INSTRUCTIONS_BETWEEN_LOOKS;
    if (p->look_at > p->limit_instructions) {
        p->look_at = p->limit_instructions;
    }
}

static void renew_limits(program *p) {
    p->limit_instructions = timing_instructions(p->machine.timing) + p->max_instructions;
    p->deadline_ns = now_ns() + p->timeout_ns;
    look_again(p);
}

static void stop(program *p, const char *why, uint32_t address) {
    p->session.why = why;
    p->session.why_address = address;
    (void)p->machine.engine.emu_stop(p->machine.uc);
}

PQE_NOINLINE void check_limits(program *p, uint32_t address) {
    if (timing_instructions(p->machine.timing) > p->limit_instructions) {
        stop(p, limit_instructions, address);
    } else if (now_ns() > p->deadline_ns) {
        stop(p, limit_time, address);
    }
    look_again(p);
}

PQE_NOINLINE void serve(program *p, uint32_t address) {
    if (!p->is_published) {
        calls_serve(&p->session, address);
        if (address == p->session.address[CALL_NEXT]) {
            renew_limits(p);
        }
        return;
    }
    published_serve(&p->published, address);
    p->session.finished = p->published.finished;
    if (p->published.why != NULL) {
        stop(p, p->published.why, address);
    }
}

PQE_NOINLINE void cannot_follow(program *p, uint32_t address) {
    uint32_t refused = timing_refused(p->machine.timing);
    if (refused != 0) {
        stop(p, "an instruction that this core does not have", refused);
    } else {
        stop(p, "the timing model cannot follow", address);
    }
}

PQE_NOINLINE pqe_status profiled_block(program *p, uint32_t address, uint32_t bytes) {
    timing_model *model = p->machine.timing;
    int called = timing_last_block(model).calls;
    uint64_t before = timing_cycles(model);
    profile_charge(p->session.profile, before - p->session.profiled);
    if (timing_block(model, address, bytes) != PQE_OK) {
        return PQE_ERR_SYSTEM;
    }
    p->session.profiled = timing_cycles(model);
    return profile_block(p->session.profile, address, called, p->session.profiled - before,
                         timing_last_block(model).divisions);
}

/* Every block, where more is asked for than counts. */
PQE_NOINLINE pqe_status watched_block(program *p, uint32_t address, uint32_t bytes) {
    pqe_status status = p->session.profiling ? profiled_block(p, address, bytes)
                                             : timing_block(p->machine.timing, address, bytes);
    if (status == PQE_OK && p->machine.moved != NULL) {
        status = timing_block(p->machine.moved, address, bytes);
    }
    return status;
}

static inline int is_watched(const program *p) {
    return p->session.profiling || p->machine.moved != NULL;
}

static inline int is_call(const program *p, uint32_t address) {
    return address - p->first_call <= p->calls_span;
}

static inline void serve_calls(program *p, uint32_t address) {
    if (is_call(p, address)) {
        serve(p, address);
    }
}

static inline int is_over_look(const program *p) {
    return timing_instructions(p->machine.timing) > p->look_at;
}

PQE_NOINLINE void after_block(program *p, uint32_t address) {
    if (is_over_look(p)) {
        check_limits(p, address);
    }
    serve_calls(p, address);
}

PQE_NOINLINE void on_other_block(program *p, uint32_t address, uint32_t bytes) {
    pqe_status status = is_watched(p) ? watched_block(p, address, bytes)
                                      : timing_block(p->machine.timing, address, bytes);
    if (status == PQE_OK) {
        after_block(p, address);
    } else {
        cannot_follow(p, address);
    }
}

/* Of all that is ours, this runs most often: nothing but what each block needs, and calls only at
 * its end, so that it has no registers to save. */
PQE_FLATTEN void on_block(uc_engine *uc, uint64_t address64, uint32_t bytes, void *context) {
    program *p = context;
    uint32_t address = (uint32_t)address64;
    (void)uc;
    if (is_watched(p) || !timing_passed(p->machine.timing, address, bytes)) {
        on_other_block(p, address, bytes);
    } else if (is_over_look(p) || is_call(p, address)) {
        after_block(p, address);
    }
}

static void on_bare_block(uc_engine *uc, uint64_t address64, uint32_t bytes, void *context) {
    program *p = context;
    uint32_t address = (uint32_t)address64;
    (void)uc;
    (void)bytes;
    if (++p->blocks % BLOCKS_BETWEEN_LOOKS == 0) {
        check_limits(p, address);
    }
    serve_calls(p, address);
}

/* The engine's numbers of exceptions, as QEMU has them. On ARMv6-M, an access that is not aligned
 * is one of no memory. */
static const char *exception_words(uint32_t number) {
    switch (number) {
    case 1:
    case 17:
        return "an instruction that this core does not have";
    case 3:
        return "code where there is no memory";
    case 4:
        return "an access that is not aligned, or where there is no memory";
    case 7:
        return "a breakpoint";
    case 22:
        return "an access that is not aligned";
    default:
        return "an exception was raised";
    }
}

static void on_exception(uc_engine *uc, uint32_t number, void *context) {
    program *p = context;
    (void)uc;
    stop(p, exception_words(number), machine_register(&p->machine, UC_ARM_REG_PC));
}

static void print_registers(const machine *m) {
    static const int numbers[] = {UC_ARM_REG_R0,  UC_ARM_REG_R1, UC_ARM_REG_R2,  UC_ARM_REG_R3,
                                  UC_ARM_REG_R4,  UC_ARM_REG_R5, UC_ARM_REG_R6,  UC_ARM_REG_R7,
                                  UC_ARM_REG_R8,  UC_ARM_REG_R9, UC_ARM_REG_R10, UC_ARM_REG_R11,
                                  UC_ARM_REG_R12, UC_ARM_REG_SP, UC_ARM_REG_LR,  UC_ARM_REG_PC};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        (void)fprintf(stderr, "r%zu=%08" PRIx32 "%c", i, machine_register(m, numbers[i]),
                      i % 8 == 7 ? '\n' : ' ');
    }
}

static int fault(const machine *m, const char *why, uint32_t address, int code) {
    const elf_symbol *function = elf_function_at(&m->image, address);
    print_registers(m);
    (void)fprintf(stderr, "%s at 0x%08" PRIx32 " in %s\n", why, address,
                  function == NULL ? "?" : function->name);
    return code;
}

/* Messages end in records: they name the image, not the folders of the machine that it lies in. */
static const char *file_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

/* Like each hook, it must come before anything runs: they are looked for when code is translated.
 */
static int hook_trace(program *p) {
    void (*instruction)(uc_engine *, uint64_t, uint32_t, void *) = trace_instruction;
    machine *m = &p->machine;
    trace *t = trace_new(m, p->operands);
    p->session.trace = t;
    return t != NULL && machine_hook(m, UC_HOOK_CODE, &instruction, t, 1, 0) == PQE_OK;
}

static int hook_unaligned(program *p) {
    void (*instruction)(uc_engine *, uint64_t, uint32_t, void *) = unaligned_instruction;
    unaligned *u = unaligned_new(&p->machine);
    p->session.unaligned = u;
    return u != NULL && machine_hook(&p->machine, UC_HOOK_CODE, &instruction, u, 1, 0) == PQE_OK;
}

static int run(program *p) {
    session *s = &p->session;
    machine *m = &p->machine;
    uint64_t first = 1;
    uint64_t last = 0; /* first > last: everywhere */
    if (p->bare) {
        first = p->first_call;
        last = first + p->calls_span;
    }
    void (*block)(uc_engine *, uint64_t, uint32_t, void *) = p->bare ? on_bare_block : on_block;
    void (*exception)(uc_engine *, uint32_t, void *) = on_exception;
    if ((!p->as_it_comes && machine_tell_data(m) != PQE_OK) ||
        machine_hook(m, UC_HOOK_BLOCK, &block, p, first, last) != PQE_OK ||
        machine_hook(m, UC_HOOK_INTR, &exception, p, 1, 0) != PQE_OK ||
        (p->is_traced && !hook_trace(p)) || (p->is_unaligned && !hook_unaligned(p))) {
        (void)fputs("the Unicorn engine refuses a hook\n", stderr);
        return EXIT_USAGE;
    }
    renew_limits(p);
    uc_err error = m->engine.emu_start(m->uc, m->image.entry | 1u, 0, 0, 0);
    (void)fflush(stdout);
    if (s->why != NULL) {
        int limit = s->why == limit_instructions || s->why == limit_time;
        return fault(m, s->why, s->why_address, limit ? EXIT_LIMIT : EXIT_FAULT);
    }
    if (error != UC_ERR_OK || !s->finished) {
        return fault(m, m->engine.strerror(error), machine_register(m, UC_ARM_REG_PC), EXIT_FAULT);
    }
    return 0;
}

static int usage(void) {
    (void)fputs("usage: pqeval-emulator LIBUNICORN PART IMAGE MAX_INSTRUCTIONS TIMEOUT_SECONDS "
                "[bare | bare-data | trace | trace-long | unaligned | published SEED | "
                "firmware SUMMARY [UNTIL]]\n",
                stderr);
    return EXIT_USAGE;
}

/* The range of the HAL's addresses; 0 is a function that the image does not have. */
static void span_of(const uint32_t *addresses, size_t count, program *p) {
    uint32_t last = 0;
    p->first_call = UINT32_MAX;
    for (size_t i = 0; i < count; i++) {
        if (addresses[i] != 0) {
            p->first_call = addresses[i] < p->first_call ? addresses[i] : p->first_call;
            last = addresses[i] > last ? addresses[i] : last;
        }
    }
    p->calls_span = last - p->first_call;
}

static int open_and_run(program *p, const machine_part *part, const char *library,
                        const char *image) {
    const char *why = NULL;
    if (machine_open(&p->machine, part, library, image, &why) != PQE_OK) {
        (void)fprintf(stderr, "%s: %s\n", file_name(image), why);
        return EXIT_USAGE;
    }
    pqe_status found = p->is_published ? published_open(&p->published, &p->machine, p->seed)
                                       : calls_open(&p->session, &p->machine);
    if (found != PQE_OK) {
        (void)fprintf(stderr, "%s: it has no symbol %s\n", file_name(image),
                      p->is_published ? p->published.why : p->session.why);
        return EXIT_USAGE;
    }
    const uint32_t *calls = p->is_published ? p->published.address : p->session.address;
    span_of(calls, p->is_published ? (size_t)PUBLISHED_CALLS : (size_t)CALL_COUNT, p);
    return run(p);
}

static int run_firmware(const machine_part *part, int argc, char **argv) {
    firmware_order order = {part,
                            argv[1],
                            argv[3],
                            strtoull(argv[4], NULL, 10),
                            strtoull(argv[5], NULL, 10) * 1000000000u,
                            argc == 9 ? argv[8] : NULL,
                            argv[7]};
    return firmware_run(&order);
}

int main(int argc, char **argv) {
    static program p;
    machine_part part;
    if (argc < 6 || argc > 9 || machine_read_part(&part, argv[2]) != PQE_OK) {
        return usage();
    }
    if (argc >= 8 && strcmp(argv[6], "firmware") == 0) {
        return run_firmware(&part, argc, argv);
    }
    p.as_it_comes = argc == 7 && strcmp(argv[6], "bare") == 0;
    p.bare = p.as_it_comes || (argc == 7 && strcmp(argv[6], "bare-data") == 0);
    p.is_published = argc == 8 && strcmp(argv[6], "published") == 0;
    int is_long = argc == 7 && strcmp(argv[6], "trace-long") == 0;
    p.is_traced = is_long || (argc == 7 && strcmp(argv[6], "trace") == 0);
    p.is_unaligned = argc == 7 && strcmp(argv[6], "unaligned") == 0;
    p.operands = is_long ? TRACE_OPERANDS_AND_LONG_MULTIPLY : TRACE_OPERANDS_DIVISION;
    if (argc > 6 && !p.bare && !p.is_published && !p.is_traced && !p.is_unaligned) {
        return usage();
    }
    p.seed = p.is_published ? (uint32_t)strtoul(argv[7], NULL, 10) : 0;
    p.max_instructions = strtoull(argv[4], NULL, 10);
    p.timeout_ns = strtoull(argv[5], NULL, 10) * 1000000000u;
    int code = open_and_run(&p, &part, argv[1], argv[3]);
    profile_free(p.session.profile);
    trace_free(p.session.trace);
    unaligned_free(p.session.unaligned);
    machine_close(&p.machine);
    return code;
}
