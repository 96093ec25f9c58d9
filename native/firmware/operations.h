/* SPDX-License-Identifier: MIT */
/*
 * An image holds the operations of one scheme. Operation 0 does nothing: it tells what the marks
 * cost. With -DPQE_EMPTY the others do nothing either: the difference of the two images is the
 * scheme's code.
 */
#ifndef PQE_FIRMWARE_OPERATIONS_H
#define PQE_FIRMWARE_OPERATIONS_H

#include <stdint.h>

#define PQE_OPERATIONS 4

/* Longest message, plaintext or associated data of our own primitives, in bytes. */
#define PQE_MESSAGE_MAX 65536

typedef int (*pqe_firmware_operation)(void);

extern const pqe_firmware_operation pqe_operations[PQE_OPERATIONS];

/* Operation 0, and in an empty image the others. */
static inline int nothing(void) {
    return 0;
}

/* Joins two tokens after expanding them, to name functions by identifiers given at compile time. */
#define PQE_JOIN_(a, b) a##b
#define PQE_JOIN(a, b) PQE_JOIN_(a, b)

/* Kept by the linker in the empty image too, so that both images differ by the scheme alone. */
#define PQE_KEPT __attribute__((aligned(8), used, section(".bss.pqe_kept")))

/* A buffer for data that go in or out. Their sizes are what a caller must hold, apart from the
 * stack. */
#define PQE_BUFFER(name, bytes) uint8_t pqe_buffer_##name[bytes] PQE_KEPT

#endif
