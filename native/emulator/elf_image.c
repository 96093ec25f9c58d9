/* SPDX-License-Identifier: MIT */
#include "elf_image.h"

#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LARGEST_FILE (256u * 1024u * 1024u)

static int inside(const elf_image *image, uint64_t offset, uint64_t length) {
    return offset <= image->file_bytes && length <= image->file_bytes - offset;
}

/* Copies instead of casting: nothing says that a table in the file is aligned. */
static int copy_at(const elf_image *image, uint64_t offset, void *out, size_t length) {
    if (!inside(image, offset, length)) {
        return 0;
    }
    memcpy(out, image->file + offset, length);
    return 1;
}

static pqe_status read_file(elf_image *image, const char *path, const char **why) {
    FILE *stream = fopen(path, "rb");
    long length = -1;
    if (stream != NULL && fseek(stream, 0, SEEK_END) == 0) {
        length = ftell(stream);
    }
    if (length < 0 || (unsigned long)length > LARGEST_FILE || fseek(stream, 0, SEEK_SET) != 0) {
        *why = "the file cannot be read";
    } else {
        image->file_bytes = (size_t)length;
        image->file = malloc(image->file_bytes + 1);
        if (image->file == NULL ||
            fread(image->file, 1, image->file_bytes, stream) != image->file_bytes) {
            *why = "the file cannot be read whole";
        }
    }
    if (stream != NULL) {
        (void)fclose(stream);
    }
    return *why == NULL ? PQE_OK : PQE_ERR_SYSTEM;
}

static const char *header_fault(const elf_image *image, Elf32_Ehdr *header) {
    if (!copy_at(image, 0, header, sizeof *header) ||
        memcmp(header->e_ident, ELFMAG, SELFMAG) != 0) {
        return "it is not an ELF file";
    }
    if (header->e_ident[EI_CLASS] != ELFCLASS32 || header->e_ident[EI_DATA] != ELFDATA2LSB) {
        return "it is not a 32-bit little-endian ELF file";
    }
    if (header->e_machine != EM_ARM || header->e_type != ET_EXEC) {
        return "it is not an Arm executable";
    }
    if (header->e_phentsize != sizeof(Elf32_Phdr) || header->e_shentsize != sizeof(Elf32_Shdr)) {
        return "its tables have an unknown form";
    }
    return NULL;
}

static const char *read_segments(elf_image *image, const Elf32_Ehdr *header) {
    image->segments = calloc((size_t)header->e_phnum + 1, sizeof *image->segments);
    if (image->segments == NULL) {
        return "there is no memory for it";
    }
    for (size_t i = 0; i < header->e_phnum; i++) {
        Elf32_Phdr program;
        if (!copy_at(image, header->e_phoff + (uint64_t)i * sizeof program, &program,
                     sizeof program)) {
            return "its program headers are truncated";
        }
        if (program.p_type != PT_LOAD || program.p_filesz == 0) {
            continue;
        }
        if (!inside(image, program.p_offset, program.p_filesz)) {
            return "a segment is truncated";
        }
        image->segments[image->segment_count++] =
            (elf_segment){program.p_paddr, program.p_filesz, image->file + program.p_offset};
    }
    return image->segment_count == 0 ? "it has nothing to load" : NULL;
}

static int by_address(const void *left, const void *right) {
    const elf_symbol *a = left;
    const elf_symbol *b = right;
    return a->address < b->address ? -1 : a->address > b->address;
}

static const char *take_symbols(elf_image *image, const Elf32_Shdr *table,
                                const Elf32_Shdr *names) {
    size_t count = table->sh_size / sizeof(Elf32_Sym);
    if (!inside(image, table->sh_offset, table->sh_size) ||
        !inside(image, names->sh_offset, names->sh_size) || names->sh_size == 0 ||
        image->file[names->sh_offset + names->sh_size - 1] != 0) {
        return "its symbol table is truncated";
    }
    image->symbols = calloc(count + 1, sizeof *image->symbols);
    if (image->symbols == NULL) {
        return "there is no memory for it";
    }
    for (size_t i = 0; i < count; i++) {
        Elf32_Sym symbol;
        memcpy(&symbol, image->file + table->sh_offset + i * sizeof symbol, sizeof symbol);
        int type = ELF32_ST_TYPE(symbol.st_info);
        if (symbol.st_name >= names->sh_size ||
            (type != STT_FUNC && type != STT_OBJECT && type != STT_NOTYPE)) {
            continue;
        }
        const char *name = (const char *)image->file + names->sh_offset + symbol.st_name;
        if (name[0] == 0 || name[0] == '$') { /* $t, $d: marks of the assembler */
            continue;
        }
        uint32_t address = type == STT_FUNC ? symbol.st_value & ~1u : symbol.st_value;
        image->symbols[image->symbol_count++] =
            (elf_symbol){name, address, symbol.st_size, type == STT_FUNC};
    }
    qsort(image->symbols, image->symbol_count, sizeof *image->symbols, by_address);
    return NULL;
}

static const char *read_symbols(elf_image *image, const Elf32_Ehdr *header) {
    for (size_t i = 0; i < header->e_shnum; i++) {
        Elf32_Shdr table;
        Elf32_Shdr names;
        if (!copy_at(image, header->e_shoff + (uint64_t)i * sizeof table, &table, sizeof table)) {
            return "its section headers are truncated";
        }
        if (table.sh_type != SHT_SYMTAB) {
            continue;
        }
        if (table.sh_link >= header->e_shnum ||
            !copy_at(image, header->e_shoff + (uint64_t)table.sh_link * sizeof names, &names,
                     sizeof names)) {
            return "its symbol table has no names";
        }
        return take_symbols(image, &table, &names);
    }
    return NULL; /* stripped: whoever needs a symbol will miss it by its name */
}

pqe_status elf_read(elf_image *image, const char *path, const char **why) {
    Elf32_Ehdr header;
    memset(image, 0, sizeof *image);
    *why = NULL;
    if (read_file(image, path, why) != PQE_OK) {
        return PQE_ERR_SYSTEM;
    }
    *why = header_fault(image, &header);
    *why = *why != NULL ? *why : read_segments(image, &header);
    *why = *why != NULL ? *why : read_symbols(image, &header);
    image->entry = header.e_entry;
    return *why == NULL ? PQE_OK : PQE_ERR_LENGTH;
}

void elf_free(elf_image *image) {
    free(image->segments);
    free(image->symbols);
    free(image->file);
    memset(image, 0, sizeof *image);
}

const elf_symbol *elf_find(const elf_image *image, const char *name) {
    for (size_t i = 0; i < image->symbol_count; i++) {
        if (strcmp(image->symbols[i].name, name) == 0) {
            return &image->symbols[i];
        }
    }
    return NULL;
}

const elf_symbol *elf_function_at(const elf_image *image, uint32_t address) {
    const elf_symbol *found = NULL;
    for (size_t i = 0; i < image->symbol_count && image->symbols[i].address <= address; i++) {
        if (image->symbols[i].is_function) {
            found = &image->symbols[i];
        }
    }
    return found;
}
