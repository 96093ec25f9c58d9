/* SPDX-License-Identifier: MIT */
/*
 * Implementation notes. Instructions that are not understood make every register unknown that they
 * could write: too many rather than too few. Scaled indices are taken as small beside their base.
 */
#include "address.h"

#include <string.h>

enum { SP = 13, LR = 14, PC = 15 };

typedef struct {
    address_state *state;
    uint32_t address;
    address_constant constant;
    const void *context;
} follower;

static address_value unknown(void) {
    address_value v = {0, 0, 0, ADDRESS_NO_REGISTER, ADDRESS_NO_REGISTER};
    return v;
}

static address_value fixed(uint32_t constant) {
    address_value v = {constant, 1, 0, ADDRESS_NO_REGISTER, ADDRESS_NO_REGISTER};
    return v;
}

void address_begin(address_state *state) {
    for (uint8_t r = 0; r < 15; r++) {
        state->reg[r] = fixed(0);
        state->reg[r].first = r;
    }
    state->reg[PC] = unknown();
}

static address_value value_of(const follower *f, unsigned r) {
    return r == PC ? fixed((f->address + 4) & ~3u) : f->state->reg[r];
}

static void assign(const follower *f, unsigned r, address_value v) {
    if (r != PC) {
        f->state->reg[r] = v;
    }
}

/* An offset from what was loaded is not kept: it stays within the object. */
static address_value plus(address_value v, uint32_t constant) {
    if (!v.indirect) {
        v.constant += constant;
    }
    return v;
}

static address_value sum(address_value a, address_value b) {
    if (!a.known || a.indirect) {
        return a; /* the base alone */
    }
    if (!b.known || b.indirect || b.second != ADDRESS_NO_REGISTER) {
        return a;
    }
    a = plus(a, b.constant);
    if (b.first == ADDRESS_NO_REGISTER) {
        return a;
    }
    if (a.first == ADDRESS_NO_REGISTER) {
        a.first = b.first;
    } else if (a.second == ADDRESS_NO_REGISTER) {
        a.second = b.first;
    }
    return a;
}

static address_value loaded_from(const follower *f, address_value v) {
    if (!v.known || v.indirect) {
        return unknown();
    }
    if (v.first == ADDRESS_NO_REGISTER) {
        int known = 0;
        uint32_t word = f->constant(f->context, v.constant, &known);
        return known ? fixed(word) : unknown();
    }
    v.indirect = 1;
    return v;
}

/* A load or store of `target` at v. */
static address_value transfer(const follower *f, int loads, unsigned target, address_value v) {
    if (loads) {
        assign(f, target, loaded_from(f, v));
    }
    return v;
}

static address_value data_processing_16(const follower *f, uint16_t h) {
    unsigned low = h & 7;
    unsigned eight = (h >> 8) & 7;
    switch (h >> 11) {
    case 3: { /* ADD, SUB with register or immediate of three bits */
        address_value base = value_of(f, (h >> 3) & 7);
        uint32_t third = (h >> 6) & 7;
        int subtract = (h & 0x0200) != 0;
        if ((h & 0x0400) != 0) {
            assign(f, low, plus(base, subtract ? 0u - third : third));
        } else {
            assign(f, low, subtract ? base : sum(base, value_of(f, third)));
        }
        break;
    }
    case 4:
        assign(f, eight, fixed(h & 0xffu));
        break;
    case 5:
        break; /* CMP */
    case 6:
        assign(f, eight, plus(value_of(f, eight), h & 0xffu));
        break;
    case 7:
        assign(f, eight, plus(value_of(f, eight), 0u - (h & 0xffu)));
        break;
    default:
        assign(f, low, unknown());
        break;
    }
    return unknown();
}

static address_value special_16(const follower *f, uint16_t h) {
    unsigned target = ((h >> 4) & 8u) | (h & 7u);
    unsigned source = (h >> 3) & 15;
    if ((h & 0xfc00) == 0x4000) {
        assign(f, h & 7u, unknown());
    } else if ((h & 0xff00) == 0x4400) {
        assign(f, target, sum(value_of(f, target), value_of(f, source)));
    } else if ((h & 0xff00) == 0x4600) {
        assign(f, target, value_of(f, source));
    }
    return unknown();
}

static address_value load_store_16(const follower *f, uint16_t h) {
    unsigned low = h & 7;
    address_value base = value_of(f, (h >> 3) & 7);
    uint32_t offset = (h >> 6) & 31;
    switch (h >> 12) {
    case 5: {
        address_value index = value_of(f, (h >> 6) & 7);
        /* gcc puts the base first, but not always. */
        address_value at = base.known ? sum(base, index) : sum(index, base);
        return transfer(f, ((h >> 9) & 7) >= 3, low, at);
    }
    case 6:
        return transfer(f, (h & 0x0800) != 0, low, plus(base, offset * 4));
    case 7:
        return transfer(f, (h & 0x0800) != 0, low, plus(base, offset));
    case 8:
        return transfer(f, (h & 0x0800) != 0, low, plus(base, offset * 2));
    default:
        return transfer(f, (h & 0x0800) != 0, (h >> 8) & 7, plus(value_of(f, SP), (h & 0xffu) * 4));
    }
}

static uint32_t count(uint32_t bits) {
    uint32_t n = 0;
    for (; bits != 0; bits &= bits - 1) {
        n++;
    }
    return n;
}

/* Registers of a multiple load become unknown; the base moves by `bytes`. Returns what it was. */
static address_value multiple(const follower *f, uint32_t list, int loads, unsigned base,
                              uint32_t bytes) {
    address_value at = value_of(f, base);
    for (unsigned r = 0; loads && r < 15; r++) {
        if ((list >> r & 1u) != 0) {
            assign(f, r, unknown());
        }
    }
    assign(f, base, plus(value_of(f, base), bytes));
    return at;
}

static address_value miscellaneous_16(const follower *f, uint16_t h) {
    if ((h & 0xff00) == 0xb000) { /* ADD, SUB SP */
        uint32_t bytes = (h & 0x7fu) * 4;
        assign(f, SP, plus(value_of(f, SP), (h & 0x80) != 0 ? 0u - bytes : bytes));
    } else if ((h & 0xfe00) == 0xb400) {
        return multiple(f, 0, 0, SP, 0u - 4 * count(h & 0x1ffu));
    } else if ((h & 0xfe00) == 0xbc00) {
        return multiple(f, h & 0xffu, 1, SP, 4 * count(h & 0x1ffu));
    } else if ((h & 0xff00) == 0xb200 || (h & 0xff00) == 0xba00) { /* extend, reverse */
        assign(f, h & 7u, unknown());
    }
    return unknown();
}

static address_value step_16(const follower *f, uint16_t h) {
    unsigned eight = (h >> 8) & 7;
    switch (h >> 12) {
    case 0:
    case 1:
    case 2:
    case 3:
        return data_processing_16(f, h);
    case 4:
        if ((h & 0x0800) != 0) {
            return transfer(f, 1, eight, fixed(((f->address + 4) & ~3u) + (h & 0xffu) * 4));
        }
        return special_16(f, h);
    case 5:
    case 6:
    case 7:
    case 8:
    case 9:
        return load_store_16(f, h);
    case 10: /* ADR, ADD from SP */
        assign(f, eight, plus(value_of(f, (h & 0x0800) != 0 ? SP : PC), (h & 0xffu) * 4));
        return unknown();
    case 11:
        return miscellaneous_16(f, h);
    case 12: {
        int loads = (h & 0x0800) != 0;
        uint32_t list = h & 0xffu;
        /* A base that is itself loaded is not written back. */
        int kept = loads && (list >> eight & 1u) != 0;
        return multiple(f, list, loads, eight, kept ? 0 : 4 * count(list));
    }
    default:
        return unknown();
    }
}

static address_value single_32(const follower *f, uint16_t h, uint16_t l) {
    unsigned base = h & 15;
    unsigned target = l >> 12;
    int loads = (h & 0x0010) != 0;
    address_value at = value_of(f, base);
    if (base == PC) {
        uint32_t offset = l & 0xfffu;
        return transfer(f, loads, target, plus(at, (h & 0x0080) != 0 ? offset : 0u - offset));
    }
    if ((h & 0x0080) != 0) {
        return transfer(f, loads, target, plus(at, l & 0xfffu));
    }
    if ((l & 0x0800) == 0) { /* register offset */
        address_value index = value_of(f, l & 15);
        int scaled = (l & 0x0030) != 0;
        if (scaled && at.known) {
            return transfer(f, loads, target, at);
        }
        return transfer(f, loads, target, at.known ? sum(at, index) : sum(index, at));
    }
    uint32_t offset = (l & 0x0200) != 0 ? (l & 0xffu) : 0u - (l & 0xffu);
    address_value moved = plus(at, offset);
    address_value result = transfer(f, loads, target, (l & 0x0400) != 0 ? moved : at);
    if ((l & 0x0100) != 0) {
        assign(f, base, moved);
    }
    return result;
}

static address_value dual_32(const follower *f, uint16_t h, uint16_t l) {
    unsigned base = h & 15;
    uint32_t offset = (l & 0xffu) * 4;
    address_value at = value_of(f, base);
    if ((h & 0x0010) != 0) {
        assign(f, l >> 12, unknown());
        assign(f, (l >> 8) & 15, unknown());
    } else if ((h & 0xff60) == 0xe840) { /* STREX: a status */
        assign(f, (l >> 8) & 15, unknown());
        assign(f, l & 15, unknown());
        return at;
    }
    if ((h & 0x0020) != 0) {
        assign(f, base, plus(value_of(f, base), (h & 0x0080) != 0 ? offset : 0u - offset));
    }
    return at;
}

static address_value multiple_32(const follower *f, uint16_t h, uint16_t l) {
    uint32_t bytes = 4 * count(l);
    int writes_back = (h & 0x0020) != 0;
    int down = (h & 0x0100) != 0;
    uint32_t moved = !writes_back ? 0 : down ? 0u - bytes : bytes;
    return multiple(f, l, (h & 0x0010) != 0, h & 15, moved);
}

/* Data processing with a plain or modified immediate. */
static void immediate_32(const follower *f, uint16_t h, uint16_t l) {
    unsigned target = (l >> 8) & 15;
    uint32_t imm12 = ((h & 0x0400u) << 1) | ((l & 0x7000u) >> 4) | (l & 0xffu);
    unsigned operation = h & 0xfbf0;
    if (operation == 0xf240) { /* MOVW */
        assign(f, target, fixed(((h & 15u) << 12) | imm12));
    } else if (operation == 0xf2c0) { /* MOVT */
        address_value v = value_of(f, target);
        int plain = v.known && !v.indirect && v.first == ADDRESS_NO_REGISTER;
        uint32_t upper = (((h & 15u) << 12) | imm12) << 16;
        assign(f, target, plain ? fixed((v.constant & 0xffffu) | upper) : unknown());
    } else if (operation == 0xf200) { /* ADDW */
        assign(f, target, plus(value_of(f, h & 15), imm12));
    } else if (operation == 0xf2a0) { /* SUBW */
        assign(f, target, plus(value_of(f, h & 15), 0u - imm12));
    } else if ((h & 0xfbe0) == 0xf100 || (h & 0xfbe0) == 0xf1a0) { /* ADD.W, SUB.W */
        uint32_t offset = 0;
        if (imm12 < 0x100u) {
            offset = imm12;
        } else if (imm12 >= 0x400u) { /* a byte with its top bit set, rotated */
            unsigned rotation = imm12 >> 7;
            uint32_t byte = 0x80u | (imm12 & 0x7fu);
            offset = byte >> rotation | byte << (32u - rotation);
        }
        int subtract = (h & 0x00e0) == 0x00a0;
        assign(f, target, plus(value_of(f, h & 15), subtract ? 0u - offset : offset));
    } else {
        assign(f, target, unknown());
    }
}

static address_value step_32(const follower *f, uint16_t h, uint16_t l) {
    if ((h & 0xfe00) == 0xf800) {
        return single_32(f, h, l);
    }
    if ((h & 0xfe40) == 0xe800) {
        return multiple_32(f, h, l);
    }
    if ((h & 0xfe40) == 0xe840) {
        return dual_32(f, h, l);
    } else if ((h & 0xf800) == 0xf000 && (l & 0x8000) == 0) {
        immediate_32(f, h, l);
    } else if ((h & 0xffef) == 0xea4f && (l & 0x70f0) == 0) { /* MOV.W */
        assign(f, (l >> 8) & 15, value_of(f, l & 15));
    } else if ((h & 0xffe0) == 0xeb00) { /* ADD.W; a shifted operand is an index */
        address_value base = value_of(f, h & 15);
        int shifted = (l & 0x70f0) != 0;
        assign(f, (l >> 8) & 15, shifted ? base : sum(base, value_of(f, l & 15)));
    } else if ((h & 0xec00) == 0xec00) { /* floating point: moves into core registers, VLDM! */
        address_value at = value_of(f, h & 15);
        assign(f, l >> 12, unknown());
        if ((h & 0xfe20) == 0xec20) {
            uint32_t bytes = (l & 0xffu) * 4;
            int down = (h & 0x0100) != 0;
            assign(f, h & 15, plus(value_of(f, h & 15), down ? 0u - bytes : bytes));
        }
        return at;
    } else {
        assign(f, l >> 12, unknown());
        assign(f, (l >> 8) & 15, unknown());
    }
    return unknown();
}

address_value address_step(address_state *state, const uint8_t *code, size_t bytes,
                           uint32_t address, address_constant constant, const void *context) {
    follower f = {state, address, constant, context};
    uint16_t h = (uint16_t)(code[0] | code[1] << 8);
    return bytes == 2 ? step_16(&f, h) : step_32(&f, h, (uint16_t)(code[2] | code[3] << 8));
}
