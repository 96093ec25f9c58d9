/* SPDX-License-Identifier: MIT */
/*
 * Random bytes for implementations that bring no `randombytes.h`. Behind it stands a generator with
 * a published seed: on the host that of the measuring process, in firmware the emulator's.
 */
#ifndef PQE_PROVIDED_RANDOMBYTES_H
#define PQE_PROVIDED_RANDOMBYTES_H

#include <stddef.h>
#include <stdint.h>

#define randombytes PQCLEAN_randombytes

/* Fills output[0..n); always 0. */
int randombytes(uint8_t *output, size_t n);

#endif
