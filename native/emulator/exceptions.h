/* SPDX-License-Identifier: MIT */
/*
 * Exception entry and return of ARMv7-M (Architecture Reference Manual, B1.5), which the engine
 * leaves to us: eight words are stacked, or 26 with floating-point state (at once, never lazily),
 * on the stack that was in use. Each way takes EXCEPTION_CYCLES, as the Cortex-M4 Technical
 * Reference Manual has it for memory without wait states; tail-chaining is not shortened. These
 * cycles are unvalidated: no published figure of a board has interrupts in it.
 *
 * Call these only while the engine does not run.
 */
#ifndef PQE_EXCEPTIONS_H
#define PQE_EXCEPTIONS_H

#include "board.h"
#include "system_control.h"

enum { EXCEPTION_CYCLES = 12 };

exception_masks exceptions_masks(const board *b);

/* Enter exception `number` between two instructions, or before the one at `pc`. Returns the
 * handler's address without its lowest bit; 0 if *why says why not. */
uint32_t exceptions_enter(board *b, system_control *s, uint32_t number, uint32_t pc,
                          const char **why);

/* A handler jumped to `magic` (EXC_RETURN). Returns where the core goes on, at an even address; on
 * an error *why is set. */
uint32_t exceptions_return(board *b, system_control *s, uint32_t magic, const char **why);

/* Whether the core runs code that is no exception, without privileges. */
int exceptions_unprivileged(const board *b, const system_control *s);

#endif
