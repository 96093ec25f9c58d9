/* SPDX-License-Identifier: MIT */
/* Variant small: as bs32, with loops and functions where that has copies. */
#define PQE_SLICE_BITS 32
#define PQE_SMALL

#include "lightweight/piccolo/piccolo_rounds.h"

PICCOLO_FUNCTIONS(pqe_piccolo_80_small, 80, 25)
PICCOLO_FUNCTIONS(pqe_piccolo_128_small, 128, 31)
