/* SPDX-License-Identifier: MIT */
/*
 * Random bytes for somebody's implementation, under the names and with the type of length that it
 * expects: PQE_RANDOM_LENGTH is what its own declaration says. On a 32-bit Arm a length of 64 bits
 * travels in other registers than one of 32, so the type must be the right one.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#ifdef PQE_FIRMWARE
#include "hal.h"
#endif

#ifndef PQE_RANDOM_LENGTH
#define PQE_RANDOM_LENGTH size_t
#endif

int randombytes(uint8_t *out, PQE_RANDOM_LENGTH len);
int PQCLEAN_randombytes(uint8_t *out, size_t len);

#ifdef PQE_FIRMWARE
static void fill(uint8_t *out, size_t len) {
    hal_random(out, len);
}
#else
typedef void (*random_source)(uint8_t *out, size_t len);

static random_source source;

__attribute__((visibility("default"))) void pqe_folder_use_random(random_source chosen);

void pqe_folder_use_random(random_source chosen) {
    source = chosen;
}

static void fill(uint8_t *out, size_t len) {
    if (source == NULL) {
        abort(); /* bytes that were not random would be a wrong answer */
    }
    source(out, len);
}
#endif

int randombytes(uint8_t *out, PQE_RANDOM_LENGTH len) {
    fill(out, (size_t)len);
    return 0;
}

int PQCLEAN_randombytes(uint8_t *out, size_t len) {
    fill(out, len);
    return 0;
}

#ifdef PQE_RANDOM_ALIAS
int PQE_RANDOM_ALIAS(uint8_t *out, PQE_RANDOM_LENGTH len);

int PQE_RANDOM_ALIAS(uint8_t *out, PQE_RANDOM_LENGTH len) {
    fill(out, (size_t)len);
    return 0;
}
#endif
