/* SPDX-License-Identifier: MIT */
/*
 * Code that is copied to RAM runs there and changes data beside itself. Other code takes its place
 * again and again: written by the same mode of the core, and by handlers, which change data in the
 * same page, for a task without privileges.
 */
#include <stddef.h>

#include "board.h"

enum { WORDS = 64, BESIDE = 48, ROUNDS = 100, LAST = 200 };

void svc(void);

static uint32_t room[WORDS] __attribute__((aligned(1024)));
static volatile uint32_t next;
static volatile uint32_t wrong;
static uint64_t stack[256];

/* movs r0, #number; bx lr */
static void place(uint32_t number) {
    *(volatile uint32_t *)room = 0x47702000u | (number & 0xffu);
    __asm__ volatile("dsb\n isb" ::: "memory");
}

static uint32_t call(void) {
    uint32_t (*there)(void) = (uint32_t(*)(void))((uintptr_t)room | 1u);
    return there();
}

static void replaced(void) {
    for (uint32_t n = 0; n < ROUNDS; n++) {
        place(n);
        wrong += call() != n;
        room[BESIDE] += n; /* a store to a page that holds code */
        wrong += call() != n;
    }
    wrong += room[BESIDE] != ROUNDS * (ROUNDS - 1) / 2;
}

__attribute__((noinline)) static uint32_t mixed(uint32_t *words, size_t count) {
    for (size_t n = 1; n < count; n++) {
        words[n] += words[n - 1] * 3u + (uint32_t)n;
    }
    return words[count - 1];
}

/* The same function from flash and, copied, from RAM. */
static void copied(void) {
    static uint32_t code[WORDS] __attribute__((aligned(1024)));
    static uint32_t words[2][8] = {{1}, {1}};
    const uint32_t *from = (const uint32_t *)((uintptr_t)mixed & ~3u);
    for (size_t n = 0; n < WORDS / 2; n++) {
        ((volatile uint32_t *)code)[n] = from[n];
    }
    __asm__ volatile("dsb\n isb" ::: "memory");
    uintptr_t entry = (uintptr_t)code | ((uintptr_t)mixed & 3u);
    uint32_t (*there)(uint32_t *, size_t) = (uint32_t(*)(uint32_t *, size_t))entry;
    uint32_t here = mixed(words[0], 8);
    wrong += there(words[1], 8) != here;
    uint32_t *beside = &code[WORDS / 2]; /* works on its own page */
    beside[0] = 1;
    wrong += there(beside, 8) != here;
}

void svc(void) {
    room[BESIDE]++;
    if (next < LAST) {
        place(next);
    } else { /* the task becomes privileged, to leave */
        __asm__ volatile("msr control, %0\n isb" ::"r"(2));
    }
}

__attribute__((noreturn, used)) static void task(void) {
    for (uint32_t n = 0; n < LAST; n++) {
        next = n;
        __asm__ volatile("svc 0" ::: "memory");
        wrong += call() != n;
    }
    next = LAST;
    __asm__ volatile("svc 0" ::: "memory");
    put("wrong ");
    put_number(wrong);
    put("\n");
    leave(0);
}

int main(void) {
    replaced();
    copied();
    __asm__ volatile("msr psp, %0\n msr control, %1\n isb\n b task" ::"r"(&stack[256]), "r"(3));
    __builtin_unreachable();
}
