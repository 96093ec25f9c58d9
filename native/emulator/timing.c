/* SPDX-License-Identifier: MIT */
#include "timing.h"

#include <stdlib.h>
#include <string.h>

#include "blocks.h"
#include "common/inline.h"

#define TABLE_BITS 14u
#define TABLE_SIZE (1u << TABLE_BITS)
/* Registers are read in one of so many entries of blocks that need them: reading is slow, and a
 * pointer rarely moves to another memory. Prime, so as not to fall into step with a loop. */
#define ENTRIES_BETWEEN_LOOKS 13u
#define STATES_MAX 4096u /* far above what any image was seen to need */

struct timing_model {
    uint64_t instructions; /* these four are touched in every block: side by side */
    uint64_t cycles;
    memo *previous;
    uint32_t stack;      /* the stack pointer when the next block begins */
    uint32_t deepest;    /* its lowest value so far */
    uint32_t deepest_at; /* address of the block in which it had that */
    uint32_t stack_lost; /* `stack` must be read from the register */
    uint32_t refused;    /* address of an instruction that the core does not have, or 0 */
    uint32_t until_look; /* blocks with probes until registers are looked at again */
    uint32_t states;
    timing_host host;
    pipeline_state interned[STATES_MAX];
    block *table[TABLE_SIZE];
};

/* Numbers 0 and 1: at the target of a branch, at 0 and at 2 modulo 4. */
timing_model *timing_new(const timing_host *host) {
    timing_model *model = calloc(1, sizeof *model);
    if (model != NULL) {
        model->host = *host;
        model->interned[0] = pipeline_at_target(&host->profile, 0);
        model->interned[1] = pipeline_at_target(&host->profile, 2);
        model->states = 2;
        model->until_look = ENTRIES_BETWEEN_LOOKS;
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
    block *b = block_new(&model->host, address, bytes, &model->refused);
    if (b != NULL) {
        b->next = model->table[bucket];
        model->table[bucket] = b;
    }
    return b;
}

/* A block in a state, or with memories, that it was not yet entered in. */
static memo *learn(timing_model *model, block *b, uint32_t entry, uint32_t memories) {
    pipeline_state state = model->interned[entry];
    void *room = NULL;
    uint32_t address = b->address + model->host.profile.moved_by;
    if (posix_memalign(&room, MEMO_ALIGNMENT, sizeof(memo)) != 0) {
        return NULL;
    }
    memo *answer = memset(room, 0, sizeof(memo));
    answer->of = b;
    answer->entry = entry;
    answer->memories = memories;
    answer->instructions = b->instructions;
    answer->stack_lowest = b->stack_lowest;
    answer->stack_change = b->stack_change;
    answer->stack_lost = b->stack_lost;
    answer->looks = b->probes > 0;
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

/* The state in which a block is entered, and the cycles of the branch before it: now it is known
 * whether that was taken. */
static uint32_t enter(const timing_model *model, uint32_t address, uint32_t *refill) {
    const memo *before = model->previous;
    *refill = 0;
    if (before != NULL && !before->of->always_taken &&
        before->of->address + before->of->bytes == address) {
        return before->exit;
    }
    /* Taken; or an exception, or the host moved the program counter. */
    *refill = before == NULL ? 0 : before->of->refill;
    *refill += model->host.profile.flash_wait;
    return (address + model->host.profile.moved_by) >> 1 & 1u;
}

static memo *recall(timing_model *model, block *b, uint32_t entry) {
    uint32_t memories = 0;
    if (b->probes > 0) {
        unsigned unneeded = model->interned[entry].loaded == 0 ? b->first_probe : 0u;
        memories = block_memories(b, &model->host, b->probes - unneeded);
        model->until_look = ENTRIES_BETWEEN_LOOKS;
    }
    memo *answer = b->memos;
    while (answer != NULL && (answer->entry != entry || answer->memories != memories)) {
        answer = answer->next;
    }
    return answer != NULL ? answer : learn(model, b, entry, memories);
}

static void remember_way(memo *from, uint64_t key, uint32_t refill, memo *to) {
    uint8_t place = 0;
    while (place < MEMO_WAYS && from->ways[place].key != 0 && from->ways[place].key != key) {
        place++;
    }
    if (place == MEMO_WAYS) {
        place = (uint8_t)((from->newest + 1u) % MEMO_WAYS);
    }
    from->newest = place;
    from->ways[place] = (way){key, to, refill + to->cycles};
}

/* The way that was taken before, or NULL if it is new. */
static inline const way *known_way(const timing_model *model, uint64_t key) {
    _Static_assert(MEMO_WAYS == 2, "the ways are looked at one by one");
    const memo *from = model->previous;
    if (from == NULL) {
        return NULL;
    }
    const way *taken = from->ways;
    if (taken->key != key && (++taken)->key != key) {
        return NULL;
    }
    return taken;
}

PQE_NOINLINE void read_stack(timing_model *model) {
    model->stack = model->host.core_register(model->host.context, 13);
}

/* The stack pointer is followed from block to block; what wraps is no stack. */
static inline void follow_stack(timing_model *model, const memo *through) {
    if (model->stack_lost) {
        read_stack(model);
    }
    uint32_t lowest = model->stack + (uint32_t)through->stack_lowest;
    if (lowest < model->deepest) {
        model->deepest = lowest;
        model->deepest_at = through->of->address;
    }
    model->stack += (uint32_t)through->stack_change;
    model->stack_lost = through->stack_lost;
}

static inline void pass(timing_model *model, memo *through, uint32_t cycles) {
    follow_stack(model, through);
    model->cycles += cycles;
    model->instructions += through->instructions;
    model->previous = through;
}

/* Rare, and kept out of the way of what is not. */
PQE_NOINLINE pqe_status new_way(timing_model *model, uint32_t address, uint32_t bytes) {
    uint32_t refill;
    uint32_t entry = enter(model, address, &refill);
    block *b = find(model, address, bytes);
    memo *answer = b == NULL ? NULL : recall(model, b, entry);
    if (answer == NULL) {
        return PQE_ERR_SYSTEM;
    }
    if (model->previous != NULL) {
        remember_way(model->previous, block_key(address, bytes), refill, answer);
    }
    pass(model, answer, refill + answer->cycles);
    return PQE_OK;
}

pqe_status timing_block(timing_model *model, uint32_t address, uint32_t bytes) {
    const way *known = known_way(model, block_key(address, bytes));
    if (known == NULL || (known->found->looks && --model->until_look == 0)) {
        return new_way(model, address, bytes);
    }
    pass(model, known->found, known->cycles);
    return PQE_OK;
}

/* Calls nothing, so that whoever has it inlined need not save registers. */
int timing_passed(timing_model *model, uint32_t address, uint32_t bytes) {
    const way *known = known_way(model, block_key(address, bytes));
    if (known == NULL || model->stack_lost) {
        return 0;
    }
    if (known->found->looks) {
        if (model->until_look == 1) {
            return 0;
        }
        model->until_look--;
    }
    pass(model, known->found, known->cycles);
    return 1;
}

uint64_t timing_instructions(const timing_model *model) {
    return model->instructions;
}

timing_last timing_last_block(const timing_model *model) {
    timing_last last = {0, 0};
    if (model->previous != NULL) {
        last.calls = model->previous->of->always_taken;
        last.divisions = model->previous->of->divisions;
    }
    return last;
}

uint64_t timing_cycles(const timing_model *model) {
    return model->cycles;
}

uint32_t timing_refused(const timing_model *model) {
    return model->refused;
}

uint32_t timing_states(const timing_model *model) {
    return model->states;
}

void timing_stack_begin(timing_model *model) {
    model->stack = model->host.core_register(model->host.context, 13);
    model->stack_lost = 0;
    model->deepest = model->stack;
    model->deepest_at = 0;
}

uint32_t timing_deepest(const timing_model *model, uint32_t *address) {
    *address = model->deepest_at;
    return model->deepest;
}

void timing_charge(timing_model *model, uint64_t cycles) {
    model->cycles += cycles;
}

/* Runs the last block again up to `address`: its cycles from there on, and its instructions. */
static uint32_t remainder_from(const timing_model *model, uint32_t address,
                               uint32_t *instructions) {
    const memo *last = model->previous;
    *instructions = 0;
    if (last == NULL) {
        return 0;
    }
    const block *b = last->of;
    pipeline_state state = model->interned[last->entry];
    uint32_t moved_by = model->host.profile.moved_by;
    uint32_t at = b->address;
    uint32_t cycles = 0;
    uint32_t n = 0;
    for (; n < b->instructions && at < address; n++) {
        const block_step *step = &b->steps[n];
        cycles += pipeline_step(&model->host.profile, &state, &step->insn, at + moved_by,
                                block_memory(step, last->memories));
        at += step->insn.bytes;
    }
    *instructions = b->instructions - n;
    return last->cycles - cycles;
}

uint64_t timing_cycles_at(const timing_model *model, uint32_t address) {
    uint32_t instructions;
    return model->cycles - remainder_from(model, address, &instructions);
}

void timing_leave(timing_model *model, uint32_t address) {
    uint32_t instructions;
    model->cycles -= remainder_from(model, address, &instructions);
    model->instructions -= instructions;
    model->previous = NULL;
}

int timing_uses_fpu(const timing_model *model) {
    return model->previous != NULL && model->previous->of->uses_fpu;
}
