/* SPDX-License-Identifier: MIT */
/*
 * Which data address a Thumb-2 instruction accesses, and which operands rule its latency, in terms
 * of the registers before it runs (ARMv7-M Architecture Reference Manual, chapters A5 and A7).
 */
#ifndef PQE_ACCESS_H
#define PQE_ACCESS_H

#include <stddef.h>
#include <stdint.h>

enum { ACCESS_NO_INDEX = 0xff };

typedef enum {
    SITE_UNSEEN,   /* not decoded yet; decode never gives it */
    SITE_PLAIN,    /* neither data access nor operands of interest; loads relative to PC too */
    SITE_ACCESS,   /* accesses base + (index << shift) + offset; of several words the lowest */
    SITE_DIVISION, /* takes longer or shorter with the values of base and index */
    SITE_LONG_MULTIPLICATION /* likewise, where that is asked for */
} site_kind;

typedef struct {
    uint8_t kind; /* site_kind */
    uint8_t base;
    uint8_t index; /* register, or ACCESS_NO_INDEX */
    uint8_t shift;
    int32_t offset;
} access_site;

/* Decode the instruction at code[0..available). Without `multiplies` long multiplications are
 * plain, as their time is constant on all cores but the Cortex-M3. */
access_site access_decode(const uint8_t *code, size_t available, int multiplies);

#endif
