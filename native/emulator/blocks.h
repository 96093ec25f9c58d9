/* SPDX-License-Identifier: MIT */
/*
 * A block of code, decoded once: its instructions, and the addresses ("probes") whose memories must
 * be known to time it.
 */
#ifndef PQE_BLOCKS_H
#define PQE_BLOCKS_H

#include "address.h"
#include "decode.h"
#include "timing.h"

enum { BLOCK_PROBES = 8, BLOCK_PROBE_BITS = 4, BLOCK_NO_PROBE = 0xff };

typedef struct {
    insn insn;
    uint8_t probe;  /* index, or BLOCK_NO_PROBE */
    uint8_t memory; /* where there is no probe */
} block_step;

typedef struct memo memo;

/* Where the run went on from here once before: what the model then found, with the cycles of a
 * branch taken on the way. */
typedef struct {
    uint32_t address;
    uint32_t bytes;
    uint32_t cycles;
    memo *found; /* NULL: no such way yet */
} way;

enum { MEMO_WAYS = 2 };

/* What a block takes when entered in a state. */
struct memo {
    struct block *of;
    memo *next;     /* of the same block */
    uint32_t entry; /* number of the interned state */
    uint32_t memories;
    uint32_t exit;
    uint32_t cycles;
    uint32_t instructions;
    uint32_t newest; /* the way that was added last */
    way ways[MEMO_WAYS];
};

typedef struct block {
    struct block *next; /* in the same bucket */
    uint32_t address;
    uint32_t bytes;
    uint32_t instructions;
    memo *memos;
    uint8_t refill;       /* cycles more if the last instruction's branch is taken */
    uint8_t always_taken; /* a call, even if it goes to the next address */
    uint8_t probes;
    uint8_t first_probe; /* 1 if the last probe matters only behind a load of the block before */
    address_value probe[BLOCK_PROBES];
    block_step steps[];
} block;

/* Decode it; NULL if there is no memory or no code. */
block *block_new(const timing_host *host, uint32_t address, uint32_t bytes);
void block_free(block *b);

/* The memories of the first `probes` probes, BLOCK_PROBE_BITS each, from the registers of now. */
uint32_t block_memories(const block *b, const timing_host *host, unsigned probes);

static inline uint8_t block_memory(const block_step *step, uint32_t memories) {
    if (step->probe == BLOCK_NO_PROBE) {
        return step->memory;
    }
    return (uint8_t)(memories >> (step->probe * BLOCK_PROBE_BITS) & 15u);
}

#endif
