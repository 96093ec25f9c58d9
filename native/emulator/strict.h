/* SPDX-License-Identifier: MIT */
/*
 * What the engine lets pass though the core would not: on ARMv6-M, an access that is not aligned
 * faults (ARMv6-M Architecture Reference Manual, A3.2). Looks at each instruction before it runs,
 * so it is slow: for checking, not for counting.
 */
#ifndef PQE_STRICT_H
#define PQE_STRICT_H

#include "machine.h"

/* Whether the instruction at `address`, about to run, accesses data that are not aligned for it. */
int strict_is_unaligned(const machine *m, uint32_t address);

#endif
