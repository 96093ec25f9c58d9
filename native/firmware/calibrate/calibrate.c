/* SPDX-License-Identifier: MIT */
/*
 * Patterns of instructions whose cost tells the constants of a core and its bus (patterns.S). The
 * host chooses one, how often it is repeated and where in memory it works; what one repetition
 * costs is the difference of two runs.
 */
#include <stdint.h>

#include "operations.h"

/* r0: repetitions, at least 1; r1, r2: where to load and store, 64 bytes each. */
typedef void (*pattern)(uint32_t repetitions, uintptr_t first, uintptr_t second);

extern const pattern pqe_patterns[];
extern const uint32_t pqe_pattern_count;

volatile uint32_t pqe_pattern PQE_KEPT;
volatile uint32_t pqe_repetitions PQE_KEPT;
/* Addresses in RAM, or 0 for constants in the flash. */
volatile uint32_t pqe_first PQE_KEPT;
volatile uint32_t pqe_second PQE_KEPT;

static const uint32_t constants[16] __attribute__((aligned(64))) = {1, 2, 3, 4, 5, 6, 7, 8};

static uintptr_t place(uint32_t address) {
    return address == 0 ? (uintptr_t)constants : (uintptr_t)address;
}

static int run(void) {
    uint32_t number = pqe_pattern;
    if (number >= pqe_pattern_count || pqe_repetitions == 0) {
        return -1;
    }
    pqe_patterns[number](pqe_repetitions, place(pqe_first), place(pqe_second));
    return 0;
}

const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, run, 0, 0};
