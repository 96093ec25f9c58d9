/* SPDX-License-Identifier: MIT */
/* A MAC in somebody's folder: PQE_AUTH is its function, PQE_LENGTH its type of lengths. */
#ifndef PQE_IMPLEMENTATION_MAC_H
#define PQE_IMPLEMENTATION_MAC_H

#include <stddef.h>
#include <stdint.h>

#include "api.h"

#ifdef PQE_UNDECLARED /* by api.h */
int PQE_AUTH(unsigned char *out, const unsigned char *in, PQE_LENGTH inlen, const unsigned char *k);
#endif

#endif
