/* SPDX-License-Identifier: MIT */
/*
 * A load and a store that run under a condition are the first to touch a page of memory; what
 * comes in the next block runs without a condition, and sets the flags.
 */
#include "board.h"

enum { PAGE = 1024, PAGES = 256 };

static uint8_t room[2][PAGES][PAGE];

/* 1 if the addition behind the branch set the flags. */
static uint32_t loads(const volatile uint32_t *place) {
    uint32_t value = 0;
    uint32_t all = UINT32_MAX;
    uint32_t right = 0;
    __asm__ volatile("cmp %[yes], #0\n"
                     "it ne\n"
                     "ldrne %[value], [%[place]]\n"
                     "b 1f\n"
                     ".balign 4\n"
                     "1: adds %[all], #1\n"
                     "bne 2f\n"
                     "movs %[right], #1\n"
                     "2:\n"
                     : [value] "+l"(value), [all] "+l"(all), [right] "+l"(right)
                     : [yes] "l"(1), [place] "l"(place)
                     : "cc", "memory");
    return right;
}

static uint32_t stores(volatile uint32_t *place) {
    uint32_t all = UINT32_MAX;
    uint32_t right = 0;
    __asm__ volatile("cmp %[yes], #0\n"
                     "ite eq\n"
                     "moveq %[all], #5\n"
                     "strne %[yes], [%[place]]\n"
                     "b 1f\n"
                     ".balign 4\n"
                     "1: adds %[all], #1\n"
                     "bne 2f\n"
                     "movs %[right], #1\n"
                     "2:\n"
                     : [all] "+l"(all), [right] "+l"(right)
                     : [yes] "l"(1), [place] "l"(place)
                     : "cc", "memory");
    return right;
}

int main(void) {
    uint32_t right = 0;
    for (uint32_t n = 0; n < PAGES; n++) {
        right += loads((const volatile uint32_t *)(void *)room[0][n]);
        right += stores((volatile uint32_t *)(void *)room[1][n]);
    }
    put_number(right);
    put("\n");
    return 0;
}
