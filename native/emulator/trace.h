/* SPDX-License-Identifier: MIT */
/*
 * Traces for constant-time evidence. Of the instructions that an operation executes four running
 * hashes are kept: of their addresses; of the data addresses that they access; of the operands of
 * those whose latency depends on operands; and of the conditional ones. Two runs whose hashes are
 * equal went the same way.
 *
 * An instruction in an IT block is executed or skipped. One that takes a single cycle either way -
 * no access, no branch - is hashed apart, as conditional, and not among the addresses; all others
 * count where they are executed.
 *
 * Hashes are kept at every TRACE_CHUNK instructions too, so that whoever compares two runs finds
 * the first chunk that differs, and runs both again with a window on it. A position is the number
 * of an instruction, from 0 where the operation begins; conditional ones have none of their own.
 *
 * Nothing is hooked but code: addresses are taken from the registers before an instruction runs.
 *
 * What is public may differ. A function is marked by what of it is left out:
 *   calls  it and all that it calls, until it returns
 *   body   its own instructions; what it calls is traced
 *   end    everything from its first call on
 *   count  nothing; its calls are counted, as for the attempts of rejection sampling
 */
#ifndef PQE_TRACE_H
#define PQE_TRACE_H

#include "machine.h"

enum { TRACE_CHUNK = 4096, TRACE_MARKS = 32, TRACE_WINDOW = 8192, TRACE_EVENTS = 5 * TRACE_WINDOW };

typedef enum { TRACE_OPERANDS_DIVISION, TRACE_OPERANDS_AND_LONG_MULTIPLY } trace_operands;

typedef struct trace trace;

/* NULL if there is no memory. The machine must live as long. */
trace *trace_new(const machine *m, trace_operands operands);
void trace_free(trace *t);

/* Begin anew: marks and window stay. */
void trace_begin(trace *t);
void trace_end(trace *t);

/* An instruction is about to be executed; context is the trace. For UC_HOOK_CODE. */
void trace_instruction(uc_engine *uc, uint64_t address, uint32_t bytes, void *context);

/*
 * The trace's part of the command language (commands.c); `rest` may be NULL. HASHES are four in
 * hex: addresses of instructions, data addresses, operands, conditional instructions.
 *
 *   trace mark KIND ADDRESS BYTES   mark the function there (numbers in decimal)          -> ok
 *   trace window FIRST COUNT        keep what runs at these positions from now on         -> ok
 *   trace sum       -> trace INSTRUCTIONS HASHES OPERAND_INSTRUCTIONS CALLS...
 *                   of the last run; CALLS for each mark of the kind `count`, in order
 *   trace at CHUNK  -> trace HASHES, after that many whole chunks
 *   trace events    -> trace PC:WHAT:VALUE:VALUE ... of the window, in hex; WHAT is `a` with the
 *                   data address, `d` with the operands of a division, `m` with those of a long
 *                   multiplication, `c` for a conditional instruction, or `-`
 *
 * Returns what was wrong, or NULL; *answered says that a line was written.
 */
const char *trace_command(trace *t, const char *what, char *rest, int *answered);

#endif
