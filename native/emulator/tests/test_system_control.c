/* SPDX-License-Identifier: MIT */
/*
 * The core's own registers without the engine: the timer against one that counts cycle by cycle,
 * the cycle counter, priorities and masks, registers at random; and the time within a block,
 * against a model that was given the block in two parts. Exits 1 and names the check that failed.
 */
#include "system_control.h"
#include "timing.h"
#include "uart.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            (void)fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                  \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

enum { CSR = 0, RVR = 4, CVR = 8, CALIB = 12 };

static uint32_t random_state = 1;

/* xorshift32 (Marsaglia 2003): repeatable, and good enough to stir bytes. */
static uint32_t next_random(void) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state;
}

/* The timer as the manual words it, one tick at a time. */
typedef struct {
    uint32_t value, reload, control, phase;
    int counted, pending;
} slow_timer;

static void tick(slow_timer *t) {
    if ((t->control & 1u) == 0) {
        return;
    }
    if ((t->control & 4u) == 0 && ++t->phase < 25) {
        return;
    }
    t->phase = 0;
    if (t->value == 0) {
        t->value = t->reload;
    } else if (--t->value == 0) {
        t->counted = 1;
        t->pending |= (t->control & 2u) != 0;
    }
}

static void write_slow(slow_timer *t, uint32_t offset, uint32_t value) {
    switch (offset) {
    case CSR:
        if (((t->control ^ value) & 5u) != 0) {
            t->phase = 0;
        }
        t->control = value & 7u;
        break;
    case RVR:
        t->reload = value & 0xffffffu;
        break;
    default:
        t->value = 0;
        t->counted = 0;
        t->phase = 0;
        break;
    }
}

static void test_timer(void) {
    for (size_t round = 0; round < 300; round++) {
        systick fast = {0};
        slow_timer slow = {0};
        uint64_t now = 0;
        for (size_t step = 0; step < 40; step++) {
            uint32_t offset = next_random() % 3 * 4;
            uint32_t value = offset == RVR ? next_random() % 40 : next_random();
            systick_write(&fast, now, offset, value);
            write_slow(&slow, offset, value);
            uint64_t next = systick_next_interrupt(&fast);
            uint32_t cycles = next_random() % 300;
            for (uint32_t n = 0; n < cycles; n++) {
                CHECK(!slow.pending || now >= next);
                tick(&slow);
                now++;
                CHECK(!slow.pending || now >= next);
                CHECK(next > now || slow.pending || (slow.control & 2u) == 0);
            }
            CHECK(systick_read(&fast, now, CVR) == slow.value);
            CHECK(fast.pending == slow.pending);
            CHECK((systick_read(&fast, now, CSR) >> 16 & 1u) == (uint32_t)slow.counted);
            slow.counted = 0; /* the read took it */
            fast.pending = slow.pending = 0;
        }
    }
}

/* All of its 24 bits: it wraps where they end, once in 2^24 cycles. */
static void test_long_timer(void) {
    systick t = {0};
    systick_write(&t, 0, RVR, 0xffffffffu);
    CHECK(systick_read(&t, 0, RVR) == 0xffffffu);
    systick_write(&t, 0, CVR, 1);
    systick_write(&t, 100, CSR, 7);
    CHECK(systick_next_interrupt(&t) == 100 + 0x1000000u);
    CHECK(systick_read(&t, 101, CVR) == 0xffffffu);
    CHECK(systick_read(&t, 99 + 0x1000000u, CVR) == 1);
    CHECK((systick_read(&t, 99 + 0x1000000u, CSR) & 0x10000u) == 0);
    CHECK(systick_read(&t, 100 + 0x1000000u, CVR) == 0 && t.pending);
    CHECK((systick_read(&t, 100 + 0x1000000u, CSR) & 0x10000u) != 0);
    CHECK((systick_read(&t, 100 + 0x1000000u, CSR) & 0x10000u) == 0);
    CHECK(systick_read(&t, 101 + 5 * 0x1000000ull, CVR) == 0xffffffu);
    CHECK(systick_read(&t, 0, CALIB) != 0);
}

static const exception_masks no_masks = {0, 0, 0};

static uint32_t get(system_control *s, uint64_t now, uint32_t address) {
    return system_control_read(s, now, address, 4);
}

static void set(system_control *s, uint64_t now, uint32_t address, uint32_t value) {
    system_control_write(s, now, address, 4, value);
}

static void test_cycle_counter(void) {
    system_control s;
    system_control_reset(&s, 0);
    CHECK(get(&s, 100, 0xe0001004u) == 0); /* not traced: it stands */
    set(&s, 100, 0xe0001000u, 1);
    CHECK(get(&s, 200, 0xe0001004u) == 0);
    set(&s, 200, 0xe000edfcu, 1u << 24);
    CHECK(get(&s, 250, 0xe0001004u) == 50);
    set(&s, 250, 0xe0001004u, 7);
    CHECK(get(&s, 260, 0xe0001004u) == 17);
    set(&s, 260, 0xe0001000u, 0);
    CHECK(get(&s, 900, 0xe0001004u) == 17);
    set(&s, 900, 0xe0001000u, 1);
    CHECK(get(&s, 900 + (1ull << 32), 0xe0001004u) == 17); /* 32 bits of it */
}

static void test_priorities(void) {
    system_control s;
    exception_masks masks = no_masks;
    system_control_reset(&s, 0);
    CHECK(system_control_take(&s, &masks) == 0 && !s.some_pending);
    set(&s, 0, 0xe000ed20u, 0x80e00000u); /* SysTick 0x80, PendSV 0xe0 */
    CHECK(system_control_read(&s, 0, 0xe000ed23u, 1) == 0x80);
    CHECK(system_control_read(&s, 0, 0xe000ed22u, 2) == 0x80e0);
    set(&s, 0, 0xe000ed04u, 1u << 28 | 1u << 26);
    CHECK(s.some_pending && system_control_take(&s, &masks) == EXCEPTION_SYSTICK);
    CHECK((get(&s, 0, 0xe000ed04u) >> 12 & 0x1ffu) == EXCEPTION_SYSTICK);
    masks.basepri = 0x80;
    CHECK(system_control_take(&s, &masks) == 0 && s.some_pending);
    masks.basepri = 0x81;
    set(&s, 0, 0xe000ed0cu, 0x05fa0000u); /* one bit of sub-priority: 0x81 is as good as 0x80 */
    CHECK(system_control_take(&s, &masks) == 0);
    masks = (exception_masks){1, 0, 0};
    CHECK(system_control_take(&s, &masks) == 0);
    set(&s, 0, 0xe000ed04u, 1u << 31); /* NMI */
    CHECK(system_control_take(&s, &masks) == EXCEPTION_NMI);
    masks = (exception_masks){0, 1, 0};
    CHECK(system_control_take(&s, &masks) == EXCEPTION_NMI);
    system_control_enter(&s, EXCEPTION_NMI);
    CHECK(system_control_take(&s, &no_masks) == 0);
    system_control_leave(&s, EXCEPTION_NMI, 0);
    system_control_enter(&s, EXCEPTION_SYSTICK);
    CHECK(system_control_take(&s, &no_masks) == 0); /* PendSV is below */
    CHECK(!system_control_permits(&s, EXCEPTION_PENDSV, &no_masks));
    CHECK(system_control_permits(&s, EXCEPTION_HARD_FAULT, &no_masks));
    CHECK((get(&s, 0, 0xe000ed04u) & 0x1ffu) == EXCEPTION_SYSTICK);
    set(&s, 0, 0xe000ed04u, 1u << 27); /* PENDSVCLR */
    CHECK(system_control_take(&s, &no_masks) == 0 && !s.some_pending);
}

static void test_external_interrupts(void) {
    system_control s;
    system_control_reset(&s, 0);
    set(&s, 0, 0xe000e200u, 0x80000001u);
    CHECK(system_control_take(&s, &no_masks) == 0); /* not enabled */
    set(&s, 0, 0xe000e100u, 0x80000001u);
    CHECK(get(&s, 0, 0xe000e180u) == 0x80000001u);
    CHECK(system_control_take(&s, &no_masks) == EXCEPTION_EXTERNAL); /* the lower number */
    system_control_write(&s, 0, 0xe000e400u, 1, 0x10);
    CHECK(system_control_take(&s, &no_masks) == EXCEPTION_EXTERNAL + 31);
    set(&s, 0, 0xe000e280u, UINT32_MAX);
    CHECK(get(&s, 0, 0xe000e200u) == 0 && system_control_take(&s, &no_masks) == 0);
    set(&s, 0, 0xe000ef00u, 31);
    CHECK(system_control_take(&s, &no_masks) == EXCEPTION_EXTERNAL + 31);
    set(&s, 0, 0xe000ef00u, 500); /* there is no such interrupt */
    system_control_enter(&s, EXCEPTION_EXTERNAL + 31);
    CHECK(get(&s, 0, 0xe000e300u) == 0x80000000u);
}

static void test_reset(void) {
    system_control s;
    system_control_reset(&s, 0x1000);
    CHECK(get(&s, 0, 0xe000ed08u) == 0x1000 && !system_control_fpu_on(&s));
    set(&s, 0, 0xe000ed0cu, 4); /* without the key */
    CHECK(!s.reset_asked);
    set(&s, 0, 0xe000ed0cu, 0x05fa0004u);
    CHECK(s.reset_asked);
    set(&s, 0, 0xe000ed88u, UINT32_MAX);
    CHECK(get(&s, 0, 0xe000ed88u) == 0x00f00000u && system_control_fpu_on(&s));
}

/* Any access anywhere, in any order: nothing is written beyond the state. */
static void test_anything(void) {
    struct {
        system_control s;
        uint8_t guard[64];
    } box;
    system_control_reset(&box.s, 0);
    memset(box.guard, 0x5a, sizeof box.guard);
    uint64_t now = 0;
    for (size_t n = 0; n < 300000; n++) {
        static const uint32_t bases[] = {0xe0001000u, 0xe000e000u, 0xe000ed00u, 0xe000e400u};
        unsigned bytes = 1u << next_random() % 3;
        uint32_t address = bases[next_random() % 4] + (next_random() % 0x400 & ~(bytes - 1));
        now += next_random() % 1000;
        if (next_random() % 2 != 0) {
            system_control_write(&box.s, now, address, bytes, next_random());
        } else {
            uint32_t value = system_control_read(&box.s, now, address, bytes);
            CHECK(bytes == 4 || value >> 8 * bytes == 0);
        }
        exception_masks masks = {next_random() & 1u, 0, (uint8_t)next_random()};
        uint32_t taken = system_control_take(&box.s, &masks);
        CHECK(taken < EXCEPTIONS && (taken == 0 || system_control_permits(&box.s, taken, &masks)));
    }
    for (size_t n = 0; n < sizeof box.guard; n++) {
        CHECK(box.guard[n] == 0x5a);
    }
}

static void test_uart(const char *path) {
    FILE *out = fopen(path, "w+b");
    uart u = {out, 0, 0};
    char text[8] = {0};
    CHECK(out != NULL);
    uart_write(&u, 0, 'x'); /* not enabled */
    uart_write(&u, 8, 1);
    uart_write(&u, 0, 'h');
    uart_write(&u, 0, 0xffffff00u | 'i');
    CHECK(uart_read(&u, 4) == 0 && uart_read(&u, 8) == 1);
    rewind(out);
    CHECK(fread(text, 1, sizeof text, out) == 2 && strcmp(text, "hi") == 0);
    CHECK(fclose(out) == 0);
    (void)remove(path);
}

/* ---- time within a block ---- */

static const uint16_t code[] = {0x6808, 0x680a,         /* ldr r0, [r1]; ldr r2, [r1] */
                                0xea80, 0x0001,         /* eor.w r0, r0, r1 */
                                0x600a, 0x6803,         /* str r2, [r1]; ldr r3, [r0] */
                                0xbf08, 0x2001, 0xbf00, /* it eq; moveq r0, #1; nop */
                                0xeeb7, 0x0a00,         /* vmov.f32 s0, #1.0 */
                                0xd1f0};                /* bne */

static const uint8_t *bytes_at(void *context, uint32_t address, size_t bytes) {
    (void)context;
    return address + bytes <= sizeof code ? (const uint8_t *)code + address : NULL;
}

static uint32_t core_register(void *context, unsigned number) {
    (void)context;
    return 0x20000000u + number * 0x10000u;
}

static uint8_t memory_at(void *context, uint32_t address) {
    (void)context;
    return (uint8_t)(2 + (address >> 16 & 7u));
}

static timing_model *model_of(void) {
    timing_host host = {.bytes = bytes_at,
                        .core_register = core_register,
                        .memory = memory_at,
                        .profile = pipeline_default(1)};
    timing_model *model = timing_new(&host);
    CHECK(model != NULL);
    return model;
}

/* Up to each instruction, what the model says of a block that ends there. */
static void test_time_in_a_block(void) {
    static const uint32_t starts[] = {0, 2, 4, 8, 10, 12, 14, 16, 18, 22, sizeof code};
    for (size_t n = 0; n < sizeof starts / sizeof starts[0]; n++) {
        timing_model *whole = model_of();
        timing_model *part = model_of();
        timing_charge(whole, 1000);
        timing_charge(part, 1000);
        CHECK(timing_block(whole, 0, sizeof code) == PQE_OK);
        CHECK(timing_uses_fpu(whole));
        if (starts[n] > 0) {
            CHECK(timing_block(part, 0, starts[n]) == PQE_OK);
        }
        CHECK(timing_cycles_at(whole, starts[n]) == timing_cycles(part));
        uint64_t all = timing_cycles(whole);
        timing_leave(whole, starts[n]);
        CHECK(timing_cycles(whole) == timing_cycles(part));
        CHECK(timing_instructions(whole) == timing_instructions(part));
        CHECK(all >= timing_cycles(whole) && !timing_uses_fpu(whole));
        /* What comes next begins anew, and pays for no branch. */
        timing_model *fresh = model_of();
        CHECK(timing_block(fresh, 16, 2) == PQE_OK && timing_block(whole, 16, 2) == PQE_OK);
        CHECK(timing_cycles(whole) - timing_cycles(part) == timing_cycles(fresh));
        timing_free(fresh);
        timing_free(whole);
        timing_free(part);
    }
    timing_model *empty = model_of();
    CHECK(timing_cycles_at(empty, 0) == 0 && !timing_uses_fpu(empty));
    timing_free(empty);
}

int main(int argc, char **argv) {
    CHECK(argc == 2);
    test_timer();
    test_long_timer();
    test_cycle_counter();
    test_priorities();
    test_external_interrupts();
    test_reset();
    test_anything();
    test_uart(argv[1]);
    test_time_in_a_block();
    return 0;
}
