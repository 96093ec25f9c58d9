/* SPDX-License-Identifier: MIT */
#include "published.h"

#include <stdio.h>
#include <string.h>

#include "calls.h"

enum { TIME, SEND, RANDOM, RANDOM_OTHER };

static const char *const names[PUBLISHED_CALLS] = {"hal_get_time", "hal_send_str", "randombytes",
                                                   "PQCLEAN_randombytes"};

/* A line of text is not longer than this; more is a fault of the firmware. */
#define LINE_MAX_BYTES 4096u

pqe_status published_open(published *p, machine *m, uint32_t seed) {
    static const uint8_t bx_lr[2] = {0x70, 0x47};
    uint8_t key[PQE_RANDOM_STREAM_SEED_BYTES] = {0};
    memcpy(key, &seed, sizeof seed);
    memset(p, 0, sizeof *p);
    p->machine = m;
    for (size_t i = 0; i < PUBLISHED_CALLS; i++) {
        const elf_symbol *symbol = elf_find(&m->image, names[i]);
        uint8_t *code = symbol == NULL ? NULL : machine_memory(m, symbol->address, sizeof bx_lr);
        if (code != NULL) {
            memcpy(code, bx_lr, sizeof bx_lr);
            p->address[i] = symbol->address;
        } else if (i == TIME || i == SEND) {
            p->why = names[i];
            return PQE_ERR_SYSTEM;
        }
    }
    return pqe_random_seed(&p->random, PQE_RANDOM_STREAM, key, sizeof key);
}

static void tell_time(const published *p) {
    uint64_t cycles = timing_cycles(p->machine->timing);
    machine_set_register(p->machine, UC_ARM_REG_R0, (uint32_t)cycles);
    machine_set_register(p->machine, UC_ARM_REG_R1, (uint32_t)(cycles >> 32));
}

static void send(published *p) {
    uint32_t address = machine_register(p->machine, UC_ARM_REG_R0);
    char line[LINE_MAX_BYTES];
    size_t length = 0;
    while (length < sizeof line) {
        const uint8_t *place = machine_memory(p->machine, address + (uint32_t)length, 1);
        if (place == NULL) {
            p->why = "hal_send_str was given memory that does not exist";
            return;
        }
        line[length] = (char)*place;
        if (*place == 0) {
            (void)printf("%s\n", line);
            p->finished = strcmp(line, "#") == 0;
            return;
        }
        length++;
    }
    p->why = "hal_send_str was given a line without an end";
}

void published_serve(published *p, uint32_t address) {
    if (address == p->address[TIME]) {
        tell_time(p);
    } else if (address == p->address[SEND]) {
        send(p);
    } else if (address != 0 &&
               (address == p->address[RANDOM] || address == p->address[RANDOM_OTHER])) {
        p->why = calls_random(p->machine, &p->random);
    }
    if (p->finished || p->why != NULL) {
        (void)p->machine->engine.emu_stop(p->machine->uc);
    }
}
