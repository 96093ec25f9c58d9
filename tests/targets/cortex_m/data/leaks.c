/* SPDX-License-Identifier: MIT */
/*
 * Operations that leak, each in its own way, and one that does not; PLANTED names the one of an
 * image. The line that leaks says so, for the test to compare.
 */
#include <stdint.h>

#include "operations.h"

#define APART __attribute__((noinline, noipa))

PQE_BUFFER(secret, 16);
PQE_BUFFER(public, 16);

static volatile uint32_t result;

APART static void work(uint32_t rounds) {
    for (uint32_t i = 0; i < rounds; i++) {
        result += i;
    }
}

APART static int table_lookup(void) {
    static const uint8_t table[256] = {1, 2, 3, 4};
    result = table[pqe_buffer_secret[0]]; /* leak: table_lookup */
    return 0;
}

APART static int store_to_secret_index(void) {
    static volatile uint8_t marks[256];
    marks[pqe_buffer_secret[0]] = 1; /* leak: store_to_secret_index */
    return 0;
}

APART static int early_exit_compare(void) {
    for (uint32_t i = 0; i < 16; i++) {
        if (pqe_buffer_secret[i] != pqe_buffer_public[i]) { /* leak: early_exit_compare */
            return 0;
        }
        work(i);
    }
    return 0;
}

APART static int secret_branch(void) {
    work(3);
    if ((pqe_buffer_secret[15] & 1) != 0) { /* leak: secret_branch */
        work(5);
    }
    return 0;
}

APART static int secret_division(void) {
    work(3);
    result = 1000000u / (pqe_buffer_secret[0] + 1u); /* leak: secret_division */
    return 0;
}

/* On a Cortex-M3 the time of a long multiplication depends on its operands. */
APART static int secret_long_multiplication(void) {
    uint64_t wide = *(volatile uint8_t *)pqe_buffer_secret * 0x123456789u;
    uint32_t narrow = pqe_buffer_secret[1];
    uint32_t low;
    uint32_t high;
    __asm__ volatile("umull %0, %1, %2, %3" /* leak: secret_long_multiplication */
                     : "=r"(low), "=r"(high)
                     : "r"(narrow), "r"((uint32_t)wide));
    result = low + high;
    return 0;
}

/* The address of an access in a block whose condition is public, in each form that has one. */
APART static int stack_table(void) {
    volatile uint32_t table[64];
    for (uint32_t i = 0; i < 64; i++) {
        table[i] = i;
    }
    result = table[pqe_buffer_secret[0] & 63]; /* leak: stack_table */
    return 0;
}

#define MOVE_IF_ODD "tst %0, #1\n\tite ne\n\tmovne %0, #5\n\tmoveq %0, #6"

/* In assembler, so that it is an IT block for certain: one cycle, executed or not. */
APART static int conditional_move(void) {
    uint32_t value = pqe_buffer_secret[0];
    __asm__ volatile(MOVE_IF_ODD : "+r"(value) : : "cc"); /* leak: conditional_move */
    result = value;
    return 0;
}

/* A skipped load does take another time than an executed one. */
APART static int conditional_load(void) {
    uint32_t value = pqe_buffer_secret[0];
    uint32_t loaded = 0;
    __asm__ volatile("tst %1, #1\n\tit ne\n\tldrne %0, [%2]" /* leak: conditional_load */
                     : "+r"(loaded)
                     : "r"(value), "r"(pqe_buffer_public)
                     : "cc", "memory");
    result = loaded;
    return 0;
}

APART static int public_branch_and_index(void) {
    static const uint8_t table[256] = {1, 2, 3, 4};
    work(pqe_buffer_public[0]);
    result = table[pqe_buffer_public[1]] / (pqe_buffer_public[2] + 1u);
    if ((pqe_buffer_public[3] & 1) != 0) {
        work(5);
    }
    return 0;
}

APART static int clean_compare(void) {
    uint32_t difference = 0;
    for (uint32_t i = 0; i < 16; i++) {
        difference |= (uint32_t)(pqe_buffer_secret[i] ^ pqe_buffer_public[i]);
    }
    result = 1u & ((difference - 1u) >> 8);
    return 0;
}

/* What is public of a secret computation: the test leaves it out by its name. */
APART static uint32_t published(void) {
    work(pqe_buffer_secret[0] & 7u);
    return result;
}

APART static int declared_public(void) {
    uint32_t value = published();
    work(4);
    result = value;
    return 0;
}

APART static int declared_public_then_leaks(void) {
    uint32_t value = published();
    if ((pqe_buffer_secret[1] & 1) != 0) { /* leak: declared_public_then_leaks */
        work(2);
    }
    result = value;
    return 0;
}

/* Long enough for several chunks before it leaks. */
APART static int late_branch(void) {
    work(10000);
    if ((pqe_buffer_secret[0] & 1) != 0) { /* leak: late_branch */
        work(5);
    }
    return 0;
}

/* Kept in every image, so that the planted one is the only difference. */
const pqe_firmware_operation pqe_all[] = {table_lookup,
                                          store_to_secret_index,
                                          early_exit_compare,
                                          secret_branch,
                                          secret_division,
                                          secret_long_multiplication,
                                          stack_table,
                                          conditional_move,
                                          conditional_load,
                                          public_branch_and_index,
                                          clean_compare,
                                          declared_public,
                                          declared_public_then_leaks,
                                          late_branch};

const pqe_firmware_operation pqe_operations[PQE_OPERATIONS] = {nothing, PLANTED, 0, 0};
