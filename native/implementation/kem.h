/* SPDX-License-Identifier: MIT */
/* A KEM in somebody's folder: PQE_KEYPAIR, PQE_ENC and PQE_DEC are its functions' names. */
#ifndef PQE_IMPLEMENTATION_KEM_H
#define PQE_IMPLEMENTATION_KEM_H

#include <stddef.h>
#include <stdint.h>

#include "api.h"

#ifdef PQE_UNDECLARED /* by api.h */
int PQE_KEYPAIR(unsigned char *pk, unsigned char *sk);
int PQE_ENC(unsigned char *ct, unsigned char *ss, const unsigned char *pk);
int PQE_DEC(unsigned char *ss, const unsigned char *ct, const unsigned char *sk);
#endif

#endif
