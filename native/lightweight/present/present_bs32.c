/* SPDX-License-Identifier: MIT */
/* Variant bs32: bit slices in words of 32 bits, 2 blocks at a time. */
#define PQE_SLICE_BITS 32

#include "lightweight/present/present_rounds.h"

PRESENT_FUNCTIONS(pqe_present_80_bs32, 80)
PRESENT_FUNCTIONS(pqe_present_128_bs32, 128)
