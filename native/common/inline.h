/* SPDX-License-Identifier: MIT */
/* PQE_INLINE: inlined even where the compiler would rather not. PQE_NOINLINE: never inlined.
 * PQE_FLATTEN: all that it calls is inlined into it, but for those. */
#ifndef PQE_COMMON_INLINE_H
#define PQE_COMMON_INLINE_H

#if defined(__GNUC__)
#define PQE_INLINE static inline __attribute__((always_inline))
#define PQE_NOINLINE static __attribute__((noinline))
#define PQE_FLATTEN static __attribute__((flatten))
#else
#define PQE_INLINE static inline
#define PQE_NOINLINE static
#define PQE_FLATTEN static
#endif

#endif
