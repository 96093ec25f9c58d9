/* SPDX-License-Identifier: MIT */
/*
 * PQE_SEQUENCE(pointer, value): what is read through `pointer` afterwards is read once `value` is
 * there. On Arm this keeps the compiler from interleaving independent parts of a permutation, whose
 * state then no longer fits the registers; and from taking loads of constants out of a loop, only
 * to spill them. PQE_TOGETHER(a, b, c): all three are there before any is used, so that they are
 * loaded one after another, which is faster than one at a time. Elsewhere both do nothing: there,
 * interleaving is parallelism.
 */
#ifndef PQE_COMMON_SEQUENCE_H
#define PQE_COMMON_SEQUENCE_H

#if defined(__GNUC__) && defined(__arm__)
#define PQE_SEQUENCE(pointer, value) __asm__("" : "+r"(pointer), "+r"(value))
#define PQE_TOGETHER(a, b, c) __asm__("" : "+r"(a), "+r"(b), "+r"(c))
#else
#define PQE_SEQUENCE(pointer, value) ((void)0)
#define PQE_TOGETHER(a, b, c) ((void)0)
#endif

#endif
