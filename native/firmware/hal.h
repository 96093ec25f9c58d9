/* SPDX-License-Identifier: MIT */
/*
 * What a measuring firmware needs of whatever it runs on. In an emulated image these functions are
 * empty and the emulator does their work; a board has them over a UART and its cycle counter.
 */
#ifndef PQE_HAL_H
#define PQE_HAL_H

#include <stddef.h>
#include <stdint.h>

/* Report how the last operation ended, and wait for the number of the next one. */
int hal_next(int status);

/* The operation begins and ends: what lies between them is measured. */
void hal_begin(void);
void hal_end(void);

/* Fill out[0..len) with random bytes; has the signature that liboqs asks for. */
void hal_random(uint8_t *out, size_t len);

/* The allocator's count (heap.c), in bytes; the peak is set back to the current count by hal_begin.
 */
extern volatile uint32_t pqe_heap_current;
extern volatile uint32_t pqe_heap_peak;

#endif
