/* SPDX-License-Identifier: MIT */
/* Variant small: as bs32, with loops and functions where that has copies. */
#define PQE_SLICE_BITS 32
#define PQE_SMALL

#include "lightweight/prince/prince_rounds.h"

PRINCE_FUNCTIONS(pqe_prince_small)
