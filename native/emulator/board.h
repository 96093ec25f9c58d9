/* SPDX-License-Identifier: MIT */
/*
 * A Cortex-M4F on the memory map of Arm's MPS2 board with AN386, as QEMU's machine mps2-an386 has
 * it:
 *
 *   0x00000000  4 MB  SSRAM1 (code), again at 0x00400000
 *   0x20000000  4 MB  SSRAM2 and 3, again at 0x20400000
 *   0x21000000 16 MB  PSRAM
 *   0x40004000  5 CMSDK UARTs, to standard output (uart.h)
 *   0x40000000  3 MB  all other devices: plain memory, they do nothing
 *   0xe0000000  1 MB  the core's own registers (system_control.h)
 *
 * Cycles are those of a part (machine.h): SSRAM1 is taken for its flash, SSRAM2 and 3 for its RAM,
 * PSRAM for one memory more.
 *
 * The engine must say where in a block an access to a device happens, and does so only for accesses
 * that are not allowed. So the devices' pages are mapped without permission, and the hook for such
 * accesses allows them; ordinary memory hooks would slow down everything. What it reports, board
 * hands on: the address of the instruction, before the access happens.
 */
#ifndef PQE_BOARD_H
#define PQE_BOARD_H

#include "machine.h"
#include "uart.h"

enum { BOARD_REGIONS = 6, BOARD_UARTS = 5 };

typedef struct {
    uint32_t address;
    uint32_t bytes;
    uint8_t *host;
} board_region;

typedef enum { BOARD_READ, BOARD_WRITE, BOARD_FETCH } board_access;

/* What the board asks of who runs it. */
typedef struct {
    /* The instruction at `pc` is about to read or write one of the core's own registers; 0 refuses,
     * and the engine stops: before the instruction if it reads. */
    int (*permits)(void *context, board_access access, uint32_t address, uint32_t pc);
    uint32_t (*read)(void *context, uint32_t address, unsigned bytes);
    void (*write)(void *context, uint32_t address, unsigned bytes, uint32_t value);
    /* There is nothing at that address, or it may not be accessed so. */
    void (*bad_access)(void *context, board_access access, uint32_t address, uint32_t pc);
    void *context;
} board_owner;

typedef struct {
    engine engine;
    uc_engine *uc;
    pages pages;
    elf_image image;
    machine_part part;
    board_region regions[BOARD_REGIONS];
    uart uarts[BOARD_UARTS];
    uint32_t vectors;       /* address of the vector table */
    uint32_t data_in_flash; /* address from which on what lies in SSRAM1 are data; or 0 */
    board_owner owner;
} board;

/* Open the engine and load the image, whose vector table lies at 0 or else where its lowest segment
 * begins; on an error *why says what is wrong. Freed by board_close always. */
PQE_MUST_CHECK
pqe_status board_open(board *b, const machine_part *part, const char *library, const char *image,
                      const board_owner *owner, const char **why);
void board_close(board *b);

/* Host pointer to guest memory, or NULL if the range is not inside one memory. */
uint8_t *board_memory(const board *b, uint32_t address, size_t bytes);

/* The word at an address; *found is set to 0 if there is none. */
uint32_t board_word(const board *b, uint32_t address, int *found);

/* The number of the part's memory that stands for an address (timing.h). */
uint8_t board_memory_number(const board *b, uint32_t address);

uint32_t board_register(const board *b, int number);
void board_set_register(const board *b, int number, uint32_t value);

/* Drop everything the engine has translated. */
void board_forget_code(const board *b);

#endif
