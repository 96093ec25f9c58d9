/* SPDX-License-Identifier: MIT */
/*
 * ARMv6-M, as the Cortex-M0 and M0+ have it (ARMv6-M Architecture Reference Manual, chapter A5;
 * cycles from the Technical Reference Manuals DDI 0432 and DDI 0484, tables 3-1). The engine runs
 * more than these cores do, so what is not ARMv6-M must be told here.
 */
#ifndef PQE_DECODE_V6M_H
#define PQE_DECODE_V6M_H

#include "decode.h"

/* Decode as `decode_insn` does; the kind of what is not ARMv6-M is INSN_UNKNOWN. */
insn decode_v6m(const core_profile *core, const uint8_t *code, size_t available);

/* Where a load or store accesses data and how it must be aligned there, in bytes: addresses are
 * `base` + `index` (registers) + `offset`. */
enum { V6M_STACK_POINTER = 13, V6M_PROGRAM_COUNTER = 15, V6M_NO_REGISTER = 16 };

typedef struct {
    uint8_t alignment; /* 0: no access, or one of a byte */
    uint8_t base;
    uint8_t index;
    uint16_t offset;
} v6m_access;

v6m_access decode_v6m_access(uint16_t halfword);

#endif
