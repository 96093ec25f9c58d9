/* SPDX-License-Identifier: MIT */
/*
 * The command language on stdin and stdout, one line each way:
 *
 *   random KIND SEED        seed the generator (KIND as in random.h, SEED in hex)     -> ok
 *   draw BYTES              draw so many random bytes and forget them                  -> ok
 *   write NAME HEX          fill the beginning of the object NAME of the image         -> ok
 *   set NAME VALUE          store a 32-bit word                                        -> ok
 *   read NAME BYTES         -> data HEX
 *   get NAME                -> value N
 *   run NUMBER              run operation NUMBER; answered when the firmware is back:
 *                           -> ran STATUS INSTRUCTIONS CYCLES STACK PAINTED HEAP RANDOM_BYTES MOVED
 *                                  COUNTED DEEPEST (the function in which the stack was deepest)
 *   sweep                   from now on, time the code also as if it lay two bytes further on -> ok
 *   count NAME              count from now on how often this function is entered       -> ok
 *   profile 1 | 0           gather where cycles go from now on, or no longer           -> ok
 *   stacks                  -> stacks DIVISIONS OUTER;INNER CYCLES|...  of the last run profiled
 *   unaligned               -> unaligned ACCESSES CYCLES FAULTING (unaligned.h) of the last run
 *   trace ...               see trace.h
 *   quit
 *
 * Anything else, and anything that does not fit, is answered by `error TEXT`.
 */
#define _GNU_SOURCE

#include "calls.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MAX_BYTES (16u * 1024u * 1024u)

static char *line;
static size_t line_bytes;
static int running;

static int digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Number of bytes decoded, or -1 if the text is not hex or does not fit. */
static long decode_hex(const char *text, uint8_t *out, size_t capacity) {
    size_t count = 0;
    for (; text[0] != 0; text += 2, count++) {
        int high = digit(text[0]);
        int low = high < 0 ? -1 : digit(text[1]);
        if (low < 0 || count == capacity) {
            return -1;
        }
        out[count] = (uint8_t)(high << 4 | low);
    }
    return (long)count;
}

static uint8_t *object(const session *s, const char *name, size_t bytes) {
    const elf_symbol *symbol = name == NULL ? NULL : elf_find(&s->machine->image, name);
    if (symbol == NULL || bytes > symbol->size) {
        return NULL;
    }
    return machine_memory(s->machine, symbol->address, bytes);
}

static const char *do_random(session *s, const char *kind, const char *seed) {
    uint8_t bytes[PQE_RANDOM_KAT_SEED_BYTES];
    long length = kind == NULL || seed == NULL ? -1 : decode_hex(seed, bytes, sizeof bytes);
    if (length < 0 ||
        pqe_random_seed(&s->random, (pqe_random_kind)atoi(kind), bytes, (size_t)length) != PQE_OK) {
        return "the seed does not fit the generator";
    }
    return NULL;
}

static const char *do_draw(session *s, const char *length) {
    size_t bytes = length == NULL ? 0 : strtoul(length, NULL, 10);
    uint8_t *drawn = bytes > LINE_MAX_BYTES ? NULL : malloc(bytes + 1);
    if (drawn == NULL || s->random.kind == PQE_RANDOM_NONE) {
        free(drawn);
        return "so many bytes cannot be drawn, or no random seed was set";
    }
    pqe_random_generate(&s->random, drawn, bytes); /* one piece: where it ends may matter */
    free(drawn);
    return NULL;
}

static const char *do_write(const session *s, const char *name, const char *hex) {
    const elf_symbol *symbol = name == NULL ? NULL : elf_find(&s->machine->image, name);
    uint8_t *place = symbol == NULL ? NULL : object(s, name, symbol->size);
    if (place == NULL || decode_hex(hex == NULL ? "" : hex, place, symbol->size) < 0) {
        return "there is no such object, or the data do not fit it";
    }
    return NULL;
}

static const char *do_set(const session *s, const char *name, const char *value) {
    uint8_t *place = object(s, name, sizeof(uint32_t));
    if (place == NULL || value == NULL) {
        return "there is no such word";
    }
    uint32_t word = (uint32_t)strtoul(value, NULL, 10);
    memcpy(place, &word, sizeof word);
    return NULL;
}

static const char *do_read(const session *s, const char *name, const char *length) {
    size_t bytes = length == NULL ? 0 : strtoul(length, NULL, 10);
    const uint8_t *place = object(s, name, bytes);
    if (place == NULL) {
        return "there is no such object, or it is shorter";
    }
    (void)fputs("data ", stdout);
    for (size_t i = 0; i < bytes; i++) {
        (void)printf("%02x", place[i]);
    }
    (void)putchar('\n');
    return NULL;
}

static const char *do_get(const session *s, const char *name) {
    uint32_t word;
    const uint8_t *place = object(s, name, sizeof word);
    if (place == NULL) {
        return "there is no such word";
    }
    memcpy(&word, place, sizeof word);
    (void)printf("value %" PRIu32 "\n", word);
    return NULL;
}

static void report(const session *s, int status) {
    if (!s->marked) {
        (void)printf("error the firmware came back without its marks\n");
        return;
    }
    const elf_symbol *deepest =
        s->deepest_at == 0 ? NULL : elf_function_at(&s->machine->image, s->deepest_at);
    (void)printf("ran %d %" PRIu64 " %" PRIu64 " %" PRIu32 " %" PRIu32 " %" PRIu32 " %" PRIu64
                 " %" PRIu64 " %" PRIu64 " %s\n",
                 status, s->result.instructions, s->result.cycles, s->stack_bytes, s->painted_bytes,
                 s->heap_bytes, s->result.random_bytes, s->result.moved_cycles, s->counted,
                 deepest == NULL ? "?" : deepest->name);
}

static const char *do_profile(session *s, const char *wanted) {
    profile_free(s->profile);
    s->profile = NULL;
    if (wanted == NULL || strcmp(wanted, "1") != 0) {
        return NULL;
    }
    s->profile = profile_new(&s->machine->image);
    return s->profile == NULL ? "no memory" : NULL;
}

static const char *do_stacks(const session *s) {
    if (s->profile == NULL) {
        return "nothing was profiled";
    }
    (void)printf("stacks %" PRIu64 " ", profile_divisions(s->profile));
    profile_print(s->profile, stdout);
    return NULL;
}

static const char *do_unaligned(const session *s) {
    if (s->unaligned == NULL) {
        return "the emulator was not started to count unaligned accesses";
    }
    unaligned_counts found = unaligned_result(s->unaligned);
    (void)printf("unaligned %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", found.accesses, found.cycles,
                 found.faulting);
    return NULL;
}

static int next_line(void) {
    size_t used = 0;
    if (line == NULL) {
        line_bytes = 4096;
        line = malloc(line_bytes);
    }
    while (line != NULL && fgets(line + used, (int)(line_bytes - used), stdin) != NULL) {
        used += strlen(line + used);
        if (line[used - 1] == '\n') {
            line[used - 1] = 0;
            return 1;
        }
        if (line_bytes >= LINE_MAX_BYTES) {
            return 0;
        }
        line_bytes *= 2;
        char *larger = realloc(line, line_bytes);
        if (larger == NULL) {
            return 0;
        }
        line = larger;
    }
    return 0;
}

int commands_next(session *s, int status) {
    if (running) {
        report(s, status);
        running = 0;
    }
    (void)fflush(stdout);
    while (next_line()) {
        char *rest = line;
        const char *verb = strsep(&rest, " ");
        const char *first = rest == NULL ? NULL : strsep(&rest, " ");
        const char *error = NULL;
        int silent = 0;
        if (strcmp(verb, "quit") == 0) {
            return -1;
        }
        if (strcmp(verb, "run") == 0 && first != NULL) {
            running = 1;
            return atoi(first);
        }
        if (strcmp(verb, "random") == 0) {
            error = do_random(s, first, rest);
        } else if (strcmp(verb, "draw") == 0) {
            error = do_draw(s, first);
        } else if (strcmp(verb, "sweep") == 0) {
            error = machine_sweep(s->machine) == PQE_OK ? NULL : "no memory";
        } else if (strcmp(verb, "profile") == 0) {
            error = do_profile(s, first);
        } else if (strcmp(verb, "count") == 0) {
            int counts = first != NULL && calls_count(s, first) == PQE_OK;
            error = counts ? NULL : "there is no such function, or one is counted already";
        } else if (strcmp(verb, "stacks") == 0) {
            error = do_stacks(s);
            silent = 1;
        } else if (strcmp(verb, "write") == 0) {
            error = do_write(s, first, rest);
        } else if (strcmp(verb, "set") == 0) {
            error = do_set(s, first, rest);
        } else if (strcmp(verb, "read") == 0) {
            error = do_read(s, first, rest);
            silent = 1;
        } else if (strcmp(verb, "get") == 0) {
            error = do_get(s, first);
            silent = 1;
        } else if (strcmp(verb, "unaligned") == 0) {
            error = do_unaligned(s);
            silent = 1;
        } else if (strcmp(verb, "trace") == 0) {
            error = trace_command(s->trace, first, rest, &silent);
        } else {
            error = "unknown command";
        }
        if (error != NULL) {
            (void)printf("error %s\n", error);
        } else if (!silent) {
            (void)puts("ok");
        }
        (void)fflush(stdout);
    }
    return -1;
}
