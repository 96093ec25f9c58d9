/* SPDX-License-Identifier: MIT */
/*
 * A Cortex-M4F with flash, RAM and a private peripheral bus that is plain memory, in the Unicorn
 * engine. The memory is larger than any part's, so that everything runs and is judged afterwards;
 * the host owns it and looks into it directly.
 */
#ifndef PQE_MACHINE_H
#define PQE_MACHINE_H

#include "elf_image.h"
#include "engine.h"
#include "timing.h"

#define MACHINE_FLASH 0x08000000u
#define MACHINE_FLASH_BYTES 0x01000000u
#define MACHINE_RAM 0x20000000u
#define MACHINE_RAM_BYTES 0x02000000u
#define MACHINE_PPB 0xe0000000u
#define MACHINE_PPB_BYTES 0x00100000u

typedef struct {
    engine engine;
    uc_engine *uc;
    elf_image image;
    timing_model *timing;
    uint8_t *flash;
    uint8_t *ram;
    uint8_t *ppb;
} machine;

/* Open the engine and load the image; on an error *why says what is wrong. Freed by machine_close
 * always. */
PQE_MUST_CHECK
pqe_status machine_open(machine *machine, const char *library, const char *image, const char **why);
void machine_close(machine *machine);

/* Host pointer to guest memory, or NULL if the range is not inside flash or RAM. */
uint8_t *machine_memory(const machine *machine, uint32_t address, size_t bytes);

uint32_t machine_register(const machine *machine, int number);
void machine_set_register(const machine *machine, int number, uint32_t value);

#endif
