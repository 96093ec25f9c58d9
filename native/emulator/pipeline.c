/* SPDX-License-Identifier: MIT */
/*
 * Implementation notes. A cycle is: the word that arrives becomes available; an instruction may
 * start and takes its bytes; the fetcher asks for a word or stops. An instruction of several cycles
 * starts in the first, the fetcher works in all.
 */
#include "pipeline.h"

#include <string.h>

enum { WORD = 4 };

pipeline_profile pipeline_default(uint8_t bus_wait) {
    pipeline_profile profile;
    memset(&profile, 0, sizeof profile);
    profile.core.multiply_cycles = 1;
    profile.bus_wait = bus_wait;
    memset(profile.bus_waits, bus_wait, sizeof profile.bus_waits);
    profile.buffer_words = 3;
    profile.fetch_latency = 2;
    profile.run_again_words = 2;
    profile.literal_blocks_a_fetch = 1;
    return profile;
}

/* The fetcher has asked for a word in every cycle since the branch: behind the first, which is
 * there, as many follow as the latency lets be on their way; from a flash that waits, one. */
pipeline_state pipeline_at_target(const pipeline_profile *profile, uint32_t address) {
    pipeline_state state = {0};
    unsigned last = profile->fetch_latency - 1u;
    state.available = (uint8_t)(WORD - (address & 2u));
    state.in_flight = (uint8_t)(profile->flash_wait == 0 ? (2u << last) - 2u
                                                         : 1u << (last + profile->flash_wait));
    return state;
}

static void arrive(pipeline_state *s) {
    if ((s->in_flight & 1u) != 0) {
        s->available += WORD;
    }
    s->in_flight >>= 1;
}

/* The fetcher's part of a cycle; `next` is the address of the first byte not taken yet. */
static void fetch(const pipeline_profile *profile, pipeline_state *s, uint32_t next) {
    unsigned words = s->available == 0 ? 0 : (s->available + (next & 2u) + WORD - 1) / WORD;
    unsigned free_to_run = s->stopped ? profile->run_again_words : 1u;
    if (profile->flash_wait > 0 && s->in_flight >> 1 != 0) { /* the flash is still at a word */
        return;
    }
    for (unsigned flying = s->in_flight; flying != 0; flying >>= 1) {
        words += flying & 1u;
    }
    if (words + free_to_run <= profile->buffer_words) {
        s->stopped = 0;
        s->in_flight |= (uint8_t)(1u << (profile->fetch_latency - 1u + profile->flash_wait));
    } else {
        s->stopped |= words >= profile->buffer_words;
    }
}

static void idle_cycle(const pipeline_profile *profile, pipeline_state *s, uint32_t next) {
    fetch(profile, s, next);
    arrive(s);
}

static void forget_load(pipeline_state *s) {
    s->loaded = 0;
    s->memory = MEMORY_UNKNOWN;
}

static uint32_t wait_for_bytes(const pipeline_profile *profile, pipeline_state *s, const insn *i,
                               uint32_t address) {
    uint32_t cycles = 0;
    while (s->available < i->bytes) {
        idle_cycle(profile, s, address);
        s->behind = ACCESS_NONE;
        s->burst_open = 0;
        cycles++;
    }
    return cycles;
}

/* Wait, from the middle of a cycle on, until the instruction may start: the cycles waited. */
static uint32_t wait_to_start(const pipeline_profile *profile, pipeline_state *s, const insn *i,
                              uint32_t address, uint8_t memory) {
    uint32_t cycles = 0;
    int accesses = i->kind == INSN_LOAD || i->kind == INSN_STORE;
    int hides = accesses && (i->bases & s->loaded) == 0 &&
                (s->memory == memory || s->memory == MEMORY_UNKNOWN || memory == MEMORY_UNKNOWN);
    if (s->loaded != 0 && !(hides && s->available >= i->bytes)) {
        idle_cycle(profile, s, address); /* the data cycle */
        cycles++;
    }
    forget_load(s);
    return cycles + wait_for_bytes(profile, s, i, address);
}

/* What the bus adds to an access. */
static uint32_t bus_cycles(const pipeline_profile *profile, const pipeline_state *s, const insn *i,
                           uint8_t memory) {
    uint32_t wait =
        profile->waits_differ ? profile->bus_waits[memory % PIPELINE_MEMORIES] : profile->bus_wait;
    if (i->literal) {
        return profile->flash_wait;
    }
    if (i->access == ACCESS_LOAD) {
        if (s->behind == ACCESS_STORE) { /* of the core, whatever the bus */
            return wait > 1 ? wait : 1;
        }
        return s->behind == ACCESS_NONE ? wait : 0;
    }
    return i->access == ACCESS_STORE && s->burst_open ? wait : 0;
}

/* Without a pipeline: the bytes of the word that is there, and the wait for the next one. */
static uint32_t flat_step(const pipeline_profile *profile, pipeline_state *s, const insn *i) {
    uint32_t cycles = i->cycles;
    while (s->available < i->bytes) {
        s->available += WORD;
        cycles += profile->flash_wait;
    }
    s->available -= i->bytes;
    return cycles;
}

uint32_t pipeline_step(const pipeline_profile *profile, pipeline_state *s, const insn *i,
                       uint32_t address, uint8_t memory) {
    uint32_t next = address + i->bytes;
    if (core_is_flat((core_id)profile->core.id)) {
        return flat_step(profile, s, i);
    }
    arrive(s);
    if (i->kind == INSN_FOLDED) {
        if (s->available < i->bytes) {
            forget_load(s);
        }
        uint32_t waited = wait_for_bytes(profile, s, i, address);
        s->available -= i->bytes;
        s->in_flight = (uint8_t)(s->in_flight << 1); /* the cycle is not over */
        return waited;
    }
    uint32_t waited = wait_to_start(profile, s, i, address, memory);
    uint32_t cycles = i->cycles + bus_cycles(profile, s, i, memory);
    s->burst_open = i->access == ACCESS_STORE && s->behind == ACCESS_NONE;
    s->available -= i->bytes;
    for (uint32_t cycle = 0; cycle < cycles; cycle++) {
        if (cycle > 0) {
            arrive(s);
        }
        if (cycle > 0 || !(i->literal && profile->literal_blocks_a_fetch)) {
            fetch(profile, s, next);
        }
    }
    s->behind = i->access;
    if (i->kind == INSN_LOAD) {
        s->loaded = i->loads;
        s->memory = memory;
    }
    return waited + cycles;
}
