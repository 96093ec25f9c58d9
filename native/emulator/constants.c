/* SPDX-License-Identifier: MIT */
#include "constants.h"

#include <stdlib.h>
#include <string.h>

enum { LARGEST_WAIT = 15 };

/* Read a number of at most `largest` at *text, which is moved behind it. */
static int number(const char **text, unsigned least, unsigned largest, uint8_t *out) {
    char *end = NULL;
    if (**text < '0' || **text > '9') {
        return 0;
    }
    unsigned long value = strtoul(*text, &end, 10);
    *text = end;
    *out = (uint8_t)value;
    return value >= least && value <= largest;
}

static int waits(pipeline_profile *profile, size_t count, size_t first, const char **text) {
    for (size_t n = 0; n < count; n++) {
        if (n > 0 && *(*text)++ != '.') {
            return 0;
        }
        if (!number(text, 0, LARGEST_WAIT, &profile->bus_waits[first + n])) {
            return 0;
        }
    }
    profile->waits_differ = 1;
    return 1;
}

static int constant(pipeline_profile *profile, const char *name, size_t length, const char **text) {
    const struct {
        const char *name;
        unsigned least;
        unsigned largest;
        uint8_t *place;
    } known[] = {
        {"buffer_words", 2, 4, &profile->buffer_words},
        {"fetch_latency", 1, 4, &profile->fetch_latency},
        {"run_again_words", 1, 3, &profile->run_again_words},
        {"branch_wait", 0, LARGEST_WAIT, &profile->branch_wait},
        {"literal_blocks_a_fetch", 0, 1, &profile->literal_blocks_a_fetch},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strlen(known[i].name) == length && memcmp(known[i].name, name, length) == 0) {
            return number(text, known[i].least, known[i].largest, known[i].place);
        }
    }
    return 0;
}

pqe_status constants_read(pipeline_profile *profile, size_t memories, size_t first,
                          const char *text) {
    static const char of_waits[] = "waits";
    while (*text != '\0') {
        const char *name = text;
        size_t length = strcspn(text, "=");
        text += length;
        if (*text++ != '=') {
            return PQE_ERR_LENGTH;
        }
        int is_waits = length == strlen(of_waits) && memcmp(name, of_waits, length) == 0;
        if (!(is_waits ? first + memories < PIPELINE_MEMORIES &&
                             waits(profile, memories + 1, first, &text)
                       : constant(profile, name, length, &text))) {
            return PQE_ERR_LENGTH;
        }
        if (*text == ',' && text[1] != '\0') {
            text++;
        } else if (*text != '\0') {
            return PQE_ERR_LENGTH;
        }
    }
    /* Else a fetcher that stopped in front of half a word would wait for ever. */
    return profile->run_again_words < profile->buffer_words ? PQE_OK : PQE_ERR_LENGTH;
}
