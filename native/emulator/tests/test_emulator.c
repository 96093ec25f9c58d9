/* SPDX-License-Identifier: MIT */
/*
 * The parts that read what cannot be trusted, and the timing model, without the engine: ELF files
 * that are cut off and altered at random, random code for the decoder, blocks in every order for
 * the model. Run under the sanitizers, this is where a bad access shows. Exits 1 and names the
 * check that failed.
 */
#include "decode.h"
#include "elf_image.h"
#include "timing.h"

#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(condition)                                                                           \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            (void)fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition);                  \
            exit(1);                                                                               \
        }                                                                                          \
    } while (0)

#define IMAGE_BYTES 512U
#define ROUNDS 20000U

static uint32_t random_state = 1;

/* xorshift32 (Marsaglia 2003): repeatable, and good enough to stir bytes. */
static uint32_t next_random(void) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    return random_state;
}

static void write_file(const char *path, const uint8_t *data, size_t bytes) {
    FILE *stream = fopen(path, "wb");
    CHECK(stream != NULL);
    CHECK(fwrite(data, 1, bytes, stream) == bytes);
    CHECK(fclose(stream) == 0);
}

/* The smallest image that the loader accepts: one segment, one symbol table with one function. */
static void make_image(uint8_t image[IMAGE_BYTES]) {
    Elf32_Ehdr header = {.e_type = ET_EXEC,
                         .e_machine = EM_ARM,
                         .e_version = EV_CURRENT,
                         .e_entry = 0x08000001,
                         .e_phoff = 52,
                         .e_shoff = 200,
                         .e_ehsize = sizeof header,
                         .e_phentsize = sizeof(Elf32_Phdr),
                         .e_phnum = 1,
                         .e_shentsize = sizeof(Elf32_Shdr),
                         .e_shnum = 2};
    Elf32_Phdr program = {
        .p_type = PT_LOAD, .p_offset = 100, .p_paddr = 0x08000000, .p_filesz = 16};
    Elf32_Shdr table = {
        .sh_type = SHT_SYMTAB, .sh_offset = 300, .sh_size = sizeof(Elf32_Sym), .sh_link = 1};
    Elf32_Shdr names = {.sh_type = SHT_STRTAB, .sh_offset = 400, .sh_size = 8};
    Elf32_Sym symbol = {.st_name = 1, .st_value = 0x08000001, .st_size = 4};
    symbol.st_info = ELF32_ST_INFO(STB_GLOBAL, STT_FUNC);
    memset(image, 0, IMAGE_BYTES);
    memcpy(header.e_ident, ELFMAG, SELFMAG);
    header.e_ident[EI_CLASS] = ELFCLASS32;
    header.e_ident[EI_DATA] = ELFDATA2LSB;
    memcpy(image, &header, sizeof header);
    memcpy(image + 52, &program, sizeof program);
    memcpy(image + 200, &table, sizeof table);
    memcpy(image + 200 + sizeof table, &names, sizeof names);
    memcpy(image + 300, &symbol, sizeof symbol);
    memcpy(image + 401, "reset", 5);
}

static pqe_status read_image(const char *path, const uint8_t *data, size_t bytes) {
    elf_image image;
    const char *why = NULL;
    write_file(path, data, bytes);
    pqe_status status = elf_read(&image, path, &why);
    CHECK((status == PQE_OK) == (why == NULL));
    if (status == PQE_OK) {
        const elf_symbol *found = elf_find(&image, "reset");
        CHECK(elf_find(&image, "nosuch") == NULL || found != NULL);
        (void)elf_function_at(&image, 0x08000002);
        for (size_t i = 0; i < image.segment_count; i++) {
            CHECK(image.segments[i].data + image.segments[i].file_bytes <=
                  image.file + image.file_bytes);
        }
    }
    elf_free(&image);
    return status;
}

static void test_elf(const char *path) {
    uint8_t image[IMAGE_BYTES];
    uint8_t altered[IMAGE_BYTES];
    make_image(image);
    CHECK(read_image(path, image, sizeof image) == PQE_OK);
    for (size_t bytes = 0; bytes < 408; bytes++) {
        CHECK(read_image(path, image, bytes) != PQE_OK);
    }
    for (size_t round = 0; round < 3000; round++) {
        memcpy(altered, image, sizeof altered);
        for (size_t i = 0; i < 4; i++) {
            altered[next_random() % IMAGE_BYTES] = (uint8_t)next_random();
        }
        (void)read_image(path, altered, sizeof altered);
    }
    (void)remove(path);
}

static void test_decoder(void) {
    for (size_t round = 0; round < ROUNDS; round++) {
        uint8_t code[4];
        uint32_t word = next_random();
        memcpy(code, &word, sizeof code);
        insn whole = decode_insn(code, 4);
        int wide = code[1] >> 3 >= 0x1d;
        CHECK(whole.bytes == (wide ? 4 : 2));
        CHECK(decode_insn(code, 2).bytes == (wide ? 0 : 2));
        CHECK(whole.kind <= INSN_UNKNOWN);
        CHECK(whole.refill == 0 || whole.kind == INSN_BRANCH || whole.kind == INSN_CALL ||
              whole.kind == INSN_LOAD_BRANCH);
    }
}

static const uint8_t program_code[] = {
    0x08, 0x68, /*  0: ldr r0, [r1]           */
    0x13, 0x68, /*  2: ldr r3, [r2]: hides it */
    0x1c, 0x68, /*  4: ldr r4, [r3]: needs r3 */
    0x00, 0xbf, /*  6: nop                    */
    0xfb, 0xd1, /*  8: bne 2                  */
    0x70, 0x47  /* 10: bx lr                  */
};

static const uint8_t *code_at(void *context, uint32_t address, size_t bytes) {
    (void)context;
    return address <= sizeof program_code && bytes <= sizeof program_code - address
               ? program_code + address
               : NULL;
}

static uint64_t run_blocks(const uint32_t blocks[][2], size_t count) {
    timing_model *model = timing_new(code_at, NULL);
    CHECK(model != NULL);
    for (size_t i = 0; i < count; i++) {
        CHECK(timing_block(model, blocks[i][0], blocks[i][1]) == PQE_OK);
    }
    uint64_t cycles = timing_cycles(model);
    timing_free(model);
    return cycles;
}

static void test_timing(void) {
    /* ldr 1, ldr 1 (the first's data cycle hidden), ldr 1 + 1 (it needs r3), nop 1 + 1, bne 1 = 7
     */
    static const uint32_t whole[][2] = {{0, 10}};
    static const uint32_t split[][2] = {{0, 2}, {2, 4}, {6, 4}};
    static const uint32_t fall_through[][2] = {{0, 10}, {10, 2}};
    static const uint32_t taken[][2] = {{0, 10}, {2, 8}, {10, 2}};
    CHECK(run_blocks(whole, 1) == 7);
    CHECK(run_blocks(split, 3) == 7);        /* states are carried across blocks */
    CHECK(run_blocks(fall_through, 2) == 8); /* bne not taken, bx 1 so far */
    CHECK(run_blocks(taken, 3) == 7 + 1 + 6 + 1);
    timing_model *model = timing_new(code_at, NULL);
    CHECK(timing_block(model, 8, 100) == PQE_ERR_SYSTEM); /* there is no code that long */
    timing_free(model);
}

int main(int argc, char **argv) {
    CHECK(argc == 2);
    test_decoder();
    test_timing();
    test_elf(argv[1]);
    return 0;
}
