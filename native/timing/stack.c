/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE

#include "timing.h"

#include <pthread.h>
#include <string.h>
#include <sys/mman.h>

/* Unlikely at the deepest end of a frame; a byte of the operation's own that equals it is not seen.
 */
#define PAINT 0xa5
/* Left unpainted below the frame of a callee, for the return address and red zone of memset. */
#define MARGIN 256u

typedef struct {
    pqe_operation operation;
    void *context;
    size_t index;
    uint8_t *bottom;
    size_t used;
    int failed;
} stack_job;

static size_t depth_below(const uint8_t *bottom, const uint8_t *frame) {
    const uint8_t *deepest = bottom;
    while (deepest < frame && *deepest == PAINT) {
        deepest++;
    }
    return (size_t)(frame - deepest);
}

/* Where a function called from here has its frame: the operation's will begin there too. */
static __attribute__((noinline)) uint8_t *callee_frame(void) {
    uint8_t *volatile frame = __builtin_frame_address(0);
    return frame;
}

static __attribute__((noinline)) void *run_painted(void *argument) {
    stack_job *job = argument;
    job->failed = job->operation(job->context, job->index);
    uint8_t *frame = callee_frame();
    memset(job->bottom, PAINT, (size_t)(frame - job->bottom) - MARGIN);
    job->failed |= job->operation(job->context, job->index);
    job->used = depth_below(job->bottom, frame);
    return NULL;
}

pqe_status pqe_stack_of(pqe_operation operation, void *context, size_t index, size_t stack_bytes,
                        size_t *used) {
    stack_job job = {operation, context, index, NULL, 0, 0};
    pthread_attr_t attributes;
    pthread_t thread;
    uint8_t *stack = mmap(NULL, stack_bytes, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (stack == MAP_FAILED) {
        return PQE_ERR_SYSTEM;
    }
    /* Every byte is written to: few large pages are quicker, where there are such. */
    (void)madvise(stack, stack_bytes, MADV_HUGEPAGE);
    job.bottom = stack;
    int error = pthread_attr_init(&attributes);
    error = error != 0 ? error : pthread_attr_setstack(&attributes, stack, stack_bytes);
    error = error != 0 ? error : pthread_create(&thread, &attributes, run_painted, &job);
    error = error != 0 ? error : pthread_join(thread, NULL);
    (void)munmap(stack, stack_bytes);
    if (error != 0 || job.failed != 0) {
        return PQE_ERR_SYSTEM;
    }
    *used = job.used;
    return PQE_OK;
}
