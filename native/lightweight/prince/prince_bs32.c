/* SPDX-License-Identifier: MIT */
/* Variant bs32: bit slices in words of 32 bits, 2 blocks at a time. */
#define PQE_SLICE_BITS 32

#include "lightweight/prince/prince_rounds.h"

PRINCE_FUNCTIONS(pqe_prince_bs32)
