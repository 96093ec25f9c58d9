/* SPDX-License-Identifier: MIT */
#include "timing.h"

#include <stdlib.h>
#include <string.h>

#include "blocks.h"

#define TABLE_BITS 14u
#define TABLE_SIZE (1u << TABLE_BITS)
#define STATES_MAX 4096u /* far above what any image was seen to need */

struct timing_model {
    timing_host host;
    uint64_t instructions;
    uint64_t cycles;
    const block *previous;
    uint32_t state; /* number of the interned state */
    uint32_t states;
    pipeline_state interned[STATES_MAX];
    block *table[TABLE_SIZE];
};

/* Numbers 0 and 1: at the target of a branch, at 0 and at 2 modulo 4. */
timing_model *timing_new(const timing_host *host) {
    timing_model *model = calloc(1, sizeof *model);
    if (model != NULL) {
        model->host = *host;
        model->interned[0] = pipeline_at_target(0);
        model->interned[1] = pipeline_at_target(2);
        model->states = 2;
    }
    return model;
}

void timing_free(timing_model *model) {
    for (size_t i = 0; model != NULL && i < TABLE_SIZE; i++) {
        while (model->table[i] != NULL) {
            block *gone = model->table[i];
            model->table[i] = gone->next;
            block_free(gone);
        }
    }
    free(model);
}

static int intern(timing_model *model, const pipeline_state *state, uint32_t *number) {
    for (uint32_t i = 0; i < model->states; i++) {
        if (memcmp(&model->interned[i], state, sizeof *state) == 0) {
            *number = i;
            return 1;
        }
    }
    if (model->states == STATES_MAX) {
        return 0;
    }
    *number = model->states;
    model->interned[model->states++] = *state;
    return 1;
}

static block *find(timing_model *model, uint32_t address, uint32_t bytes) {
    uint32_t bucket =
        ((address >> 1) * 2654435761u) >> (32u - TABLE_BITS); /* Knuth: multiplicative hashing */
    for (block *b = model->table[bucket]; b != NULL; b = b->next) {
        if (b->address == address && b->bytes == bytes) {
            return b;
        }
    }
    block *b = block_new(&model->host, address, bytes);
    if (b != NULL) {
        b->next = model->table[bucket];
        model->table[bucket] = b;
    }
    return b;
}

/* The slow way: a block in a state, or with memories, that it was not yet entered in. */
static const memo *learn(timing_model *model, block *b, uint32_t memories) {
    pipeline_state state = model->interned[model->state];
    memo *answer = calloc(1, sizeof *answer);
    uint32_t address = b->address;
    if (answer == NULL) {
        return NULL;
    }
    answer->entry = model->state;
    answer->memories = memories;
    for (uint32_t n = 0; n < b->instructions; n++) {
        const block_step *step = &b->steps[n];
        answer->cycles += pipeline_step(&model->host.profile, &state, &step->insn, address,
                                        block_memory(step, memories));
        address += step->insn.bytes;
    }
    if (!intern(model, &state, &answer->exit)) {
        free(answer);
        return NULL;
    }
    answer->next = b->memos;
    b->memos = answer;
    return answer;
}

/* Now it is known whether the branch at the end of the previous block was taken. */
static void settle_branch(timing_model *model, uint32_t address) {
    const block *before = model->previous;
    if (before == NULL) {
        model->state = address >> 1 & 1u;
        return;
    }
    int taken = before->always_taken || before->address + before->bytes != address;
    if (taken) { /* or an exception, or the host moved the program counter */
        model->cycles += before->refill;
        model->state = address >> 1 & 1u;
    }
}

pqe_status timing_block(timing_model *model, uint32_t address, uint32_t bytes) {
    settle_branch(model, address);
    block *b = find(model, address, bytes);
    if (b == NULL) {
        return PQE_ERR_SYSTEM;
    }
    uint32_t memories = 0;
    unsigned probes = b->probes;
    if (probes > 0) {
        probes -= model->interned[model->state].loaded == 0 ? b->first_probe : 0u;
        memories = block_memories(b, &model->host, probes);
    }
    const memo *answer = b->memos;
    while (answer != NULL && (answer->entry != model->state || answer->memories != memories)) {
        answer = answer->next;
    }
    if (answer == NULL) {
        answer = learn(model, b, memories);
        if (answer == NULL) {
            return PQE_ERR_SYSTEM;
        }
    }
    model->cycles += answer->cycles;
    model->instructions += b->instructions;
    model->state = answer->exit;
    model->previous = b;
    return PQE_OK;
}

uint64_t timing_instructions(const timing_model *model) {
    return model->instructions;
}

uint64_t timing_cycles(const timing_model *model) {
    return model->cycles;
}

uint32_t timing_states(const timing_model *model) {
    return model->states;
}

void timing_charge(timing_model *model, uint64_t cycles) {
    model->cycles += cycles;
}
