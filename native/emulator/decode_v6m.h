/* SPDX-License-Identifier: MIT */
/*
 * ARMv6-M, as the Cortex-M0 and M0+ have it (ARMv6-M Architecture Reference Manual, chapter A5;
 * cycles from the Technical Reference Manuals DDI 0432 and DDI 0484, tables 3-1).
 */
#ifndef PQE_DECODE_V6M_H
#define PQE_DECODE_V6M_H

#include "decode.h"

/* Decode as `decode_insn` does; the kind of what is not ARMv6-M is INSN_UNKNOWN. */
insn decode_v6m(const core_profile *core, const uint8_t *code, size_t available);

#endif
