/* SPDX-License-Identifier: MIT */
/*
 * The pipeline of a Cortex-M3 or M4 as far as cycles need it: what an instruction costs to execute,
 * how its bytes get into the three-word prefetch buffer (Cortex-M3 TRM 1.5; Arm knowledge article
 * 8521), and how accesses to data follow each other on the bus.
 *
 * Fetch. One word is asked for in a cycle and can be decoded two cycles later. A fetcher that finds
 * the buffer full stops, and runs again in the cycle in which two words are free. A branch that is
 * taken empties the buffer; the target's first word is there when it starts, one word a cycle
 * follows.
 *
 * Data. A single load has a data cycle after it, hidden by a single load or store directly behind
 * it in the same memory whose address does not need what was loaded. The bus needs `bus_wait`
 * cycles before the first load of a burst; a load behind a store waits too, and so does, once, a
 * store behind the store that opened a burst.
 *
 * Flash with wait states. One word is on its way at a time, and takes so many cycles more; so does
 * the first word behind a branch, and a constant beside the code.
 *
 * M0 and M0+ neither fetch ahead nor pipeline accesses: each instruction takes what its table says,
 * and each new word of code the wait states of the flash.
 *
 * The numbers in these rules are fields of the profile; pipeline_default has the M4's, a board's
 * own may be found by `pqeval calibrate`.
 *
 * Not modelled: operands of divisions, unaligned accesses, caches and prefetchers of the flash.
 */
#ifndef PQE_PIPELINE_H
#define PQE_PIPELINE_H

#include <stdint.h>

#include "decode.h"

enum { MEMORY_UNKNOWN = 0 }; /* counts as the same memory as any other */
enum { PIPELINE_MEMORIES = 16 };

enum { FLASH_WAIT_MAX = 5 };

typedef struct {
    core_profile core;
    uint8_t bus_wait;     /* cycles; a property of the part, not of the core: 1 on the STM32L4R5 */
    uint8_t flash_wait;   /* cycles that each word from flash takes more, without a cache; 0 to 5 */
    uint8_t moved_by;     /* bytes by which all code is taken to lie further on: 0, or 2 */
    uint8_t waits_differ; /* bus_waits by number of memory count, not bus_wait alone */
    uint8_t bus_waits[PIPELINE_MEMORIES];
    uint8_t buffer_words;    /* 2 to 4 */
    uint8_t fetch_latency;   /* cycles from asking for a word until it can be decoded: 1 to 4 */
    uint8_t run_again_words; /* free words at which a stopped fetcher runs again */
    uint8_t branch_wait;     /* cycles more at the target of every branch taken */
    uint8_t literal_blocks_a_fetch; /* a load of a constant takes the cycle of asking for a word */
} pipeline_profile;

/* The Cortex-M4 with one wait for all memories. */
pipeline_profile pipeline_default(uint8_t bus_wait);

/* Between two instructions, at the beginning of a cycle. Without padding: states are compared as
 * bytes. */
typedef struct {
    uint16_t loaded;    /* registers of a load whose data cycle is still to come, or 0 */
    uint8_t memory;     /* that load's memory */
    uint8_t available;  /* bytes in the buffer from the program counter on: 0 to 16 */
    uint8_t in_flight;  /* bit n: a word arrives n cycles from now */
    uint8_t stopped;    /* the fetcher found the buffer full */
    uint8_t behind;     /* access_class of what used the bus in the cycle before */
    uint8_t burst_open; /* that was a store, the first access of its burst */
} pipeline_state;

/* The state in which the target of a taken branch starts. */
pipeline_state pipeline_at_target(const pipeline_profile *profile, uint32_t address);

/* Run the instruction at `address` from `state`, which becomes the state behind it, a branch taken
 * as not taken; returns the cycles that passed. `memory` is where it accesses data. */
uint32_t pipeline_step(const pipeline_profile *profile, pipeline_state *state, const insn *i,
                       uint32_t address, uint8_t memory);

#endif
