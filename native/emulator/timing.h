/* SPDX-License-Identifier: MIT */
/*
 * The timing model: a function (block, entry state, memories) -> (cycles, exit state).
 *
 * A block is what Unicorn calls one: straight-line code that ends in a branch, at a page, or
 * because the engine felt like it; so states are carried across blocks and only branches that are
 * taken change them. Whether a block's last branch was taken is known when the next block begins.
 * States (pipeline.h) are interned: a run meets few of them, and each block keeps the answer for
 * each state it was entered in.
 *
 * Which memory an access goes to matters where two accesses follow each other. Blocks in which two
 * such addresses come from different registers look at those registers again and again, so that a
 * pointer is followed when it moves to another memory.
 */
#ifndef PQE_TIMING_MODEL_H
#define PQE_TIMING_MODEL_H

#include <stddef.h>
#include <stdint.h>

#include "pipeline.h"
#include "pqe/status.h"

/* What the model asks of the machine. */
typedef struct {
    /* Memory at an address, or NULL if the range is not all there. */
    const uint8_t *(*bytes)(void *context, uint32_t address, size_t bytes);
    /* A core register, 0 to 14, as it is when a block begins. */
    uint32_t (*core_register)(void *context, unsigned number);
    /* The number of the memory at an address, 1 to 15, or MEMORY_UNKNOWN. */
    uint8_t (*memory)(void *context, uint32_t address);
    void *context;
    pipeline_profile profile;
} timing_host;

typedef struct timing_model timing_model;

timing_model *timing_new(const timing_host *host);
void timing_free(timing_model *model);

/* A block begins; everything before it has then been accounted for. PQE_ERR_SYSTEM: no memory, no
 * code, or an instruction that the core does not have (timing_refused). */
PQE_MUST_CHECK
pqe_status timing_block(timing_model *model, uint32_t address, uint32_t bytes);

/* The same in nearly all cases, and fast: 1 if the block followed on the last one before, and is
 * accounted for; 0 if nothing was done and timing_block() must be called. */
int timing_passed(timing_model *model, uint32_t address, uint32_t bytes);

/* The address of the instruction that the core does not have, or 0; told of ARMv6-M alone. */
uint32_t timing_refused(const timing_model *model);

/* Of the block that was accounted for last: whether it ends in a call, and its divisions. */
typedef struct {
    int calls;
    uint32_t divisions;
} timing_last;

timing_last timing_last_block(const timing_model *model);

uint64_t timing_instructions(const timing_model *model);
uint64_t timing_cycles(const timing_model *model);

/* Pipeline states met so far. */
uint32_t timing_states(const timing_model *model);

/* Follow the stack pointer from here on, at the start of a block that has been accounted for. */
void timing_stack_begin(timing_model *model);

/* Its lowest value since, and the block in which it had that (0 if it was never lower). */
uint32_t timing_deepest(const timing_model *model, uint32_t *address);

/* Charge cycles that no instruction stands for (a call that the host serves). */
void timing_charge(timing_model *model, uint64_t cycles);

/* Cycles until the instruction at `address` begins, in the block that began last. */
uint64_t timing_cycles_at(const timing_model *model, uint32_t address);

/* The core leaves the block that began last before its instruction at `address`, for an exception:
 * what lies behind is not counted, and what comes next starts with an empty buffer. */
void timing_leave(timing_model *model, uint32_t address);

/* Whether the block that began last has an instruction of the floating-point unit. */
int timing_uses_fpu(const timing_model *model);

#endif
