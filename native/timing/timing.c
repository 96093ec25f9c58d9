/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE

#include "timing.h"

#include <linux/perf_event.h>
#include <sched.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

#define CLOCK_READINGS 1000

static int perf_descriptor = -1;

typedef struct {
    uint64_t ns;
    uint64_t ticks;
    uint64_t cycles;
} reading;

typedef struct {
    long switches;
    int cpu;
} surroundings;

static uint64_t monotonic_ns(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now); /* cannot fail for this clock on Linux */
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* Fenced, so that no instruction of the batch is counted outside it or the other way round. */
static uint64_t ticks_before(void) {
#if defined(__x86_64__)
    _mm_lfence();
    uint64_t ticks = __rdtsc();
    _mm_lfence();
    return ticks;
#elif defined(__aarch64__)
    uint64_t ticks;
    __asm__ volatile("isb\n\tmrs %0, cntvct_el0" : "=r"(ticks)::"memory");
    return ticks;
#else
    return 0;
#endif
}

static uint64_t ticks_after(void) {
#if defined(__x86_64__)
    unsigned processor;
    uint64_t ticks = __rdtscp(&processor);
    _mm_lfence();
    return ticks;
#else
    return ticks_before();
#endif
}

static uint64_t core_cycles(void) {
    uint64_t cycles = 0;
    if (perf_descriptor >= 0 && read(perf_descriptor, &cycles, sizeof cycles) != sizeof cycles) {
        cycles = 0;
    }
    return cycles;
}

static surroundings look_around(void) {
    struct rusage usage;
    surroundings seen = {0, sched_getcpu()};
    if (getrusage(RUSAGE_THREAD, &usage) == 0) {
        seen.switches = usage.ru_nivcsw;
    }
    return seen;
}

int pqe_timing_open(void) {
    struct perf_event_attr attributes;
    if (perf_descriptor >= 0) {
        return 1;
    }
    memset(&attributes, 0, sizeof attributes);
    attributes.size = sizeof attributes;
    attributes.type = PERF_TYPE_HARDWARE;
    attributes.config = PERF_COUNT_HW_CPU_CYCLES;
    attributes.exclude_kernel = 1;
    attributes.exclude_hv = 1;
    perf_descriptor =
        (int)syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
    return perf_descriptor >= 0 && core_cycles() > 0;
}

const char *pqe_timing_tick_source(void) {
#if defined(__x86_64__)
    return "tsc";
#elif defined(__aarch64__)
    return "cntvct";
#else
    return "none";
#endif
}

uint64_t pqe_timing_clock_step_ns(void) {
    uint64_t smallest = UINT64_MAX;
    uint64_t last = monotonic_ns();
    for (int i = 0; i < CLOCK_READINGS; i++) {
        uint64_t now = monotonic_ns();
        if (now > last && now - last < smallest) {
            smallest = now - last;
        }
        last = now;
    }
    return smallest == UINT64_MAX ? 1 : smallest;
}

pqe_status pqe_time_batches(pqe_operation operation, void *context, pqe_prepare prepare,
                            void *prepare_context, size_t first_index, uint32_t operations,
                            size_t batches, const pqe_columns *columns) {
    size_t index = first_index;
    for (size_t batch = 0; batch < batches; batch++) {
        int failed = 0;
        if (prepare != NULL) {
            prepare(prepare_context, batch);
        }
        surroundings before = look_around();
        reading start = {.cycles = core_cycles(), .ns = monotonic_ns(), .ticks = ticks_before()};
        for (uint32_t i = 0; i < operations; i++) {
            failed |= operation(context, index++);
        }
        reading end = {.ticks = ticks_after()};
        end.ns = monotonic_ns();
        end.cycles = core_cycles();
        surroundings after = look_around();
        if (failed != 0) {
            return PQE_ERR_SYSTEM;
        }
        columns->ns[batch] = end.ns - start.ns;
        columns->ticks[batch] = end.ticks - start.ticks;
        columns->cycles[batch] = end.cycles - start.cycles;
        columns->tags[batch] = (uint8_t)((after.switches != before.switches ? PQE_TAG_SWITCH : 0) |
                                         (after.cpu != before.cpu ? PQE_TAG_MIGRATION : 0));
    }
    return PQE_OK;
}
