/* SPDX-License-Identifier: MIT */
#include "calls.h"

#include <string.h>

/* Charged for random bytes: a hardware generator's rate, as in the model that was validated on
 * silicon. */
#define RANDOM_CALL_CYCLES 20u
#define RANDOM_BYTE_CYCLES 10u
#define PAINT 0xa5

static const char *const call_names[CALL_COUNT] = {"hal_next", "hal_begin", "hal_end",
                                                   "hal_random"};

/* What a board's image has there is for its board: here it returns at once (BX LR). In an emulated
 * image it does so anyway. */
static int silence(const machine *m, uint32_t address) {
    static const uint8_t bx_lr[] = {0x70, 0x47};
    uint8_t *code = machine_memory(m, address, sizeof bx_lr);
    if (code == NULL) {
        return 0;
    }
    memcpy(code, bx_lr, sizeof bx_lr);
    return 1;
}

pqe_status calls_open(session *s, machine *m) {
    const elf_symbol *bottom = elf_find(&m->image, "pqe_stack_bottom");
    s->machine = m;
    for (size_t i = 0; i < CALL_COUNT; i++) {
        const elf_symbol *symbol = elf_find(&m->image, call_names[i]);
        if (symbol == NULL) {
            s->why = call_names[i];
            return PQE_ERR_SYSTEM;
        }
        s->address[i] = symbol->address;
        if (!silence(m, symbol->address)) {
            s->why = call_names[i];
            return PQE_ERR_SYSTEM;
        }
    }
    if (bottom == NULL || machine_memory(m, bottom->address, 1) == NULL) {
        s->why = "pqe_stack_bottom";
        return PQE_ERR_SYSTEM;
    }
    s->stack_bottom = bottom->address;
    s->heap_current = elf_find(&m->image, "pqe_heap_current");
    s->heap_peak = elf_find(&m->image, "pqe_heap_peak");
    return PQE_OK;
}

static uint32_t word_at(const session *s, const elf_symbol *symbol) {
    uint32_t word = 0;
    const uint8_t *place =
        symbol == NULL ? NULL : machine_memory(s->machine, symbol->address, sizeof word);
    if (place != NULL) {
        memcpy(&word, place, sizeof word);
    }
    return word;
}

static void set_word_at(const session *s, const elf_symbol *symbol, uint32_t word) {
    uint8_t *place =
        symbol == NULL ? NULL : machine_memory(s->machine, symbol->address, sizeof word);
    if (place != NULL) {
        memcpy(place, &word, sizeof word);
    }
}

static mark here(const session *s) {
    mark m = {timing_instructions(s->machine->timing),
              timing_cycles(s->machine->timing),
              s->machine->moved == NULL ? 0 : timing_cycles(s->machine->moved),
              s->random.bytes,
              machine_register(s->machine, UC_ARM_REG_SP),
              word_at(s, s->heap_current)};
    return m;
}

static void begin(session *s) {
    s->begin = here(s);
    set_word_at(s, s->heap_peak, s->begin.heap);
    uint32_t free_bytes = s->begin.stack_pointer - s->stack_bottom;
    uint8_t *stack = machine_memory(s->machine, s->stack_bottom, free_bytes);
    if (stack == NULL) {
        s->why = "the stack pointer is not in the stack";
        return;
    }
    memset(stack, PAINT, free_bytes);
    timing_stack_begin(s->machine->timing);
    s->counted = 0;
    if (s->profile != NULL) {
        profile_begin(s->profile);
        s->profiling = 1;
        s->profiled = s->begin.cycles;
    }
    if (s->trace != NULL) {
        trace_begin(s->trace);
    }
    if (s->unaligned != NULL) {
        unaligned_begin(s->unaligned);
    }
}

static uint32_t painted_depth(const session *s) {
    uint32_t free_bytes = s->begin.stack_pointer - s->stack_bottom;
    const uint8_t *stack = machine_memory(s->machine, s->stack_bottom, free_bytes);
    uint64_t paint;
    uint32_t clean = 0;
    memset(&paint, PAINT, sizeof paint);
    while (clean + sizeof paint <= free_bytes && memcmp(stack + clean, &paint, sizeof paint) == 0) {
        clean += (uint32_t)sizeof paint;
    }
    while (clean < free_bytes && stack[clean] == PAINT) {
        clean++;
    }
    return free_bytes - clean;
}

static void end(session *s) {
    mark now = here(s);
    if (s->trace != NULL) {
        trace_end(s->trace);
    }
    if (s->unaligned != NULL) {
        unaligned_end(s->unaligned);
    }
    s->result.instructions = now.instructions - s->begin.instructions;
    s->result.cycles = now.cycles - s->begin.cycles;
    s->result.moved_cycles = now.moved_cycles - s->begin.moved_cycles;
    s->result.random_bytes = now.random_bytes - s->begin.random_bytes;
    s->painted_bytes = painted_depth(s);
    s->stack_bytes = s->begin.stack_pointer - timing_deepest(s->machine->timing, &s->deepest_at);
    s->heap_bytes = word_at(s, s->heap_peak) - s->begin.heap;
    s->profiling = 0;
    s->marked = 1;
}

const char *calls_random(const machine *m, pqe_random *random) {
    uint32_t length = machine_register(m, UC_ARM_REG_R1);
    uint8_t *out = machine_memory(m, machine_register(m, UC_ARM_REG_R0), length);
    if (out == NULL) {
        return "random bytes were asked for memory that does not exist";
    }
    if (random->kind == PQE_RANDOM_NONE) {
        return "no random seed was set";
    }
    pqe_random_generate(random, out, length);
    machine_charge(m, RANDOM_CALL_CYCLES + (uint64_t)RANDOM_BYTE_CYCLES * length);
    return NULL;
}

static void on_counted(uc_engine *uc, uint64_t address, uint32_t bytes, void *context) {
    session *s = context;
    (void)uc;
    (void)bytes;
    s->counted += address == s->counted_at;
}

pqe_status calls_count(session *s, const char *name) {
    const elf_symbol *symbol = elf_find(&s->machine->image, name);
    if (symbol == NULL || !symbol->is_function || s->counted_at != 0) {
        return PQE_ERR_LENGTH;
    }
    s->counted_at = symbol->address;
    void (*counted)(uc_engine *, uint64_t, uint32_t, void *) = on_counted;
    return machine_hook(s->machine, UC_HOOK_CODE, &counted, s, symbol->address, symbol->address);
}

static void next(session *s) {
    int status = (int)machine_register(s->machine, UC_ARM_REG_R0);
    int command = commands_next(s, status);
    if (command < 0) {
        s->finished = 1;
        (void)s->machine->engine.emu_stop(s->machine->uc);
        return;
    }
    s->marked = 0;
    machine_set_register(s->machine, UC_ARM_REG_R0, (uint32_t)command);
}

void calls_serve(session *s, uint32_t address) {
    if (address == s->address[CALL_NEXT]) {
        next(s);
    } else if (address == s->address[CALL_BEGIN]) {
        begin(s);
    } else if (address == s->address[CALL_END]) {
        end(s);
    } else if (address == s->address[CALL_RANDOM]) {
        s->why = calls_random(s->machine, &s->random);
    }
    if (s->why != NULL) {
        s->why_address = address;
        (void)s->machine->engine.emu_stop(s->machine->uc);
    }
}
