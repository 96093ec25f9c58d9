/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE

#include "machine.h"

#include "constants.h"

#include <string.h>
#include <sys/mman.h>

#define PPB 0xe0000000u
#define PPB_BYTES 0x00100000u
#define DEVICES 0x40000000u
#define DEVICES_BYTES 0x00100000u

static const machine_layout own_layout = {0x08000000u, 0x01000000u, 0x20000000u, 0x02000000u};
static const machine_layout mps2_layout = {0, 0x00400000u, 0x20000000u, 0x00400000u};

enum { MEMORY_FLASH = 1, MEMORY_RAM };

static int read_number(const char *text, unsigned long most, unsigned long *number) {
    char *end = NULL;
    *number = strtoul(text, &end, 10);
    return end != text && *end == '\0' && *number <= most;
}

static int read_memories(machine_part *part, char *text) {
    for (char *one = strsep(&text, "/"); one != NULL; one = strsep(&text, "/")) {
        unsigned long bytes;
        if (part->memories == MACHINE_MEMORIES || !read_number(one, 0x02000000u, &bytes) ||
            bytes == 0) {
            return 0;
        }
        part->memory_bytes[part->memories++] = (uint32_t)bytes;
    }
    return 1;
}

static int read_long_multiply(core_profile *core, const char *text) {
    static const char *const words[] = {[LONG_MULTIPLY_MIDDLE] = "middle",
                                        [LONG_MULTIPLY_FEWEST] = "fewest",
                                        [LONG_MULTIPLY_MOST] = "most"};
    for (uint8_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i], text) == 0) {
            core->long_multiply = i;
            return 1;
        }
    }
    return 0;
}

static int read_key(machine_part *part, const char *key, char *value) {
    pipeline_profile *profile = &part->pipeline;
    unsigned long number = 0;
    int fine = 0;
    if (strcmp(key, "core") == 0) {
        profile->core.id = (uint8_t)core_by_name(value);
        fine = profile->core.id != CORE_COUNT;
    } else if (strcmp(key, "bus") == 0) {
        fine = read_number(value, 15, &number);
        profile->bus_wait = (uint8_t)number;
        memset(profile->bus_waits, (int)number, sizeof profile->bus_waits);
    } else if (strcmp(key, "flash") == 0) {
        fine = read_number(value, FLASH_WAIT_MAX, &number);
        profile->flash_wait = (uint8_t)number;
    } else if (strcmp(key, "multiply") == 0) {
        fine = read_number(value, 32, &number) && number > 0;
        profile->core.multiply_cycles = (uint8_t)number;
    } else if (strcmp(key, "long") == 0) {
        fine = read_long_multiply(&profile->core, value);
    } else if (strcmp(key, "ram") == 0) {
        fine = read_memories(part, value);
    }
    return fine;
}

static int is_constant(const char *text) {
    static const char *const ours[] = {"core=", "bus=", "flash=", "multiply=", "long=", "ram="};
    for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++) {
        if (strncmp(text, ours[i], strlen(ours[i])) == 0) {
            return 0;
        }
    }
    return 1;
}

/* Words that are on their way are bits of one byte, one of which an IT moves up again. */
static int fits_in_flight(const pipeline_profile *profile) {
    return profile->fetch_latency + profile->flash_wait <= 7;
}

pqe_status machine_read_part(machine_part *part, const char *text) {
    char copy[256];
    char *rest = copy;
    memset(part, 0, sizeof *part);
    part->pipeline = pipeline_default(0);
    if (strlen(text) >= sizeof copy) {
        return PQE_ERR_LENGTH;
    }
    memcpy(copy, text, strlen(text) + 1);
    while (rest != NULL && !is_constant(rest)) {
        char *value = strsep(&rest, ",");
        const char *key = strsep(&value, "=");
        if (value == NULL || !read_key(part, key, value)) {
            return PQE_ERR_LENGTH;
        }
    }
    if (part->memories == 0) {
        return PQE_ERR_LENGTH;
    }
    if (rest != NULL && (*rest == '\0' || constants_read(&part->pipeline, part->memories,
                                                         MEMORY_FLASH, rest) != PQE_OK)) {
        return PQE_ERR_LENGTH;
    }
    return fits_in_flight(&part->pipeline) ? PQE_OK : PQE_ERR_LENGTH;
}

static const uint8_t *bytes_at(void *context, uint32_t address, size_t bytes) {
    return machine_memory(context, address, bytes);
}

static uint32_t core_register(void *context, unsigned number) {
    static const int numbers[] = {UC_ARM_REG_R0,  UC_ARM_REG_R1,  UC_ARM_REG_R2,  UC_ARM_REG_R3,
                                  UC_ARM_REG_R4,  UC_ARM_REG_R5,  UC_ARM_REG_R6,  UC_ARM_REG_R7,
                                  UC_ARM_REG_R8,  UC_ARM_REG_R9,  UC_ARM_REG_R10, UC_ARM_REG_R11,
                                  UC_ARM_REG_R12, UC_ARM_REG_R13, UC_ARM_REG_R14};
    return machine_register(context, numbers[number]);
}

uint8_t machine_part_memory(const machine_part *part, uint32_t distance) {
    size_t n = 0;
    while (n + 1 < part->memories && distance >= part->memory_bytes[n]) {
        distance -= part->memory_bytes[n++];
    }
    return (uint8_t)(MEMORY_RAM + n);
}

/*
 * This RAM is larger than the part's: what lies near its end (the stack) is taken to lie as near to
 * the end of the part's, all else as far from the start.
 */
static uint8_t memory_at(void *context, uint32_t address) {
    const machine *m = context;
    uint32_t in_flash = address - m->layout.flash;
    uint32_t in_ram = address - m->layout.ram;
    uint32_t total = 0;
    for (size_t n = 0; n < m->part.memories; n++) {
        total += m->part.memory_bytes[n];
    }
    if (in_flash < m->layout.flash_bytes) {
        int data = m->data_in_flash != 0 && address >= m->data_in_flash;
        return data ? machine_part_memory(&m->part, address - m->data_in_flash) : MEMORY_FLASH;
    }
    if (in_ram >= m->layout.ram_bytes) {
        return MEMORY_UNKNOWN;
    }
    uint32_t from_end = m->layout.ram_bytes - in_ram;
    return machine_part_memory(&m->part, from_end <= total ? total - from_end : in_ram);
}

static pqe_status map(machine *m, uint32_t address, uint32_t bytes, uint32_t permissions,
                      uint8_t **memory) {
    /* Unicorn wants page-aligned host memory. It is zero, and there once it is touched: a run
     * touches little of it, but the whole stack is painted, which large pages make cheap. */
    void *fresh = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (fresh == MAP_FAILED) {
        return PQE_ERR_SYSTEM;
    }
#if defined(MADV_HUGEPAGE)
    (void)madvise(fresh, bytes, MADV_HUGEPAGE);
#endif
    *memory = fresh;
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

static int map_all(machine *m) {
    const machine_layout *at = &m->layout;
    /* Images of others, for the MPS2 board, may keep data behind the code, or code in RAM. */
    uint32_t flash = UC_PROT_READ | UC_PROT_EXEC;
    uint32_t ram = UC_PROT_READ | UC_PROT_WRITE;
    if (at->flash == mps2_layout.flash) {
        flash |= UC_PROT_WRITE;
        ram |= UC_PROT_EXEC;
    }
    return map(m, at->flash, at->flash_bytes, flash, &m->flash) == PQE_OK &&
           map(m, at->ram, at->ram_bytes, ram, &m->ram) == PQE_OK &&
           map(m, PPB, PPB_BYTES, UC_PROT_READ | UC_PROT_WRITE, &m->ppb) == PQE_OK &&
           map(m, DEVICES, DEVICES_BYTES, UC_PROT_READ | UC_PROT_WRITE, &m->devices) == PQE_OK;
}

/* What the core does before its first instruction: the stack pointer is the vector table's first
 * word. */
static void reset(const machine *m) {
    uint32_t stack = 0;
    memcpy(&stack, m->flash, sizeof stack);
    machine_set_register(m, UC_ARM_REG_SP, stack);
}

static timing_model *model_of(machine *m, uint8_t moved_by) {
    timing_host host = {bytes_at, core_register, memory_at, m, m->part.pipeline};
    host.profile.moved_by = moved_by;
    return timing_new(&host);
}

pqe_status machine_sweep(machine *m) {
    if (m->moved == NULL) {
        m->moved = model_of(m, 2);
    }
    return m->moved == NULL ? PQE_ERR_SYSTEM : PQE_OK;
}

pqe_status machine_hook(const machine *m, int type, const void *callback, void *context,
                        uint64_t first, uint64_t last) {
    uc_hook handle;
    void *pointer;
    memcpy(&pointer, callback, sizeof pointer);
    uc_err error = m->engine.hook_add(m->uc, &handle, type, pointer, context, first, last);
    return error == UC_ERR_OK ? PQE_OK : PQE_ERR_SYSTEM;
}

pqe_status machine_tell_data(machine *m) {
    return pages_tell(&m->pages, &m->engine, m->uc);
}

void machine_charge(const machine *m, uint64_t cycles) {
    timing_charge(m->timing, cycles);
    if (m->moved != NULL) {
        timing_charge(m->moved, cycles);
    }
}

pqe_status machine_open(machine *m, const machine_part *part, const char *library,
                        const char *image, const char **why) {
    memset(m, 0, sizeof *m);
    m->part = *part;
    if (elf_read(&m->image, image, why) != PQE_OK ||
        engine_open(&m->engine, library, why) != PQE_OK) {
        return PQE_ERR_SYSTEM;
    }
    /* The engine knows no M0+; to programs it is an M0. */
    static const int models[CORE_COUNT] = {[CORE_M4] = UC_CPU_ARM_CORTEX_M4,
                                           [CORE_M3] = UC_CPU_ARM_CORTEX_M3,
                                           [CORE_M0PLUS] = UC_CPU_ARM_CORTEX_M0,
                                           [CORE_M0] = UC_CPU_ARM_CORTEX_M0};
    *why = "the Unicorn engine refuses to make this core";
    /* Without UC_MODE_MCLASS: with it, Unicorn 2.1.4 makes a Cortex-M33 of whatever is asked for.
     * So an M0 has no Thumb-2 here and faults on accesses that are not aligned, as on silicon. */
    if (m->engine.open(UC_ARCH_ARM, UC_MODE_THUMB, &m->uc) != UC_ERR_OK ||
        m->engine.ctl(m->uc, UC_CTL_WRITE(UC_CTL_CPU_MODEL, 1), models[part->pipeline.core.id]) !=
            UC_ERR_OK) {
        return PQE_ERR_SYSTEM;
    }
    *why = "there is no memory for flash and RAM";
    m->layout = m->image.entry < own_layout.flash ? mps2_layout : own_layout;
    if (!map_all(m)) {
        return PQE_ERR_SYSTEM;
    }
    *why = "the image does not lie in flash and RAM";
    if (load_segments(m) != PQE_OK || machine_memory(m, m->image.entry & ~1u, 2) == NULL) {
        return PQE_ERR_LENGTH;
    }
    reset(m);
    const elf_symbol *data = elf_find(&m->image, "__data_start__");
    m->data_in_flash = data == NULL ? 0 : data->address;
    *why = "there is no memory for the timing model";
    m->timing = model_of(m, 0);
    return m->timing == NULL ? PQE_ERR_SYSTEM : PQE_OK;
}

static void unmap(uint8_t *memory, uint32_t bytes) {
    if (memory != NULL) {
        (void)munmap(memory, bytes);
    }
}

void machine_close(machine *m) {
    if (m->uc != NULL) {
        (void)m->engine.close(m->uc);
    }
    timing_free(m->timing);
    timing_free(m->moved);
    pages_free(&m->pages);
    elf_free(&m->image);
    unmap(m->flash, m->layout.flash_bytes);
    unmap(m->ram, m->layout.ram_bytes);
    unmap(m->ppb, PPB_BYTES);
    unmap(m->devices, DEVICES_BYTES);
    memset(m, 0, sizeof *m);
}

uint8_t *machine_memory(const machine *m, uint32_t address, size_t bytes) {
    uint32_t in_flash = address - m->layout.flash; /* wraps below the start: then too large */
    uint32_t in_ram = address - m->layout.ram;
    if (in_flash < m->layout.flash_bytes && bytes <= m->layout.flash_bytes - in_flash) {
        return m->flash + in_flash;
    }
    if (in_ram < m->layout.ram_bytes && bytes <= m->layout.ram_bytes - in_ram) {
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
