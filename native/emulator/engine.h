/* SPDX-License-Identifier: MIT */
/*
 * The Unicorn engine, opened at run time from the library file that its own package installed.
 * Nothing of it is linked or shipped; this program talks to it through its public C interface.
 */
#ifndef PQE_ENGINE_H
#define PQE_ENGINE_H

#include <unicorn/unicorn.h>

#include "pqe/status.h"

typedef struct {
    unsigned int (*version)(unsigned int *major, unsigned int *minor);
    uc_err (*open)(uc_arch arch, uc_mode mode, uc_engine **uc);
    uc_err (*close)(uc_engine *uc);
    const char *(*strerror)(uc_err code);
    uc_err (*ctl)(uc_engine *uc, uc_control_type control, ...);
    uc_err (*mem_map_ptr)(uc_engine *uc, uint64_t address, uint64_t size, uint32_t perms,
                          void *ptr);
    uc_err (*mem_protect)(uc_engine *uc, uint64_t address, uint64_t size, uint32_t perms);
    uc_err (*mmio_map)(uc_engine *uc, uint64_t address, uint64_t size, uc_cb_mmio_read_t read,
                       void *read_data, uc_cb_mmio_write_t write, void *write_data);
    uc_err (*reg_read)(uc_engine *uc, int regid, void *value);
    uc_err (*reg_write)(uc_engine *uc, int regid, const void *value);
    uc_err (*hook_add)(uc_engine *uc, uc_hook *hh, int type, void *callback, void *user_data,
                       uint64_t begin, uint64_t end, ...);
    uc_err (*emu_start)(uc_engine *uc, uint64_t begin, uint64_t until, uint64_t timeout,
                        size_t count);
    uc_err (*emu_stop)(uc_engine *uc);
} engine;

/* Open the library; on PQE_ERR_SYSTEM *why says what is wrong. */
PQE_MUST_CHECK
pqe_status engine_open(engine *e, const char *library, const char **why);

/* To learn where an instruction lies the engine puts its IT state back to that of the instruction,
 * and leaves it so; the code of its block, and the next block, expect it to be clear. To be called
 * from hooks before which it does that. */
void engine_clear_it_state(const engine *e, uc_engine *uc);

#endif
