/* SPDX-License-Identifier: MIT */
/* Variant bs64: bit slices in words of 64 bits, 4 blocks at a time. */
#define PQE_SLICE_BITS 64

#include "lightweight/prince/prince_rounds.h"

PRINCE_FUNCTIONS(pqe_prince_bs64)
