/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE

#include "board.h"

#include <stdlib.h>
#include <string.h>

#include "system_control.h"

enum { PAGE = 0x1000, UART_BASE = 0x40004000 };
enum { MEMORY_FLASH = 1 };
enum { SSRAM1, SSRAM1_AGAIN, SSRAM23, SSRAM23_AGAIN, PSRAM, DEVICES };

static const struct {
    uint32_t address;
    uint32_t bytes;
    int same_as; /* another region's memory, or its own */
    int plain;   /* mapped as a whole */
} map[BOARD_REGIONS] = {
    [SSRAM1] = {0x00000000u, 0x00400000u, SSRAM1, 1},
    [SSRAM1_AGAIN] = {0x00400000u, 0x00400000u, SSRAM1, 1},
    [SSRAM23] = {0x20000000u, 0x00400000u, SSRAM23, 1},
    [SSRAM23_AGAIN] = {0x20400000u, 0x00400000u, SSRAM23, 1},
    [PSRAM] = {0x21000000u, 0x01000000u, PSRAM, 1},
    [DEVICES] = {0x40000000u, 0x00300000u, DEVICES, 0},
};

/* Distances of the UARTs' pages from the first one's. */
static const uint32_t uart_offsets[BOARD_UARTS] = {0, 0x1000, 0x2000, 0x3000, 0x5000};

/* ---- memory ---- */

static int allocate(board *b) {
    for (size_t i = 0; i < BOARD_REGIONS; i++) {
        board_region *r = &b->regions[i];
        r->address = map[i].address;
        r->bytes = map[i].bytes;
        if (map[i].same_as != (int)i) {
            r->host = b->regions[map[i].same_as].host;
            continue;
        }
        /* Unicorn wants page-aligned host memory. */
        r->host = aligned_alloc(PAGE, r->bytes);
        if (r->host == NULL) {
            return 0;
        }
        memset(r->host, 0, r->bytes);
    }
    return 1;
}

static int map_plain(const board *b, uint32_t address, uint32_t bytes, uint32_t permissions,
                     uint8_t *host) {
    return bytes == 0 ||
           b->engine.mem_map_ptr(b->uc, address, bytes, permissions, host) == UC_ERR_OK;
}

/* No core runs code from there. */
static int map_devices_memory(const board *b) {
    const board_region *r = &b->regions[DEVICES];
    const uint32_t permissions = UC_PROT_READ | UC_PROT_WRITE;
    uint32_t from = r->address;
    for (size_t n = 0; n < BOARD_UARTS; n++) {
        uint32_t page = UART_BASE + uart_offsets[n];
        if (!map_plain(b, from, page - from, permissions, r->host + (from - r->address))) {
            return 0;
        }
        from = page + PAGE;
    }
    return map_plain(b, from, r->address + r->bytes - from, permissions,
                     r->host + (from - r->address));
}

/* ---- devices ---- */

static uint64_t on_core_read(uc_engine *uc, uint64_t offset, unsigned size, void *context) {
    const board *b = context;
    (void)uc;
    return b->owner.read(b->owner.context, SYSTEM_CONTROL_BASE + (uint32_t)offset, size);
}

static void on_core_write(uc_engine *uc, uint64_t offset, unsigned size, uint64_t value,
                          void *context) {
    const board *b = context;
    (void)uc;
    b->owner.write(b->owner.context, SYSTEM_CONTROL_BASE + (uint32_t)offset, size, (uint32_t)value);
}

static uint64_t on_uart_read(uc_engine *uc, uint64_t offset, unsigned size, void *context) {
    (void)uc;
    (void)size;
    return uart_read(context, (uint32_t)offset);
}

static void on_uart_write(uc_engine *uc, uint64_t offset, unsigned size, uint64_t value,
                          void *context) {
    (void)uc;
    (void)size;
    uart_write(context, (uint32_t)offset, (uint32_t)value);
}

static int map_device(const board *b, uint32_t address, uint32_t bytes, uc_cb_mmio_read_t read,
                      uc_cb_mmio_write_t write, void *context) {
    return b->engine.mmio_map(b->uc, address, bytes, read, context, write, context) == UC_ERR_OK;
}

static int map_devices(board *b) {
    int fine = map_devices_memory(b) && map_device(b, SYSTEM_CONTROL_BASE, SYSTEM_CONTROL_BYTES,
                                                   on_core_read, on_core_write, b);
    for (size_t n = 0; n < BOARD_UARTS; n++) {
        b->uarts[n].out = stdout;
        fine = fine && map_device(b, UART_BASE + uart_offsets[n], PAGE, on_uart_read, on_uart_write,
                                  &b->uarts[n]);
    }
    /* See the header: without permission each access is reported, with its place. */
    return fine && b->engine.mem_protect(b->uc, SYSTEM_CONTROL_BASE, SYSTEM_CONTROL_BYTES,
                                         UC_PROT_NONE) == UC_ERR_OK;
}

static bool on_core_access(uc_engine *uc, uc_mem_type type, uint64_t address, int size,
                           int64_t value, void *context) {
    const board *b = context;
    board_access access = type == UC_MEM_WRITE_PROT ? BOARD_WRITE : BOARD_READ;
    uint32_t pc = board_register(b, UC_ARM_REG_PC);
    (void)size;
    (void)value;
    if (!b->owner.permits(b->owner.context, access, (uint32_t)address, pc)) {
        return false;
    }
    engine_clear_it_state(&b->engine, uc);
    return true;
}

static bool on_bad_access(uc_engine *uc, uc_mem_type type, uint64_t address, int size,
                          int64_t value, void *context) {
    const board *b = context;
    board_access access = BOARD_READ;
    (void)uc;
    (void)size;
    (void)value;
    if (type == UC_MEM_WRITE_UNMAPPED) {
        access = BOARD_WRITE;
    } else if (type == UC_MEM_FETCH_UNMAPPED || type == UC_MEM_FETCH_PROT) {
        access = BOARD_FETCH;
    }
    b->owner.bad_access(b->owner.context, access, (uint32_t)address,
                        board_register(b, UC_ARM_REG_PC));
    return false;
}

static int add_hook(board *b, int type, void *callback, uint64_t first, uint64_t last) {
    uc_hook hook;
    return b->engine.hook_add(b->uc, &hook, type, callback, b, first, last) == UC_ERR_OK;
}

/*
 * Only where there is no plain memory: wherever a hook for accesses reaches, the engine takes the
 * slow way at every store.
 */
static int hook_gaps(board *b, void *callback) {
    uint64_t from = 0;
    int fine = 1;
    for (size_t i = 0; i < DEVICES; i++) { /* by address */
        if (from < map[i].address) {
            fine = fine && add_hook(b, UC_HOOK_MEM_UNMAPPED | UC_HOOK_MEM_FETCH_PROT, callback,
                                    from, map[i].address - 1);
        }
        from = (uint64_t)map[i].address + map[i].bytes;
    }
    return fine &&
           add_hook(b, UC_HOOK_MEM_UNMAPPED | UC_HOOK_MEM_FETCH_PROT, callback, from, UINT32_MAX);
}

static int hook_accesses(board *b) {
    bool (*core)(uc_engine *, uc_mem_type, uint64_t, int, int64_t, void *) = on_core_access;
    bool (*bad)(uc_engine *, uc_mem_type, uint64_t, int, int64_t, void *) = on_bad_access;
    void *core_pointer;
    void *bad_pointer;
    /* Unicorn's interface takes callbacks as object pointers. */
    memcpy(&core_pointer, &core, sizeof core_pointer);
    memcpy(&bad_pointer, &bad, sizeof bad_pointer);
    return add_hook(b, UC_HOOK_MEM_READ_PROT | UC_HOOK_MEM_WRITE_PROT, core_pointer,
                    SYSTEM_CONTROL_BASE, SYSTEM_CONTROL_BASE + SYSTEM_CONTROL_BYTES - 1) &&
           hook_gaps(b, bad_pointer);
}

/* ---- opening ---- */

static int map_all(board *b) {
    for (size_t i = 0; i < BOARD_REGIONS; i++) {
        const board_region *r = &b->regions[i];
        if (map[i].plain && !map_plain(b, r->address, r->bytes, UC_PROT_ALL, r->host)) {
            return 0;
        }
    }
    return map_devices(b) && hook_accesses(b) && pages_tell(&b->pages, &b->engine, b->uc) == PQE_OK;
}

static int load(board *b) {
    uint32_t lowest = UINT32_MAX;
    for (size_t i = 0; i < b->image.segment_count; i++) {
        const elf_segment *segment = &b->image.segments[i];
        uint8_t *place = board_memory(b, segment->address, segment->file_bytes);
        if (place == NULL) {
            return 0;
        }
        memcpy(place, segment->data, segment->file_bytes);
        lowest = segment->address < lowest ? segment->address : lowest;
    }
    b->vectors = lowest;
    return 1;
}

/* Stack pointer and first instruction, as the core takes them from the vector table. */
static int reset(const board *b) {
    int found = 1;
    uint32_t stack = board_word(b, b->vectors, &found);
    uint32_t start = board_word(b, b->vectors + 4, &found);
    if (!found || (start & 1u) == 0 || board_memory(b, start & ~1u, 2) == NULL ||
        (stack & 3u) != 0 || board_memory(b, stack - 4, 4) == NULL) {
        return 0;
    }
    board_set_register(b, UC_ARM_REG_SP, stack);
    board_set_register(b, UC_ARM_REG_LR, UINT32_MAX);
    board_set_register(b, UC_ARM_REG_PC, start);
    return 1;
}

pqe_status board_open(board *b, const machine_part *part, const char *library, const char *image,
                      const board_owner *owner, const char **why) {
    memset(b, 0, sizeof *b);
    b->part = *part;
    b->owner = *owner;
    if (elf_read(&b->image, image, why) != PQE_OK ||
        engine_open(&b->engine, library, why) != PQE_OK) {
        return PQE_ERR_SYSTEM;
    }
    *why = "the Unicorn engine refuses to make a Cortex-M4";
    /* Without UC_MODE_MCLASS: with it, Unicorn 2.1.4 makes a Cortex-M33 of whatever is asked for,
     * with ARMv8-M's instructions and Security Extension. */
    if (b->engine.open(UC_ARCH_ARM, UC_MODE_THUMB, &b->uc) != UC_ERR_OK ||
        b->engine.ctl(b->uc, UC_CTL_WRITE(UC_CTL_CPU_MODEL, 1), UC_CPU_ARM_CORTEX_M4) !=
            UC_ERR_OK) {
        return PQE_ERR_SYSTEM;
    }
    *why = "there is no memory for the board, or the Unicorn engine refuses it";
    if (!allocate(b) || !map_all(b)) {
        return PQE_ERR_SYSTEM;
    }
    *why = "the image does not lie in the memories of mps2-an386";
    if (!load(b)) {
        return PQE_ERR_LENGTH;
    }
    *why =
        "there is no vector table at 0 or at the beginning of the image: its first two words must "
        "be the end of a stack and the address of Thumb code";
    if (!reset(b)) {
        return PQE_ERR_LENGTH;
    }
    const elf_symbol *data = elf_find(&b->image, "__data_start__");
    b->data_in_flash = data == NULL ? 0 : data->address;
    *why = NULL;
    return PQE_OK;
}

void board_close(board *b) {
    if (b->uc != NULL) {
        (void)b->engine.close(b->uc);
    }
    pages_free(&b->pages);
    for (size_t i = 0; i < BOARD_REGIONS; i++) {
        if (map[i].same_as == (int)i) {
            free(b->regions[i].host);
        }
    }
    elf_free(&b->image);
    memset(b, 0, sizeof *b);
}

/* ---- looking at it ---- */

uint8_t *board_memory(const board *b, uint32_t address, size_t bytes) {
    for (size_t i = 0; i < DEVICES; i++) {
        const board_region *r = &b->regions[i];
        uint32_t offset = address - r->address; /* wraps below the start: then too large */
        if (offset < r->bytes && bytes <= r->bytes - offset) {
            return r->host + offset;
        }
    }
    return NULL;
}

uint32_t board_word(const board *b, uint32_t address, int *found) {
    uint32_t word = 0;
    const uint8_t *place = board_memory(b, address, sizeof word);
    if (place == NULL) {
        *found = 0;
    } else {
        memcpy(&word, place, sizeof word);
    }
    return word;
}

static uint32_t part_bytes(const machine_part *part) {
    uint32_t total = 0;
    for (size_t n = 0; n < part->memories; n++) {
        total += part->memory_bytes[n];
    }
    return total;
}

/*
 * As in machine.c: RAM is larger than the part's, and what lies near its end (the stack) is taken
 * to lie as near to the end of the part's, all else as far from the start.
 */
uint8_t board_memory_number(const board *b, uint32_t address) {
    uint32_t again = map[SSRAM1].bytes - 1; /* regions that are mapped twice: once is enough here */
    if (address < map[SSRAM1_AGAIN].address + map[SSRAM1_AGAIN].bytes) {
        uint32_t in_flash = address & again;
        int data =
            b->data_in_flash != 0 && b->data_in_flash <= again && in_flash >= b->data_in_flash;
        return data ? machine_part_memory(&b->part, in_flash - b->data_in_flash) : MEMORY_FLASH;
    }
    if (address - map[SSRAM23].address < map[SSRAM23].bytes + map[SSRAM23_AGAIN].bytes) {
        uint32_t in_ram = address & again;
        uint32_t from_end = map[SSRAM23].bytes - in_ram;
        uint32_t total = part_bytes(&b->part);
        return machine_part_memory(&b->part, from_end <= total ? total - from_end : in_ram);
    }
    if (address - map[PSRAM].address < map[PSRAM].bytes) {
        return (uint8_t)(MEMORY_FLASH + b->part.memories + 1);
    }
    return MEMORY_UNKNOWN;
}

uint32_t board_register(const board *b, int number) {
    uint32_t value = 0;
    (void)b->engine.reg_read(b->uc, number, &value);
    return value;
}

void board_set_register(const board *b, int number, uint32_t value) {
    (void)b->engine.reg_write(b->uc, number, &value);
}

void board_forget_code(const board *b) {
    (void)b->engine.ctl(b->uc, UC_CTL_WRITE(UC_CTL_TB_FLUSH, 0));
}
