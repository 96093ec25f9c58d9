/* SPDX-License-Identifier: MIT */
/* Implementation notes: encodings are named as in the manual; imm fields are scaled here. */
#include "access.h"

enum { SP = 13, PC = 15 };

static unsigned ones(uint32_t bits) {
    unsigned count = 0;
    for (; bits != 0; bits &= bits - 1) {
        count++;
    }
    return count;
}

static access_site plain(void) {
    access_site site = {SITE_PLAIN, 0, ACCESS_NO_INDEX, 0, 0};
    return site;
}

static access_site at(unsigned base, int32_t offset) {
    access_site site = {SITE_ACCESS, (uint8_t)base, ACCESS_NO_INDEX, 0, offset};
    return site;
}

static access_site indexed(unsigned base, unsigned index, unsigned shift) {
    access_site site = {SITE_ACCESS, (uint8_t)base, (uint8_t)index, (uint8_t)shift, 0};
    return site;
}

static access_site operands(site_kind kind, unsigned first, unsigned second) {
    access_site site = {(uint8_t)kind, (uint8_t)first, (uint8_t)second, 0, 0};
    return site;
}

/* An offset that is added (U) before the access (P), or the base alone. */
static int32_t before(int indexed_first, int up, unsigned bytes) {
    int32_t signed_bytes = up ? (int32_t)bytes : -(int32_t)bytes;
    return indexed_first ? signed_bytes : 0;
}

static access_site decode_16(uint16_t h) {
    unsigned low = (h >> 3) & 7u;
    unsigned imm5 = (h >> 6) & 31u;
    switch (h >> 12) {
    case 5:
        return indexed(low, (h >> 6) & 7u, 0);
    case 6:
        return at(low, (int32_t)(4 * imm5));
    case 7:
        return at(low, (int32_t)imm5);
    case 8:
        return at(low, (int32_t)(2 * imm5));
    case 9:
        return at(SP, (int32_t)(4 * (h & 0xffu)));
    case 11:
        if ((h & 0xfe00) == 0xb400) { /* PUSH */
            return at(SP, -(int32_t)(4 * ones(h & 0x01ffu)));
        }
        return (h & 0xfe00) == 0xbc00 ? at(SP, 0) : plain(); /* POP */
    case 12:                                                 /* STM, LDM */
        return at((h >> 8) & 7u, 0);
    default:
        return plain();
    }
}

static access_site multiple(uint16_t h, uint16_t l) {
    int down = (h & 0x0100) != 0;
    return at(h & 15u, down ? -(int32_t)(4 * ones(l)) : 0);
}

static access_site dual_or_exclusive(uint16_t h, uint16_t l) {
    unsigned base = h & 15u;
    unsigned words = 4 * (l & 0xffu);
    if ((h & 0xfff0) == 0xe8d0 && (l & 0xffe0) == 0xf000) { /* TBB, TBH */
        return indexed(base, l & 15u, (l >> 4) & 1u);
    }
    if ((h & 0xffe0) == 0xe840) { /* LDREX, STREX */
        return at(base, (int32_t)words);
    }
    if ((h & 0xffe0) == 0xe8c0) { /* LDREXB and others */
        return at(base, 0);
    }
    return base == PC ? plain() : at(base, before((h & 0x0100) != 0, (h & 0x0080) != 0, words));
}

static access_site floating_point(uint16_t h, uint16_t l) {
    unsigned base = h & 15u;
    unsigned words = 4 * (l & 0xffu);
    int up = (h & 0x0080) != 0;
    if ((h & 0xffe0) == 0xec40 || base == PC) { /* VMOV of two core registers; a constant */
        return plain();
    }
    if ((h & 0xff20) == 0xed00) { /* VLDR, VSTR */
        return at(base, before(1, up, words));
    }
    return at(base, up ? 0 : -(int32_t)words); /* VLDM, VSTM, VPUSH, VPOP */
}

static access_site single(uint16_t h, uint16_t l) {
    unsigned base = h & 15u;
    int loads = (h & 0x0010) != 0;
    int word = (h & 0x0060) == 0x0040;
    if (base == PC || (loads && l >> 12 == PC && !word)) { /* constants; PLD and PLI are hints */
        return plain();
    }
    if ((h & 0x0080) != 0) {
        return at(base, (int32_t)(l & 0x0fffu));
    }
    if ((l & 0x0fc0) == 0) {
        return indexed(base, l & 15u, (l >> 4) & 3u);
    }
    return at(base, before((l & 0x0400) != 0, (l & 0x0200) != 0, l & 0xffu));
}

static access_site long_multiply_or_divide(uint16_t h, uint16_t l, int multiplies) {
    unsigned operation = (h >> 4) & 7u;
    int divides = (operation == 1 || operation == 3) && (l & 0x00f0) == 0x00f0;
    int multiplies_long = (operation & 1u) == 0 && (l & 0x00f0) == 0;
    if (divides) {
        return operands(SITE_DIVISION, h & 15u, l & 15u);
    }
    return multiplies && multiplies_long ? operands(SITE_LONG_MULTIPLICATION, h & 15u, l & 15u)
                                         : plain();
}

static access_site decode_32(uint16_t h, uint16_t l, int multiplies) {
    if ((h & 0xfe40) == 0xe800) {
        return multiple(h, l);
    }
    if ((h & 0xfe40) == 0xe840) {
        return dual_or_exclusive(h, l);
    }
    if ((h & 0xfe00) == 0xec00) {
        return floating_point(h, l);
    }
    if ((h & 0xfe00) == 0xf800) {
        return single(h, l);
    }
    if ((h & 0xff80) == 0xfb80) {
        return long_multiply_or_divide(h, l, multiplies);
    }
    return plain();
}

access_site access_decode(const uint8_t *code, size_t available, int multiplies) {
    if (available < 2) {
        return plain();
    }
    uint16_t h = (uint16_t)(code[0] | code[1] << 8);
    if (h >> 11 < 0x1d) {
        return decode_16(h);
    }
    if (available < 4) {
        return plain();
    }
    return decode_32(h, (uint16_t)(code[2] | code[3] << 8), multiplies);
}
