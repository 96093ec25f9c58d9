/* SPDX-License-Identifier: MIT */
#include "core.h"

#include <string.h>

static const char *const names[CORE_COUNT] = {
    [CORE_M4] = "cortex-m4",
    [CORE_M3] = "cortex-m3",
    [CORE_M0PLUS] = "cortex-m0plus",
    [CORE_M0] = "cortex-m0",
};

const char *core_name(core_id id) {
    return names[id];
}

core_id core_by_name(const char *name) {
    core_id id = CORE_M4;
    while (id < CORE_COUNT && strcmp(names[id], name) != 0) {
        id++;
    }
    return id;
}

int core_is_flat(core_id id) {
    return id == CORE_M0PLUS || id == CORE_M0;
}
