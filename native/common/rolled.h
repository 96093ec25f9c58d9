/* SPDX-License-Identifier: MIT */
/*
 * For small code, whatever the compiler optimises for. PQE_ROLLED before a loop: a loop it stays.
 * PQE_ONCE: a function that is neither inlined nor copied for some of its arguments.
 */
#ifndef PQE_COMMON_ROLLED_H
#define PQE_COMMON_ROLLED_H

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

#endif
