/* SPDX-License-Identifier: MIT */
/* Output by UART and by semihosting, and an exit status. */
#include "board.h"

#ifndef STATUS
#define STATUS 0
#endif

int main(void) {
    static const char text[] = "by SYS_WRITE\n";
    static const char console[] = ":tt";
    const uint32_t console_block[3] = {(uint32_t)(uintptr_t)console, 4, 3};
    uint32_t handle = semihosting_call(0x01, (uintptr_t)console_block);
    const uint32_t block[3] = {handle, (uint32_t)(uintptr_t)text, sizeof text - 1};
    put("by UART\n");
    (void)semihosting_call(0x04, (uintptr_t) "by SYS_WRITE0\n");
    (void)semihosting_call(0x03, (uintptr_t) "c");
    (void)semihosting_call(0x03, (uintptr_t) "\n");
    uint32_t left = semihosting_call(0x05, (uintptr_t)block);
    return left == 0 ? STATUS : 99;
}
