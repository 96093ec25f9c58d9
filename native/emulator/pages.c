/* SPDX-License-Identifier: MIT */
#include "pages.h"

#include <stdlib.h>
#include <string.h>

/* The engine's smallest page; its pages may be larger, and begin at multiples of it. */
enum { PAGE_BITS = 10 };
#define PAGES ((size_t)1 << (32 - PAGE_BITS))

enum { UNKNOWN, DATA, CODE };

static bool fill(uc_engine *uc, uint64_t address, uc_mem_type type, uc_tlb_entry *entry,
                 void *context) {
    const pages *p = context;
    uint8_t *known = &p->known[(uint32_t)address >> PAGE_BITS];
    if (type != UC_MEM_FETCH) {
        engine_clear_it_state(p->engine, uc);
        *known = *known == UNKNOWN ? DATA : *known;
    } else {
        if (*known == DATA) {
            /* Stores that it still knows the way of would leave old translations behind. */
            (void)p->engine->ctl(uc, UC_CTL_WRITE(UC_CTL_TLB_FLUSH, 0));
        }
        *known = CODE;
    }
    entry->paddr = address;
    entry->perms = *known == CODE ? UC_PROT_ALL : UC_PROT_READ | UC_PROT_WRITE;
    return true;
}

pqe_status pages_tell(pages *p, const engine *e, uc_engine *uc) {
    bool (*callback)(uc_engine *, uint64_t, uc_mem_type, uc_tlb_entry *, void *) = fill;
    void *pointer;
    uc_hook hook;
    p->engine = e;
    p->known = calloc(PAGES, 1);
    /* Unicorn's interface takes callbacks as object pointers. */
    memcpy(&pointer, &callback, sizeof pointer);
    int fine = p->known != NULL &&
               e->ctl(uc, UC_CTL_WRITE(UC_CTL_TLB_TYPE, 1), UC_TLB_VIRTUAL) == UC_ERR_OK &&
               e->hook_add(uc, &hook, UC_HOOK_TLB_FILL, pointer, p, 1, 0) == UC_ERR_OK;
    return fine ? PQE_OK : PQE_ERR_SYSTEM;
}

void pages_free(pages *p) {
    free(p->known);
    p->known = NULL;
}
