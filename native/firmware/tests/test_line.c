/* SPDX-License-Identifier: MIT */
/*
 * The firmware's side of the line protocol: sound lines behind any noise, altered lines, lines that
 * are too long. Run under the sanitizers. Exits 1 and names the check that failed.
 */
#include "board.h"
#include "line.h"

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

static char sent[4096];
static size_t sent_bytes;

void board_send(uint8_t byte) {
    CHECK(sent_bytes + 1 < sizeof sent);
    sent[sent_bytes++] = (char)byte;
    sent[sent_bytes] = 0;
}

static uint32_t random_state = 1;

/* xorshift32 (Marsaglia 2003). */
static uint32_t next_random(void) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state;
}

/* How many sound lines a text holds; the last is in *command. */
static int lines_in(const char *text, size_t bytes, line_command *command) {
    int count = 0;
    for (size_t i = 0; i < bytes; i++) {
        count += line_add((uint8_t)text[i], command);
    }
    return count;
}

/* CRCs by another implementation (zlib): the protocol's, not this file's. */
static const char hello[] = "PQE1> 0badcafe 0001 hello 41585fd8\n";
static const char write_four[] = "PQE1> 0badcafe 0002 write 20000000 01020304 86252eae\n";

static void test_sound_lines(void) {
    line_command command;
    CHECK(lines_in(hello, strlen(hello), &command) == 1);
    CHECK(command.session == 0x0badcafeu && command.sequence == 1);
    CHECK(strcmp(command.body, "hello") == 0);
    CHECK(lines_in(write_four, strlen(write_four), &command) == 1);
    CHECK(strcmp(command.body, "write 20000000 01020304") == 0);
}

static void test_noise_and_damage(void) {
    line_command command;
    size_t length = strlen(hello);
    char text[sizeof hello];
    for (size_t round = 0; round < 2000; round++) {
        for (uint32_t noise = next_random() % 2000; noise > 0; noise--) {
            uint8_t byte = (uint8_t)next_random();
            (void)line_add(byte == '\n' ? 0 : byte, &command);
        }
        CHECK(lines_in(hello, length, &command) == 1);
    }
    for (size_t place = 0; place + 1 < length; place++) {
        for (unsigned other = 0; other < 256; other++) {
            memcpy(text, hello, sizeof text);
            text[place] = (char)other;
            int same = text[place] == hello[place];
            CHECK(lines_in(text, length, &command) == same);
            (void)line_add('\n', &command);
        }
        CHECK(lines_in(hello, place, &command) == 0);
        CHECK(line_add('\n', &command) == 0);
    }
    CHECK(lines_in(hello, length, &command) == 1);
}

static void test_numbers(void) {
    char text[] = "0badcafe 4294967295 4294967296 x";
    char *at = text;
    uint32_t number;
    CHECK(line_take_hex(&at, 8, &number) && number == 0x0badcafeu);
    CHECK(line_take_decimal(&at, &number) && number == UINT32_MAX);
    CHECK(!line_take_decimal(&at, &number));
    CHECK(!line_take_decimal(&at, &number));
    uint8_t bytes[2];
    CHECK(line_take_bytes("01ff", bytes, 2) == 2 && bytes[0] == 1 && bytes[1] == 0xff);
    CHECK(line_take_bytes("", bytes, 2) == 0);
    CHECK(line_take_bytes("01ff00", bytes, 2) == -1 && line_take_bytes("0", bytes, 2) == -1);
    CHECK(line_take_bytes("0g", bytes, 2) == -1);
}

static void test_answers(void) {
    static uint8_t data[2 * LINE_PAYLOAD_BYTES];
    sent_bytes = 0;
    line_begin(0x0badcafeu, 7, "ran");
    line_signed(-12);
    line_signed(0);
    line_number(18446744073709551615u);
    line_end();
    CHECK(strcmp(sent, "\nPQE1< 0badcafe 0007 ran -12 0 18446744073709551615 fb39ecd6\n") == 0);
    size_t once = sent_bytes;
    line_repeat();
    CHECK(sent_bytes == 2 * once && memcmp(sent, sent + once, once) == 0);
    sent_bytes = 0;
    line_begin(1, 2, "data");
    line_hex(data, LINE_PAYLOAD_BYTES);
    line_end();
    CHECK(sent_bytes > 2 * LINE_PAYLOAD_BYTES && sent[sent_bytes - 1] == '\n');
    line_begin(1, 2, "data");
    line_hex(data, sizeof data); /* more than fits: cut off, never beyond the buffer */
    line_end();
}

int main(void) {
    test_sound_lines();
    test_noise_and_damage();
    test_numbers();
    test_answers();
    return 0;
}
