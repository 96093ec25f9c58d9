/* SPDX-License-Identifier: MIT */
/*
 * The constants of a part that differ from the Cortex-M4's usual ones, as text:
 *
 *   NAME=VALUE,NAME=VALUE,...
 *
 *   waits=F.A.B...   bus wait of the flash and of each RAM, 0 to 15 each, in the order of memories
 *   buffer_words=N   words in the prefetch buffer, 2 to 4
 *   fetch_latency=N  cycles from asking for a word until it can be decoded, 1 to 4
 *   run_again_words=N  free words at which a fetcher that stopped runs again, below buffer_words
 *   branch_wait=N    cycles more at the target of a branch taken, 0 to 15
 *   literal_blocks_a_fetch=N  whether a load of a constant takes the cycle of a fetch, 0 or 1
 *
 * What is not named stays as it is in the profile.
 */
#ifndef PQE_CONSTANTS_H
#define PQE_CONSTANTS_H

#include <stddef.h>

#include "pipeline.h"
#include "pqe/status.h"

/* `memories` is the number of RAMs; `first` the number of the flash, the RAMs follow.
 * PQE_ERR_LENGTH: an unknown name, or a value out of its range; the profile is then of no use. */
PQE_MUST_CHECK
pqe_status constants_read(pipeline_profile *profile, size_t memories, size_t first,
                          const char *text);

#endif
