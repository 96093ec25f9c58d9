/* SPDX-License-Identifier: MIT */
/* Variant bs32: bit slices in words of 32 bits, up to 4 blocks at a time. */
#define PQE_SLICE_BITS 32

#include "lightweight/piccolo/piccolo_rounds.h"

PICCOLO_FUNCTIONS(pqe_piccolo_80_bs32, 80, 25)
PICCOLO_FUNCTIONS(pqe_piccolo_128_bs32, 128, 31)
