/* SPDX-License-Identifier: MIT */
#include "strict.h"

#include "decode_v6m.h"

static uint32_t value_of(const machine *m, uint8_t reg, uint32_t address) {
    static const int numbers[] = {UC_ARM_REG_R0, UC_ARM_REG_R1, UC_ARM_REG_R2, UC_ARM_REG_R3,
                                  UC_ARM_REG_R4, UC_ARM_REG_R5, UC_ARM_REG_R6, UC_ARM_REG_R7};
    if (reg < sizeof numbers / sizeof numbers[0]) {
        return machine_register(m, numbers[reg]);
    }
    if (reg == V6M_STACK_POINTER) {
        return machine_register(m, UC_ARM_REG_SP);
    }
    return reg == V6M_PROGRAM_COUNTER ? (address + 4) & ~3u : 0;
}

int strict_is_unaligned(const machine *m, uint32_t address) {
    const uint8_t *code = machine_memory(m, address, 2);
    if (code == NULL || code[1] >> 3 >= 0x1d) { /* nothing of 32 bits accesses data */
        return 0;
    }
    v6m_access access = decode_v6m_access((uint16_t)(code[0] | code[1] << 8));
    if (access.alignment == 0) {
        return 0;
    }
    uint32_t at = value_of(m, access.base, address) + value_of(m, access.index, address);
    return ((at + access.offset) & (access.alignment - 1u)) != 0;
}
