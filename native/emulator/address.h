/* SPDX-License-Identifier: MIT */
/*
 * Where an instruction accesses data, in terms of the registers at the start of its block: values
 * are followed through moves, additions, constants beside the code, write-back and loads from
 * addresses so known. What is followed no further is unknown.
 */
#ifndef PQE_ADDRESS_H
#define PQE_ADDRESS_H

#include <stddef.h>
#include <stdint.h>

enum { ADDRESS_NO_REGISTER = 15 };

/* constant + the named registers as they were; if `indirect`, what lies there in memory, without
 * constant and registers of its own. Compared as bytes. */
typedef struct {
    uint32_t constant;
    uint8_t known;
    uint8_t indirect;
    uint8_t first;  /* register, or ADDRESS_NO_REGISTER */
    uint8_t second; /* likewise */
} address_value;

typedef struct {
    address_value reg[16];
} address_state;

typedef uint32_t (*address_constant)(const void *context, uint32_t address, int *known);

void address_begin(address_state *state);

/* Follow the instruction code[0..bytes) at `address`; returns the address it accesses, or
 * its base if it is a load or store of several words; else an unknown value. */
address_value address_step(address_state *state, const uint8_t *code, size_t bytes,
                           uint32_t address, address_constant constant, const void *context);

#endif
