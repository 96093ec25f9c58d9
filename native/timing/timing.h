/* SPDX-License-Identifier: MIT */
/*
 * The timing loop. An operation is a C function that does one thing with the inputs number `index`;
 * a batch is a number of operations between two readings of the clocks. Everything else (choosing
 * inputs, seeding, asking for context switches) happens between batches.
 *
 * Clocks: CLOCK_MONOTONIC in nanoseconds always; beside it the time-stamp counter (x86-64) or the
 * virtual counter (AArch64), and core cycles where the kernel grants perf events.
 */
#ifndef PQE_TIMING_H
#define PQE_TIMING_H

#include <stddef.h>
#include <stdint.h>

#include "pqe/status.h"

/* 0 on success; anything else ends the measurement and is reported. */
typedef int (*pqe_operation)(void *context, size_t index);

/* Called before each batch, outside the timed region; NULL if there is nothing to prepare. */
typedef void (*pqe_prepare)(void *context, size_t batch);

enum { PQE_TAG_SWITCH = 1, PQE_TAG_MIGRATION = 2 };

/* Columns with one entry a batch; `cycles` stays 0 without perf events, `ticks` without a counter.
 */
typedef struct {
    uint64_t *ns;
    uint64_t *ticks;
    uint64_t *cycles;
    uint8_t *tags;
} pqe_columns;

/* Opens the core-cycle counter of this thread; 1 if the kernel grants it, 0 if not. */
int pqe_timing_open(void);

/* What `ticks` are on this machine: "tsc", "cntvct" or "none". */
const char *pqe_timing_tick_source(void);

/* The smallest step of CLOCK_MONOTONIC seen in a thousand readings, in nanoseconds. */
uint64_t pqe_timing_clock_step_ns(void);

/*
 * Run `batches` batches of `operations` operations each. Inputs are taken in order from
 * `first_index` on. PQE_ERR_SYSTEM if the operation reported a failure; the columns are then not to
 * be used.
 */
PQE_MUST_CHECK
pqe_status pqe_time_batches(pqe_operation operation, void *context, pqe_prepare prepare,
                            void *prepare_context, size_t first_index, uint32_t operations,
                            size_t batches, const pqe_columns *columns);

/*
 * Run one operation on a thread of its own whose stack of `stack_bytes` was painted, after one run
 * that resolves what is bound lazily. `used` is what the operation took below its caller's frame.
 */
PQE_MUST_CHECK
pqe_status pqe_stack_of(pqe_operation operation, void *context, size_t index, size_t stack_bytes,
                        size_t *used);

#endif
