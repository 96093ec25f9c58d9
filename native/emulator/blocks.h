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
    uint64_t key; /* of the block: block_key(), or 0: no such way yet */
    memo *found;
    uint32_t cycles;
} way;

enum { MEMO_WAYS = 2, MEMO_ALIGNMENT = 64 };

/* What a block takes when entered in a state. What each pass through it needs comes first and is
 * one line of the cache: a run touches one such line for each block. */
struct memo {
    way ways[MEMO_WAYS];
    int32_t stack_lowest;
    int32_t stack_change;
    uint32_t instructions;
    uint8_t stack_lost; /* as the block's */
    uint8_t looks;      /* the block has probes */
    uint8_t newest;     /* the way that was added last */
    uint32_t cycles;
    uint32_t entry; /* number of the interned state */
    uint32_t memories;
    uint32_t exit;
    struct block *of;
    memo *next; /* of the same block */
};

typedef struct block {
    struct block *next; /* in the same bucket */
    uint32_t address;
    uint32_t bytes;
    uint32_t instructions;
    memo *memos;
    uint8_t refill;       /* cycles more if the last instruction's branch is taken */
    uint8_t always_taken; /* a call, even if it goes to the next address */
    int32_t
        stack_lowest; /* the stack pointer's lowest value, from that at the start of the block */
    int32_t stack_change; /* its value at the end, likewise */
    uint32_t divisions;
    uint8_t stack_lost; /* its value at the end is not known */
    uint8_t uses_fpu;   /* some instruction is the floating-point unit's */
    uint8_t probes;
    uint8_t first_probe; /* 1 if the last probe matters only behind a load of the block before */
    address_value probe[BLOCK_PROBES];
    block_step steps[];
} block;

/* Decode it; NULL if there is no memory, no code, or an instruction that the core does not have:
 * *refused is its address then. */
block *block_new(const timing_host *host, uint32_t address, uint32_t bytes, uint32_t *refused);
void block_free(block *b);

/* The memories of the first `probes` probes, BLOCK_PROBE_BITS each, from the registers of now. */
uint32_t block_memories(const block *b, const timing_host *host, unsigned probes);

static inline uint64_t block_key(uint32_t address, uint32_t bytes) {
    return (uint64_t)address << 32 | bytes;
}

static inline uint8_t block_memory(const block_step *step, uint32_t memories) {
    uint32_t number = step->memory;
    if (step->probe != BLOCK_NO_PROBE) {
        number = memories >> (step->probe * BLOCK_PROBE_BITS) & 15u;
    }
    return (uint8_t)number;
}

#endif
