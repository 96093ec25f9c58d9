/* SPDX-License-Identifier: MIT */
/* The three macros that PQClean's implementations take from `compat.h`. */
#ifndef PQE_PROVIDED_COMPAT_H
#define PQE_PROVIDED_COMPAT_H

/* An array whose length is known at run time only. */
#define PQCLEAN_VLA(type, name, length) type name[length]

/* Types that old compilers lack; none that pqeval can be built with. */
#define UNALIGNED_VECTOR_POLYFILL_GCC

/* Afterwards the compiler knows nothing about the value, so it cannot branch on it. */
#if defined(__GNUC__)
#define PQCLEAN_PREVENT_BRANCH_HACK(value) __asm__("" : "+r"(value))
#else
#define PQCLEAN_PREVENT_BRANCH_HACK(value)
#endif

#endif
