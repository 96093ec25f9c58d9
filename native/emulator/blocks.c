/* SPDX-License-Identifier: MIT */
#include "blocks.h"

#include <stdlib.h>
#include <string.h>

static int is_single(const insn *i) {
    return i->kind == INSN_LOAD || i->kind == INSN_STORE;
}

static uint32_t constant_at(const void *context, uint32_t address, int *known) {
    const timing_host *host = context;
    uint32_t word = 0;
    const uint8_t *place = host->bytes(host->context, address, sizeof word);
    *known = place != NULL;
    if (place != NULL) {
        memcpy(&word, place, sizeof word);
    }
    return word;
}

/* Addresses from the same registers lie in the same memory; what was loaded may point anywhere. */
static address_value place_of(address_value v) {
    if (!v.indirect && v.first != ADDRESS_NO_REGISTER) {
        v.constant = 0;
    }
    return v;
}

static uint8_t add_probe(block *b, address_value v) {
    for (uint8_t p = 0; p < b->probes; p++) {
        if (memcmp(&b->probe[p], &v, sizeof v) == 0) {
            return p;
        }
    }
    if (b->probes == BLOCK_PROBES) {
        return BLOCK_NO_PROBE;
    }
    b->probe[b->probes] = v;
    return b->probes++;
}

/* The instruction after step n, IT aside; the count if there is none. */
static uint32_t follower_of(const block *b, uint32_t n) {
    do {
        n++;
    } while (n < b->instructions && b->steps[n].insn.kind == INSN_FOLDED);
    return n;
}

static void place(block *b, const timing_host *host, uint32_t n, const address_value *at) {
    block_step *step = &b->steps[n];
    if (at[n].known && at[n].first == ADDRESS_NO_REGISTER && !at[n].indirect) {
        step->memory = host->memory(host->context, at[n].constant);
    } else if (at[n].known) {
        step->probe = add_probe(b, place_of(at[n]));
    }
}

/* Two neighbours in one memory need not be told apart from it. */
static int same_place(address_value a, address_value b) {
    a = place_of(a);
    b = place_of(b);
    return memcmp(&a, &b, sizeof a) == 0;
}

/* Where each memory has a wait of its own, every access counts. */
static void place_all(block *b, const timing_host *host, const address_value *at) {
    for (uint32_t n = 0; n < b->instructions; n++) {
        block_step *step = &b->steps[n];
        if (step->insn.access != ACCESS_NONE && !step->insn.literal &&
            step->probe == BLOCK_NO_PROBE && step->memory == MEMORY_UNKNOWN) {
            place(b, host, n, at);
        }
    }
}

static void choose_probes(block *b, const timing_host *host, const address_value *at) {
    for (uint32_t n = 0; n < b->instructions; n++) {
        const insn *i = &b->steps[n].insn;
        uint32_t next = follower_of(b, n);
        if (i->kind != INSN_LOAD) {
            continue;
        }
        if (next == b->instructions) {
            place(b, host, n, at); /* the next block may begin with an access */
        } else if (is_single(&b->steps[next].insn) && (b->steps[next].insn.bases & i->loads) == 0 &&
                   !same_place(at[n], at[next])) {
            place(b, host, n, at);
            place(b, host, next, at);
        }
    }
    if (host->profile.waits_differ) {
        place_all(b, host, at);
    }
    if (b->instructions > 0 && is_single(&b->steps[0].insn) &&
        b->steps[0].probe == BLOCK_NO_PROBE && b->steps[0].memory == MEMORY_UNKNOWN) {
        uint8_t before = b->probes;
        place(b, host, 0, at);
        b->first_probe = (uint8_t)(b->probes - before);
    }
}

/* Addresses are followed as far as the memory they lie in needs; a stack pointer to the byte. So a
 * sum is only taken if the summand is a constant, and a copy never. */
static int keeps_stack_exact(const address_state *before, const uint8_t *code, size_t bytes) {
    unsigned h = code[0] | (unsigned)code[1] << 8;
    if (bytes == 2) {
        const address_value *summand = &before->reg[h >> 3 & 15u];
        int constant =
            summand->known && !summand->indirect && summand->first == ADDRESS_NO_REGISTER;
        return ((h & 0xff87u) != 0x4485u || constant) && (h & 0xff87u) != 0x4685u;
    }
    unsigned target = code[3] & 15u;
    int computes = (h & 0xfe00u) == 0xea00u || ((h & 0xf800u) == 0xf000u && (code[3] & 0x80u) == 0);
    int adds = (h & 0xfbe0u) == 0xf100u || (h & 0xfbe0u) == 0xf1a0u; /* with a constant */
    adds |= (h & 0xfbf0u) == 0xf200u || (h & 0xfbf0u) == 0xf2a0u;
    return !computes || target != 13 || adds;
}

/* Where the stack pointer is after so much of the block, if it can be told. */
static void follow_stack(block *b, const address_value *pointer, int exact) {
    if (!exact || b->stack_lost || !pointer->known || pointer->indirect || pointer->first != 13 ||
        pointer->second != ADDRESS_NO_REGISTER) {
        b->stack_lost = 1;
        return;
    }
    b->stack_change = (int32_t)pointer->constant;
    if (b->stack_change < b->stack_lowest) {
        b->stack_lowest = b->stack_change;
    }
}

static int decode(block *b, const timing_host *host, const uint8_t *code, address_value *at,
                  uint32_t *refused) {
    const core_profile *core = &host->profile.core;
    int enforced = core_is_flat((core_id)core->id);
    address_state state;
    uint32_t offset = 0;
    address_begin(&state);
    while (offset < b->bytes) {
        block_step *step = &b->steps[b->instructions];
        step->insn = decode_insn(core, code + offset, b->bytes - offset);
        step->probe = BLOCK_NO_PROBE;
        step->memory = MEMORY_UNKNOWN;
        if (step->insn.bytes == 0) {
            return 0;
        }
        if (enforced && step->insn.kind == INSN_UNKNOWN) {
            *refused = b->address + offset;
            return 0;
        }
        int exact = keeps_stack_exact(&state, code + offset, step->insn.bytes);
        at[b->instructions] = address_step(&state, code + offset, step->insn.bytes,
                                           b->address + offset, constant_at, host);
        b->divisions += step->insn.divides;
        follow_stack(b, &state.reg[13], exact);
        b->refill =
            step->insn.refill == 0 ? 0 : (uint8_t)(step->insn.refill + host->profile.branch_wait);
        b->always_taken = step->insn.kind == INSN_CALL;
        b->uses_fpu |= (uint8_t)decode_uses_fpu(code + offset, step->insn.bytes);
        offset += step->insn.bytes;
        b->instructions++;
    }
    return 1;
}

block *block_new(const timing_host *host, uint32_t address, uint32_t bytes, uint32_t *refused) {
    const uint8_t *code = host->bytes(host->context, address, bytes);
    size_t most = bytes / 2 + 1;
    block *b = code == NULL ? NULL : calloc(1, sizeof *b + most * sizeof b->steps[0]);
    address_value *at = calloc(most, sizeof *at);
    int fine = 0;
    if (b != NULL && at != NULL) {
        b->address = address;
        b->bytes = bytes;
        fine = decode(b, host, code, at, refused);
        if (fine && !core_is_flat((core_id)host->profile.core.id)) {
            choose_probes(b, host, at);
        }
    }
    free(at);
    if (!fine) {
        free(b);
        b = NULL;
    }
    return b;
}

void block_free(block *b) {
    while (b->memos != NULL) {
        memo *gone = b->memos;
        b->memos = gone->next;
        free(gone);
    }
    free(b);
}

uint32_t block_memories(const block *b, const timing_host *host, unsigned probes) {
    uint32_t memories = 0;
    for (unsigned p = 0; p < probes; p++) {
        const address_value *v = &b->probe[p];
        uint32_t address = v->constant;
        int known = 1;
        if (v->first != ADDRESS_NO_REGISTER) {
            address += host->core_register(host->context, v->first);
        }
        if (v->second != ADDRESS_NO_REGISTER) {
            address += host->core_register(host->context, v->second);
        }
        if (v->indirect) {
            address = constant_at(host, address, &known);
        }
        uint32_t number = known ? host->memory(host->context, address) & 15u : MEMORY_UNKNOWN;
        memories |= number << (p * BLOCK_PROBE_BITS);
    }
    return memories;
}
