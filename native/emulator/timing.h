/* SPDX-License-Identifier: MIT */
/*
 * The timing model: a function (block, entry state) -> (cycles, exit state).
 *
 * A block is what Unicorn calls one: straight-line code that ends in a branch, at a page, or
 * because the engine felt like it; so states are carried across blocks and only branches that are
 * taken change them. Whether a block's last branch was taken is known when the next block begins.
 * States are interned: a run meets few of them, and each block keeps the answer for each state it
 * was entered in.
 *
 * Model armv7em-table-1: a static table of cycles for each instruction, and for single loads a data
 * cycle that the next single load or store hides unless its address needs what was loaded. No
 * instruction fetch, no bus: that is where its stated error comes from.
 */
#ifndef PQE_TIMING_MODEL_H
#define PQE_TIMING_MODEL_H

#include <stddef.h>
#include <stdint.h>

#include "pqe/status.h"

#define TIMING_MODEL_ID "armv7em-table-1"

typedef struct {
    uint16_t pending_load; /* registers of a load whose data cycle is still to come; 0 if there is
                              none */
} timing_state;

typedef struct timing_model timing_model;

/* What the model needs of memory: code at an address, or NULL. */
typedef const uint8_t *(*timing_code)(void *context, uint32_t address, size_t bytes);

timing_model *timing_new(timing_code code, void *context);
void timing_free(timing_model *model);

/* A block begins; everything before it has then been accounted for. PQE_ERR_SYSTEM: no memory, or
 * no code. */
PQE_MUST_CHECK
pqe_status timing_block(timing_model *model, uint32_t address, uint32_t bytes);

uint64_t timing_instructions(const timing_model *model);
uint64_t timing_cycles(const timing_model *model);

/* Charge cycles that no instruction stands for (a call that the host serves). */
void timing_charge(timing_model *model, uint64_t cycles);

#endif
