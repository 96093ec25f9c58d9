/* SPDX-License-Identifier: MIT */
/* Variant bs64: bit slices in words of 64 bits, 4 blocks at a time. */
#define PQE_SLICE_BITS 64

#include "lightweight/present/present_rounds.h"

PRESENT_FUNCTIONS(pqe_present_80_bs64, 80)
PRESENT_FUNCTIONS(pqe_present_128_bs64, 128)
