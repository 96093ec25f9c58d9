/* SPDX-License-Identifier: MIT */
#include "profile.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { NODES_MAX = 1 << 14, DEPTH_MAX = 64, CACHED = 1 << 12, NO_NODE = 0 };

/* Of one path: number 0 is the root, so that 0 can also mean that there is none. */
typedef struct {
    const elf_symbol *function; /* NULL: not known */
    uint32_t parent;
    uint32_t child;
    uint32_t sibling;
    uint32_t depth;
    uint64_t cycles; /* its own */
} node;

typedef struct {
    uint32_t address;
    const elf_symbol *function;
} cached;

struct profile {
    const elf_image *image;
    uint32_t nodes;
    uint32_t current;
    uint64_t divisions;
    cached functions[CACHED];
    node tree[NODES_MAX];
};

profile *profile_new(const elf_image *image) {
    profile *p = calloc(1, sizeof *p);
    if (p != NULL) {
        p->image = image;
        profile_begin(p);
    }
    return p;
}

void profile_free(profile *p) {
    free(p);
}

void profile_begin(profile *p) {
    memset(&p->tree[0], 0, sizeof p->tree[0]);
    p->nodes = 1;
    p->current = 0;
    p->divisions = 0;
}

static const elf_symbol *function_at(profile *p, uint32_t address) {
    cached *place = &p->functions[(address >> 1) % CACHED];
    if (place->address != address) {
        place->address = address;
        place->function = elf_function_at(p->image, address);
    }
    return place->function;
}

/* The node of a function below `parent`, made if it is not there; NO_NODE if there is no room. */
static uint32_t below(profile *p, uint32_t parent, const elf_symbol *function) {
    if (p->tree[parent].depth == DEPTH_MAX) { /* endless recursion stays where it is */
        return parent;
    }
    uint32_t found = p->tree[parent].child;
    while (found != NO_NODE && p->tree[found].function != function) {
        found = p->tree[found].sibling;
    }
    if (found == NO_NODE && p->nodes < NODES_MAX) {
        found = p->nodes++;
        p->tree[found] = (node){.function = function,
                                .parent = parent,
                                .sibling = p->tree[parent].child,
                                .depth = p->tree[parent].depth + 1};
        p->tree[parent].child = found;
    }
    return found;
}

static uint32_t on_the_way_up(const profile *p, const elf_symbol *function) {
    uint32_t at = p->current;
    while (at != NO_NODE && p->tree[at].function != function) {
        at = p->tree[at].parent;
    }
    return at;
}

static uint32_t arrive(profile *p, uint32_t address, int called) {
    const elf_symbol *function = function_at(p, address);
    uint32_t current = p->current;
    int starts = function != NULL && function->address == address;
    if (current == NO_NODE || (starts && called)) {
        return below(p, current, function);
    }
    if (p->tree[current].function == function) {
        return current;
    }
    uint32_t above = starts ? NO_NODE : on_the_way_up(p, function);
    return above != NO_NODE ? above : below(p, p->tree[current].parent, function);
}

pqe_status profile_block(profile *p, uint32_t address, int called, uint64_t cycles,
                         uint32_t divisions) {
    p->current = arrive(p, address, called);
    if (p->current == NO_NODE) {
        return PQE_ERR_SYSTEM;
    }
    p->tree[p->current].cycles += cycles;
    p->divisions += divisions;
    return PQE_OK;
}

void profile_charge(profile *p, uint64_t cycles) {
    p->tree[p->current].cycles += cycles;
}

uint64_t profile_divisions(const profile *p) {
    return p->divisions;
}

/* Names come from the image: what would break the line is replaced. */
static void print_name(const elf_symbol *function, FILE *out) {
    for (const char *c = function == NULL ? "?" : function->name; *c != 0; c++) {
        int plain = *c > ' ' && *c < 0x7f && *c != ';' && *c != '|';
        (void)fputc(plain ? *c : '_', out);
    }
}

static void print_path(const profile *p, uint32_t at, FILE *out) {
    uint32_t path[DEPTH_MAX + 1];
    uint32_t length = 0;
    for (; at != NO_NODE && length <= DEPTH_MAX; at = p->tree[at].parent) {
        path[length++] = at;
    }
    while (length > 0) {
        print_name(p->tree[path[--length]].function, out);
        (void)fputs(length > 0 ? ";" : " ", out);
    }
}

void profile_print(const profile *p, FILE *out) {
    const char *between = "";
    for (uint32_t i = 1; i < p->nodes; i++) {
        if (p->tree[i].cycles > 0) {
            (void)fputs(between, out);
            print_path(p, i, out);
            (void)fprintf(out, "%" PRIu64, p->tree[i].cycles);
            between = "|";
        }
    }
    (void)fputc('\n', out);
}
