/* SPDX-License-Identifier: MIT */
/*
 * The host's side of firmware in the manner of pqm4: a benchmark that asks hal_get_time() before
 * and after each operation, prints with hal_send_str() and draws from randombytes(). These
 * functions are made to return at once, and their work is done here, so that nothing of them is
 * measured.
 */
#ifndef PQE_PUBLISHED_H
#define PQE_PUBLISHED_H

#include "machine.h"
#include "random.h"

enum { PUBLISHED_CALLS = 4 };

typedef struct {
    machine *machine;
    pqe_random random;
    uint32_t address[PUBLISHED_CALLS]; /* 0: the image has no such function */
    int finished;                      /* the firmware said that it is done */
    const char *why;                   /* set when the run must stop */
} published;

/* Find and empty the functions, and seed the random bytes; on an error published->why names the one
 * that is missing. */
PQE_MUST_CHECK
pqe_status published_open(published *p, machine *m, uint32_t seed);

/* A block begins at `address`: serve it if it is one of them. */
void published_serve(published *p, uint32_t address);

#endif
