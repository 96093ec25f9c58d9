/* SPDX-License-Identifier: MIT */
/* Floating-point registers and flags of the interrupted code survive a handler that uses them. */
#include "board.h"

void systick(void);

static volatile uint32_t ticks;
static volatile float scratch = 1.5f;

void systick(void) {
    float x = scratch;
    for (uint32_t n = 0; n < 8; n++) {
        x = x * 1.25f - 0.5f;
    }
    __asm__ volatile("vmov.f32 s0, #31.0\n vmov.f32 s15, #31.0\n vmov.f32 s7, #31.0\n"
                     "vcmp.f32 s0, s0\n vmrs APSR_nzcv, fpscr" ::
                         : "s0", "s15", "s7", "cc");
    scratch = x;
    ticks++;
}

int main(void) {
    uint32_t wrong = 0;
    fpu_on();
    SYST_RVR = 331;
    SYST_CVR = 0;
    SYST_CSR = 7;
    for (uint32_t n = 0; n < 20000 || ticks < 200; n++) {
        float a = 2.0f;
        float b = 3.0f;
        float c;
        uint32_t flags;
        __asm__ volatile("vmov.f32 s15, %2\n vmov.f32 s7, %3\n vcmp.f32 s7, s15\n"
                         "nop\n nop\n nop\n nop\n"
                         "vmrs %1, fpscr\n vmul.f32 %0, s15, s7"
                         : "=t"(c), "=r"(flags)
                         : "t"(a), "t"(b)
                         : "s15", "s7");
        wrong += c != 6.0f;
        wrong += (flags >> 28) != 2; /* greater */
    }
    SYST_CSR = 0;
    put("ticks ");
    put_number(ticks >= 200);
    put(" wrong ");
    put_number(wrong);
    put("\n");
    return 0;
}
