/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE

#include "trace.h"

#include "access.h"
#include "decode.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Odd, so that no bit of the old value is lost; the shift brings the high bits down again. */
#define MIX 0x9e3779b97f4a7c15u

typedef enum { MARK_CALLS, MARK_BODY, MARK_END, MARK_COUNT } mark_kind;

enum { NO_MARK = 0 };

typedef struct {
    uint64_t pc;
    uint64_t address;
    uint64_t operands;
    uint64_t conditions;
} hashes;

/* What is known of the instruction at one halfword of the flash. */
typedef struct {
    access_site site;
    uint8_t mark;        /* of the function that begins here: its number + 1 */
    uint8_t body;        /* in a function whose own instructions are left out */
    uint8_t conditional; /* in an IT block, of one cycle, without data access or branch */
} place;

typedef struct {
    mark_kind kind;
    uint64_t calls;
} function_mark;

typedef struct {
    uint32_t pc;
    char what;
    uint32_t first;
    uint32_t second;
} event;

struct trace {
    const machine *machine;
    int multiplies;
    place *places;
    uint32_t first_address;
    uint32_t place_count;
    function_mark marks[TRACE_MARKS];
    size_t mark_count;
    int active;
    int left_out;          /* in a function of the kind `calls` */
    uint32_t back_address; /* where it returns to */
    uint32_t back_stack;   /* with this stack pointer */
    uint64_t instructions;
    uint64_t operand_instructions;
    hashes now;
    hashes *chunks;
    size_t chunk_count;
    size_t chunk_capacity;
    uint64_t window_first;
    uint64_t window_count;
    event window[TRACE_EVENTS];
    size_t events;
};

trace *trace_new(const machine *m, trace_operands operands) {
    trace *t = calloc(1, sizeof *t);
    if (t == NULL) {
        return NULL;
    }
    t->machine = m;
    t->multiplies = operands == TRACE_OPERANDS_AND_LONG_MULTIPLY;
    t->first_address = m->layout.flash;
    t->place_count = m->layout.flash_bytes / 2;
    /* Zeroed memory that is not touched costs nothing: an image fills a small part of the flash. */
    t->places = calloc(t->place_count, sizeof *t->places);
    if (t->places == NULL) {
        trace_free(t);
        return NULL;
    }
    return t;
}

void trace_free(trace *t) {
    if (t != NULL) {
        free(t->places);
        free(t->chunks);
        free(t);
    }
}

void trace_begin(trace *t) {
    const hashes none = {MIX, MIX, MIX, MIX};
    t->now = none;
    t->instructions = 0;
    t->operand_instructions = 0;
    t->chunk_count = 0;
    t->events = 0;
    t->left_out = 0;
    for (size_t i = 0; i < t->mark_count; i++) {
        t->marks[i].calls = 0;
    }
    t->active = 1;
}

void trace_end(trace *t) {
    t->active = 0;
}

static uint64_t mixed(uint64_t hash, uint64_t value) {
    hash = (hash ^ value) * MIX;
    return hash ^ hash >> 29;
}

static uint32_t core_register(const trace *t, unsigned number, uint32_t pc) {
    static const int numbers[] = {UC_ARM_REG_R0,  UC_ARM_REG_R1,  UC_ARM_REG_R2,  UC_ARM_REG_R3,
                                  UC_ARM_REG_R4,  UC_ARM_REG_R5,  UC_ARM_REG_R6,  UC_ARM_REG_R7,
                                  UC_ARM_REG_R8,  UC_ARM_REG_R9,  UC_ARM_REG_R10, UC_ARM_REG_R11,
                                  UC_ARM_REG_R12, UC_ARM_REG_R13, UC_ARM_REG_R14};
    return number < 15 ? machine_register(t->machine, numbers[number]) : pc + 4;
}

static const uint8_t *code_at(const trace *t, uint32_t pc, size_t *available) {
    const uint8_t *code = machine_memory(t->machine, pc, 4);
    *available = 4;
    if (code == NULL) {
        code = machine_memory(t->machine, pc, 2);
        *available = code == NULL ? 0 : 2;
    }
    return code;
}

static access_site decoded(const trace *t, uint32_t pc) {
    size_t available;
    const uint8_t *code = code_at(t, pc, &available);
    return access_decode(code, available, t->multiplies);
}

/* An IT instruction at `pc`: find the instructions of its block that take one cycle whether they
 * are executed or not. */
static void mark_conditional(const trace *t, uint32_t pc) {
    size_t available;
    const uint8_t *code = code_at(t, pc, &available);
    if (available < 2 || code[1] != 0xbf || (code[0] & 15) == 0) {
        return;
    }
    /* The lowest bit that is set in the mask ends the block. */
    int count = 4;
    for (unsigned mask = code[0] & 15u; (mask & 1u) == 0; mask >>= 1) {
        count--;
    }
    for (uint32_t next = pc + 2; count > 0; count--) {
        uint32_t number = (next - t->first_address) / 2;
        code = code_at(t, next, &available);
        insn found = decode_insn(&t->machine->part.pipeline.core, code, available);
        if (found.bytes == 0 || number >= t->place_count) {
            return;
        }
        t->places[number].conditional = found.kind == INSN_PLAIN && found.cycles == 1 &&
                                        found.access == ACCESS_NONE &&
                                        decoded(t, next).kind == SITE_PLAIN;
        next += found.bytes;
    }
}

/* A chunk is full. Without memory for its hashes the trace ends, which its length then shows. */
static void keep_chunk(trace *t) {
    if (t->chunk_count == t->chunk_capacity) {
        size_t capacity = t->chunk_capacity == 0 ? 1024 : 2 * t->chunk_capacity;
        hashes *larger = realloc(t->chunks, capacity * sizeof *larger);
        if (larger == NULL) {
            t->active = 0;
            return;
        }
        t->chunks = larger;
        t->chunk_capacity = capacity;
    }
    t->chunks[t->chunk_count++] = t->now;
}

static void keep_event(trace *t, event e) {
    if (t->instructions - t->window_first < t->window_count && t->events < TRACE_EVENTS) {
        t->window[t->events++] = e;
    }
}

static void take(trace *t, const access_site *site, uint32_t pc) {
    event e = {pc, '-', 0, 0};
    t->now.pc = mixed(t->now.pc, pc);
    if (site->kind == SITE_ACCESS) {
        e.what = 'a';
        e.first = core_register(t, site->base, pc) + (uint32_t)site->offset;
        if (site->index != ACCESS_NO_INDEX) {
            e.first += core_register(t, site->index, pc) << site->shift;
        }
        t->now.address = mixed(t->now.address, e.first);
    } else if (site->kind == SITE_DIVISION || site->kind == SITE_LONG_MULTIPLICATION) {
        e.what = site->kind == SITE_DIVISION ? 'd' : 'm';
        e.first = core_register(t, site->base, pc);
        e.second = core_register(t, site->index, pc);
        t->now.operands = mixed(t->now.operands, (uint64_t)e.first << 32 | e.second);
        t->operand_instructions++;
    }
    keep_event(t, e);
    if (++t->instructions % TRACE_CHUNK == 0) {
        keep_chunk(t);
    }
}

/* The function marked so is called. Returns whether its first instruction is left out. */
static int enter(trace *t, function_mark *mark, uint32_t pc) {
    mark->calls++;
    if (mark->kind == MARK_END) {
        t->active = 0;
    } else if (mark->kind == MARK_CALLS) {
        t->left_out = 1;
        t->back_address = core_register(t, 14, pc) & ~1u;
        t->back_stack = core_register(t, 13, pc);
    }
    return mark->kind == MARK_END || mark->kind == MARK_CALLS;
}

void trace_instruction(uc_engine *uc, uint64_t address, uint32_t bytes, void *context) {
    trace *t = context;
    uint32_t pc = (uint32_t)address;
    uint32_t number = (pc - t->first_address) / 2;
    (void)uc;
    (void)bytes;
    if (!t->active) {
        return;
    }
    if (t->left_out) {
        if (pc != t->back_address || core_register(t, 13, pc) != t->back_stack) {
            return;
        }
        t->left_out = 0;
    }
    if (number >= t->place_count) { /* code in RAM: rare enough to decode each time */
        access_site site = decoded(t, pc);
        take(t, &site, pc);
        return;
    }
    place *here = &t->places[number];
    if (here->mark != NO_MARK && enter(t, &t->marks[here->mark - 1], pc)) {
        return;
    }
    if (here->body) {
        return;
    }
    if (here->site.kind == SITE_UNSEEN) {
        here->site = decoded(t, pc);
        mark_conditional(t, pc);
    }
    if (here->conditional) {
        event e = {pc, 'c', 0, 0};
        t->now.conditions = mixed(t->now.conditions, (uint64_t)pc << 32 ^ t->instructions);
        keep_event(t, e);
        return;
    }
    take(t, &here->site, pc);
}

/* ---- commands ---- */

static const char *next_word(char **rest) {
    return *rest == NULL ? NULL : strsep(rest, " ");
}

static int number_of(const char *text, uint64_t *out) {
    char *end = NULL;
    if (text == NULL || text[0] < '0' || text[0] > '9') {
        return 0;
    }
    *out = strtoull(text, &end, 10);
    return *end == 0;
}

static int kind_of(const char *text, mark_kind *kind) {
    static const char *const names[] = {"calls", "body", "end", "count"};
    for (size_t i = 0; text != NULL && i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(text, names[i]) == 0) {
            *kind = (mark_kind)i;
            return 1;
        }
    }
    return 0;
}

static const char *do_mark(trace *t, char *rest) {
    mark_kind kind;
    uint64_t address;
    uint64_t bytes;
    if (!kind_of(next_word(&rest), &kind) || !number_of(next_word(&rest), &address) ||
        !number_of(next_word(&rest), &bytes)) {
        return "a mark has a kind, an address and a length";
    }
    uint64_t first = (address - t->first_address) / 2; /* wraps below the flash: then too large */
    uint64_t count = bytes / 2;
    if (first >= t->place_count || count > t->place_count - first || count == 0) {
        return "the function is not in the flash";
    }
    if (t->mark_count == TRACE_MARKS || (kind != MARK_BODY && t->places[first].mark != NO_MARK)) {
        return "too many marks, or the function has one already";
    }
    if (kind == MARK_BODY) {
        for (uint64_t i = 0; i < count; i++) {
            t->places[first + i].body = 1;
        }
        return NULL;
    }
    t->marks[t->mark_count].kind = kind;
    t->marks[t->mark_count].calls = 0;
    t->mark_count++;
    t->places[first].mark = (uint8_t)t->mark_count;
    return NULL;
}

static const char *do_window(trace *t, char *rest) {
    uint64_t first;
    uint64_t count;
    if (!number_of(next_word(&rest), &first) || !number_of(next_word(&rest), &count) ||
        count > TRACE_WINDOW) {
        return "a window has a first position, and a length that is not larger than it may be";
    }
    t->window_first = first;
    t->window_count = count;
    return NULL;
}

static void print_hashes(const hashes *h) {
    (void)printf("%016" PRIx64 " %016" PRIx64 " %016" PRIx64 " %016" PRIx64, h->pc, h->address,
                 h->operands, h->conditions);
}

static void print_sum(const trace *t) {
    (void)printf("trace %" PRIu64 " ", t->instructions);
    print_hashes(&t->now);
    (void)printf(" %" PRIu64, t->operand_instructions);
    for (size_t i = 0; i < t->mark_count; i++) {
        if (t->marks[i].kind == MARK_COUNT) {
            (void)printf(" %" PRIu64, t->marks[i].calls);
        }
    }
    (void)putchar('\n');
}

static const char *do_at(const trace *t, char *rest) {
    uint64_t chunk;
    if (!number_of(next_word(&rest), &chunk) || chunk == 0 || chunk > t->chunk_count) {
        return "there are not so many chunks";
    }
    (void)fputs("trace ", stdout);
    print_hashes(&t->chunks[chunk - 1]);
    (void)putchar('\n');
    return NULL;
}

static void print_events(const trace *t) {
    (void)fputs("trace", stdout);
    for (size_t i = 0; i < t->events; i++) {
        const event *e = &t->window[i];
        (void)printf(" %" PRIx32 ":%c:%" PRIx32 ":%" PRIx32, e->pc, e->what, e->first, e->second);
    }
    (void)putchar('\n');
}

const char *trace_command(trace *t, const char *what, char *rest, int *answered) {
    if (t == NULL) {
        return "the emulator was not started to trace";
    }
    if (what != NULL && strcmp(what, "mark") == 0) {
        return do_mark(t, rest);
    }
    if (what != NULL && strcmp(what, "window") == 0) {
        return do_window(t, rest);
    }
    *answered = 1;
    if (what != NULL && strcmp(what, "sum") == 0) {
        print_sum(t);
        return NULL;
    }
    if (what != NULL && strcmp(what, "events") == 0) {
        print_events(t);
        return NULL;
    }
    if (what != NULL && strcmp(what, "at") == 0) {
        return do_at(t, rest);
    }
    return "unknown command";
}
