/* SPDX-License-Identifier: MIT */
/* A hash in somebody's folder: PQE_HASH is its function, PQE_LENGTH its type of lengths. */
#ifndef PQE_IMPLEMENTATION_HASH_H
#define PQE_IMPLEMENTATION_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "api.h"

#ifdef PQE_UNDECLARED /* by api.h */
int PQE_HASH(unsigned char *out, const unsigned char *in, PQE_LENGTH inlen);
#endif

#endif
