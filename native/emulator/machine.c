/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE

#include "machine.h"

#include <stdlib.h>
#include <string.h>

static const uint8_t *code_at(void *context, uint32_t address, size_t bytes) {
    return machine_memory(context, address, bytes);
}

static pqe_status map(machine *m, uint32_t address, uint32_t bytes, uint32_t permissions,
                      uint8_t **memory) {
    /* Unicorn wants page-aligned host memory. */
    *memory = aligned_alloc(4096, bytes);
    if (*memory == NULL) {
        return PQE_ERR_SYSTEM;
    }
    memset(*memory, 0, bytes);
    return m->engine.mem_map_ptr(m->uc, address, bytes, permissions, *memory) == UC_ERR_OK
               ? PQE_OK
               : PQE_ERR_SYSTEM;
}

static pqe_status load_segments(machine *m) {
    for (size_t i = 0; i < m->image.segment_count; i++) {
        const elf_segment *segment = &m->image.segments[i];
        uint8_t *place = machine_memory(m, segment->address, segment->file_bytes);
        if (place == NULL) {
            return PQE_ERR_LENGTH;
        }
        memcpy(place, segment->data, segment->file_bytes);
    }
    return PQE_OK;
}

pqe_status machine_open(machine *m, const char *library, const char *image, const char **why) {
    memset(m, 0, sizeof *m);
    if (elf_read(&m->image, image, why) != PQE_OK ||
        engine_open(&m->engine, library, why) != PQE_OK) {
        return PQE_ERR_SYSTEM;
    }
    *why = "the Unicorn engine refuses to make a Cortex-M4";
    if (m->engine.open(UC_ARCH_ARM, UC_MODE_THUMB | UC_MODE_MCLASS, &m->uc) != UC_ERR_OK ||
        m->engine.ctl(m->uc, UC_CTL_WRITE(UC_CTL_CPU_MODEL, 1), UC_CPU_ARM_CORTEX_M4) !=
            UC_ERR_OK) {
        return PQE_ERR_SYSTEM;
    }
    *why = "there is no memory for flash and RAM";
    if (map(m, MACHINE_FLASH, MACHINE_FLASH_BYTES, UC_PROT_READ | UC_PROT_EXEC, &m->flash) !=
            PQE_OK ||
        map(m, MACHINE_RAM, MACHINE_RAM_BYTES, UC_PROT_ALL, &m->ram) != PQE_OK ||
        map(m, MACHINE_PPB, MACHINE_PPB_BYTES, UC_PROT_READ | UC_PROT_WRITE, &m->ppb) != PQE_OK) {
        return PQE_ERR_SYSTEM;
    }
    *why = "the image does not lie in flash and RAM";
    if (load_segments(m) != PQE_OK || machine_memory(m, m->image.entry & ~1u, 2) == NULL) {
        return PQE_ERR_LENGTH;
    }
    *why = "there is no memory for the timing model";
    m->timing = timing_new(code_at, m);
    return m->timing == NULL ? PQE_ERR_SYSTEM : PQE_OK;
}

void machine_close(machine *m) {
    if (m->uc != NULL) {
        (void)m->engine.close(m->uc);
    }
    timing_free(m->timing);
    elf_free(&m->image);
    free(m->flash);
    free(m->ram);
    free(m->ppb);
    memset(m, 0, sizeof *m);
}

uint8_t *machine_memory(const machine *m, uint32_t address, size_t bytes) {
    uint32_t in_flash = address - MACHINE_FLASH; /* wraps below the start: then too large */
    uint32_t in_ram = address - MACHINE_RAM;
    if (in_flash < MACHINE_FLASH_BYTES && bytes <= MACHINE_FLASH_BYTES - in_flash) {
        return m->flash + in_flash;
    }
    if (in_ram < MACHINE_RAM_BYTES && bytes <= MACHINE_RAM_BYTES - in_ram) {
        return m->ram + in_ram;
    }
    return NULL;
}

uint32_t machine_register(const machine *m, int number) {
    uint32_t value = 0;
    (void)m->engine.reg_read(m->uc, number, &value);
    return value;
}

void machine_set_register(const machine *m, int number, uint32_t value) {
    (void)m->engine.reg_write(m->uc, number, &value);
}
