/* SPDX-License-Identifier: MIT */
/*
 * A stream cipher in somebody's folder: PQE_STREAM_XOR is its function, PQE_LENGTH its type of
 * lengths.
 */
#ifndef PQE_IMPLEMENTATION_STREAM_H
#define PQE_IMPLEMENTATION_STREAM_H

#include <stddef.h>
#include <stdint.h>

#include "api.h"

#ifdef PQE_UNDECLARED /* by api.h */
int PQE_STREAM_XOR(unsigned char *out, const unsigned char *in, PQE_LENGTH inlen,
                   const unsigned char *n, const unsigned char *k);
#endif

#endif
