/* SPDX-License-Identifier: MIT */
/*
 * Where cycles go: a tree of calls, by the symbols of the image. A call that is followed by the
 * start of a function goes down, the rest of a function met further up comes back, a jump to the
 * start of a function takes the place of the one that jumped. Slower than the timing model alone.
 */
#ifndef PQE_PROFILE_H
#define PQE_PROFILE_H

#include <stdint.h>
#include <stdio.h>

#include "elf_image.h"
#include "pqe/status.h"

typedef struct profile profile;

profile *profile_new(const elf_image *image);
void profile_free(profile *p);

/* Forget what was gathered; the next block begins the tree. */
void profile_begin(profile *p);

/* A block at `address` took so many cycles and divisions; `called` tells whether the block before
 * it ended in a call. */
PQE_MUST_CHECK
pqe_status profile_block(profile *p, uint32_t address, int called, uint64_t cycles,
                         uint32_t divisions);

/* Cycles that no instruction stands for, where the run is now. */
void profile_charge(profile *p, uint64_t cycles);

uint64_t profile_divisions(const profile *p);

/* "outer;inner CYCLES|..." of every path that took cycles of its own, in one line. */
void profile_print(const profile *p, FILE *out);

#endif
