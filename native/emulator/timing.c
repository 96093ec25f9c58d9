/* SPDX-License-Identifier: MIT */
#include "timing.h"

#include <stdlib.h>
#include <string.h>

#include "decode.h"

#define TABLE_BITS 14u
#define TABLE_SIZE (1u << TABLE_BITS)
#define STATES_MAX 256u /* far above what any image was seen to need */
#define MEMO_MAX 4u

typedef struct {
    uint16_t entry;
    uint16_t exit;
    uint32_t cycles;
} memo;

typedef struct block {
    struct block *next; /* in the same bucket */
    uint32_t address;
    uint32_t bytes;
    uint32_t instructions;
    uint8_t refill;       /* cycles more if the last instruction's branch is taken */
    uint8_t always_taken; /* a call, even if it goes to the next address */
    uint8_t memos;
    memo memo[MEMO_MAX];
} block;

struct timing_model {
    timing_code code;
    void *context;
    uint64_t instructions;
    uint64_t cycles;
    const block *previous;
    uint16_t state; /* number of the interned state */
    uint16_t states;
    timing_state interned[STATES_MAX];
    block *table[TABLE_SIZE];
};

timing_model *timing_new(timing_code code, void *context) {
    timing_model *model = calloc(1, sizeof *model);
    if (model != NULL) {
        model->code = code;
        model->context = context;
        model->states = 1; /* number 0: nothing pending */
    }
    return model;
}

void timing_free(timing_model *model) {
    for (size_t i = 0; model != NULL && i < TABLE_SIZE; i++) {
        while (model->table[i] != NULL) {
            block *gone = model->table[i];
            model->table[i] = gone->next;
            free(gone);
        }
    }
    free(model);
}

static int intern(timing_model *model, timing_state state, uint16_t *number) {
    for (uint16_t i = 0; i < model->states; i++) {
        if (memcmp(&model->interned[i], &state, sizeof state) == 0) {
            *number = i;
            return 1;
        }
    }
    if (model->states == STATES_MAX) {
        return 0;
    }
    *number = model->states;
    model->interned[model->states++] = state;
    return 1;
}

/* One instruction: its cycles from `state` on, which becomes the state behind it. */
static uint32_t step(const insn *i, timing_state *state) {
    uint32_t cycles = i->cycles;
    int accesses = i->kind == INSN_LOAD || i->kind == INSN_STORE;
    if (state->pending_load != 0 && !(accesses && (i->bases & state->pending_load) == 0)) {
        cycles++;
    }
    state->pending_load = i->kind == INSN_LOAD ? i->loads : 0;
    return cycles;
}

/* Walk a block's code from a state; fills in what the block is if it is new. */
static pqe_status walk(const timing_model *model, block *b, timing_state *state, uint32_t *cycles) {
    const uint8_t *code = model->code(model->context, b->address, b->bytes);
    uint32_t count = 0;
    if (code == NULL) {
        return PQE_ERR_SYSTEM;
    }
    *cycles = 0;
    for (uint32_t offset = 0; offset < b->bytes; count++) {
        insn i = decode_insn(code + offset, b->bytes - offset);
        if (i.bytes == 0) {
            return PQE_ERR_SYSTEM;
        }
        *cycles += step(&i, state);
        b->refill = i.refill;
        b->always_taken = i.kind == INSN_CALL;
        offset += i.bytes;
    }
    b->instructions = count;
    return PQE_OK;
}

static block *find(timing_model *model, uint32_t address, uint32_t bytes) {
    uint32_t bucket =
        ((address >> 1) * 2654435761u) >> (32u - TABLE_BITS); /* Knuth: multiplicative hashing */
    for (block *b = model->table[bucket]; b != NULL; b = b->next) {
        if (b->address == address && b->bytes == bytes) {
            return b;
        }
    }
    block *b = calloc(1, sizeof *b);
    if (b != NULL) {
        b->address = address;
        b->bytes = bytes;
        b->next = model->table[bucket];
        model->table[bucket] = b;
    }
    return b;
}

/* The slow way: a block met for the first time, or in a state that it was not yet entered in. */
static pqe_status learn(timing_model *model, block *b, memo *answer) {
    timing_state state = model->interned[model->state];
    if (walk(model, b, &state, &answer->cycles) != PQE_OK || !intern(model, state, &answer->exit)) {
        return PQE_ERR_SYSTEM;
    }
    answer->entry = model->state;
    if (b->memos < MEMO_MAX) {
        b->memo[b->memos++] = *answer;
    }
    return PQE_OK;
}

/* Now it is known whether the branch at the end of the previous block was taken. */
static void settle_branch(timing_model *model, uint32_t address) {
    const block *before = model->previous;
    if (before == NULL || before->refill == 0) {
        return;
    }
    if (before->always_taken || before->address + before->bytes != address) {
        model->cycles += before->refill;
        /* A data cycle still to come is spent while the pipeline refills. */
        model->state = 0;
    }
}

pqe_status timing_block(timing_model *model, uint32_t address, uint32_t bytes) {
    settle_branch(model, address);
    block *b = find(model, address, bytes);
    if (b == NULL) {
        return PQE_ERR_SYSTEM;
    }
    memo answer;
    size_t i = 0;
    while (i < b->memos && b->memo[i].entry != model->state) {
        i++;
    }
    if (i < b->memos) {
        answer = b->memo[i];
    } else if (learn(model, b, &answer) != PQE_OK) {
        return PQE_ERR_SYSTEM;
    }
    model->cycles += answer.cycles;
    model->instructions += b->instructions;
    model->state = answer.exit;
    model->previous = b;
    return PQE_OK;
}

uint64_t timing_instructions(const timing_model *model) {
    return model->instructions;
}

uint64_t timing_cycles(const timing_model *model) {
    return model->cycles;
}

void timing_charge(timing_model *model, uint64_t cycles) {
    model->cycles += cycles;
}
