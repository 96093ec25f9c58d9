/* SPDX-License-Identifier: MIT */
#include "systick.h"

enum { ENABLE = 1, TICKINT = 2, CLKSOURCE = 4 };
enum { CONTROL = 0, RELOAD = 4, VALUE = 8, CALIBRATION = 12 };

#define COUNTFLAG 0x10000u
#define COUNTER_MASK 0xffffffu
#define REFERENCE_DIVISOR 25u
#define TENMS (10000u - 1) /* reference ticks in 10 ms, less one */

static uint64_t tick_cycles(const systick *t) {
    return (t->control & CLKSOURCE) != 0 ? 1 : REFERENCE_DIVISOR;
}

/* Ticks until the counter becomes 0 by counting. */
static uint64_t ticks_to_zero(const systick *t) {
    return t->value != 0 ? t->value : (uint64_t)t->reload + 1;
}

/* A timer with nothing to load stands at 0. */
static int stands(const systick *t) {
    return (t->control & ENABLE) == 0 || (t->value == 0 && t->reload == 0);
}

void systick_advance(systick *t, uint64_t now) {
    uint64_t ticks = (now - t->since) / tick_cycles(t);
    if ((t->control & ENABLE) == 0) {
        t->since = now;
        return;
    }
    t->since += ticks * tick_cycles(t);
    uint64_t to_zero = ticks_to_zero(t);
    if (stands(t)) {
        return;
    }
    if (ticks < to_zero) {
        if (ticks > 0) {
            t->value = (uint32_t)(to_zero - ticks);
        }
        return;
    }
    t->counted = 1;
    t->pending |= (t->control & TICKINT) != 0;
    uint64_t behind = (ticks - to_zero) % ((uint64_t)t->reload + 1);
    t->value = behind == 0 ? 0 : t->reload + 1 - (uint32_t)behind;
}

uint64_t systick_next_interrupt(const systick *t) {
    if (stands(t) || (t->control & TICKINT) == 0) {
        return SYSTICK_NEVER;
    }
    return t->since + ticks_to_zero(t) * tick_cycles(t);
}

uint32_t systick_read(systick *t, uint64_t now, uint32_t offset) {
    systick_advance(t, now);
    switch (offset) {
    case CONTROL: {
        uint32_t value = t->control | (t->counted ? COUNTFLAG : 0);
        t->counted = 0;
        return value;
    }
    case RELOAD:
        return t->reload;
    case VALUE:
        return t->value;
    case CALIBRATION:
        return TENMS;
    default:
        return 0;
    }
}

void systick_write(systick *t, uint64_t now, uint32_t offset, uint32_t value) {
    systick_advance(t, now);
    switch (offset) {
    case CONTROL:
        if ((t->control ^ value) & (ENABLE | CLKSOURCE)) {
            t->since = now;
        }
        t->control = value & (ENABLE | TICKINT | CLKSOURCE);
        break;
    case RELOAD:
        t->reload = value & COUNTER_MASK;
        break;
    case VALUE: /* whatever is written */
        t->value = 0;
        t->counted = 0;
        t->since = now;
        break;
    default:
        break;
    }
}
