/* SPDX-License-Identifier: MIT */
/*
 * What is said of firmware that cannot go on: the core's registers, the reason with its place, and
 * where it may have been called from. The last is a guess: every word on the stack that points
 * behind a BL or BLX, wherever it came from.
 */
#ifndef PQE_FAULT_REPORT_H
#define PQE_FAULT_REPORT_H

#include "board.h"
#include "system_control.h"

void fault_report(const board *b, const system_control *s, const char *why, uint32_t pc);

/* "FUNCTION+0x12 (0x00001234)", or the address alone; cut to fit. */
void fault_place(const board *b, uint32_t address, char *text, size_t bytes);

#endif
