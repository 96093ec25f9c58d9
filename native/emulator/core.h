/* SPDX-License-Identifier: MIT */
/*
 * The cores that are emulated, and how each takes its time.
 *
 * M3 and M4 fetch ahead and have a data bus that matters (pipeline.h). M0 and M0+ do neither: an
 * instruction takes what its table says. M33 is estimated as an M4 without a wait of the bus, M7 is
 * only counted, so neither has a place here.
 */
#ifndef PQE_CORE_H
#define PQE_CORE_H

#include <stdint.h>

typedef enum { CORE_M4, CORE_M3, CORE_M0PLUS, CORE_M0, CORE_COUNT } core_id;

/* How long the M3's long multiplications are taken to run; the operands decide on silicon. */
typedef enum { LONG_MULTIPLY_MIDDLE, LONG_MULTIPLY_FEWEST, LONG_MULTIPLY_MOST } long_multiply;

/* A core and the choices that its maker left to the chip's. */
typedef struct {
    uint8_t id;              /* core_id */
    uint8_t multiply_cycles; /* MULS of an M0 or M0+: 1 or 32 */
    uint8_t long_multiply;   /* of an M3 */
} core_profile;

/* The core's name ("cortex-m4"). */
const char *core_name(core_id id);

/* The core of that name, or CORE_COUNT. */
core_id core_by_name(const char *name);

/* Whether instructions take the same time in every state: no pipeline is followed. */
int core_is_flat(core_id id);

#endif
