/* SPDX-License-Identifier: MIT */
#include "unaligned.h"

#include "access.h"
#include "alignment.h"

#include <stdlib.h>

/* What is known of the instruction at one halfword of the flash. */
typedef struct {
    access_site site;
    access_alignment alignment;
} place;

struct unaligned {
    const machine *machine;
    place *places;
    uint32_t first_address;
    uint32_t place_count;
    int active;
    unaligned_counts counts;
};

unaligned *unaligned_new(const machine *m) {
    unaligned *u = calloc(1, sizeof *u);
    if (u == NULL) {
        return NULL;
    }
    u->machine = m;
    u->first_address = m->layout.flash;
    u->place_count = m->layout.flash_bytes / 2;
    /* Zeroed memory that is not touched costs nothing: an image fills a small part of the flash. */
    u->places = calloc(u->place_count, sizeof *u->places);
    if (u->places == NULL) {
        unaligned_free(u);
        return NULL;
    }
    return u;
}

void unaligned_free(unaligned *u) {
    if (u != NULL) {
        free(u->places);
        free(u);
    }
}

void unaligned_begin(unaligned *u) {
    const unaligned_counts none = {0, 0, 0};
    u->counts = none;
    u->active = 1;
}

void unaligned_end(unaligned *u) {
    u->active = 0;
}

unaligned_counts unaligned_result(const unaligned *u) {
    return u->counts;
}

static uint32_t core_register(const unaligned *u, unsigned number, uint32_t pc) {
    static const int numbers[] = {UC_ARM_REG_R0,  UC_ARM_REG_R1,  UC_ARM_REG_R2,  UC_ARM_REG_R3,
                                  UC_ARM_REG_R4,  UC_ARM_REG_R5,  UC_ARM_REG_R6,  UC_ARM_REG_R7,
                                  UC_ARM_REG_R8,  UC_ARM_REG_R9,  UC_ARM_REG_R10, UC_ARM_REG_R11,
                                  UC_ARM_REG_R12, UC_ARM_REG_R13, UC_ARM_REG_R14};
    return number < 15 ? machine_register(u->machine, numbers[number]) : pc + 4;
}

static place decoded(const unaligned *u, uint32_t pc) {
    size_t available = 4;
    const uint8_t *code = machine_memory(u->machine, pc, 4);
    if (code == NULL) {
        code = machine_memory(u->machine, pc, 2);
        available = code == NULL ? 0 : 2;
    }
    place found = {access_decode(code, available, 0), alignment_decode(code, available)};
    return found;
}

static void count(unaligned *u, const place *here, uint32_t pc) {
    if (here->site.kind != SITE_ACCESS || here->alignment.bytes == 1) {
        return;
    }
    uint32_t address = core_register(u, here->site.base, pc) + (uint32_t)here->site.offset;
    if (here->site.index != ACCESS_NO_INDEX) {
        address += core_register(u, here->site.index, pc) << here->site.shift;
    }
    unsigned cycles = alignment_cycles(address, here->alignment.bytes);
    if (cycles == 0) {
        return;
    }
    u->counts.accesses++;
    u->counts.cycles += cycles;
    u->counts.faulting += here->alignment.faults;
}

void unaligned_instruction(uc_engine *uc, uint64_t address, uint32_t bytes, void *context) {
    unaligned *u = context;
    uint32_t pc = (uint32_t)address;
    uint32_t number = (pc - u->first_address) / 2;
    (void)uc;
    (void)bytes;
    if (!u->active) {
        return;
    }
    if (number >= u->place_count) { /* code in RAM: rare enough to decode each time */
        place here = decoded(u, pc);
        count(u, &here, pc);
        return;
    }
    place *here = &u->places[number];
    if (here->site.kind == SITE_UNSEEN) {
        *here = decoded(u, pc);
    }
    count(u, here, pc);
}
