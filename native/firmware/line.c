/* SPDX-License-Identifier: MIT */
#include "line.h"

#include "board.h"

#include <string.h>

enum { MARK_BYTES = 5, CRC_DIGITS = 8, SESSION_DIGITS = 8, SEQUENCE_DIGITS = 4 };

static const char from_host[] = "PQE1>";
static const char to_host[] = "PQE1<";
static const char digits[] = "0123456789abcdef";

static char received[LINE_BYTES];
static size_t received_bytes;

static char answer[LINE_BYTES];
static size_t answer_bytes;

/* CRC-32 of IEEE 802.3, bit by bit: lines are short and nothing is being measured. */
static uint32_t crc_of(const char *data, size_t bytes) {
    uint32_t crc = 0xffffffffu;
    for (size_t i = 0; i < bytes; i++) {
        crc ^= (uint8_t)data[i];
        for (unsigned bit = 0; bit < 8; bit++) {
            crc = crc >> 1 ^ (0xedb88320u & (0u - (crc & 1u)));
        }
    }
    return ~crc;
}

static int digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void skip_space(char **text) {
    if (**text == ' ') {
        (*text)++;
    }
}

int line_take_hex(char **text, unsigned count, uint32_t *number) {
    *number = 0;
    for (unsigned i = 0; i < count; i++) {
        int value = digit((*text)[i]);
        if (value < 0) {
            return 0;
        }
        *number = *number << 4 | (uint32_t)value;
    }
    *text += count;
    int ends = **text == ' ' || **text == 0;
    skip_space(text);
    return ends;
}

int line_take_decimal(char **text, uint32_t *number) {
    uint64_t value = 0;
    unsigned count = 0;
    for (; **text >= '0' && **text <= '9' && count < 10; count++, (*text)++) {
        value = value * 10 + (uint64_t)(**text - '0');
    }
    *number = (uint32_t)value;
    int ends = count > 0 && value <= UINT32_MAX && (**text == ' ' || **text == 0);
    skip_space(text);
    return ends;
}

long line_take_bytes(const char *text, uint8_t *out, size_t capacity) {
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

/* received[0..received_bytes) is a whole line, ended by 0. */
static int parse(line_command *command) {
    char *text = received;
    size_t bytes = strlen(text);
    if (bytes < sizeof from_host + CRC_DIGITS || bytes != received_bytes ||
        memcmp(text, from_host, MARK_BYTES) != 0) {
        return 0;
    }
    char *tail = text + bytes - CRC_DIGITS;
    uint32_t crc;
    uint32_t sequence;
    char *end = tail;
    if (!line_take_hex(&end, CRC_DIGITS, &crc) || tail[-1] != ' ' ||
        crc != crc_of(text, bytes - CRC_DIGITS - 1)) {
        return 0;
    }
    tail[-1] = 0;
    text += MARK_BYTES;
    if (*text++ != ' ' || !line_take_hex(&text, SESSION_DIGITS, &command->session) ||
        !line_take_hex(&text, SEQUENCE_DIGITS, &sequence)) {
        return 0;
    }
    command->sequence = (uint16_t)sequence;
    command->body = text;
    return 1;
}

/* What came before the beginning of a line is noise, however long. */
static void keep_from_mark(void) {
    size_t before = received_bytes - MARK_BYTES;
    if (received_bytes > MARK_BYTES && memcmp(received + before, from_host, MARK_BYTES) == 0) {
        memmove(received, received + before, MARK_BYTES);
        received_bytes = MARK_BYTES;
    } else if (received_bytes + 1 == sizeof received) { /* the last place is for the 0 at the end */
        memmove(received, received + before, MARK_BYTES);
        received_bytes = MARK_BYTES;
        received[0] = 0; /* too long for a line, but its end may begin one */
    }
}

int line_add(uint8_t byte, line_command *command) {
    if (byte != '\n') {
        received[received_bytes++] = (char)byte;
        keep_from_mark();
        return 0;
    }
    received[received_bytes] = 0;
    int fine = parse(command);
    received_bytes = 0;
    return fine;
}

static void put(char c) {
    if (answer_bytes < sizeof answer) {
        answer[answer_bytes++] = c;
    }
}

static void put_hex(uint32_t number, unsigned count) {
    for (unsigned i = count; i-- > 0;) {
        put(digits[number >> (4 * i) & 15u]);
    }
}

void line_begin(uint32_t session, uint16_t sequence, const char *word) {
    answer_bytes = 0;
    for (const char *at = to_host; *at != 0; at++) {
        put(*at);
    }
    put(' ');
    put_hex(session, SESSION_DIGITS);
    put(' ');
    put_hex(sequence, SEQUENCE_DIGITS);
    line_text(word);
}

void line_text(const char *text) {
    put(' ');
    for (; *text != 0; text++) {
        put(*text);
    }
}

static void put_decimal(uint64_t number) {
    char text[20];
    size_t count = 0;
    do {
        text[count++] = digits[number % 10];
        number /= 10;
    } while (number != 0);
    while (count > 0) {
        put(text[--count]);
    }
}

void line_number(uint64_t number) {
    put(' ');
    put_decimal(number);
}

void line_signed(int number) {
    put(' ');
    if (number < 0) {
        put('-');
    }
    put_decimal(number < 0 ? 0u - (uint64_t)number : (uint64_t)number);
}

void line_hex(const uint8_t *data, size_t bytes) {
    put(' ');
    for (size_t i = 0; i < bytes; i++) {
        put_hex(data[i], 2);
    }
}

void line_end(void) {
    uint32_t crc = crc_of(answer, answer_bytes);
    put(' ');
    put_hex(crc, CRC_DIGITS);
    put('\n');
    line_repeat();
}

void line_repeat(void) {
    board_send('\n'); /* ends whatever noise the host has received before */
    for (size_t i = 0; i < answer_bytes; i++) {
        board_send((uint8_t)answer[i]);
    }
}
