/* SPDX-License-Identifier: MIT */
/*
 * For small code, whatever the compiler optimises for. PQE_ROLLED before a loop: a loop it stays.
 * PQE_ONCE: a function that is neither inlined nor copied for some of its arguments. PQE_LOOP and
 * PQE_PIECE are these in a variant that defines PQE_SMALL, and else leave a loop to the compiler
 * and make a function part of its callers.
 */
#ifndef PQE_COMMON_ROLLED_H
#define PQE_COMMON_ROLLED_H

#include "common/inline.h"

#if defined(__GNUC__) && !defined(__clang__)
#define PQE_ROLLED _Pragma("GCC unroll 1")
#define PQE_ONCE static __attribute__((noinline, noclone))
#elif defined(__GNUC__)
#define PQE_ROLLED
#define PQE_ONCE static __attribute__((noinline))
#else
#define PQE_ROLLED
#define PQE_ONCE static
#endif

#if defined(PQE_SMALL)
#define PQE_LOOP PQE_ROLLED
#define PQE_PIECE PQE_ONCE
#else
#define PQE_LOOP
#define PQE_PIECE PQE_INLINE
#endif

#endif
