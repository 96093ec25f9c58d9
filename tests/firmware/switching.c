/* SPDX-License-Identifier: MIT */
/*
 * Two tasks on stacks of their own, switched by PendSV with their floating-point registers, as a
 * small operating system does it; an SVC starts the first one and takes requests.
 */
#include "board.h"

enum { WORDS = 256, TASKS = 2 };

void svc(void);
void pendsv(void);
uint32_t *switch_stacks(uint32_t *stack);
void serve(uint32_t *frame, uint32_t magic);

static uint64_t stacks[TASKS][WORDS];
static uint32_t *stack_of[TASKS];
static uint32_t current;
static volatile uint32_t served;
static volatile uint32_t turns[TASKS];

uint32_t *switch_stacks(uint32_t *stack) {
    stack_of[current] = stack;
    current = (current + 1) % TASKS;
    return stack_of[current];
}

/* The request is the immediate of the SVC before the return address. */
void serve(uint32_t *frame, uint32_t magic) {
    const uint8_t *code = (const uint8_t *)(uintptr_t)frame[6];
    served += code[-2];
    frame[0] = frame[0] * 2 + code[-2];
    (void)magic;
}

__attribute__((naked)) void svc(void) {
    __asm__ volatile("tst lr, #4\n"
                     "ite eq\n"
                     "mrseq r0, msp\n"
                     "mrsne r0, psp\n"
                     "mov r1, lr\n"
                     "push {r4, lr}\n"
                     "bl serve\n"
                     "pop {r4, pc}\n");
}

__attribute__((naked)) void pendsv(void) {
    __asm__ volatile("mrs r0, psp\n"
                     "tst lr, #16\n"
                     "it eq\n"
                     "vstmdbeq r0!, {s16-s31}\n"
                     "stmdb r0!, {r4-r11, lr}\n"
                     "bl switch_stacks\n"
                     "ldmia r0!, {r4-r11, lr}\n"
                     "tst lr, #16\n"
                     "it eq\n"
                     "vldmiaeq r0!, {s16-s31}\n"
                     "msr psp, r0\n"
                     "bx lr\n");
}

static uint32_t request(uint32_t argument) {
    register uint32_t r0 __asm__("r0") = argument;
    __asm__ volatile("svc 5" : "+r"(r0) : : "memory");
    return r0;
}

static void yield(void) {
    ICSR = PENDSVSET;
    __asm__ volatile("dsb\n isb");
}

/* Sums in floating point while the other task does the same with another step. */
static void work(uint32_t task) {
    float sum = 0;
    float step = task == 0 ? 0.5f : 3.0f;
    for (uint32_t n = 0; n < 100; n++) {
        sum += step;
        turns[task]++;
        yield();
    }
    put(task == 0 ? "first " : "second ");
    put_number((uint32_t)sum);
    put(" ");
    put_number(request(task + 20));
    put("\n");
}

static void second_task(void) {
    work(1);
    for (;;) {
        yield();
    }
}

static void prepare_second(void) {
    uint32_t *top = (uint32_t *)&stacks[1][WORDS];
    *--top = 0x01000000u; /* xPSR */
    *--top = (uint32_t)(uintptr_t)second_task;
    top -= 6;           /* R0 to R3, R12, LR */
    *--top = 0xfffffffdu; /* EXC_RETURN: thread, PSP, no floating-point state */
    top -= 8;           /* R4 to R11 */
    stack_of[1] = top;
}

__attribute__((noreturn, used)) static void first_task(void) {
    work(0);
    while (served != 10) {
        yield();
    }
    put_number(turns[0] + turns[1]);
    put("\n");
    leave(0);
}

int main(void) {
    fpu_on();
    prepare_second();
    SHPR[14] = 0xff;
    /* From here on another stack: nothing of this function is used again. */
    __asm__ volatile("msr psp, %0\n msr control, %1\n isb\n b first_task" ::"r"(&stacks[0][WORDS]),
                     "r"(2));
    __builtin_unreachable();
}
