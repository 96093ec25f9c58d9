/* SPDX-License-Identifier: MIT */
/*
 * Implementation notes. The engine banks the stack pointer itself when IPSR or CONTROL.SPSEL is
 * written, obeys nPRIV (unprivileged code writes nothing) and ignores SPSEL in handlers, so the
 * order of writes matters; see set_mode().
 */
#include "exceptions.h"

#include <string.h>

enum { NPRIV = 1, SPSEL = 2, FPCA = 4 };
enum { BASIC_WORDS = 8, FP_WORDS = 26, FP_REGISTERS = 16 };
enum { FRAME_PC = 6, FRAME_XPSR = 7, FRAME_FP = 8, FRAME_FPSCR = 24 };

#define STKALIGN 0x200u /* CCR */
#define ASPEN 0x80000000u
#define XPSR_ALIGNED 0x200u
#define XPSR_NUMBER 0x1ffu
#define XPSR_IT_THUMB 0x0700fc00u
#define XPSR_THUMB 0x01000000u
#define MAGIC_BASE 0xffffffe1u
#define MAGIC_BASIC 0x10u
#define MAGIC_THREAD 8u
#define MAGIC_PSP 4u

static const int frame_registers[BASIC_WORDS - 2] = {UC_ARM_REG_R0, UC_ARM_REG_R1,  UC_ARM_REG_R2,
                                                     UC_ARM_REG_R3, UC_ARM_REG_R12, UC_ARM_REG_LR};

/* Exception number and CONTROL together; the stack pointers stay what they are. */
static void set_mode(const board *b, uint32_t number, uint32_t control) {
    board_set_register(b, UC_ARM_REG_IPSR, EXCEPTION_HARD_FAULT); /* privileged, whatever was */
    board_set_register(b, UC_ARM_REG_CONTROL, 0);                 /* but SPSEL */
    board_set_register(b, UC_ARM_REG_IPSR, 0);
    board_set_register(b, UC_ARM_REG_CONTROL, number == 0 ? control & (uint32_t)SPSEL : 0);
    board_set_register(b, UC_ARM_REG_IPSR, EXCEPTION_HARD_FAULT);
    board_set_register(b, UC_ARM_REG_CONTROL, control & (NPRIV | FPCA));
    board_set_register(b, UC_ARM_REG_IPSR, number);
}

/* The engine keeps a digest of the mode, and makes it anew when flags are written. */
static void settle(const board *b) {
    uint32_t flags = board_register(b, UC_ARM_REG_APSR_NZCV);
    board_set_register(b, UC_ARM_REG_APSR_NZCV, flags);
}

int exceptions_unprivileged(const board *b, const system_control *s) {
    return s->current == 0 && (board_register(b, UC_ARM_REG_CONTROL) & NPRIV) != 0;
}

exception_masks exceptions_masks(const board *b) {
    uint32_t control = board_register(b, UC_ARM_REG_CONTROL);
    uint32_t number = board_register(b, UC_ARM_REG_IPSR);
    int hidden = number == 0 && (control & NPRIV) != 0; /* unprivileged code reads zeros */
    if (hidden) {
        board_set_register(b, UC_ARM_REG_IPSR, EXCEPTION_HARD_FAULT);
    }
    exception_masks masks = {(uint8_t)board_register(b, UC_ARM_REG_PRIMASK),
                             (uint8_t)board_register(b, UC_ARM_REG_FAULTMASK),
                             (uint8_t)board_register(b, UC_ARM_REG_BASEPRI)};
    if (hidden) {
        board_set_register(b, UC_ARM_REG_IPSR, 0);
    }
    return masks;
}

/* ---- entry ---- */

static void fill_frame(const board *b, uint32_t *frame, uint32_t pc, int aligned, int with_fp) {
    for (size_t i = 0; i < sizeof frame_registers / sizeof frame_registers[0]; i++) {
        frame[i] = board_register(b, frame_registers[i]);
    }
    frame[FRAME_PC] = pc;
    frame[FRAME_XPSR] = board_register(b, UC_ARM_REG_XPSR) & ~XPSR_ALIGNED;
    frame[FRAME_XPSR] |= aligned ? XPSR_ALIGNED : 0;
    if (with_fp) {
        for (int n = 0; n < FP_REGISTERS; n++) {
            frame[FRAME_FP + n] = board_register(b, UC_ARM_REG_S0 + n);
        }
        frame[FRAME_FPSCR] = board_register(b, UC_ARM_REG_FPSCR);
    }
}

uint32_t exceptions_enter(board *b, system_control *s, uint32_t number, uint32_t pc,
                          const char **why) {
    uint32_t control = board_register(b, UC_ARM_REG_CONTROL);
    int thread = s->current == 0;
    int on_psp = thread && (control & SPSEL) != 0;
    int with_fp = (control & FPCA) != 0 && (s->fpccr & ASPEN) != 0;
    uint32_t bytes = 4 * (with_fp ? (uint32_t)FP_WORDS : (uint32_t)BASIC_WORDS);
    uint32_t stack = board_register(b, UC_ARM_REG_SP);
    int aligned = (stack & 4u) != 0 && ((s->configuration & STKALIGN) != 0 || with_fp);
    uint32_t place = stack - bytes - (aligned ? 4u : 0u);
    uint8_t *memory = board_memory(b, place, bytes);
    int found = 1;
    uint32_t handler = board_word(b, s->vectors + 4 * number, &found);
    uint32_t frame[FP_WORDS] = {0};
    if (memory == NULL) {
        *why = "the stack pointer is in no memory: an exception cannot be entered";
        return 0;
    }
    if (!found || (handler & 1u) == 0 || board_memory(b, handler & ~1u, 2) == NULL) {
        *why = "an exception has no handler: its vector is no address of Thumb code";
        return 0;
    }
    fill_frame(b, frame, pc, aligned, with_fp);
    memcpy(memory, frame, bytes);
    board_set_register(b, UC_ARM_REG_SP, place);
    board_set_register(b, UC_ARM_REG_EPSR, XPSR_THUMB);
    set_mode(b, number, control & (uint32_t)NPRIV);
    board_set_register(b, UC_ARM_REG_LR,
                       MAGIC_BASE | (with_fp ? 0 : MAGIC_BASIC) | (thread ? MAGIC_THREAD : 0) |
                           (on_psp ? MAGIC_PSP : 0));
    settle(b);
    system_control_enter(s, number);
    return handler & ~1u;
}

/* ---- return ---- */

/* Whether the magic value, the frame and what is active belong together. */
static int consistent(const system_control *s, uint32_t magic, uint32_t xpsr) {
    uint32_t number = xpsr & XPSR_NUMBER;
    int thread = (magic & MAGIC_THREAD) != 0;
    int last = system_control_active(s) == 1;
    if (thread != last || thread != (number == 0)) {
        return 0;
    }
    return (xpsr & XPSR_THUMB) != 0 && (thread || (number < EXCEPTIONS && s->active[number]));
}

static void take_frame(const board *b, const uint32_t *frame, int with_fp) {
    for (size_t i = 0; i < sizeof frame_registers / sizeof frame_registers[0]; i++) {
        board_set_register(b, frame_registers[i], frame[i]);
    }
    if (with_fp) {
        for (int n = 0; n < FP_REGISTERS; n++) {
            board_set_register(b, UC_ARM_REG_S0 + n, frame[FRAME_FP + n]);
        }
        board_set_register(b, UC_ARM_REG_FPSCR, frame[FRAME_FPSCR]);
    }
}

uint32_t exceptions_return(board *b, system_control *s, uint32_t magic, const char **why) {
    uint32_t stack = magic & (MAGIC_THREAD | MAGIC_PSP);
    int with_fp = (magic & MAGIC_BASIC) == 0;
    int thread = (magic & MAGIC_THREAD) != 0;
    int on_psp = (magic & MAGIC_PSP) != 0;
    uint32_t bytes = 4 * (with_fp ? (uint32_t)FP_WORDS : (uint32_t)BASIC_WORDS);
    uint32_t frame[FP_WORDS] = {0};
    uint32_t number = s->current;
    if (number == 0 || magic < MAGIC_BASE || (magic & 3u) != 1 || stack == MAGIC_PSP) {
        *why = "a jump to an address of exception return that means nothing here";
        return 0;
    }
    uint32_t place = board_register(b, on_psp ? UC_ARM_REG_PSP : UC_ARM_REG_MSP);
    const uint8_t *memory = board_memory(b, place, bytes);
    if (memory == NULL) {
        *why = "the stack pointer is in no memory: an exception cannot be left";
        return 0;
    }
    memcpy(frame, memory, bytes);
    uint32_t xpsr = frame[FRAME_XPSR];
    if (!consistent(s, magic, xpsr)) {
        *why = "an exception return that does not belong to what is active";
        return 0;
    }
    if (number != EXCEPTION_NMI) {
        board_set_register(b, UC_ARM_REG_FAULTMASK, 0);
    }
    take_frame(b, frame, with_fp);
    board_set_register(b, on_psp ? UC_ARM_REG_PSP : UC_ARM_REG_MSP,
                       place + bytes + ((xpsr & XPSR_ALIGNED) != 0 ? 4u : 0u));
    uint32_t control = board_register(b, UC_ARM_REG_CONTROL) & NPRIV;
    control |= (on_psp ? (uint32_t)SPSEL : 0) | (with_fp ? (uint32_t)FPCA : 0);
    set_mode(b, xpsr & XPSR_NUMBER, control);
    board_set_register(b, UC_ARM_REG_APSR_NZCVQG, xpsr);
    board_set_register(b, UC_ARM_REG_EPSR, xpsr & XPSR_IT_THUMB);
    settle(b);
    system_control_leave(s, number, thread ? 0 : xpsr & XPSR_NUMBER);
    return frame[FRAME_PC] & ~1u;
}
