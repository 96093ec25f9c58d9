/* SPDX-License-Identifier: MIT */
#include "semihosting.h"

#include <string.h>

enum {
    SYS_OPEN = 0x01,
    SYS_CLOSE = 0x02,
    SYS_WRITEC = 0x03,
    SYS_WRITE0 = 0x04,
    SYS_WRITE = 0x05,
    SYS_READ = 0x06,
    SYS_ISERROR = 0x08,
    SYS_ISTTY = 0x09,
    SYS_SEEK = 0x0a,
    SYS_FLEN = 0x0c,
    SYS_CLOCK = 0x10,
    SYS_TIME = 0x11,
    SYS_ERRNO = 0x13,
    SYS_GET_CMDLINE = 0x15,
    SYS_HEAPINFO = 0x16,
    SYS_EXIT = 0x18,
    SYS_EXIT_EXTENDED = 0x20,
    SYS_ELAPSED = 0x30,
    SYS_TICKFREQ = 0x31
};

enum { HANDLE_INPUT = 1, HANDLE_OUTPUT, HANDLE_ERROR, HANDLE_FEATURES };

#define FAILED UINT32_MAX
#define APPLICATION_EXIT 0x20026u

/* SYS_EXIT_EXTENDED is known, and ":tt" opens stdout and stderr apart. */
static const uint8_t features[] = {'S', 'H', 'F', 'B', 0x03};

/* A range of guest memory; what lies outside is the firmware's mistake. */
static uint8_t *range(const board *b, uint32_t address, uint32_t bytes, const char **why) {
    uint8_t *place = board_memory(b, address, bytes);
    if (place == NULL) {
        *why = "a semihosting call was given memory that does not exist";
    }
    return place;
}

static uint32_t parameter(const board *b, uint32_t block, uint32_t index, const char **why) {
    uint32_t word = 0;
    const uint8_t *place = range(b, block + 4 * index, sizeof word, why);
    if (place != NULL) {
        memcpy(&word, place, sizeof word);
    }
    return word;
}

static void put_parameter(const board *b, uint32_t block, uint32_t index, uint32_t word,
                          const char **why) {
    uint8_t *place = range(b, block + 4 * index, sizeof word, why);
    if (place != NULL) {
        memcpy(place, &word, sizeof word);
    }
}

static int is_name(const board *b, uint32_t address, uint32_t bytes, const char *name) {
    const uint8_t *place = board_memory(b, address, bytes);
    return place != NULL && bytes == strlen(name) && memcmp(place, name, bytes) == 0;
}

static uint32_t open_file(semihosting *s, const board *b, uint32_t block, const char **why) {
    uint32_t name = parameter(b, block, 0, why);
    uint32_t mode = parameter(b, block, 1, why);
    uint32_t bytes = parameter(b, block, 2, why);
    if (is_name(b, name, bytes, ":tt")) {
        return mode < 4 ? HANDLE_INPUT : mode < 8 ? HANDLE_OUTPUT : HANDLE_ERROR;
    }
    if (is_name(b, name, bytes, ":semihosting-features")) {
        s->features_read = 0;
        return HANDLE_FEATURES;
    }
    return FAILED;
}

/* Returns the bytes that were not written. */
static uint32_t write_file(const semihosting *s, const board *b, uint32_t block, const char **why) {
    uint32_t handle = parameter(b, block, 0, why);
    uint32_t bytes = parameter(b, block, 2, why);
    const uint8_t *data = range(b, parameter(b, block, 1, why), bytes, why);
    if (data == NULL || (handle != HANDLE_OUTPUT && handle != HANDLE_ERROR)) {
        return bytes;
    }
    FILE *out = handle == HANDLE_ERROR ? s->error_out : s->out;
    return bytes - (uint32_t)fwrite(data, 1, bytes, out);
}

/* Returns the bytes that were not read. */
static uint32_t read_file(semihosting *s, const board *b, uint32_t block, const char **why) {
    uint32_t handle = parameter(b, block, 0, why);
    uint32_t bytes = parameter(b, block, 2, why);
    uint8_t *out = range(b, parameter(b, block, 1, why), bytes, why);
    uint32_t left = (uint32_t)sizeof features - s->features_read;
    if (out == NULL || handle != HANDLE_FEATURES) {
        return bytes;
    }
    uint32_t count = bytes < left ? bytes : left;
    memcpy(out, features + s->features_read, count);
    s->features_read += count;
    return bytes - count;
}

static uint32_t seek_file(semihosting *s, const board *b, uint32_t block, const char **why) {
    uint32_t position = parameter(b, block, 1, why);
    if (parameter(b, block, 0, why) != HANDLE_FEATURES || position > sizeof features) {
        return FAILED;
    }
    s->features_read = position;
    return 0;
}

static void write_text(const semihosting *s, const board *b, uint32_t address, const char **why) {
    for (;; address++) {
        const uint8_t *place = range(b, address, 1, why);
        if (place == NULL || *place == 0) {
            return;
        }
        (void)fputc(*place, s->out);
    }
}

static void write_character(const semihosting *s, const board *b, uint32_t address,
                            const char **why) {
    const uint8_t *place = range(b, address, 1, why);
    if (place != NULL) {
        (void)fputc(*place, s->out);
    }
}

static void exit_run(semihosting *s, uint32_t reason, uint32_t status) {
    s->exited = 1;
    s->status = reason == APPLICATION_EXIT ? status : 1;
}

static uint32_t command_line(const board *b, uint32_t block, const char **why) {
    uint8_t *out = range(b, parameter(b, block, 0, why), 1, why);
    if (out == NULL) {
        return FAILED;
    }
    *out = 0;
    put_parameter(b, block, 1, 0, why);
    return 0;
}

/* Zeros: the image knows its heap and stack itself. */
static uint32_t heap_information(const board *b, uint32_t block, const char **why) {
    uint32_t out = parameter(b, block, 0, why);
    for (uint32_t n = 0; n < 4; n++) {
        put_parameter(b, out, n, 0, why);
    }
    return 0;
}

static uint32_t elapsed(const board *b, uint32_t block, uint64_t cycles, const char **why) {
    put_parameter(b, block, 0, (uint32_t)cycles, why);
    put_parameter(b, block, 1, (uint32_t)(cycles >> 32), why);
    return 0;
}

static uint32_t serve(semihosting *s, const board *b, uint32_t call, uint32_t argument,
                      uint64_t cycles, const char **why) {
    switch (call) {
    case SYS_OPEN:
        return open_file(s, b, argument, why);
    case SYS_CLOSE:
    case SYS_TIME:
    case SYS_ERRNO:
        return 0;
    case SYS_WRITEC:
        write_character(s, b, argument, why);
        return 0;
    case SYS_WRITE0:
        write_text(s, b, argument, why);
        return 0;
    case SYS_WRITE:
        return write_file(s, b, argument, why);
    case SYS_READ:
        return read_file(s, b, argument, why);
    case SYS_ISERROR:
        return parameter(b, argument, 0, why) >> 31;
    case SYS_ISTTY:
        return parameter(b, argument, 0, why) != HANDLE_FEATURES;
    case SYS_SEEK:
        return seek_file(s, b, argument, why);
    case SYS_FLEN:
        return parameter(b, argument, 0, why) == HANDLE_FEATURES ? (uint32_t)sizeof features : 0;
    case SYS_CLOCK:
        return (uint32_t)(cycles / (SEMIHOSTING_HZ / 100));
    case SYS_GET_CMDLINE:
        return command_line(b, argument, why);
    case SYS_HEAPINFO:
        return heap_information(b, argument, why);
    case SYS_EXIT: /* the reason itself, without a status */
        exit_run(s, argument, 0);
        return 0;
    case SYS_EXIT_EXTENDED:
        exit_run(s, parameter(b, argument, 0, why), parameter(b, argument, 1, why));
        return 0;
    case SYS_ELAPSED:
        return elapsed(b, argument, cycles, why);
    case SYS_TICKFREQ:
        return SEMIHOSTING_HZ;
    default: /* files of the host, input, and calls nobody knows */
        return FAILED;
    }
}

void semihosting_serve(semihosting *s, const board *b, uint64_t cycles, const char **why) {
    uint32_t call = board_register(b, UC_ARM_REG_R0);
    uint32_t argument = board_register(b, UC_ARM_REG_R1);
    board_set_register(b, UC_ARM_REG_R0, serve(s, b, call, argument, cycles, why));
}
