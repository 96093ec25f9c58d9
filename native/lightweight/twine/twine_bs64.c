/* SPDX-License-Identifier: MIT */
/* Variant bs64: bit slices in words of 64 bits, up to 8 blocks at a time. */
#define PQE_SLICE_BITS 64
#define TWINE_KEY pqe_twine_bs64_key

#include "lightweight/twine/twine_rounds.h"

TWINE_FUNCTIONS(pqe_twine_80_bs64, 80)
TWINE_FUNCTIONS(pqe_twine_128_bs64, 128)
