/* SPDX-License-Identifier: MIT */
/* Variant small: as bs32, with loops and functions where that has copies. */
#define PQE_SLICE_BITS 32
#define PQE_SMALL
#define TWINE_KEY pqe_twine_bs32_key

#include "lightweight/twine/twine_rounds.h"

TWINE_FUNCTIONS(pqe_twine_80_small, 80)
TWINE_FUNCTIONS(pqe_twine_128_small, 128)
