/* SPDX-License-Identifier: MIT */
#include "decode_v6m.h"

enum { PROGRAM_COUNTER = 15 };

/* What the two cores take, where they differ. */
typedef struct {
    uint8_t refill; /* of the pipeline, if a branch is taken */
    uint8_t call;   /* BL */
    uint8_t pop_pc; /* POP with PC, beside one for each register */
    uint8_t system; /* MRS, MSR and barriers */
} costs;

static const costs m0plus = {1, 3, 3, 3};
static const costs m0 = {2, 4, 4, 4};

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

static insn plain(unsigned cycles) {
    return make(2, INSN_PLAIN, cycles);
}

static insn unknown(uint8_t bytes) {
    return make(bytes, INSN_UNKNOWN, 1);
}

static insn branch(insn_class kind, unsigned refill) {
    insn made = make(2, kind, 1);
    made.refill = (uint8_t)refill;
    return made;
}

static insn data_processing(const core_profile *core, uint16_t h) {
    unsigned operation = (h >> 6) & 15u;
    return plain(operation == 13 ? core->multiply_cycles : 1u);
}

/* ADD, CMP and MOV of any registers; BX and BLX. */
static insn special_data(const costs *cost, uint16_t h) {
    if ((h & 0xff00) == 0x4700) {
        return (h & 7u) != 0 ? unknown(2)
                             : branch((h & 0x0080) != 0 ? INSN_CALL : INSN_BRANCH, cost->refill);
    }
    unsigned target = ((h >> 4) & 8u) | (h & 7u);
    int writes = (h & 0x0300) != 0x0100;
    return writes && target == PROGRAM_COUNTER ? branch(INSN_BRANCH, cost->refill) : plain(1);
}

static insn miscellaneous(const costs *cost, uint16_t h) {
    unsigned registers = ones(h & 0x01ffu);
    switch ((h >> 8) & 15u) {
    case 0: /* ADD and SUB of SP */
        return plain(1);
    case 2: /* extensions */
        return plain(1);
    case 4:
    case 5:
        return registers == 0 ? unknown(2) : plain(1 + registers);
    case 6: /* CPS */
        return (h & 0xffef) == 0xb662 ? plain(1) : unknown(2);
    case 10: /* REV, REV16, REVSH */
        return (h & 0x00c0) == 0x0080 ? unknown(2) : plain(1);
    case 12:
        return registers == 0 ? unknown(2) : plain(1 + registers);
    case 13: /* PC counts as one of the registers */
        return make(2, INSN_LOAD_BRANCH, cost->pop_pc + registers);
    case 14: /* BKPT */
        return plain(1);
    case 15: /* hints; with a mask it were IT */
        return (h & 15u) == 0 && (h & 0x00f0) <= 0x0040 ? plain(1) : unknown(2);
    default: /* CBZ and CBNZ among them */
        return unknown(2);
    }
}

static insn decode_16(const core_profile *core, const costs *cost, uint16_t h) {
    switch (h >> 12) {
    case 4:
        if ((h & 0xfc00) == 0x4000) {
            return data_processing(core, h);
        }
        return (h & 0x0800) == 0 ? special_data(cost, h) : plain(2);
    case 5:
    case 6:
    case 7:
    case 8:
    case 9:
        return plain(2); /* a single load or store */
    case 11:
        return miscellaneous(cost, h);
    case 12:
        return plain(1 + ones(h & 0x00ffu));
    case 13: {
        unsigned condition = (h >> 8) & 15u;
        if (condition == 14) { /* UDF */
            return unknown(2);
        }
        return condition == 15 ? plain(1) : branch(INSN_BRANCH, cost->refill);
    }
    case 14:
        return branch(INSN_BRANCH, cost->refill);
    default:
        return plain(1);
    }
}

/* The only ones of 32 bits: BL, MRS, MSR and the barriers. */
static insn decode_32(const costs *cost, uint16_t h, uint16_t l) {
    if ((h & 0xf800) == 0xf000 && (l & 0xd000) == 0xd000) {
        return make(4, INSN_CALL, cost->call);
    }
    int moves = ((h & 0xfff0) == 0xf380 && (l & 0xff00) == 0x8800) ||
                (h == 0xf3ef && (l & 0xf000) == 0x8000);
    int barrier = h == 0xf3bf && (l & 0xff00) == 0x8f00 && ((l >> 4) & 15u) - 4u <= 2u;
    return moves || barrier ? make(4, INSN_PLAIN, cost->system) : unknown(4);
}

insn decode_v6m(const core_profile *core, const uint8_t *code, size_t available) {
    const costs *cost = core->id == CORE_M0 ? &m0 : &m0plus;
    if (available < 2) {
        return make(0, INSN_UNKNOWN, 0);
    }
    uint16_t h = (uint16_t)(code[0] | code[1] << 8);
    if (h >> 11 < 0x1d) {
        return decode_16(core, cost, h);
    }
    if (available < 4) {
        return make(0, INSN_UNKNOWN, 0);
    }
    return decode_32(cost, h, (uint16_t)(code[2] | code[3] << 8));
}
