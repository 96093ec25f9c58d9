/* SPDX-License-Identifier: MIT */
/*
 * The line protocol, version 1: one line of ASCII each way, the host asks, the firmware answers.
 *
 *   PQE1> SESSION SEQUENCE BODY CRC     from the host
 *   PQE1< SESSION SEQUENCE BODY CRC     from the firmware
 *
 * SESSION (8 hex digits) is chosen by the host with `hello`; SEQUENCE (4) counts its commands. CRC
 * (8) is the CRC-32 of IEEE 802.3 over everything before the space in front of it. What comes
 * before the last `PQE1>` of a line is noise. A line that is not whole and right is dropped in
 * silence: the host asks again after a while, with the same number. The number of the last command
 * again is answered as before, without doing anything again.
 *
 *   hello                -> hello 1 BOARD IMAGE PAYLOAD CYCLES    of this protocol; IMAGE names the
 *                           build, PAYLOAD the bytes that fit a line, CYCLES: there is a counter
 *   random KIND HEX      -> ok                              seed the generator (random.h)
 *   write ADDRESS HEX    -> ok                              ADDRESS in hex, inside .bss
 *   read ADDRESS BYTES   -> data HEX                        BYTES decimal
 *   run NUMBER           -> running, and when it is done:
 *                           ran STATUS CYCLES STACK HEAP RANDOM_BYTES
 *   anything else        -> error TEXT
 *
 * A session that the firmware does not know (it was reset) is answered by `error reset`, or `error
 * fault` if it reset itself because the code faulted or overran its stack.
 */
#ifndef PQE_LINE_H
#define PQE_LINE_H

#include <stddef.h>
#include <stdint.h>

#define LINE_PAYLOAD_BYTES 256u
#define LINE_BYTES (2u * LINE_PAYLOAD_BYTES + 64u)

typedef struct {
    uint32_t session;
    uint16_t sequence;
    char *body; /* ends with 0 */
} line_command;

/* Add a byte to the line being received: 1 if that completes a sound one, which stays valid until
 * the next call. */
int line_add(uint8_t byte, line_command *command);

/* Build an answer piece by piece and send it; line_repeat sends the last one again. */
void line_begin(uint32_t session, uint16_t sequence, const char *word);
void line_text(const char *text);
void line_number(uint64_t number);
void line_signed(int number);
void line_hex(const uint8_t *data, size_t bytes);
void line_end(void);
void line_repeat(void);

/* Read a number at *text, which is moved behind it and one space: 1 if there was one that fits. */
int line_take_hex(char **text, unsigned digits, uint32_t *number);
int line_take_decimal(char **text, uint32_t *number);

/* Bytes decoded, or -1 if the text is not hex or does not fit. */
long line_take_bytes(const char *text, uint8_t *out, size_t capacity);

#endif
