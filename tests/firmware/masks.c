/* SPDX-License-Identifier: MIT */
/* Who interrupts whom, and when: PRIMASK, BASEPRI, FAULTMASK and nested priorities, as a log. */
#include "board.h"

void interrupt0(void);
void interrupt1(void);
void interrupt2(void);
void pendsv(void);
void systick(void);

#define NOW __asm__ volatile("dsb\n isb")

static void raise(uint32_t interrupt) {
    NVIC_ISPR = 1u << interrupt;
    NOW;
}

void pendsv(void) {
    put("P");
}
void systick(void) {
    put("T");
}
void interrupt0(void) { /* highest */
    put("[0]");
}
void interrupt1(void) {
    put("[1 ");
    raise(0); /* at once */
    raise(2); /* when this one is done */
    ICSR = PENDSVSET | PENDSTSET;
    NOW;
    put(" 1]");
}
void interrupt2(void) {
    put("[2]");
}

static uint32_t ipsr(void) {
    uint32_t value;
    __asm__ volatile("mrs %0, ipsr" : "=r"(value));
    return value;
}

int main(void) {
    NVIC_IPR[0] = 0x20;
    NVIC_IPR[1] = 0x40;
    NVIC_IPR[2] = 0x60;
    SHPR[14] = 0xe0;
    SHPR[15] = 0x80;
    NVIC_ISER = 7;
    put("nested ");
    raise(1);
    put("\nprimask ");
    __asm__ volatile("cpsid i");
    raise(0);
    raise(2);
    put("masked ");
    __asm__ volatile("cpsie i\n isb");
    put("\nbasepri ");
    __asm__ volatile("msr basepri, %0\n isb" ::"r"(0x40));
    raise(1);
    raise(2);
    raise(0); /* is above */
    put(" masked ");
    __asm__ volatile("msr basepri, %0\n isb" ::"r"(0x60));
    put(" lower ");
    __asm__ volatile("msr basepri, %0\n isb" ::"r"(0));
    put("\nfaultmask ");
    __asm__ volatile("cpsid f");
    raise(0);
    put("masked ");
    __asm__ volatile("cpsie f\n isb");
    put("\ngroups ");
    AIRCR = 0x05fa0000u | 5u << 8; /* two bits of group: 0x20 and 0x00 differ in the rest only */
    NVIC_IPR[0] = 0x00;
    NVIC_IPR[1] = 0x20;
    raise(1);
    put("\nback ");
    put_number(ipsr());
    put("\n");
    return 0;
}
