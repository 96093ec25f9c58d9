/* SPDX-License-Identifier: MIT */
/*
 * A benchmark in the manner of pqm4, for its board mps2-an386: code and vectors at 0, RAM at
 * 0x20000000. "keygen" draws random bytes, "encaps" runs a loop whose length depends on them only
 * with VARIES, and lies in RAM with IN_RAM, "decaps" takes a pointer from one memory to another.
 */
#include <stddef.h>
#include <stdint.h>

#define STACK_TOP 0x20400000u

void start(void);

__attribute__((section(".vectors"), used)) static const uintptr_t vectors[2] = {STACK_TOP,
                                                                                (uintptr_t)start};

__attribute__((noinline)) uint64_t hal_get_time(void) {
    __asm__ volatile("");
    return 1;
}
__attribute__((noinline)) void hal_send_str(const char *text) {
    __asm__ volatile("" ::"r"(text));
}
__attribute__((noinline)) void randombytes(uint8_t *out, size_t bytes) {
    __asm__ volatile("" ::"r"(out), "r"(bytes) : "memory");
}

static void send_number(uint32_t number) {
    char text[11];
    size_t i = sizeof text;
    text[--i] = 0;
    do {
        text[--i] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    hal_send_str(&text[i]);
}

#ifdef IN_RAM
__attribute__((section(".ramcode"), long_call))
#endif
__attribute__((noinline)) static void
count_down(uint32_t times) {
    while (times-- != 0) {
        __asm__ volatile("nop");
    }
}

__attribute__((noinline)) static uint32_t sum_of(const volatile uint32_t *words,
                                                 const volatile uint32_t *others) {
    uint32_t sum = 0;
    for (uint32_t i = 0; i < 100; i++) {
        sum += words[0] + others[0];
    }
    return sum;
}

static void report(const char *name, uint64_t before) {
    uint64_t after = hal_get_time();
    hal_send_str(name);
    send_number((uint32_t)(after - before));
}

void start(void) {
    uint8_t random[1] = {0};
    volatile uint32_t near = 0;
    uint64_t before = hal_get_time();
    randombytes(random, sizeof random);
    report("keypair cycles:", before);
    before = hal_get_time();
#ifdef VARIES
    count_down(1000u + random[0]);
#else
    count_down(1000);
#endif
    report("encaps cycles:", before);
    before = hal_get_time();
    (void)sum_of(&near, (const volatile uint32_t *)0x20001000u);
    report("decaps cycles:", before);
    hal_send_str("#");
    for (;;) {
    }
}
