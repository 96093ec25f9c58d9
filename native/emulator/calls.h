/* SPDX-License-Identifier: MIT */
/*
 * The host's side of the firmware's HAL (native/firmware/hal.h). Its functions are empty in an
 * emulated image; when one is about to run, its work is done here. The command language is in
 * commands.c.
 */
#ifndef PQE_CALLS_H
#define PQE_CALLS_H

#include "machine.h"
#include "profile.h"
#include "random.h"
#include "trace.h"
#include "unaligned.h"

enum { CALL_NEXT, CALL_BEGIN, CALL_END, CALL_RANDOM, CALL_COUNT };

typedef struct {
    uint64_t instructions;
    uint64_t cycles;
    uint64_t moved_cycles; /* with all code moved by two bytes; 0 unless asked for */
    uint64_t random_bytes;
    uint32_t stack_pointer;
    uint32_t heap;
} mark;

typedef struct {
    machine *machine;
    trace *trace;         /* NULL unless asked for */
    unaligned *unaligned; /* likewise */
    pqe_random random;
    uint32_t address[CALL_COUNT];
    uint32_t stack_bottom;
    const elf_symbol *heap_current; /* NULL if the image has no heap */
    const elf_symbol *heap_peak;
    mark begin;
    mark result;            /* of the last pair of marks */
    uint32_t stack_bytes;   /* by the stack pointer */
    uint32_t deepest_at;    /* address of the block in which it was lowest */
    uint32_t painted_bytes; /* by what was written */
    uint32_t heap_bytes;
    profile *profile;    /* NULL unless asked for */
    uint32_t counted_at; /* address of the function whose calls are counted, or 0 */
    uint64_t counted;
    int profiling;        /* between the marks of a run that is profiled */
    uint64_t profiled;    /* cycles that the profile knows of */
    int marked;           /* the last command ran to its end mark */
    int finished;         /* the commands are at their end */
    const char *why;      /* set when the run must stop */
    uint32_t why_address; /* where */
} session;

/* Find the HAL in the image; on an error session->why says what is missing. */
PQE_MUST_CHECK
pqe_status calls_open(session *session, machine *m);

/* A block begins at `address`: serve it if it is a HAL function. */
void calls_serve(session *session, uint32_t address);

/* Fill the memory that R0 and R1 (bytes) name and charge for it; returns what was wrong, or NULL.
 */
const char *calls_random(const machine *m, pqe_random *random);

/* Count from now on how often the function of that name is entered; one function, once. */
PQE_MUST_CHECK
pqe_status calls_count(session *session, const char *name);

/* commands.c: read commands until the firmware has something to do; its number, or -1 at the end.
 */
int commands_next(session *session, int status);

#endif
