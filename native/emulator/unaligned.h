/* SPDX-License-Identifier: MIT */
/*
 * Counts accesses whose address is not a multiple of their size. The timing model charges nothing
 * for them; what a Cortex-M4 would is added up beside. Looks at each instruction before it runs,
 * so it is slow; what is skipped in an IT block does not come here.
 */
#ifndef PQE_UNALIGNED_H
#define PQE_UNALIGNED_H

#include "machine.h"

typedef struct {
    uint64_t accesses;
    uint64_t cycles;   /* by the manual of a Cortex-M4 */
    uint64_t faulting; /* of the accesses, those that every core refuses */
} unaligned_counts;

typedef struct unaligned unaligned;

/* NULL if there is no memory. The machine must live as long. */
unaligned *unaligned_new(const machine *m);
void unaligned_free(unaligned *u);

/* Count anew; no longer. */
void unaligned_begin(unaligned *u);
void unaligned_end(unaligned *u);

unaligned_counts unaligned_result(const unaligned *u);

/* An instruction is about to be executed; context is the counter. For UC_HOOK_CODE. */
void unaligned_instruction(uc_engine *uc, uint64_t address, uint32_t bytes, void *context);

#endif
