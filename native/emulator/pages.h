/* SPDX-License-Identifier: MIT */
/*
 * What the engine is told of memory's pages: one holds data until the core fetches an instruction
 * from it, and may hold code from then on.
 *
 * Unicorn asks at every store to a page that may hold code whether translated code lies in its way,
 * and takes two to three times as long for it. Whether a page is there at all, and what may be done
 * with it, is the mapping's to say.
 */
#ifndef PQE_PAGES_H
#define PQE_PAGES_H

#include "engine.h"

typedef struct {
    const engine *engine;
    uint8_t *known; /* of each page what the engine was told */
} pages;

/* Tell the engine of pages from now on; PQE_ERR_SYSTEM: no memory, or it refuses. To be called
 * before anything runs; `e` must live as long. Freed by pages_free always. */
PQE_MUST_CHECK
pqe_status pages_tell(pages *p, const engine *e, uc_engine *uc);
void pages_free(pages *p);

#endif
