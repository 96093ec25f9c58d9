/* SPDX-License-Identifier: MIT */
/*
 * Each pattern is a loop of its own: r0 counts down, r1 and r2 point to memory, r3 is 1, r5 to r8
 * hold numbers, r7 is 0, r4, r9 to r12 are free. Every loop begins at 0 modulo 16, or 2 behind.
 *
 * A pattern names itself to the host, in pqe_pattern_names: NAME GROUP FIRST SECOND, a line each.
 * Groups: `fetch` (no access to data), `branch`, `core` (the table of the core), `literal`, `data`
 * (one memory), `pair` (two memories), `stack`, `operand` (cost depends on operands). FIRST and
 * SECOND are memories by number: 0 the flash, then the RAMs; `-` where there is none. There is a
 * copy for each memory, so that no code ever works on two.
 */
    .syntax unified
    .cpu cortex-m4
    .fpu fpv4-sp-d16
    .thumb

    .section .rodata.pqe_pattern_names, "a", %progbits
    .global pqe_pattern_names
    .type pqe_pattern_names, %object
pqe_pattern_names:

    .section .rodata.pqe_patterns, "a", %progbits
    .balign 4
    .global pqe_patterns
    .type pqe_patterns, %object
pqe_patterns:

    .section .text.pqe_patterns, "ax", %progbits

    .macro begin name, group, first=-, second=-, offset=0
    .pushsection .rodata.pqe_pattern_names
    .ascii "\name \group \first \second\n"
    .popsection
    .pushsection .rodata.pqe_patterns
    .word pattern_\name
    .popsection
    .balign 16
    .type pattern_\name, %function
    .thumb_func
pattern_\name:
    push {r4-r11, lr}
    mov r3, #1
    mov r4, #4
    mov r5, #5
    mov r6, #6
    mov r7, #0
    mov r8, #8
    mov r11, r3
    cmp r3, #0
    b.w 1f
    .balign 16
    .if \offset
    nop
    .endif
1:
    .endm

    .macro end
    subs r0, #1
    bne 1b
    pop {r4-r11, pc}
    .ltorg
    .endm

    .macro narrow count=1
    .rept \count
    movs r4, #1
    .endr
    .endm

    .macro wide count=1
    .rept \count
    eor.w r4, r5, r6
    .endr
    .endm

    /* ---- the prefetch buffer ---- */

    begin narrow_16, fetch
    narrow 16
    end

    begin narrow_15, fetch
    narrow 15
    end

    .irp count, 1, 2, 3, 4, 8
    begin wide_at_0_\count, fetch
    wide \count
    end
    begin wide_at_target_2_\count, fetch, offset=2
    wide \count
    end
    .endr

    .irp before, 1, 3, 5, 7, 9
    .irp count, 1, 2, 3, 4, 6, 10
    begin narrow_\before\()_wide_\count, fetch
    narrow \before
    wide \count
    end
    .endr
    .endr

    begin wide_narrow_6, fetch
    .rept 6
    wide
    narrow
    .endr
    end

    begin wide_narrow_narrow_4, fetch, offset=2
    .rept 4
    wide
    narrow 2
    .endr
    end

    begin wide_wide_narrow_4, fetch
    .rept 4
    wide 2
    narrow
    .endr
    end

    begin full_wide_3_narrow_wide_3, fetch
    narrow 9
    wide 3
    narrow
    wide 3
    end

    /* ---- branches ---- */

    .macro jumps branch, at, target, count=2
    .rept \count
    .balign 4
    .if \at
    nop
    .endif
    \branch 2f
    .balign 4
    nop
    nop
    .if \target
    nop
    .endif
2:
    .endr
    .endm

    .irp at, 0, 2
    .irp target, 0, 2
    begin b_narrow_at_\at\()_to_narrow_at_\target, branch
    jumps b.n, \at, \target
    narrow
    end
    begin b_narrow_at_\at\()_to_wide_at_\target, branch
    jumps b.n, \at, \target
    wide 2
    end
    begin b_wide_at_\at\()_to_narrow_at_\target, branch
    jumps b.w, \at, \target
    narrow
    end
    begin b_wide_at_\at\()_to_wide_at_\target, branch
    jumps b.w, \at, \target
    wide 3
    end
    .endr
    .endr

    begin not_taken_4, branch
    cmp r3, #0
    .rept 4
    beq 2f
    .endr
2:
    end

    begin not_taken_before_wide_4, branch
    cmp r3, #0
    .rept 4
    beq 2f
    wide
    .endr
2:
    end

    begin taken_condition_2, branch
    cmp r3, #0
    jumps bne, 0, 0
    narrow
    end

    begin cbz_not_taken_4, branch
    .rept 4
    cbz r3, 2f
    .endr
    nop
2:
    end

    begin call_at_0, branch
    bl leaf_at_0
    bl leaf_at_0
    end

    begin call_at_2, branch
    bl leaf_at_2
    bl leaf_at_2
    end

    begin call_entry_narrow_wide_3, branch
    bl leaf_narrow_wide_3
    bl leaf_narrow_wide_3
    end

    begin call_entry_wide_3_at_2, branch
    bl leaf_wide_3_at_2
    bl leaf_wide_3_at_2
    end

    /* ---- the table of the core ---- */

    .macro four name, text:vararg
    begin \name\()_4, core
    .rept 4
    \text
    .endr
    end
    .endm

    four mul, mul r4, r5, r6
    four mla, mla r4, r5, r6, r8
    four umull, umull r4, r9, r5, r6
    four smull, smull r4, r9, r5, r6
    four umlal, umlal r4, r9, r5, r6
    four umaal, umaal r4, r9, r5, r6
    four smlad, smlad r4, r5, r6, r8
    four clz, clz r4, r5
    four ubfx, ubfx r4, r5, #3, #7
    four add_shifted, add.w r4, r5, r6, lsl #3

    begin it_true_4, core
    cmp r3, r3
    .rept 4
    it eq
    addeq r4, r5
    .endr
    end

    begin it_false_4, core
    cmp r3, r3
    .rept 4
    it ne
    addne r4, r5
    .endr
    end

    begin it_four_2, core
    cmp r3, r3
    .rept 2
    itete eq
    addeq r4, r5
    addne r4, r6
    addeq r4, r5
    addne r4, r6
    .endr
    end

    begin it_before_wide_4, core
    cmp r3, r3
    .rept 4
    it eq
    eoreq.w r4, r5, r6
    .endr
    end

    /* ---- loads of constants ---- */

    begin literal_1, literal
    ldr r4, =0x12345678
    narrow 3
    end

    begin literal_4, literal
    .rept 4
    ldr r4, =0x12345678
    .endr
    end

    begin literal_use_4, literal
    .rept 4
    ldr r4, =0x12345678
    add r4, r5
    .endr
    end

    begin literal_wide_3, literal
    .rept 3
    ldr r4, =0x12345678
    wide 3
    .endr
    end

    begin literal_full_wide_4, literal
    narrow 9
    ldr r4, =0x12345678
    wide 4
    end

    begin literal_narrow_wide_4, literal
    narrow 2
    ldr r4, =0x12345678
    narrow
    ldr r4, =0x12345678
    wide 6
    end

    /* ---- one memory ---- */

    .macro ldrs count, slot
    begin ldr_\count\()_s\slot, data, \slot
    .rept \count
    ldr r4, [r1]
    .endr
    end
    .endm

    .macro loads_of slot
    ldrs 1, \slot
    ldrs 2, \slot
    ldrs 4, \slot
    ldrs 8, \slot

    begin ldr_add_4_s\slot, data, \slot
    .rept 4
    ldr r4, [r1]
    adds r4, #1
    .endr
    end

    begin ldr_other_4_s\slot, data, \slot
    .rept 4
    ldr r4, [r1]
    adds r5, #1
    .endr
    end

    begin ldr_wide_3_at_2_s\slot, data, \slot, offset=2
    .rept 3
    ldr.w r4, [r1, #4]
    .endr
    end

    begin ldr_register_4_s\slot, data, \slot
    .rept 4
    ldr r4, [r1, r7]
    .endr
    end

    begin ldrb_4_s\slot, data, \slot
    .rept 4
    ldrb r4, [r1]
    .endr
    end

    begin ldrd_3_s\slot, data, \slot
    .rept 3
    ldrd r4, r9, [r1]
    .endr
    end

    begin ldrd_ldr_3_s\slot, data, \slot
    .rept 3
    ldrd r4, r9, [r1]
    ldr r4, [r1]
    .endr
    end

    begin ldm_2_s\slot, data, \slot
    .rept 2
    ldm r1, {r4, r9, r10, r12}
    narrow
    .endr
    end

    begin vldr_3_s\slot, data, \slot
    .rept 3
    vldr s0, [r1]
    narrow
    .endr
    end
    .endm

    .macro strs count, slot
    begin str_\count\()_s\slot, data, \slot
    .rept \count
    str r4, [r1]
    .endr
    end
    .endm

    .macro stores_of slot
    strs 1, \slot
    strs 2, \slot
    strs 4, \slot
    strs 8, \slot

    begin str_add_4_s\slot, data, \slot
    .rept 4
    str r4, [r1]
    adds r5, #1
    .endr
    end

    begin str_ldr_4_s\slot, data, \slot
    .rept 4
    str r5, [r1]
    ldr r4, [r1]
    .endr
    end

    begin ldr_str_4_s\slot, data, \slot
    .rept 4
    ldr r4, [r1]
    str r5, [r1, #4]
    .endr
    end

    begin ldr_str_same_4_s\slot, data, \slot
    .rept 4
    ldr r4, [r1]
    str r4, [r1, #4]
    .endr
    end

    begin str_register_4_s\slot, data, \slot
    .rept 4
    str r4, [r1, r7]
    .endr
    end

    begin str_wide_4_at_2_s\slot, data, \slot, offset=2
    .rept 4
    str.w r4, [r1, #4]
    .endr
    end

    begin str_full_wide_4_s\slot, data, \slot
    narrow 9
    .rept 4
    str.w r4, [r1, #4]
    .endr
    end

    begin strd_3_s\slot, data, \slot
    .rept 3
    strd r4, r5, [r1]
    .endr
    end

    begin str_strd_3_s\slot, data, \slot
    .rept 3
    str r4, [r1]
    strd r4, r5, [r1]
    narrow
    .endr
    end

    begin stm_2_s\slot, data, \slot
    .rept 2
    stm r1, {r4, r5, r6, r8}
    narrow
    .endr
    end
    .endm

    loads_of 0
    .irp slot, 1, 2, 3
    loads_of \slot
    stores_of \slot
    .endr

    /* ---- two memories ---- */

    .macro pair_of first, second
    begin ldr_ldr_4_s\first\()_s\second, pair, \first, \second
    .rept 4
    ldr r4, [r1]
    ldr r9, [r2]
    .endr
    end

    begin ldr_str_4_s\first\()_s\second, pair, \first, \second
    .rept 4
    ldr r4, [r1]
    str r5, [r2]
    .endr
    end

    begin ldr_ldr_add_4_s\first\()_s\second, pair, \first, \second
    .rept 4
    ldr r4, [r1]
    ldr r9, [r2]
    adds r5, #1
    .endr
    end
    .endm

    .macro stored_pair_of first, second
    begin str_ldr_4_s\first\()_s\second, pair, \first, \second
    .rept 4
    str r5, [r1]
    ldr r4, [r2]
    .endr
    end

    begin str_str_4_s\first\()_s\second, pair, \first, \second
    .rept 4
    str r5, [r1]
    str r6, [r2]
    .endr
    end
    .endm

    .irp second, 1, 2, 3
    pair_of 0, \second
    .endr
    pair_of 1, 2
    pair_of 1, 3
    pair_of 2, 3
    pair_of 3, 1
    stored_pair_of 1, 2
    stored_pair_of 1, 3
    stored_pair_of 3, 1

    begin literal_ldr_4_s1, pair, 1
    .rept 4
    ldr r4, =0x12345678
    ldr r9, [r1]
    .endr
    end

    /* ---- the stack ---- */

    begin push_pop_2, stack
    .rept 2
    push {r4-r7}
    pop {r4-r7}
    .endr
    end

    begin push_call_pop, stack
    bl leaf_push_pop
    bl leaf_push_pop
    end

    begin sp_ldr_4, stack
    sub sp, #8
    .rept 4
    str r5, [sp]
    ldr r4, [sp, #4]
    narrow
    .endr
    add sp, #8
    end

    /* ---- divisions ---- */

    .macro division name, instruction, dividend, divisor
    begin \name, operand
    ldr r9, =\dividend
    ldr r10, =\divisor
    .rept 4
    \instruction r12, r9, r10
    .endr
    end
    .endm

    division udiv_0_1, udiv, 0, 1
    division udiv_1_1, udiv, 1, 1
    division udiv_8_bits_1, udiv, 0xff, 1
    division udiv_16_bits_1, udiv, 0xffff, 1
    division udiv_32_bits_1, udiv, 0xffffffff, 1
    division udiv_32_bits_3, udiv, 0xffffffff, 3
    division udiv_32_bits_16_bits, udiv, 0xffffffff, 0xffff
    division udiv_32_bits_32_bits, udiv, 0xffffffff, 0xfffffffe
    division udiv_1_32_bits, udiv, 1, 0xffffffff
    division udiv_by_0, udiv, 0xffffffff, 0
    division sdiv_31_bits_1, sdiv, 0x7fffffff, 1
    division sdiv_minus_1_1, sdiv, 0xffffffff, 1
    division sdiv_minus_31_bits_3, sdiv, 0x80000001, 3

    /* ---- what is called ---- */

    .balign 16
    .thumb_func
leaf_at_0:
    bx lr

    .balign 16
    nop
    .thumb_func
leaf_at_2:
    bx lr

    .balign 16
    .thumb_func
leaf_narrow_wide_3:
    narrow
    wide 3
    bx lr

    .balign 16
    nop
    .thumb_func
leaf_wide_3_at_2:
    wide 3
    bx lr

    .balign 16
    .thumb_func
leaf_push_pop:
    push {r4, r5, r6, lr}
    narrow
    pop {r4, r5, r6, pc}

    .section .rodata.pqe_pattern_names
    .size pqe_pattern_names, . - pqe_pattern_names

    .section .rodata.pqe_patterns
    .size pqe_patterns, . - pqe_patterns
patterns_end:
    /* Beside what the firmware uses, so that the linker keeps the names. */
    .word pqe_pattern_names

    .section .rodata.pqe_pattern_sizes, "a", %progbits
    .balign 4
    .global pqe_pattern_count
    .type pqe_pattern_count, %object
pqe_pattern_count:
    .word (patterns_end - pqe_patterns) / 4
    .size pqe_pattern_count, 4
    .global pqe_pattern_names_bytes
    .type pqe_pattern_names_bytes, %object
pqe_pattern_names_bytes:
    .word names_end - pqe_pattern_names
    .size pqe_pattern_names_bytes, 4

    .section .rodata.pqe_pattern_names
names_end:
