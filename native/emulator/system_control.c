/* SPDX-License-Identifier: MIT */
/* Implementation notes. Offsets are from SYSTEM_CONTROL_BASE; names are the manual's. */
#include "system_control.h"

#include <string.h>

enum {
    DWT_CTRL = 0x1000,
    DWT_CYCCNT = 0x1004,
    ICTR = 0xe004,
    SYST_CSR = 0xe010,
    SYST_CALIB = 0xe01c,
    NVIC_ISER = 0xe100,
    NVIC_ICER = 0xe180,
    NVIC_ISPR = 0xe200,
    NVIC_ICPR = 0xe280,
    NVIC_IABR = 0xe300,
    NVIC_IPR = 0xe400,
    CPUID = 0xed00,
    ICSR = 0xed04,
    VTOR = 0xed08,
    AIRCR = 0xed0c,
    SCR = 0xed10,
    CCR = 0xed14,
    SHPR1 = 0xed18,
    SHCSR = 0xed24,
    CPACR = 0xed88,
    DEMCR = 0xedfc,
    STIR = 0xef00,
    FPCCR = 0xef34,
    FPCAR = 0xef38,
    FPDSCR = 0xef3c,
    MVFR0 = 0xef40,
    MVFR1 = 0xef44
};

enum { EXTERNAL_INTERRUPTS = EXCEPTIONS - EXCEPTION_EXTERNAL, CYCCNTENA = 1 };

#define CPUID_CORTEX_M4 0x410fc241u
#define TRCENA 0x01000000u
#define NUMCOMP_4 0x40000000u
#define STKALIGN 0x200u
#define ASPEN_LSPEN 0xc0000000u
#define NO_PRIORITY 256 /* of code that is no exception: everything interrupts it */

void system_control_reset(system_control *s, uint32_t vectors) {
    memset(s, 0, sizeof *s);
    s->vectors = vectors;
    s->configuration = STKALIGN;
    s->fpccr = ASPEN_LSPEN;
    memset(s->enabled, 1, EXCEPTION_EXTERNAL);
}

/* ---- priorities ---- */

/* The part of a priority that decides whether one exception interrupts another. */
static int group_priority(const system_control *s, int priority) {
    return priority & -(1 << (s->priority_group + 1));
}

static int priority_of(const system_control *s, uint32_t number) {
    switch (number) {
    case EXCEPTION_NMI:
        return -2;
    case EXCEPTION_HARD_FAULT:
        return -1;
    default:
        return s->priority[number];
    }
}

static int group_of(const system_control *s, uint32_t number) {
    int priority = priority_of(s, number);
    return priority < 0 ? priority : group_priority(s, priority);
}

static int execution_priority(const system_control *s, const exception_masks *masks) {
    int priority = NO_PRIORITY;
    for (uint32_t n = 1; n < EXCEPTIONS; n++) {
        if (s->active[n] && group_of(s, n) < priority) {
            priority = group_of(s, n);
        }
    }
    if (masks->basepri != 0 && group_priority(s, masks->basepri) < priority) {
        priority = group_priority(s, masks->basepri);
    }
    if (masks->primask && priority > 0) {
        priority = 0;
    }
    return masks->faultmask && priority > -1 ? -1 : priority;
}

int system_control_permits(const system_control *s, uint32_t number, const exception_masks *masks) {
    return group_of(s, number) < execution_priority(s, masks);
}

uint32_t system_control_take(system_control *s, const exception_masks *masks) {
    uint32_t best = 0;
    int some = 0;
    for (uint32_t n = 1; n < EXCEPTIONS; n++) {
        if (!s->pending[n] || !s->enabled[n]) {
            continue;
        }
        some = 1;
        if (best == 0 || priority_of(s, n) < priority_of(s, best)) {
            best = n;
        }
    }
    s->some_pending = some;
    return best != 0 && system_control_permits(s, best, masks) ? best : 0;
}

void system_control_enter(system_control *s, uint32_t number) {
    s->pending[number] = 0;
    s->active[number] = 1;
    s->current = number;
}

void system_control_leave(system_control *s, uint32_t number, uint32_t back_to) {
    s->active[number] = 0;
    s->current = back_to;
}

unsigned system_control_active(const system_control *s) {
    unsigned count = 0;
    for (uint32_t n = 1; n < EXCEPTIONS; n++) {
        count += s->active[n];
    }
    return count;
}

void system_control_advance(system_control *s, uint64_t now) {
    systick_advance(&s->timer, now);
    if (s->timer.pending) {
        s->timer.pending = 0;
        s->pending[EXCEPTION_SYSTICK] = 1;
        s->some_pending = 1;
    }
}

/* ---- cycle counter ---- */

static int counter_runs(const system_control *s) {
    return (s->debug_monitor & TRCENA) != 0 && (s->dwt_control & CYCCNTENA) != 0;
}

static void hold_counter(system_control *s, uint64_t now) {
    if (counter_runs(s)) {
        s->counter = (uint32_t)(now - s->counted_from);
    }
}

/* After whatever decides whether it runs was written. */
static void release_counter(system_control *s, uint64_t now) {
    s->counted_from = now - s->counter;
}

/* ---- registers ---- */

static uint32_t external_bits(const uint8_t *state) {
    uint32_t bits = 0;
    for (uint32_t n = 0; n < EXTERNAL_INTERRUPTS; n++) {
        bits |= (uint32_t)state[EXCEPTION_EXTERNAL + n] << n;
    }
    return bits;
}

static void set_external(uint8_t *state, uint32_t bits, uint8_t value) {
    for (uint32_t n = 0; n < EXTERNAL_INTERRUPTS; n++) {
        if ((bits >> n & 1u) != 0) {
            state[EXCEPTION_EXTERNAL + n] = value;
        }
    }
}

static uint32_t read_icsr(const system_control *s) {
    uint32_t value = s->current;
    uint32_t best = 0;
    for (uint32_t n = 1; n < EXCEPTIONS; n++) {
        int waits = s->pending[n] && s->enabled[n];
        if (waits && (best == 0 || priority_of(s, n) < priority_of(s, best))) {
            best = n;
        }
    }
    value |= system_control_active(s) <= 1 ? 1u << 11 : 0; /* RETTOBASE */
    value |= best << 12;
    value |= external_bits(s->pending) != 0 ? 1u << 22 : 0;
    value |= (uint32_t)s->pending[EXCEPTION_SYSTICK] << 26;
    value |= (uint32_t)s->pending[EXCEPTION_PENDSV] << 28;
    return value | (uint32_t)s->pending[EXCEPTION_NMI] << 31;
}

static void write_icsr(system_control *s, uint32_t value) {
    static const struct {
        uint8_t bit;
        uint8_t number;
        uint8_t pending;
    } effects[] = {{25, EXCEPTION_SYSTICK, 0},
                   {26, EXCEPTION_SYSTICK, 1},
                   {27, EXCEPTION_PENDSV, 0},
                   {28, EXCEPTION_PENDSV, 1},
                   {31, EXCEPTION_NMI, 1}};
    for (size_t i = 0; i < sizeof effects / sizeof effects[0]; i++) {
        if ((value >> effects[i].bit & 1u) != 0) {
            s->pending[effects[i].number] = effects[i].pending;
        }
    }
    s->some_pending = 1;
}

static void write_aircr(system_control *s, uint32_t value) {
    if (value >> 16 == 0x05fau) { /* VECTKEY */
        s->priority_group = value >> 8 & 7u;
        s->reset_asked |= (value & 4u) != 0;
        s->some_pending = 1; /* a reset is looked for where exceptions are */
    }
}

static uint32_t read_shcsr(const system_control *s) {
    uint32_t value = s->fault_enables;
    value |= (uint32_t)s->active[EXCEPTION_SVC] << 7;
    value |= (uint32_t)s->active[EXCEPTION_PENDSV] << 10;
    value |= (uint32_t)s->active[EXCEPTION_SYSTICK] << 11;
    return value | (uint32_t)s->pending[EXCEPTION_SVC] << 15;
}

/* The priority that a byte register holds, or NULL if it is none. */
static uint8_t *priority_at(system_control *s, uint32_t offset) {
    if (offset - SHPR1 < 12) {
        return &s->priority[4 + offset - SHPR1];
    }
    if (offset - NVIC_IPR < EXTERNAL_INTERRUPTS) {
        return &s->priority[EXCEPTION_EXTERNAL + offset - NVIC_IPR];
    }
    return NULL;
}

static uint32_t read_word(system_control *s, uint64_t now, uint32_t offset) {
    switch (offset) {
    case DWT_CTRL:
        return s->dwt_control | NUMCOMP_4;
    case DWT_CYCCNT:
        return counter_runs(s) ? (uint32_t)(now - s->counted_from) : s->counter;
    case ICTR:
        return EXTERNAL_INTERRUPTS / 32 - 1;
    case NVIC_ISER:
    case NVIC_ICER:
        return external_bits(s->enabled);
    case NVIC_ISPR:
    case NVIC_ICPR:
        return external_bits(s->pending);
    case NVIC_IABR:
        return external_bits(s->active);
    case CPUID:
        return CPUID_CORTEX_M4;
    case ICSR:
        return read_icsr(s);
    case VTOR:
        return s->vectors;
    case AIRCR:
        return 0xfa050000u | s->priority_group << 8;
    case SCR:
        return s->sleep;
    case CCR:
        return s->configuration;
    case SHCSR:
        return read_shcsr(s);
    case CPACR:
        return s->cpacr;
    case DEMCR:
        return s->debug_monitor;
    case FPCCR:
        return s->fpccr;
    case FPCAR:
        return s->fpcar;
    case FPDSCR:
        return s->fpdscr;
    case MVFR0:
        return 0x10110021u;
    case MVFR1:
        return 0x11000011u;
    default:
        return 0;
    }
}

static void write_counter(system_control *s, uint64_t now, uint32_t offset, uint32_t value) {
    hold_counter(s, now);
    if (offset == DWT_CTRL) {
        s->dwt_control = value & 0x0fffffffu;
    } else if (offset == DEMCR) {
        s->debug_monitor = value;
    } else {
        s->counter = value;
    }
    release_counter(s, now);
}

static void write_interrupts(system_control *s, uint32_t offset, uint32_t value) {
    switch (offset) {
    case NVIC_ISER:
        set_external(s->enabled, value, 1);
        break;
    case NVIC_ICER:
        set_external(s->enabled, value, 0);
        break;
    case NVIC_ISPR:
        set_external(s->pending, value, 1);
        break;
    case NVIC_ICPR:
        set_external(s->pending, value, 0);
        break;
    default: /* STIR */
        if ((value & 0x1ffu) < EXTERNAL_INTERRUPTS) {
            s->pending[EXCEPTION_EXTERNAL + (value & 0x1ffu)] = 1;
        }
        break;
    }
    s->some_pending = 1;
}

static void write_word(system_control *s, uint64_t now, uint32_t offset, uint32_t value) {
    switch (offset) {
    case DWT_CTRL:
    case DWT_CYCCNT:
    case DEMCR:
        write_counter(s, now, offset, value);
        break;
    case NVIC_ISER:
    case NVIC_ICER:
    case NVIC_ISPR:
    case NVIC_ICPR:
    case STIR:
        write_interrupts(s, offset, value);
        break;
    case ICSR:
        write_icsr(s, value);
        break;
    case VTOR:
        s->vectors = value & 0xffffff80u;
        break;
    case AIRCR:
        write_aircr(s, value);
        break;
    case SCR:
        s->sleep = value & 0x16u;
        break;
    case CCR:
        s->configuration = value & 0x31bu;
        break;
    case SHCSR:
        s->fault_enables = value & 0x70000u;
        break;
    case CPACR:
        s->cpacr = value & 0x00f00000u;
        break;
    case FPCCR:
        s->fpccr = value & ASPEN_LSPEN;
        break;
    case FPCAR:
        s->fpcar = value & ~7u;
        break;
    case FPDSCR:
        s->fpdscr = value & 0x07c00000u;
        break;
    default:
        break;
    }
}

static int is_systick(uint32_t offset) {
    return offset >= SYST_CSR && offset <= SYST_CALIB;
}

uint32_t system_control_read(system_control *s, uint64_t now, uint32_t address, unsigned bytes) {
    uint32_t offset = address - SYSTEM_CONTROL_BASE;
    uint32_t value = 0;
    system_control_advance(s, now);
    if (priority_at(s, offset) != NULL) {
        for (unsigned n = 0; n < bytes; n++) {
            const uint8_t *priority = priority_at(s, offset + n);
            value |= (uint32_t)(priority == NULL ? 0 : *priority) << 8 * n;
        }
        return value;
    }
    uint32_t word = offset & ~3u;
    value =
        is_systick(word) ? systick_read(&s->timer, now, word - SYST_CSR) : read_word(s, now, word);
    return value >> 8 * (offset & 3u) & (bytes == 4 ? UINT32_MAX : (1u << 8 * bytes) - 1);
}

void system_control_write(system_control *s, uint64_t now, uint32_t address, unsigned bytes,
                          uint32_t value) {
    uint32_t offset = address - SYSTEM_CONTROL_BASE;
    system_control_advance(s, now);
    if (priority_at(s, offset) != NULL) {
        for (unsigned n = 0; n < bytes; n++) {
            uint8_t *priority = priority_at(s, offset + n);
            if (priority != NULL) {
                *priority = (uint8_t)(value >> 8 * n);
            }
        }
        s->some_pending = 1;
        return;
    }
    /* A part of a word: what firmware does with registers that are words is a word's write. */
    uint32_t word = offset & ~3u;
    uint32_t shifted = value << 8 * (offset & 3u);
    if (is_systick(word)) {
        systick_write(&s->timer, now, word - SYST_CSR, shifted);
    } else {
        write_word(s, now, word, shifted);
    }
}
