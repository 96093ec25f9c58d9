/* SPDX-License-Identifier: MIT */
/*
 * A benchmark in the manner of pqm4: hal_get_time() by SysTick before and after an operation.
 * "keypair" is nothing at all, "encaps" a loop over memory, "decaps" multiplications and calls.
 */
#include <stddef.h>

#include "board.h"

uint64_t hal_get_time(void);
void hal_send_str(const char *text);
void systick(void);

static volatile uint32_t wraps;
static uint32_t words[256];

void systick(void) {
    wraps++;
}

__attribute__((noinline)) uint64_t hal_get_time(void) {
    for (;;) {
        uint32_t before = wraps;
        uint32_t value = SYST_CVR;
        if (wraps == before) {
            return ((uint64_t)before + 1) * 0x1000000u - value;
        }
    }
}

__attribute__((noinline)) void hal_send_str(const char *text) {
    put(text);
    put("\n");
}

__attribute__((noinline)) static void nothing(void) {
    __asm__ volatile("");
}

__attribute__((noinline)) static void over_memory(void) {
    for (size_t round = 0; round < 20; round++) {
        for (size_t n = 1; n < sizeof words / sizeof words[0]; n++) {
            words[n] += words[n - 1] ^ (uint32_t)n;
        }
    }
}

__attribute__((noinline)) static uint32_t multiplied(uint32_t n) {
    return n < 2 ? 1 : n * multiplied(n - 1) + multiplied(n / 2);
}

__attribute__((noinline)) static void with_calls(void) {
    words[0] += multiplied(100);
}

static void report(const char *name, void (*operation)(void)) {
    char text[11];
    uint64_t before = hal_get_time();
    operation();
    uint32_t cycles = (uint32_t)(hal_get_time() - before);
    char *at = &text[10];
    *at = 0;
    do {
        *--at = (char)('0' + cycles % 10);
        cycles /= 10;
    } while (cycles != 0);
    hal_send_str(name);
    hal_send_str(at);
}

int main(void) {
    SYST_RVR = 0xffffff;
    SYST_CVR = 0;
    SYST_CSR = 7;
    report("keypair cycles:", nothing);
    report("encaps cycles:", over_memory);
    report("decaps cycles:", with_calls);
    hal_send_str("#");
    return 0;
}
