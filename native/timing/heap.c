/* SPDX-License-Identifier: MIT */
/*
 * Counts the heap of one thread between two marks. To be preloaded: it stands in front of glibc's
 * allocator and hands every request on to it. Sizes are those that were asked for, rounded as the
 * allocator rounds.
 */
#define _GNU_SOURCE

#include <errno.h>
#include <malloc.h>
#include <stddef.h>
#include <stdlib.h>

#define PQE_EXPORT __attribute__((visibility("default")))

/* glibc's own names for its allocator: no look-up, so nothing can recurse. */
extern void *__libc_malloc(size_t size);
extern void __libc_free(void *pointer);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *pointer, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static __thread int counting;
static __thread long current;
static __thread long peak;

PQE_EXPORT void pqe_heap_begin(void);
PQE_EXPORT long pqe_heap_end(void);

void pqe_heap_begin(void) {
    current = 0;
    peak = 0;
    counting = 1;
}

/* The peak since pqe_heap_begin, in bytes. */
long pqe_heap_end(void) {
    counting = 0;
    return peak;
}

static void *taken(void *pointer) {
    if (counting && pointer != NULL) {
        current += (long)malloc_usable_size(pointer);
        peak = current > peak ? current : peak;
    }
    return pointer;
}

static void given(void *pointer) {
    if (counting && pointer != NULL) {
        current -= (long)malloc_usable_size(pointer);
    }
}

PQE_EXPORT void *malloc(size_t size) {
    return taken(__libc_malloc(size));
}

PQE_EXPORT void free(void *pointer) {
    given(pointer);
    __libc_free(pointer);
}

PQE_EXPORT void *calloc(size_t count, size_t size) {
    return taken(__libc_calloc(count, size));
}

PQE_EXPORT void *realloc(void *pointer, size_t size) {
    size_t before = pointer != NULL && counting ? malloc_usable_size(pointer) : 0;
    void *moved = __libc_realloc(pointer, size);
    if (counting && (moved != NULL || size == 0)) {
        current -= (long)before;
    }
    return taken(moved);
}

PQE_EXPORT void *memalign(size_t alignment, size_t size) {
    return taken(__libc_memalign(alignment, size));
}

PQE_EXPORT void *aligned_alloc(size_t alignment, size_t size) {
    return taken(__libc_memalign(alignment, size));
}

PQE_EXPORT int posix_memalign(void **out, size_t alignment, size_t size) {
    if (alignment % sizeof(void *) != 0 || (alignment & (alignment - 1)) != 0) {
        return EINVAL;
    }
    void *pointer = taken(__libc_memalign(alignment, size));
    if (pointer == NULL) {
        return ENOMEM;
    }
    *out = pointer;
    return 0;
}
