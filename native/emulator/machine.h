/* SPDX-License-Identifier: MIT */
/*
 * A Cortex-M with flash, RAM, and devices that are plain memory, in the Unicorn engine; laid out
 * as native/firmware/link.ld has it or, for images that start below, as Arm's MPS2 board with
 * AN386. The memory is larger than any part's, so that everything runs and is judged afterwards;
 * the host owns it and looks into it directly.
 */
#ifndef PQE_MACHINE_H
#define PQE_MACHINE_H

#include "elf_image.h"
#include "engine.h"
#include "pages.h"
#include "timing.h"

enum { MACHINE_MEMORIES = 8 };

typedef struct {
    uint32_t flash;
    uint32_t flash_bytes;
    uint32_t ram;
    uint32_t ram_bytes;
} machine_layout;

/* The part whose cycles are asked for: its core and bus, and its RAM as memories one behind the
 * other. */
typedef struct {
    pipeline_profile pipeline;
    size_t memories;
    uint32_t memory_bytes[MACHINE_MEMORIES];
} machine_part;

typedef struct {
    engine engine;
    uc_engine *uc;
    pages pages;
    elf_image image;
    timing_model *timing;
    timing_model *moved; /* the same with all code moved by two bytes; NULL unless asked for */
    machine_layout layout;
    machine_part part;
    uint32_t data_in_flash; /* address from which on what lies there are data; or 0 */
    uint8_t *flash;
    uint8_t *ram;
    uint8_t *ppb;
    uint8_t *devices;
} machine;

/*
 * Read "core=cortex-m4,bus=1,ram=196608/65536/393216": the core, its bus wait, and the sizes of the
 * memories. Further keys: flash (wait states), multiply (cycles of an M0's MULS), long (an M3's
 * long multiplications: middle, fewest, most), and behind all of these the constants of
 * constants.h.
 */
PQE_MUST_CHECK
pqe_status machine_read_part(machine_part *part, const char *text);

/* The number of the part's memory at a distance from the start of its RAM: 2 and so on. */
uint8_t machine_part_memory(const machine_part *part, uint32_t distance);

/* Open the engine and load the image; on an error *why says what is wrong. Freed by machine_close
 * always. */
PQE_MUST_CHECK
pqe_status machine_open(machine *machine, const machine_part *part, const char *library,
                        const char *image, const char **why);
void machine_close(machine *machine);

/* From now on, time the code as if it lay two bytes further on, too. */
PQE_MUST_CHECK
pqe_status machine_sweep(machine *machine);

/* Hook [first, last]; `callback` points to a function pointer, because the engine's interface takes
 * functions as object pointers. */
PQE_MUST_CHECK
pqe_status machine_hook(const machine *machine, int type, const void *callback, void *context,
                        uint64_t first, uint64_t last);

/* Tell the engine which pages hold data (pages.h). */
PQE_MUST_CHECK
pqe_status machine_tell_data(machine *machine);

/* Charge cycles that no instruction stands for. */
void machine_charge(const machine *machine, uint64_t cycles);

/* Host pointer to guest memory, or NULL if the range is not inside flash or RAM. */
uint8_t *machine_memory(const machine *machine, uint32_t address, size_t bytes);

uint32_t machine_register(const machine *machine, int number);
void machine_set_register(const machine *machine, int number, uint32_t value);

#endif
