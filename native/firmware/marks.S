/* SPDX-License-Identifier: MIT */
/*
 * The part of a board's HAL (hal_serial.c) that works without a stack, so that all of it can be
 * painted, looked at, or be broken. Built with -DPQE_CYCLE_COUNTER=ADDRESS; at 0 lies a constant.
 */
    .syntax unified
    .cpu cortex-m4
    .thumb

    /* Places in pqe_mark. */
    .set STACK_POINTER, 0
    .set CYCLES_BEGIN, 4
    .set CYCLES_END, 8
    .set LOWEST, 12
    .set LOWEST_WORD, 16
    .set HEAP, 20

    .set TICKS, 24

    .set PAINT, 0xa5a5a5a5

    /* SysTick (ARMv7-M, B3.3): at the core's clock, an exception whenever its 24 bits have passed. */
    .set SYST_CSR, 0xe000e010
    .set SYST_RVR, 4
    .set SYST_CVR, 8

    .macro function name
    .section .text.\name, "ax", %progbits
    .balign 4
    .global \name
    .type \name, %function
    .thumb_func
\name:
    .endm

    .macro finish name
    .ltorg
    .size \name, . - \name
    .endm

    /*
     * The counter is read last here, and first in hal_end. It goes round; SysTick, begun anew here,
     * counts how often. What is shorter than 2^24 cycles is not interrupted by it.
     */
    function hal_begin
    ldr r0, =pqe_heap_current
    ldr r1, [r0]
    ldr r0, =pqe_heap_peak
    str r1, [r0]
    ldr r3, =pqe_mark
    str r1, [r3, #HEAP]
    mov r2, sp
    str r2, [r3, #STACK_POINTER]
    ldr r0, =pqe_stack_bottom
    ldr r1, =PAINT
1:
    str r1, [r0], #4
    cmp r0, r2
    blo 1b
    ldr r0, =SYST_CSR
    mvn r1, #0xff000000
    str r1, [r0, #SYST_RVR]
    movs r1, #0
    str r1, [r3, #TICKS]
    str r1, [r0, #SYST_CVR]
    movs r1, #7
    str r1, [r0]
    ldr r1, =PQE_CYCLE_COUNTER
    ldr r1, [r1]
    str r1, [r3, #CYCLES_BEGIN]
    bx lr
    finish hal_begin

    function hal_end
    ldr r1, =PQE_CYCLE_COUNTER
    ldr r1, [r1]
    ldr r0, =SYST_CSR
    movs r2, #0
    str r2, [r0]
    ldr r0, =pqe_mark
    str r1, [r0, #CYCLES_END]
    ldr r1, =pqe_stack_bottom
    ldr r2, =PAINT
    mov r12, sp
1:
    ldr r3, [r1], #4
    cmp r3, r2
    bne 2f
    cmp r1, r12
    blo 1b
2:
    subs r1, #4
    str r1, [r0, #LOWEST]
    str r3, [r0, #LOWEST_WORD]
    bx lr
    finish hal_end

    function tick
    ldr r0, =pqe_mark
    ldr r1, [r0, #TICKS]
    adds r1, #1
    str r1, [r0, #TICKS]
    bx lr
    finish tick

    /* On a stack of its own: what the generator needs is not the scheme's. */
    function hal_random
    ldr r2, =pqe_random_caller
    mov r3, sp
    str lr, [r2]
    str r3, [r2, #4]
    ldr r3, =pqe_random_stack_top
    ldr r3, [r3]
    mov sp, r3
    bl pqe_random_served
    ldr r2, =pqe_random_caller
    ldr r3, [r2, #4]
    mov sp, r3
    ldr pc, [r2]
    finish hal_random

    /* Remember that, and ask for a reset (AIRCR): the host is told when it asks again. */
    function fault
    ldr r0, =pqe_fault_flag
    ldr r1, =PQE_FAULTED
    str r1, [r0]
    ldr r0, =0xe000ed0c
    ldr r1, =0x05fa0004
    dsb
    str r1, [r0]
1:
    b 1b
    finish fault
