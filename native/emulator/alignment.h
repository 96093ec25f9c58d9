/* SPDX-License-Identifier: MIT */
/*
 * How data must be aligned for a Thumb-2 instruction that accesses them, so that the access costs
 * nothing more, or does not fault (ARMv7-M Architecture Reference Manual, A3.2.1).
 */
#ifndef PQE_ALIGNMENT_H
#define PQE_ALIGNMENT_H

#include <stddef.h>
#include <stdint.h>

typedef struct {
    uint8_t bytes;  /* 1, 2 or 4; 1 where any address will do */
    uint8_t faults; /* an address that is not aligned faults, on every core */
} access_alignment;

/* Decode the instruction at code[0..available), which access_decode says accesses data. */
access_alignment alignment_decode(const uint8_t *code, size_t available);

/* Cycles that a Cortex-M4 adds to an access of 2 or 4 bytes at `address`: it is made in two or
 * three parts (Cortex-M4 Technical Reference Manual, 3.3.2). */
unsigned alignment_cycles(uint32_t address, unsigned bytes);

#endif
