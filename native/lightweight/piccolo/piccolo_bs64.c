/* SPDX-License-Identifier: MIT */
/* Variant bs64: bit slices in words of 64 bits, up to 8 blocks at a time. */
#define PQE_SLICE_BITS 64

#include "lightweight/piccolo/piccolo_rounds.h"

PICCOLO_FUNCTIONS(pqe_piccolo_80_bs64, 80, 25)
PICCOLO_FUNCTIONS(pqe_piccolo_128_bs64, 128, 31)
