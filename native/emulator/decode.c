/* SPDX-License-Identifier: MIT */
/*
 * Implementation notes. Encodings are named as in the ARMv7-M manual. What the table does not give
 * exactly is fixed here: divisions take 2 to 12 cycles, 6 are charged; IT is folded into its
 * neighbour.
 */
#include "decode.h"

#include "decode_v6m.h"

enum {
    REFILL_BRANCH = 1,   /* B, Bcc, CBZ, BL: target known early */
    REFILL_REGISTER = 2, /* BX, BLX, MOV and ADD to PC */
    REFILL_LOADED = 3,   /* LDR PC, POP and LDM with PC, TBB, TBH */
    DIVISION = 6,
    FP_DIVISION = 14,
    FP_FUSED = 3
};

static unsigned ones(uint32_t bits) {
    unsigned count = 0;
    for (; bits != 0; bits &= bits - 1) {
        count++;
    }
    return count;
}

static insn make(uint8_t bytes, insn_class kind, unsigned cycles) {
    insn made = {.bytes = bytes, .kind = (uint8_t)kind, .cycles = (uint8_t)cycles};
    return made;
}

static insn branch(uint8_t bytes, insn_class kind, unsigned cycles, unsigned refill) {
    insn made = make(bytes, kind, cycles);
    made.refill = (uint8_t)refill;
    return made;
}

static uint16_t bit(unsigned reg) {
    return (uint16_t)(1u << reg);
}

static insn load(uint8_t bytes, unsigned target, uint16_t bases) {
    insn made = make(bytes, INSN_LOAD, 1);
    made.access = ACCESS_LOAD;
    made.loads = bit(target);
    made.bases = bases;
    return made;
}

static insn store(uint8_t bytes, unsigned cycles, uint16_t bases) {
    insn made = make(bytes, INSN_STORE, cycles);
    made.access = ACCESS_STORE;
    made.bases = bases;
    return made;
}

static insn literal(uint8_t bytes, unsigned target) {
    insn made = load(bytes, target, 0);
    made.literal = 1;
    return made;
}

/* Several words at once: not pipelined with its neighbours. */
static insn multiple(uint8_t bytes, access_class access, unsigned cycles) {
    insn made = make(bytes, INSN_PLAIN, cycles);
    made.access = (uint8_t)access;
    return made;
}

static insn into_pc(uint8_t bytes, unsigned cycles) {
    insn made = branch(bytes, INSN_LOAD_BRANCH, cycles, REFILL_LOADED);
    made.access = ACCESS_LOAD;
    return made;
}

/* ---- 16-bit encodings (A5.2) ---- */

static insn special_data(uint16_t h) {
    if ((h & 0xff00) == 0x4700) {
        return branch(2, (h & 0x0080) != 0 ? INSN_CALL : INSN_BRANCH, 1, REFILL_REGISTER);
    }
    unsigned target = ((h >> 4) & 8u) | (h & 7u);
    int writes = (h & 0x0300) != 0x0100; /* not CMP */
    return writes && target == 15 ? branch(2, INSN_BRANCH, 1, REFILL_REGISTER)
                                  : make(2, INSN_PLAIN, 1);
}

static insn load_store_16(uint16_t h) {
    unsigned group = h >> 12;
    if (group == 5) { /* register offset */
        uint16_t bases = bit((h >> 3) & 7) | bit((h >> 6) & 7);
        int loads = ((h >> 9) & 7) >= 3;
        return loads ? load(2, h & 7, bases) : store(2, 2, bases);
    }
    int loads = (h & 0x0800) != 0;
    if (group == 9) { /* SP-relative */
        return loads ? load(2, (h >> 8) & 7, bit(13)) : store(2, 1, bit(13));
    }
    uint16_t bases = bit((h >> 3) & 7);
    return loads ? load(2, h & 7, bases) : store(2, 1, bases);
}

static insn miscellaneous_16(uint16_t h) {
    if ((h & 0xf500) == 0xb100) { /* CBZ, CBNZ */
        return branch(2, INSN_BRANCH, 1, REFILL_BRANCH);
    }
    if ((h & 0xfe00) == 0xb400) { /* PUSH */
        return multiple(2, ACCESS_STORE, 1 + ones(h & 0x01ffu));
    }
    if ((h & 0xfe00) == 0xbc00) { /* POP */
        unsigned cycles = 1 + ones(h & 0x01ffu);
        return (h & 0x0100) != 0 ? into_pc(2, cycles) : multiple(2, ACCESS_LOAD, cycles);
    }
    if ((h & 0xff00) == 0xbf00 && (h & 0x000f) != 0) { /* IT */
        return make(2, INSN_FOLDED, 0);
    }
    return make(2, INSN_PLAIN, 1);
}

static insn conditional_16(uint16_t h) {
    unsigned condition = (h >> 8) & 15;
    if (condition == 14) {
        return make(2, INSN_UNKNOWN, 1); /* UDF */
    }
    return condition == 15 ? make(2, INSN_PLAIN, 1) : branch(2, INSN_BRANCH, 1, REFILL_BRANCH);
}

static insn decode_16(uint16_t h) {
    switch (h >> 12) {
    case 4:
        if ((h & 0xfc00) == 0x4000) {
            return make(2, INSN_PLAIN, 1);
        }
        return (h & 0x0800) == 0 ? special_data(h) : literal(2, (h >> 8) & 7);
    case 5:
    case 6:
    case 7:
    case 8:
    case 9:
        return load_store_16(h);
    case 11:
        return miscellaneous_16(h);
    case 12:
        return multiple(2, (h & 0x0800) != 0 ? ACCESS_LOAD : ACCESS_STORE, 1 + ones(h & 0x00ffu));
    case 13:
        return conditional_16(h);
    case 14:
        return branch(2, INSN_BRANCH, 1, REFILL_BRANCH);
    default:
        return make(2, INSN_PLAIN, 1);
    }
}

/* ---- 32-bit encodings (A5.3) ---- */

static insn dual_or_exclusive(uint16_t h, uint16_t l) {
    if ((h & 0xfff0) == 0xe8d0 && (l & 0xffe0) == 0xf000) { /* TBB, TBH */
        return branch(4, INSN_BRANCH, 3, REFILL_LOADED);
    }
    int exclusive = (h & 0xffe0) == 0xe840 || (h & 0xffe0) == 0xe8c0;
    return multiple(4, (h & 0x0010) != 0 ? ACCESS_LOAD : ACCESS_STORE, exclusive ? 2 : 3);
}

static insn floating_point_memory(uint16_t h, uint16_t l) {
    if ((h & 0xffe0) == 0xec40) { /* VMOV of two core registers */
        return make(4, INSN_PLAIN, 2);
    }
    access_class access = (h & 0x0010) != 0 ? ACCESS_LOAD : ACCESS_STORE;
    if ((h & 0xff20) == 0xed00) { /* VLDR, VSTR */
        return multiple(4, access, (l & 0x0f00) == 0x0b00 ? 3 : 2);
    }
    return multiple(4, access, 1u + (l & 0x00ffu)); /* VLDM, VSTM, VPUSH, VPOP */
}

static insn floating_point(uint16_t h, uint16_t l) {
    if ((l & 0x0010) != 0) { /* moves between core and floating-point registers */
        return make(4, INSN_PLAIN, 1);
    }
    unsigned opcode = h & 0xffb0;
    int square_root = opcode == 0xeeb0 && (h & 0x000f) == 1 && (l & 0x00c0) == 0x00c0;
    if (opcode == 0xee80 || square_root) {
        return make(4, INSN_PLAIN, FP_DIVISION);
    }
    int fused = opcode == 0xee00 || opcode == 0xee10 || opcode == 0xee90 || opcode == 0xeea0;
    return make(4, INSN_PLAIN, fused ? FP_FUSED : 1);
}

static insn branch_or_control(uint16_t h, uint16_t l) {
    unsigned form = l & 0xd000;
    if (form == 0xd000) {
        return branch(4, INSN_CALL, 1, REFILL_BRANCH);
    }
    if (form == 0x9000 || (form == 0x8000 && ((h >> 6) & 15) < 14)) {
        return branch(4, INSN_BRANCH, 1, REFILL_BRANCH);
    }
    return make(4, INSN_PLAIN, 1);
}

static insn single_32(uint16_t h, uint16_t l) {
    unsigned base = h & 15;
    unsigned value = l >> 12;
    int immediate12 = (h & 0x0080) != 0;
    int register_offset = !immediate12 && (l & 0x0fc0) == 0;
    int write_back = !immediate12 && (l & 0x0900) == 0x0900;
    uint16_t bases = register_offset ? bit(base) | bit(l & 15) : bit(base);
    if ((h & 0x0010) == 0) {
        insn stored = store(4, register_offset ? 2 : 1, bases);
        stored.loads = write_back ? bit(base) : 0;
        return stored;
    }
    if (value == 15) {
        int word = (h & 0x0060) == 0x0040;
        return word ? into_pc(4, 2) : make(4, INSN_PLAIN, 1); /* PLD, PLI */
    }
    if (base == 15) {
        return literal(4, value);
    }
    insn loaded = load(4, value, bases);
    if (write_back) {
        loaded.loads |= bit(base);
    }
    return loaded;
}

static insn multiply_or_divide(uint16_t h, uint16_t l) {
    unsigned operation = (h >> 4) & 7;
    int divides = (operation == 1 || operation == 3) && (l & 0x00f0) == 0x00f0;
    insn made = make(4, INSN_PLAIN, divides ? DIVISION : 1);
    made.divides = (uint8_t)divides;
    return made;
}

static insn decode_32(uint16_t h, uint16_t l) {
    if ((h & 0xfe40) == 0xe800) { /* LDM, STM, PUSH, POP */
        unsigned cycles = 1 + ones(l);
        if ((h & 0x0010) == 0) {
            return multiple(4, ACCESS_STORE, cycles);
        }
        return (l & 0x8000) != 0 ? into_pc(4, cycles) : multiple(4, ACCESS_LOAD, cycles);
    }
    if ((h & 0xfe40) == 0xe840) {
        return dual_or_exclusive(h, l);
    }
    if ((h & 0xfe00) == 0xec00) {
        return floating_point_memory(h, l);
    }
    if ((h & 0xff00) == 0xee00) {
        return floating_point(h, l);
    }
    if ((h & 0xf800) == 0xf000) {
        return (l & 0x8000) != 0 ? branch_or_control(h, l) : make(4, INSN_PLAIN, 1);
    }
    if ((h & 0xfe00) == 0xf800) {
        return single_32(h, l);
    }
    if ((h & 0xff80) == 0xfb80) {
        return multiply_or_divide(h, l);
    }
    if ((h & 0xfc00) == 0xfc00) { /* a second coprocessor space that no M4 has */
        return make(4, INSN_UNKNOWN, 1);
    }
    return make(4, INSN_PLAIN, 1);
}

static insn decode_v7m(const uint8_t *code, size_t available) {
    insn cut_off = make(0, INSN_UNKNOWN, 0);
    if (available < 2) {
        return cut_off;
    }
    uint16_t h = (uint16_t)(code[0] | code[1] << 8);
    if (h >> 11 < 0x1d) {
        return decode_16(h);
    }
    if (available < 4) {
        return cut_off;
    }
    return decode_32(h, (uint16_t)(code[2] | code[3] << 8));
}

/*
 * The M3's multiplications: MLA and MLS take 2 cycles, UMULL and SMULL 3 to 5, UMLAL and SMLAL 4 to
 * 7 depending on the operands by a rule that is not published. What it lacks (DSP, floating point)
 * the engine refuses.
 */
static uint8_t m3_multiplication(const core_profile *core, uint16_t h, uint16_t l, uint8_t other) {
    static const uint8_t product[] = {
        [LONG_MULTIPLY_MIDDLE] = 4, [LONG_MULTIPLY_FEWEST] = 3, [LONG_MULTIPLY_MOST] = 5};
    static const uint8_t sum[] = {
        [LONG_MULTIPLY_MIDDLE] = 5, [LONG_MULTIPLY_FEWEST] = 4, [LONG_MULTIPLY_MOST] = 7};
    unsigned operation = (h >> 4) & 7u;
    if ((h & 0xfff0) == 0xfb00) {
        return (l & 0xf0f0) == 0xf000 ? 1 : 2;
    }
    if ((h & 0xff80) != 0xfb80 || (l & 0x00f0) != 0) {
        return other;
    }
    if (operation == 0 || operation == 2) {
        return product[core->long_multiply];
    }
    return operation == 4 || operation == 6 ? sum[core->long_multiply] : other;
}

insn decode_insn(const core_profile *core, const uint8_t *code, size_t available) {
    if (core_is_flat((core_id)core->id)) {
        return decode_v6m(core, code, available);
    }
    insn found = decode_v7m(code, available);
    if (core->id == CORE_M3 && found.bytes == 4) {
        found.cycles = m3_multiplication(core, (uint16_t)(code[0] | code[1] << 8),
                                         (uint16_t)(code[2] | code[3] << 8), found.cycles);
    }
    return found;
}

int decode_uses_fpu(const uint8_t *code, size_t bytes) {
    return bytes == 4 && (code[1] & 0xec) == 0xec && (code[3] & 0x0e) == 0x0a;
}
