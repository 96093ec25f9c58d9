/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE

#include "engine.h"

#include <dlfcn.h>
#include <string.h>

static int find(void *library, const char *name, void *slot) {
    void *address = dlsym(library, name);
    /* A function pointer has the size of an object pointer here (POSIX); memcpy avoids the cast ISO
     * C lacks. */
    memcpy(slot, &address, sizeof address);
    return address != NULL;
}

pqe_status engine_open(engine *e, const char *library, const char **why) {
    void *opened = dlopen(library, RTLD_NOW | RTLD_LOCAL);
    if (opened == NULL) {
        *why = dlerror();
        return PQE_ERR_SYSTEM;
    }
    const struct {
        const char *name;
        void *slot;
    } functions[] = {
        {"uc_version", &e->version},   {"uc_open", &e->open},
        {"uc_close", &e->close},       {"uc_strerror", &e->strerror},
        {"uc_ctl", &e->ctl},           {"uc_mem_map_ptr", &e->mem_map_ptr},
        {"uc_reg_read", &e->reg_read}, {"uc_reg_write", &e->reg_write},
        {"uc_hook_add", &e->hook_add}, {"uc_emu_start", &e->emu_start},
        {"uc_emu_stop", &e->emu_stop}, {"uc_mem_protect", &e->mem_protect},
        {"uc_mmio_map", &e->mmio_map},
    };
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        if (!find(opened, functions[i].name, functions[i].slot)) {
            *why = functions[i].name;
            return PQE_ERR_SYSTEM;
        }
    }
    return PQE_OK;
}

void engine_clear_it_state(const engine *e, uc_engine *uc) {
    const uint32_t it_bits =
        0x0600fc00u; /* of EPSR: Armv7-M Architecture Reference Manual, B1.4.2 */
    uint32_t state = 0;
    (void)e->reg_read(uc, UC_ARM_REG_EPSR, &state);
    if ((state & it_bits) != 0) {
        state &= ~it_bits;
        (void)e->reg_write(uc, UC_ARM_REG_EPSR, &state);
    }
}
