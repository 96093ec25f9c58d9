/* SPDX-License-Identifier: MIT */
/*
 * What the timing model must know of a Thumb-2 instruction (ARMv7-M Architecture Reference Manual,
 * chapter A5; cycle counts of the Cortex-M4 from its Technical Reference Manual, table 3-1, and the
 * table of its floating-point unit; of the Cortex-M3 where it differs from its own table 3-1).
 * Operands are not looked at beyond that.
 */
#ifndef PQE_DECODE_H
#define PQE_DECODE_H

#include <stddef.h>
#include <stdint.h>

#include "core.h"

typedef enum {
    INSN_PLAIN,       /* `cycles` and nothing else */
    INSN_LOAD,        /* single load: `cycles`, then one data cycle that the next access may hide */
    INSN_STORE,       /* single store: may hide the data cycle before it */
    INSN_BRANCH,      /* `cycles`, and `refill` more if it is taken */
    INSN_CALL,        /* a branch that is always taken, even to the next address */
    INSN_LOAD_BRANCH, /* a load into PC: LDR PC, POP or LDM with PC */
    INSN_FOLDED,      /* IT: takes no cycle of its own */
    INSN_UNKNOWN      /* not of this architecture, as far as this decoder knows */
} insn_class;

typedef enum { ACCESS_NONE, ACCESS_LOAD, ACCESS_STORE } access_class;

typedef struct {
    uint8_t bytes;   /* 2 or 4 */
    uint8_t kind;    /* insn_class */
    uint8_t cycles;  /* to execute */
    uint8_t refill;  /* of the pipeline, if a branch is taken */
    uint8_t access;  /* access_class: to data, in one word or several */
    uint8_t literal; /* a load of a constant beside the code */
    uint8_t divides; /* UDIV or SDIV, whose cycles depend on the operands */
    uint16_t loads;  /* registers written by a single load: its value and a written-back base */
    uint16_t bases;  /* registers that form the address of a single load or store */
} insn;

/* Decode the instruction at code[0..available) for a core; `bytes` is 0 if it is cut off. */
insn decode_insn(const core_profile *core, const uint8_t *code, size_t available);

/* Whether the instruction code[0..bytes) is the floating-point unit's (coprocessors 10 and 11). */
int decode_uses_fpu(const uint8_t *code, size_t bytes);

#endif
