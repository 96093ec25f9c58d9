/* SPDX-License-Identifier: MIT */
/*
 * The HAL of a board: commands over a UART (line.h), cycles by the core's counter, stack by
 * painting (marks.S), random bytes from the generators of native/random, whose own cycles and stack
 * are left out. Built with -DPQE_BOARD="NAME" -DPQE_IMAGE="KEY" -DPQE_FAULTED=NUMBER and what
 * board.h names.
 *
 * In the emulator an image with this HAL runs like any other: it serves the four functions itself
 * and never executes what stands here, the board's set-up included.
 */
#include "board.h"
#include "hal.h"
#include "line.h"
#include "random/random.h"

#include <string.h>

#define REGISTER(address) (*(volatile uint32_t *)(address))
#define MPU_CTRL REGISTER(0xe000ed94u)
#define MPU_RBAR REGISTER(0xe000ed9cu)
#define MPU_RASR REGISTER(0xe000eda0u)
#define MPU_RBAR_REGION_0 (1u << 4)
#define MPU_RASR_NO_ACCESS_16K (1u << 28 | 13u << 1 | 1u)
#define MPU_CTRL_ENABLE_WITH_DEFAULT 5u

#define PROTOCOL_VERSION 1u
#define RANDOM_STACK_BYTES 2048

extern uint8_t pqe_bss_start[];
extern uint8_t pqe_bss_end[];
extern uint8_t pqe_flash_start[];
extern uint8_t pqe_flash_end[];
extern uint8_t pqe_guard[];
extern uint8_t pqe_stack_bottom[];

void pqe_random_served(uint8_t *out, size_t len);

/* What hal_begin and hal_end leave; marks.S has these places as numbers. */
volatile struct {
    uint32_t stack_pointer;
    uint32_t cycles_begin;
    uint32_t cycles_end;
    uint32_t lowest;      /* address of the lowest word of the stack that was written to */
    uint32_t lowest_word; /* and what it holds */
    uint32_t heap;        /* in use at the beginning */
    uint32_t ticks;       /* of 2^24 cycles that have passed */
} pqe_mark __attribute__((used));

/* Where hal_random keeps its caller's stack pointer and return address. */
volatile uint32_t pqe_random_caller[2] __attribute__((used));
static uint8_t random_stack[RANDOM_STACK_BYTES] __attribute__((aligned(8)));
uint8_t *const pqe_random_stack_top __attribute__((used)) = random_stack + RANDOM_STACK_BYTES;

/* PQE_FAULTED if the code faulted before the last reset; what it holds else does not matter. */
volatile uint32_t pqe_fault_flag __attribute__((section(".noinit"), used));

static uint32_t known_session;
static int has_session;
static uint16_t last_sequence;
static int is_open;
static int is_running;
static pqe_random generator;
static uint64_t random_cycles;
static uint64_t random_bytes_before;

static uint32_t cycles_now(void) {
#if PQE_CYCLE_COUNTER
    return REGISTER(PQE_CYCLE_COUNTER);
#else
    return 0;
#endif
}

__attribute__((noinline, used)) void pqe_random_served(uint8_t *out, size_t len) {
    uint32_t from = cycles_now();
    pqe_random_generate(&generator, out, len);
    random_cycles += cycles_now() - from;
}

static uint32_t stack_bytes(void) {
    uint32_t lowest = pqe_mark.lowest;
    uint32_t word = pqe_mark.lowest_word;
    if (lowest >= pqe_mark.stack_pointer) {
        return 0;
    }
    for (; (word & 0xffu) == 0xa5u; word >>= 8) {
        lowest++;
    }
    return pqe_mark.stack_pointer - lowest;
}

/* The counter's 32 bits, completed by the ticks, which know the rest roughly. */
static uint64_t cycles(void) {
#if PQE_CYCLE_COUNTER
    uint32_t low = pqe_mark.cycles_end - pqe_mark.cycles_begin;
    int64_t missing = ((int64_t)pqe_mark.ticks << 24) - (int64_t)low;
    uint64_t rounds = missing <= 0 ? 0 : ((uint64_t)missing + 0x80000000u) >> 32;
    return (rounds << 32) + low - random_cycles;
#else
    return 0;
#endif
}

static void guard_stack(void) {
    MPU_RBAR = (uint32_t)(uintptr_t)pqe_guard | MPU_RBAR_REGION_0;
    MPU_RASR = MPU_RASR_NO_ACCESS_16K;
    MPU_CTRL = MPU_CTRL_ENABLE_WITH_DEFAULT;
    __asm__ volatile("dsb\n\tisb" ::: "memory");
}

/* ---- commands ---- */

static uint8_t *range(uint32_t address, uint32_t bytes, const uint8_t *start, const uint8_t *end) {
    uint32_t first = (uint32_t)(uintptr_t)start;
    uint32_t size = (uint32_t)(end - start);
    uint32_t offset = address - first; /* wraps below the start: then too large */
    return offset <= size && bytes <= size - offset ? (uint8_t *)(uintptr_t)address : NULL;
}

static const char *do_random(char *text) {
    uint8_t seed[PQE_RANDOM_KAT_SEED_BYTES];
    uint32_t kind;
    long length = line_take_decimal(&text, &kind) ? line_take_bytes(text, seed, sizeof seed) : -1;
    if (length < 0 ||
        pqe_random_seed(&generator, (pqe_random_kind)kind, seed, (size_t)length) != PQE_OK) {
        return "the seed does not fit the generator";
    }
    return NULL;
}

static const char *do_write(char *text) {
    uint8_t data[LINE_PAYLOAD_BYTES];
    uint32_t address;
    long length = line_take_hex(&text, 8, &address) ? line_take_bytes(text, data, sizeof data) : -1;
    uint8_t *place =
        length < 0 ? NULL : range(address, (uint32_t)length, pqe_bss_start, pqe_bss_end);
    if (place == NULL) {
        return "the data do not fit there";
    }
    memcpy(place, data, (size_t)length);
    return NULL;
}

static const char *do_read(const line_command *command, char *text) {
    uint32_t address;
    uint32_t bytes;
    if (!line_take_hex(&text, 8, &address) || !line_take_decimal(&text, &bytes) ||
        bytes > LINE_PAYLOAD_BYTES) {
        return "what is to be read is not clear";
    }
    const uint8_t *place = range(address, bytes, pqe_bss_start, pqe_bss_end);
    if (place == NULL) {
        place = range(address, bytes, pqe_flash_start, pqe_flash_end);
    }
    if (place == NULL) {
        return "there is nothing to be read there";
    }
    line_begin(command->session, command->sequence, "data");
    line_hex(place, bytes);
    line_end();
    return NULL;
}

static void greet(const line_command *command) {
    known_session = command->session;
    has_session = 1;
    pqe_fault_flag = 0;
    last_sequence = command->sequence;
    line_begin(command->session, command->sequence, "hello");
    line_number(PROTOCOL_VERSION);
    line_text(PQE_BOARD);
    line_text(PQE_IMAGE);
    line_number(LINE_PAYLOAD_BYTES);
    line_number(PQE_CYCLE_COUNTER != 0);
    line_end();
}

static void refuse(const line_command *command, const char *why) {
    line_begin(command->session, command->sequence, "error");
    line_text(why);
    line_end();
}

/* The operation to run, or -1 if the command is dealt with. */
static int obey(const line_command *command) {
    static const char names[][8] = {"random ", "write ", "read ", "run "};
    char *text = command->body;
    size_t which = 0;
    const char *error = NULL;
    while (which < 4 && strncmp(text, names[which], strlen(names[which])) != 0) {
        which++;
    }
    text += which < 4 ? strlen(names[which]) : 0;
    uint32_t number;
    switch (which) {
    case 0:
        error = do_random(text);
        break;
    case 1:
        error = do_write(text);
        break;
    case 2:
        error = do_read(command, text);
        break;
    case 3:
        if (line_take_decimal(&text, &number) && number <= INT32_MAX) {
            line_begin(command->session, command->sequence, "running");
            line_end();
            return (int)number;
        }
        error = "there is no such operation";
        break;
    default:
        error = "unknown command";
        break;
    }
    if (error != NULL) {
        refuse(command, error);
    } else if (which < 2) {
        line_begin(command->session, command->sequence, "ok");
        line_end();
    }
    return -1;
}

static int take(const line_command *command) {
    if (strcmp(command->body, "hello") == 0) {
        greet(command);
        return -1;
    }
    if (!has_session || command->session != known_session) {
        refuse(command, pqe_fault_flag == PQE_FAULTED ? "fault" : "reset");
        return -1;
    }
    if (command->sequence == last_sequence) {
        line_repeat();
        return -1;
    }
    if (command->sequence != (uint16_t)(last_sequence + 1u)) {
        refuse(command, "this command is out of sequence");
        return -1;
    }
    last_sequence = command->sequence;
    return obey(command);
}

static void report(int status) {
    line_command answered = {known_session, last_sequence, NULL};
    if (pqe_mark.stack_pointer == 0) {
        refuse(&answered, "the firmware came back without its marks");
        return;
    }
    if (pqe_mark.lowest <= (uint32_t)(uintptr_t)pqe_stack_bottom) {
        refuse(&answered, "the stack is too small for it");
        return;
    }
    line_begin(known_session, last_sequence, "ran");
    line_signed(status);
    line_number(cycles());
    line_number(stack_bytes());
    line_number(pqe_heap_peak - pqe_mark.heap);
    line_number(generator.bytes - random_bytes_before);
    line_end();
}

int hal_next(int status) {
    line_command command;
    if (!is_open) {
        board_open();
        guard_stack();
        is_open = 1;
    }
    if (is_running) {
        report(status);
        is_running = 0;
    }
    for (;;) {
        int byte = board_receive();
        int number = byte >= 0 && line_add((uint8_t)byte, &command) ? take(&command) : -1;
        if (number >= 0) {
            is_running = 1;
            pqe_mark.stack_pointer = 0;
            random_cycles = 0;
            random_bytes_before = generator.bytes;
            return number;
        }
    }
}
