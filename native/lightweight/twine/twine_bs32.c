/* SPDX-License-Identifier: MIT */
/* Variant bs32: bit slices in words of 32 bits, up to 4 blocks at a time. */
#define PQE_SLICE_BITS 32
#define TWINE_KEY pqe_twine_bs32_key

#include "lightweight/twine/twine_rounds.h"

TWINE_FUNCTIONS(pqe_twine_80_bs32, 80)
TWINE_FUNCTIONS(pqe_twine_128_bs32, 128)
