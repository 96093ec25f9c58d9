/* SPDX-License-Identifier: MIT */
#include "alignment.h"

static access_alignment any(void) {
    access_alignment a = {1, 0};
    return a;
}

static access_alignment costs(unsigned bytes) {
    access_alignment a = {(uint8_t)bytes, 0};
    return a;
}

static access_alignment faults(unsigned bytes) {
    access_alignment a = {(uint8_t)bytes, 1};
    return a;
}

static access_alignment decode_16(uint16_t h) {
    /* STR, STRH, STRB, LDRSB, LDR, LDRH, LDRB, LDRSH with two registers */
    static const uint8_t with_registers[] = {4, 2, 1, 1, 4, 2, 1, 2};
    switch (h >> 12) {
    case 5:
        return costs(with_registers[(h >> 9) & 7u]);
    case 6:
    case 9:
        return costs(4);
    case 8:
        return costs(2);
    case 11: /* PUSH, POP */
    case 12: /* STM, LDM */
        return faults(4);
    default:
        return any();
    }
}

static access_alignment dual_or_exclusive(uint16_t h, uint16_t l) {
    if ((h & 0xfff0) == 0xe8d0 && (l & 0xffe0) == 0xf000) { /* TBB, TBH */
        return costs((l & 0x0010) != 0 ? 2 : 1);
    }
    if ((h & 0xffe0) == 0xe8c0) { /* LDREXB, LDREXH, STREXB, STREXH */
        return (l & 0x0010) != 0 ? faults(2) : any();
    }
    return faults(4);
}

access_alignment alignment_decode(const uint8_t *code, size_t available) {
    if (available < 2) {
        return any();
    }
    uint16_t h = (uint16_t)(code[0] | code[1] << 8);
    if (h >> 11 < 0x1d) {
        return decode_16(h);
    }
    if (available < 4) {
        return any();
    }
    if ((h & 0xfe40) == 0xe840) {
        return dual_or_exclusive(h, (uint16_t)(code[2] | code[3] << 8));
    }
    if ((h & 0xfe00) == 0xf800) { /* single: its size */
        unsigned size = (h >> 5) & 3u;
        return size < 3 ? costs(1u << size) : any();
    }
    /* LDM and STM; VLDR, VSTR and their multiples */
    return (h & 0xfe40) == 0xe800 || (h & 0xfe00) == 0xec00 ? faults(4) : any();
}

unsigned alignment_cycles(uint32_t address, unsigned bytes) {
    if ((address & (bytes - 1u)) == 0) {
        return 0;
    }
    return bytes == 4 && (address & 1u) != 0 ? 2 : 1;
}
