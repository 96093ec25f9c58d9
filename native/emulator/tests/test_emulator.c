/* SPDX-License-Identifier: MIT */
/*
 * The parts that read what cannot be trusted, and the timing model, without the engine: ELF files
 * that are cut off and altered at random, random code for the decoder, blocks in every order for
 * the model. Run under the sanitizers, this is where a bad access shows. Exits 1 and names the
 * check that failed.
 */
#include "access.h"
#include "alignment.h"
#include "blocks.h"
#include "decode.h"
#include "elf_image.h"
#include "machine.h"
#include "timing.h"
#include "trace.h"
#include "unaligned.h"

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

static const core_profile m4 = {.id = CORE_M4};

static void test_decoder(void) {
    for (size_t round = 0; round < ROUNDS; round++) {
        uint8_t code[4];
        uint32_t word = next_random();
        memcpy(code, &word, sizeof code);
        insn whole = decode_insn(&m4, code, 4);
        int wide = code[1] >> 3 >= 0x1d;
        CHECK(whole.bytes == (wide ? 4 : 2));
        CHECK(decode_insn(&m4, code, 2).bytes == (wide ? 0 : 2));
        CHECK(whole.kind <= INSN_UNKNOWN);
        CHECK(whole.refill == 0 || whole.kind == INSN_BRANCH || whole.kind == INSN_CALL ||
              whole.kind == INSN_LOAD_BRANCH);
    }
}

/* A machine of 256 bytes of code at 0, whose registers hold what a test says. */
typedef struct {
    uint8_t code[256];
    uint32_t registers[15];
    uint32_t registers_read;
} bench;

static const uint8_t *bytes_at(void *context, uint32_t address, size_t bytes) {
    bench *b = context;
    return address <= sizeof b->code && bytes <= sizeof b->code - address ? b->code + address
                                                                          : NULL;
}

static uint32_t core_register(void *context, unsigned number) {
    bench *b = context;
    CHECK(number < 15);
    b->registers_read++;
    return b->registers[number];
}

/* Memories of 64 KiB each from 0x20000000 on; the code lies in number 1. */
static uint8_t memory_at(void *context, uint32_t address) {
    (void)context;
    return address < 0x20000000u ? 1 : (uint8_t)(2 + (address >> 16 & 7u));
}

static timing_model *model_of(bench *b, uint8_t bus_wait) {
    timing_host host = {bytes_at, core_register, memory_at, b, pipeline_default(bus_wait)};
    timing_model *model = timing_new(&host);
    CHECK(model != NULL);
    return model;
}

static void put(bench *b, const uint16_t *halfwords, size_t count) {
    memset(b, 0, sizeof *b);
    for (size_t i = 0; i < count; i++) {
        b->code[2 * i] = (uint8_t)halfwords[i];
        b->code[2 * i + 1] = (uint8_t)(halfwords[i] >> 8);
    }
}

#define NOP 0xbf00u
#define LDR_R0_R1 0x6808u
#define LDR_R2_R1 0x680au
#define LDR_R3_R0 0x6803u
#define LDR_R3_R4 0x6823u
#define STR_R2_R1 0x600au
#define EOR_W 0xea80u, 0x0001u /* eor.w r0, r0, r1 */
#define UDIV 0xfbb0u, 0xf0f1u  /* udiv r0, r0, r1: long enough to fill the buffer */
#define BNE_BACK 0xd1feu
#define BX_LR 0x4770u

static uint64_t cycles_of(const uint16_t *halfwords, size_t count, uint32_t start,
                          uint8_t bus_wait) {
    bench b;
    put(&b, halfwords, count);
    timing_model *model = model_of(&b, bus_wait);
    CHECK(timing_block(model, start, (uint32_t)(2 * count) - start) == PQE_OK);
    uint64_t cycles = timing_cycles(model);
    timing_free(model);
    return cycles;
}

#define CYCLES(bus_wait, ...)                                                                      \
    cycles_of((const uint16_t[]){__VA_ARGS__},                                                     \
              sizeof((const uint16_t[]){__VA_ARGS__}) / sizeof(uint16_t), 0, bus_wait)

/* n loads take n + 1; a load that needs the one before waits; what stores cost. */
static void test_data_accesses(void) {
    CHECK(CYCLES(0, NOP, NOP, NOP) == 3);
    CHECK(CYCLES(0, LDR_R0_R1, NOP) == 3);
    CHECK(CYCLES(0, LDR_R0_R1, LDR_R2_R1, LDR_R0_R1, NOP) == 5);
    CHECK(CYCLES(0, LDR_R0_R1, LDR_R3_R0, NOP) == 5);
    CHECK(CYCLES(0, LDR_R0_R1, STR_R2_R1, NOP) == 3);
    CHECK(CYCLES(0, STR_R2_R1, LDR_R0_R1, NOP) == 5); /* a load behind a store: of the core */
    CHECK(CYCLES(0, STR_R2_R1, STR_R2_R1, NOP) == 3);
    /* The same with a bus that takes a cycle to grant an idle memory. */
    CHECK(CYCLES(1, LDR_R0_R1, NOP) == 4);
    CHECK(CYCLES(1, LDR_R0_R1, LDR_R2_R1, LDR_R0_R1, NOP) == 6);
    CHECK(CYCLES(1, LDR_R0_R1, NOP, LDR_R2_R1, NOP) == 8);
    CHECK(CYCLES(1, STR_R2_R1, STR_R2_R1, STR_R2_R1, NOP) == 5); /* once */
    CHECK(CYCLES(1, STR_R2_R1, NOP, STR_R2_R1, NOP) == 4);
    CHECK(CYCLES(1, LDR_R0_R1, STR_R2_R1, STR_R2_R1, NOP) == 5);
    CHECK(CYCLES(1, 0x4800, NOP) == 3);         /* ldr literal: no wait */
    CHECK(CYCLES(1, 0xb403, 0xbc03, NOP) == 8); /* push 3; pop 3 + 1 behind a store; nop */
}

/* Measured by others on the STM32L4 (design notes of the model): see pipeline.h. */
static void test_fetch(void) {
    static const uint16_t aligned[] = {EOR_W, EOR_W, EOR_W, EOR_W, EOR_W, EOR_W};
    static const uint16_t odd[] = {NOP, EOR_W, EOR_W, EOR_W, EOR_W, EOR_W, EOR_W};
    /* As many words as cycles, and one more at a target at 2 modulo 4. */
    CHECK(cycles_of(aligned, 12, 0, 1) == 6);
    CHECK(cycles_of(odd, 13, 2, 1) == 7);
    /* Behind a full buffer: two at 2 modulo 4 for nothing, more for one cycle, however many. */
    uint16_t many[3 + 2 * 8] = {NOP, UDIV};
    static const uint16_t eor[] = {EOR_W};
    uint64_t before = cycles_of(many, 3, 0, 1);
    for (size_t n = 1; n <= 8; n++) {
        memcpy(&many[3 + 2 * (n - 1)], eor, sizeof eor);
        CHECK(cycles_of(many, 3 + 2 * n, 0, 1) == before + n + (n > 2));
    }
    /* IT takes bytes and no cycle. */
    CHECK(CYCLES(1, NOP, NOP, NOP, 0xbf08, NOP, NOP) == 5);
}

static uint64_t profiled(const uint16_t *halfwords, size_t count, pipeline_profile profile) {
    bench b;
    put(&b, halfwords, count);
    timing_host host = {bytes_at, core_register, memory_at, &b, profile};
    timing_model *model = timing_new(&host);
    CHECK(model != NULL);
    CHECK(timing_block(model, 0, (uint32_t)(2 * count)) == PQE_OK);
    uint64_t cycles = timing_cycles(model);
    timing_free(model);
    return cycles;
}

static pipeline_profile profile_of(core_id core, uint8_t multiply_cycles, uint8_t long_cycles,
                                   uint8_t flash_wait) {
    pipeline_profile profile = pipeline_default(0);
    profile.core = (core_profile){(uint8_t)core, multiply_cycles, long_cycles};
    profile.flash_wait = flash_wait;
    return profile;
}

/* The cores without a pipeline: the table is the model. */
static void test_flat_cores(void) {
    static const uint16_t code[] = {LDR_R0_R1, STR_R2_R1, NOP, 0x4348 /* muls */, 0xb403, 0xbc03};
    const pipeline_profile m0plus = profile_of(CORE_M0PLUS, 1, 0, 0);
    const pipeline_profile slow = profile_of(CORE_M0PLUS, 32, 0, 0);
    const pipeline_profile waiting = profile_of(CORE_M0PLUS, 1, 0, 2);
    CHECK(profiled(code, 6, m0plus) == 2 + 2 + 1 + 1 + 3 + 3);
    CHECK(profiled(code, 6, slow) == 2 + 2 + 1 + 32 + 3 + 3);
    /* Three words of code, the first of them behind a branch. */
    CHECK(profiled(code, 6, waiting) == 12 + 3 * 2);
    /* POP {r0, pc}; branches as they are taken */
    static const uint16_t pops[] = {0xbd01};
    static const uint16_t calls[] = {0xf000, 0xf800};
    static const uint16_t back[] = {BNE_BACK, NOP};
    const pipeline_profile m0 = profile_of(CORE_M0, 1, 0, 0);
    CHECK(profiled(pops, 1, m0plus) == 5 && profiled(pops, 1, m0) == 6);
    CHECK(profiled(calls, 2, m0plus) == 3 && profiled(calls, 2, m0) == 4);
    for (size_t turn = 0; turn < 2; turn++) {
        bench b;
        put(&b, back, 2);
        timing_host host = {bytes_at, core_register, memory_at, &b, turn == 0 ? m0plus : m0};
        timing_model *model = timing_new(&host);
        CHECK(timing_block(model, 0, 2) == PQE_OK && timing_block(model, 0, 2) == PQE_OK);
        CHECK(timing_cycles(model) == 2 + (turn == 0 ? 1 : 2));
        CHECK(timing_block(model, 2, 2) == PQE_OK);
        CHECK(timing_cycles(model) == 3 + (turn == 0 ? 1 : 2)); /* not taken */
        timing_free(model);
    }
}

/* What ARMv6-M lacks is refused when a block is first seen, and its address is told. */
static void test_refused(void) {
    static const uint16_t lacking[][2] = {
        {0xfba0, 0x0102}, /* umull */
        {0xf240, 0x0001}, /* movw */
        {0xbf08, NOP},    /* it eq */
        {0xb108, NOP},    /* cbz */
        {0xfab1, 0xf081}, /* clz */
        {0xde00, NOP},    /* udf */
        {0xf3af, 0x8000}, /* nop.w */
    };
    for (size_t i = 0; i < sizeof lacking / sizeof lacking[0]; i++) {
        bench b;
        const uint16_t code[] = {NOP, lacking[i][0], lacking[i][1]};
        put(&b, code, 3);
        timing_host host = {bytes_at, core_register, memory_at, &b, profile_of(CORE_M0, 1, 0, 0)};
        timing_model *model = timing_new(&host);
        CHECK(timing_block(model, 0, 6) == PQE_ERR_SYSTEM && timing_refused(model) == 2);
        timing_free(model);
        host.profile.core.id = CORE_M3;
        model = timing_new(&host);
        CHECK(timing_block(model, 0, 6) == PQE_OK && timing_refused(model) == 0);
        timing_free(model);
    }
}

/* The M3's multiplications, and the choice that its table leaves open. */
static void test_m3(void) {
    static const uint16_t umull[] = {0xfba0, 0x0102};
    static const uint16_t umlal[] = {0xfbe0, 0x0102};
    static const uint16_t mla[] = {0xfb00, 0x1002};
    static const uint16_t mul[] = {0xfb00, 0xf002};
    const pipeline_profile m3 = profile_of(CORE_M3, 1, LONG_MULTIPLY_MIDDLE, 0);
    const pipeline_profile most = profile_of(CORE_M3, 1, LONG_MULTIPLY_MOST, 0);
    CHECK(profiled(umull, 2, m3) == 4 && profiled(umull, 2, most) == 5 &&
          CYCLES(0, 0xfba0, 0x0102) == 1);
    CHECK(profiled(umlal, 2, m3) == 5 && profiled(umlal, 2, most) == 7);
    CHECK(profiled(mla, 2, m3) == 2 && profiled(mul, 2, m3) == 1);
}

/* Wait states of the flash stretch straight-line code to what one word at a time allows. */
static void test_flash_wait(void) {
    static const uint16_t eors[] = {EOR_W, EOR_W, EOR_W, EOR_W, EOR_W, EOR_W};
    static const uint16_t nops[] = {NOP, NOP, NOP, NOP, NOP, NOP, NOP, NOP};
    for (uint8_t wait = 0; wait <= 3; wait++) {
        const pipeline_profile profile = profile_of(CORE_M4, 1, 0, wait);
        CHECK(profiled(eors, 12, profile) == wait + 6 + 5u * wait);
        CHECK(profiled(nops, 8, profile) == wait + 8 + 3u * (wait < 2 ? 0 : wait - 1u));
    }
}

static uint64_t run_blocks(bench *b, const uint32_t blocks[][2], size_t count) {
    timing_model *model = model_of(b, 1);
    for (size_t i = 0; i < count; i++) {
        CHECK(timing_block(model, blocks[i][0], blocks[i][1]) == PQE_OK);
    }
    uint64_t cycles = timing_cycles(model);
    timing_free(model);
    return cycles;
}

static void test_blocks(void) {
    static const uint16_t code[] = {LDR_R0_R1, LDR_R2_R1, LDR_R3_R0, NOP, BNE_BACK, BX_LR};
    static const uint32_t whole[][2] = {{0, 10}};
    static const uint32_t split[][2] = {{0, 2}, {2, 4}, {6, 4}};
    static const uint32_t fall_through[][2] = {{0, 10}, {10, 2}};
    static const uint32_t taken[][2] = {{0, 10}, {8, 2}, {10, 2}};
    bench b;
    put(&b, code, 6);
    b.registers[0] = b.registers[1] = 0x20000000u;
    /* ldr 1 + 1 (idle bus), ldr 1 and r0 is there then, ldr 1, nop 1 + 1, bne 1 */
    CHECK(run_blocks(&b, whole, 1) == 7);
    CHECK(run_blocks(&b, split, 3) == 7);        /* states are carried across blocks */
    CHECK(run_blocks(&b, fall_through, 2) == 8); /* bne not taken, bx 1 so far */
    CHECK(run_blocks(&b, taken, 3) == 7 + 1 + 1 + 1);
    timing_model *model = model_of(&b, 1);
    CHECK(timing_block(model, 8, 300) == PQE_ERR_SYSTEM); /* there is no code that long */
    timing_free(model);
}

/* Two loads from different registers: in one memory the second hides the first's data cycle. A
 * pointer that moves is followed. */
static void test_memories(void) {
    static const uint16_t code[] = {LDR_R0_R1, LDR_R3_R4, NOP, NOP};
    bench b;
    put(&b, code, 4);
    b.registers[1] = b.registers[4] = 0x20000000u;
    timing_model *model = model_of(&b, 1);
    CHECK(timing_block(model, 0, 6) == PQE_OK);
    uint64_t same = timing_cycles(model);
    b.registers[4] = 0x20010000u;
    CHECK(timing_block(model, 0, 6) == PQE_OK);
    CHECK(timing_cycles(model) == 2 * same + 1);
    timing_free(model);
    /* One register: nothing is looked at. */
    static const uint16_t one_register[] = {NOP, LDR_R0_R1, LDR_R2_R1, NOP};
    put(&b, one_register, 4);
    model = model_of(&b, 1);
    CHECK(timing_block(model, 0, 8) == PQE_OK);
    CHECK(b.registers_read == 0);
    timing_free(model);
}

static uint64_t cycles_with(const pipeline_profile *profile, bench *b, uint32_t bytes) {
    timing_host host = {bytes_at, core_register, memory_at, b, *profile};
    timing_model *model = timing_new(&host);
    CHECK(model != NULL && timing_block(model, 0, bytes) == PQE_OK);
    uint64_t cycles = timing_cycles(model);
    timing_free(model);
    return cycles;
}

/* A wait for each memory: of single loads, several words and the stack; and other fetchers. */
static void test_constants(void) {
    static const uint16_t code[] = {LDR_R0_R1, NOP, NOP, LDR_R3_R4, NOP, NOP, 0xc903, NOP, 0xbc01};
    static const uint16_t wide[] = {EOR_W, EOR_W, EOR_W, EOR_W, EOR_W, EOR_W};
    bench b;
    put(&b, code, 9); /* ldmia r1!, {r0, r1} and pop {r0} at the end */
    b.registers[1] = 0x20000000u;
    b.registers[4] = 0x20010000u;
    b.registers[13] = 0x20020000u;
    pipeline_profile profile = pipeline_default(0);
    uint64_t none = cycles_with(&profile, &b, 18);
    profile.waits_differ = 1;
    CHECK(cycles_with(&profile, &b, 18) == none);
    static const uint64_t more[] = {0, 0, 2 * 5, 7, 9};
    static const uint8_t waits[] = {3, 3, 5, 7, 9}; /* nothing goes to numbers 0 and 1 */
    for (size_t n = 0; n < 5; n++) {
        memset(profile.bus_waits, 0, sizeof profile.bus_waits);
        profile.bus_waits[n] = waits[n];
        CHECK(cycles_with(&profile, &b, 18) == none + more[n]);
    }
    put(&b, wide, 12);
    for (uint8_t words = 2; words <= 4; words++) {
        for (uint8_t latency = 1; latency <= 4; latency++) {
            for (uint8_t again = 1; again < words; again++) {
                profile = pipeline_default(1);
                profile.buffer_words = words;
                profile.fetch_latency = latency;
                profile.run_again_words = again;
                uint64_t cycles = cycles_with(&profile, &b, 24);
                CHECK(cycles >= 6 && (cycles == 6 || words <= latency));
            }
        }
    }
}

static address_value address_of(const uint16_t *halfwords, size_t count, uint32_t which) {
    bench b;
    put(&b, halfwords, count);
    timing_host host = {bytes_at, core_register, memory_at, &b, pipeline_default(1)};
    uint32_t refused = 0;
    block *found = block_new(&host, 0, (uint32_t)(2 * count), &refused);
    CHECK(found != NULL && found->probes > which);
    address_value v = found->probe[which];
    block_free(found);
    return v;
}

/* Values are followed through moves, additions and write-back. */
static void test_addresses(void) {
    static const uint16_t moved[] = {0x4615, 0x3504, LDR_R0_R1, 0x682b}; /* mov r5, r2; adds r5, 4;
                                                                           ldr; ldr r3, [r5] */
    static const uint16_t lost[] = {0x4355, LDR_R0_R1, 0x682b, NOP};     /* muls r5, r2: unknown */
    address_value v = address_of(moved, 4, 1);
    CHECK(v.known && v.first == 2 && v.second == ADDRESS_NO_REGISTER && !v.indirect);
    bench b;
    put(&b, lost, 4);
    timing_host host = {bytes_at, core_register, memory_at, &b, pipeline_default(1)};
    uint32_t refused = 0;
    block *found = block_new(&host, 0, 8, &refused);
    CHECK(found != NULL && found->probes == 1); /* r1 alone */
    block_free(found);
}

/* Code at random, entered in any order: nothing is read beyond it, and two runs are equal. */
static void test_random_code(void) {
    bench b;
    for (size_t round = 0; round < 300; round++) {
        memset(&b, 0, sizeof b);
        for (size_t i = 0; i < sizeof b.code; i++) {
            b.code[i] = (uint8_t)next_random();
        }
        uint32_t seed = random_state;
        uint64_t cycles[2];
        for (size_t turn = 0; turn < 2; turn++) {
            timing_model *model = model_of(&b, 1);
            random_state = seed;
            for (size_t i = 0; i < 40; i++) {
                uint32_t from = next_random() % 120 * 2;
                pqe_status status = timing_block(model, from, (1 + next_random() % 8) * 2);
                CHECK(status == PQE_OK || status == PQE_ERR_SYSTEM); /* cut off */
            }
            CHECK(timing_states(model) < 500);
            cycles[turn] = timing_cycles(model);
            timing_free(model);
        }
        CHECK(cycles[0] == cycles[1]);
    }
}

/* Both ways through the model, with pointers that move from memory to memory. */
static void test_passed(void) {
    static const uint16_t code[] = {LDR_R0_R1, LDR_R3_R4, EOR_W,     STR_R2_R1, NOP,
                                    0xb410,    0xbc10,    LDR_R3_R0, UDIV,      0xb082,
                                    LDR_R2_R1, 0xb002,    BNE_BACK,  0x4685};
    bench b;
    put(&b, code, sizeof code / sizeof code[0]);
    b.registers[13] = 0x20050000u;
    timing_model *plain = model_of(&b, 1);
    timing_model *fast = model_of(&b, 1);
    timing_stack_begin(plain);
    timing_stack_begin(fast);
    uint32_t passed = 0;
    for (size_t round = 0; round < ROUNDS; round++) {
        static const uint32_t starts[] = {0, 2, 4, 8, 10, 16, 22, 26, 28};
        size_t n = next_random() % 8;
        b.registers[1] = 0x20000000u + (next_random() % 3 << 16);
        b.registers[4] = 0x20000000u + (next_random() % 3 << 16);
        CHECK(timing_block(plain, starts[n], starts[n + 1] - starts[n]) == PQE_OK);
        int done = timing_passed(fast, starts[n], starts[n + 1] - starts[n]);
        passed += (uint32_t)done;
        CHECK(done || timing_block(fast, starts[n], starts[n + 1] - starts[n]) == PQE_OK);
        uint32_t at[2];
        CHECK(timing_cycles(plain) == timing_cycles(fast));
        CHECK(timing_instructions(plain) == timing_instructions(fast));
        CHECK(timing_deepest(plain, &at[0]) == timing_deepest(fast, &at[1]) && at[0] == at[1]);
    }
    CHECK(passed > ROUNDS / 10 && passed < ROUNDS);
    timing_free(plain);
    timing_free(fast);
}

static void test_part(void) {
    machine_part part;
    CHECK(machine_read_part(&part, "core=cortex-m4,bus=1,ram=196608/65536/393216") == PQE_OK);
    CHECK(part.memories == 3 && part.memory_bytes[2] == 393216);
    CHECK(part.pipeline.bus_wait == 1 && part.pipeline.core.id == CORE_M4);
    CHECK(!part.pipeline.waits_differ && part.pipeline.buffer_words == 3);
    CHECK(machine_read_part(&part, "core=cortex-m0,multiply=32,flash=2,ram=8192") == PQE_OK);
    CHECK(part.pipeline.core.id == CORE_M0 && part.pipeline.core.multiply_cycles == 32);
    CHECK(part.pipeline.flash_wait == 2);
    CHECK(machine_read_part(&part, "core=cortex-m3,long=most,ram=8192") == PQE_OK);
    CHECK(part.pipeline.core.long_multiply == LONG_MULTIPLY_MOST);
    CHECK(machine_read_part(&part, "bus=1,ram=5/6,waits=0.2.3,fetch_latency=3,branch_wait=1") ==
          PQE_OK);
    CHECK(part.pipeline.waits_differ && part.pipeline.bus_waits[2] == 2);
    CHECK(part.pipeline.bus_waits[1] == 0 && part.pipeline.bus_waits[3] == 3);
    CHECK(part.pipeline.fetch_latency == 3 && part.pipeline.run_again_words == 2);
    static const char *const wrong[] = {"",
                                        "bus=1",
                                        "core=cortex-m4",
                                        "core=cortex-m9,ram=5",
                                        "bus=x,ram=5",
                                        "bus=16,ram=5",
                                        "bus=,ram=5",
                                        "flash=6,ram=5",
                                        "multiply=0,ram=5",
                                        "long=some,ram=5",
                                        "ram=0",
                                        "ram=5/",
                                        "ram=5x",
                                        "ram=99999999999",
                                        "ram=1/1/1/1/1/1/1/1/1",
                                        "size=5,ram=5",
                                        "ram",
                                        "ram=5,",
                                        "waits=1.1,ram=5",
                                        "ram=5,waits=1",
                                        "ram=5,waits=1.1.1",
                                        "ram=5,waits=1.16",
                                        "ram=5,waits=.1",
                                        "ram=5,buffer_words=1",
                                        "ram=5,buffer_words=3,",
                                        "ram=5,buffer_words",
                                        "ram=5,buffer=3",
                                        "ram=5,fetch_latency=0",
                                        "ram=5,fetch_latency=-1",
                                        "ram=5,run_again_words=3",
                                        "ram=5,buffer_words=2",
                                        "ram=5,branch_wait=99999999999",
                                        "ram=5,,branch_wait=1",
                                        "flash=5,ram=5,fetch_latency=4"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        CHECK(machine_read_part(&part, wrong[i]) != PQE_OK);
    }
    char endless[400];
    memset(endless, 'a', sizeof endless - 1);
    endless[sizeof endless - 1] = 0;
    CHECK(machine_read_part(&part, endless) != PQE_OK);
}

/* Any code has a site whose registers exist; what is cut off accesses nothing. */
static void test_access(void) {
    for (size_t round = 0; round < ROUNDS; round++) {
        uint8_t code[4];
        uint32_t word = next_random();
        memcpy(code, &word, sizeof code);
        access_site site = access_decode(code, 4, (int)(round & 1));
        CHECK(site.kind >= SITE_PLAIN && site.kind <= SITE_LONG_MULTIPLICATION);
        CHECK(site.base <= 15 && site.shift <= 3);
        CHECK(site.index <= 15 || site.index == ACCESS_NO_INDEX);
        CHECK(site.kind <= SITE_ACCESS || site.index != ACCESS_NO_INDEX);
        if (code[1] >> 3 >= 0x1d) {
            CHECK(access_decode(code, 2, 1).kind == SITE_PLAIN);
        }
        CHECK(access_decode(code, 1, 1).kind == SITE_PLAIN);
    }
}

static uint32_t trace_registers[16];

static uc_err read_register(uc_engine *uc, int number, void *value) {
    (void)uc;
    uint32_t index = number == UC_ARM_REG_SP   ? 13u
                     : number == UC_ARM_REG_LR ? 14u
                                               : (uint32_t)(number - UC_ARM_REG_R0);
    CHECK(index < 15);
    memcpy(value, &trace_registers[index], sizeof trace_registers[index]);
    return UC_ERR_OK;
}

static void ask(trace *t, const char *what, const char *rest, int accepted) {
    char line[64];
    int answered = 0;
    CHECK(strlen(rest) < sizeof line);
    memcpy(line, rest, strlen(rest) + 1);
    CHECK((trace_command(t, what, rest[0] == 0 ? NULL : line, &answered) == NULL) == accepted);
}

/* Commands with hostile words, and random code at random places, inside and outside the flash. */
static void test_trace(void) {
    static machine m;
    static uint8_t flash[4096];
    int answered = 0;
    m.layout.flash = 0x08000000u;
    m.layout.flash_bytes = sizeof flash;
    m.flash = flash;
    m.engine.reg_read = read_register;
    m.part.pipeline.core = m4;
    for (size_t i = 0; i < sizeof flash; i++) {
        flash[i] = (uint8_t)next_random();
    }
    CHECK(trace_command(NULL, "sum", NULL, &answered) != NULL);
    trace *t = trace_new(&m, TRACE_OPERANDS_AND_LONG_MULTIPLY);
    CHECK(t != NULL);
    ask(t, "mark", "", 0);
    ask(t, "mark", "calls 134217728", 0);
    ask(t, "mark", "calls 134217727 4", 0);
    ask(t, "mark", "body 134221822 4", 0);
    ask(t, "mark", "body 134217728 18446744073709551615", 0);
    ask(t, "mark", "body 134217728 -4", 0);
    ask(t, "mark", "none 134217728 4", 0);
    ask(t, "mark", "calls 134217728 4", 1);
    ask(t, "mark", "count 134217728 4", 0);
    ask(t, "mark", "body 134221822 2", 1);
    ask(t, "window", "0 8193", 0);
    ask(t, "window", "18446744073709551615 8192", 1);
    ask(t, "window", "10 8192", 1);
    ask(t, "at", "1", 0);
    ask(t, "nothing", "", 0);
    for (unsigned n = 0; n < 30; n++) {
        char mark[40];
        (void)snprintf(mark, sizeof mark, "count %u 2", 0x08000100u + 2 * n);
        ask(t, "mark", mark, 1);
    }
    for (int run = 0; run < 2; run++) {
        trace_begin(t);
        for (size_t i = 0; i < 5 * TRACE_CHUNK; i++) {
            trace_registers[next_random() % 15] = next_random();
            uint32_t address = m.layout.flash + next_random() % (2 * sizeof flash);
            trace_instruction(NULL, i % 7 == 0 ? next_random() : address & ~1u, 2, t);
        }
        trace_end(t);
    }
    trace_free(t);
}

/* Random code and registers: no count without an access, and none before it begins. */
static void test_unaligned(void) {
    static machine m;
    static uint8_t flash[4096];
    m.layout.flash = 0x08000000u;
    m.layout.flash_bytes = sizeof flash;
    m.flash = flash;
    m.engine.reg_read = read_register;
    for (size_t i = 0; i < sizeof flash; i++) {
        flash[i] = (uint8_t)next_random();
    }
    unaligned *u = unaligned_new(&m);
    CHECK(u != NULL);
    for (int run = 0; run < 3; run++) {
        if (run > 0) {
            unaligned_begin(u);
        }
        for (size_t i = 0; i < ROUNDS; i++) {
            trace_registers[next_random() % 15] = next_random();
            uint32_t address = m.layout.flash + next_random() % (2 * sizeof flash);
            unaligned_instruction(NULL, i % 7 == 0 ? next_random() : address & ~1u, 2, u);
        }
        unaligned_counts found = unaligned_result(u);
        CHECK((run == 0) == (found.accesses == 0));
        CHECK(found.cycles >= found.accesses && found.cycles <= 2 * found.accesses);
        CHECK(found.faulting <= found.accesses);
        unaligned_end(u);
    }
    unaligned_free(u);
    for (size_t round = 0; round < ROUNDS; round++) {
        uint32_t word = next_random();
        uint8_t code[4];
        memcpy(code, &word, sizeof code);
        access_alignment found = alignment_decode(code, round % 5);
        CHECK(found.bytes == 1 || found.bytes == 2 || found.bytes == 4);
        CHECK(alignment_cycles(word, found.bytes) <= found.bytes / 2u);
    }
}

int main(int argc, char **argv) {
    CHECK(argc == 2);
    test_decoder();
    test_data_accesses();
    test_fetch();
    test_flat_cores();
    test_refused();
    test_m3();
    test_flash_wait();
    test_blocks();
    test_memories();
    test_addresses();
    test_random_code();
    test_passed();
    test_access();
    test_unaligned();
    test_trace();
    test_constants();
    test_part();
    test_elf(argv[1]);
    return 0;
}
