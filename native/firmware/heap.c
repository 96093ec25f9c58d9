/* SPDX-License-Identifier: MIT */
/*
 * The heap of a measuring firmware: first fit over a list of blocks in order of address, neighbours
 * joined when they are free. Small and predictable rather than fast; it counts what is in use,
 * headers left out.
 */
#include "hal.h"

#include <stdlib.h>
#include <string.h>

#define ALIGNMENT 8u

typedef struct header {
    struct header *next; /* in order of address */
    size_t bytes;        /* behind this header */
    uint32_t used;
    uint32_t padding; /* keeps what follows aligned */
} header;

extern uint8_t pqe_heap_start[];
extern uint8_t pqe_heap_end[];

volatile uint32_t pqe_heap_current;
volatile uint32_t pqe_heap_peak;

static header *first;

void *memalign(size_t alignment, size_t bytes);
int posix_memalign(void **out, size_t alignment, size_t bytes);

static size_t rounded(size_t bytes, size_t alignment) {
    return (bytes + alignment - 1) / alignment * alignment;
}

static void make_first(void) {
    first = (header *)(void *)pqe_heap_start;
    first->next = NULL;
    first->bytes = (size_t)(pqe_heap_end - pqe_heap_start) - sizeof(header);
    first->used = 0;
}

static uint8_t *payload(header *block) {
    return (uint8_t *)block + sizeof(header);
}

/* Cut a free block so that it keeps `bytes`; the rest, if worth it, becomes a free block of its
 * own. */
static void split(header *block, size_t bytes) {
    if (block->bytes < bytes + sizeof(header) + ALIGNMENT) {
        return;
    }
    header *rest = (header *)(void *)(payload(block) + bytes);
    rest->next = block->next;
    rest->bytes = block->bytes - bytes - sizeof(header);
    rest->used = 0;
    block->next = rest;
    block->bytes = bytes;
}

static void *take(header *block, size_t bytes) {
    split(block, bytes);
    block->used = 1;
    pqe_heap_current += (uint32_t)block->bytes;
    if (pqe_heap_current > pqe_heap_peak) {
        pqe_heap_peak = pqe_heap_current;
    }
    return payload(block);
}

/* Where in a free block an aligned payload can begin: 0, or far enough in for a header before it.
 */
static size_t offset_for(header *block, size_t alignment) {
    uintptr_t start = (uintptr_t)payload(block);
    uintptr_t aligned = rounded(start, alignment);
    while (aligned != start && aligned - start < sizeof(header) + ALIGNMENT) {
        aligned += alignment;
    }
    return aligned - start;
}

void *memalign(size_t alignment, size_t bytes) {
    size_t wanted = rounded(bytes == 0 ? 1 : bytes, ALIGNMENT);
    size_t align = alignment < ALIGNMENT ? ALIGNMENT : alignment;
    if (first == NULL) {
        make_first();
    }
    for (header *block = first; block != NULL && wanted >= bytes; block = block->next) {
        size_t offset = block->used != 0 ? 0 : offset_for(block, align);
        if (block->used != 0 || block->bytes < offset || block->bytes - offset < wanted) {
            continue;
        }
        if (offset != 0) {
            split(block, offset - sizeof(header));
            block = block->next;
        }
        return take(block, wanted);
    }
    return NULL;
}

void *malloc(size_t bytes) {
    return memalign(ALIGNMENT, bytes);
}

void *aligned_alloc(size_t alignment, size_t bytes) {
    return memalign(alignment, bytes);
}

int posix_memalign(void **out, size_t alignment, size_t bytes) {
    *out = memalign(alignment, bytes);
    return *out == NULL ? 12 : 0; /* ENOMEM */
}

void free(void *pointer) {
    if (pointer == NULL) {
        return;
    }
    header *block = (header *)(void *)((uint8_t *)pointer - sizeof(header));
    block->used = 0;
    pqe_heap_current -= (uint32_t)block->bytes;
    for (header *b = first; b != NULL; b = b->next) {
        while (b->used == 0 && b->next != NULL && b->next->used == 0) {
            b->bytes += sizeof(header) + b->next->bytes;
            b->next = b->next->next;
        }
    }
}

void *calloc(size_t count, size_t bytes) {
    if (bytes != 0 && count > SIZE_MAX / bytes) {
        return NULL;
    }
    void *pointer = malloc(count * bytes);
    if (pointer != NULL) {
        memset(pointer, 0, count * bytes);
    }
    return pointer;
}

void *realloc(void *pointer, size_t bytes) {
    void *moved = malloc(bytes);
    if (pointer != NULL && moved != NULL) {
        const header *block =
            (const header *)(const void *)((const uint8_t *)pointer - sizeof(header));
        memcpy(moved, pointer, block->bytes < bytes ? block->bytes : bytes);
        free(pointer);
    }
    return moved;
}
