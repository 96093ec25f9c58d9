/* SPDX-License-Identifier: MIT */
#include "fault_report.h"

#include <inttypes.h>
#include <stdio.h>

enum { STACK_WORDS = 1024, CALLERS = 16, PLACE_BYTES = 160 };

void fault_place(const board *b, uint32_t address, char *text, size_t bytes) {
    const elf_symbol *function = elf_function_at(&b->image, address);
    int inside =
        function != NULL && (function->size == 0 || address - function->address <= function->size);
    if (inside) {
        (void)snprintf(text, bytes, "%.100s+0x%" PRIx32 " (0x%08" PRIx32 ")", function->name,
                       address - function->address, address);
    } else {
        (void)snprintf(text, bytes, "0x%08" PRIx32, address);
    }
}

static void print_registers(const board *b, const system_control *s, uint32_t pc) {
    static const int numbers[] = {UC_ARM_REG_R0,  UC_ARM_REG_R1,  UC_ARM_REG_R2,  UC_ARM_REG_R3,
                                  UC_ARM_REG_R4,  UC_ARM_REG_R5,  UC_ARM_REG_R6,  UC_ARM_REG_R7,
                                  UC_ARM_REG_R8,  UC_ARM_REG_R9,  UC_ARM_REG_R10, UC_ARM_REG_R11,
                                  UC_ARM_REG_R12, UC_ARM_REG_R13, UC_ARM_REG_R14};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        (void)fprintf(stderr, "r%zu=%08" PRIx32 "%c", i, board_register(b, numbers[i]),
                      i % 8 == 7 ? '\n' : ' ');
    }
    (void)fprintf(stderr, "pc=%08" PRIx32 "\n", pc);
    (void)fprintf(stderr,
                  "xpsr=%08" PRIx32 " exception=%" PRIu32 " msp=%08" PRIx32 " psp=%08" PRIx32
                  " control=%" PRIx32 " cpacr=%08" PRIx32 "\n",
                  board_register(b, UC_ARM_REG_XPSR), s->current, board_register(b, UC_ARM_REG_MSP),
                  board_register(b, UC_ARM_REG_PSP), board_register(b, UC_ARM_REG_CONTROL),
                  s->cpacr);
}

/* Whether the instruction before a return address is BL or BLX. */
static int behind_call(const board *b, uint32_t address) {
    const uint8_t *code = board_memory(b, address - 4, 4);
    if (code == NULL) {
        return 0;
    }
    int bl = (code[1] & 0xf8) == 0xf0 && (code[3] & 0xd0) == 0xd0;
    int blx = code[3] == 0x47 && (code[2] & 0x87) == 0x80;
    return bl || blx;
}

static void print_caller(const board *b, uint32_t word, const char *from, unsigned *count) {
    char place[PLACE_BYTES];
    if ((word & 1u) != 0 && *count < CALLERS && behind_call(b, word & ~1u)) {
        fault_place(b, word & ~1u, place, sizeof place);
        (void)fprintf(stderr, "  perhaps called from %s, by the %s\n", place, from);
        ++*count;
    }
}

static void print_callers(const board *b) {
    uint32_t stack = board_register(b, UC_ARM_REG_SP) & ~3u;
    unsigned count = 0;
    print_caller(b, board_register(b, UC_ARM_REG_LR), "link register", &count);
    for (uint32_t n = 0; n < STACK_WORDS; n++) {
        int found = 1;
        uint32_t word = board_word(b, stack + 4 * n, &found);
        if (!found) {
            return;
        }
        print_caller(b, word, "stack", &count);
    }
}

void fault_report(const board *b, const system_control *s, const char *why, uint32_t pc) {
    char place[PLACE_BYTES];
    print_registers(b, s, pc);
    print_callers(b);
    fault_place(b, pc, place, sizeof place);
    (void)fprintf(stderr, "%s: at %s\n", why, place);
}
