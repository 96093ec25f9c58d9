/* SPDX-License-Identifier: MIT */
/*
 * A 32-bit little-endian Arm ELF executable, read with distrust: every offset is checked against
 * the file.
 */
#ifndef PQE_ELF_IMAGE_H
#define PQE_ELF_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include "pqe/status.h"

typedef struct {
    const char *name;
    uint32_t address; /* of a function without the Thumb bit */
    uint32_t size;
    int is_function;
} elf_symbol;

typedef struct {
    uint32_t address; /* where it is loaded (LMA) */
    uint32_t file_bytes;
    const uint8_t *data;
} elf_segment;

typedef struct {
    uint8_t *file;
    size_t file_bytes;
    uint32_t entry;
    elf_segment *segments;
    size_t segment_count;
    elf_symbol *symbols; /* in order of address */
    size_t symbol_count;
} elf_image;

/* Read the file; on an error *why says what is wrong with it. The image is freed by elf_free in any
 * case. */
PQE_MUST_CHECK
pqe_status elf_read(elf_image *image, const char *path, const char **why);
void elf_free(elf_image *image);

/* The symbol of that name, or NULL. */
const elf_symbol *elf_find(const elf_image *image, const char *name);

/* The function that an address lies in, or NULL. */
const elf_symbol *elf_function_at(const elf_image *image, uint32_t address);

#endif
