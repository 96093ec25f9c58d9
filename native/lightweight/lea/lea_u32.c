/* SPDX-License-Identifier: MIT */
/*
 * Variant u32: one block in four 32-bit words. Where an instruction can rotate one of its operands
 * (Arm from ARMv7-M on), sums stay unrotated and are rotated wherever they are used, which costs
 * nothing there; a compiler left to itself rotates once, in an instruction of its own.
 */
#include "lightweight/lea/lea.h"

#include "common/inline.h"
#include "common/rotate.h"
#include "common/thumb.h"

typedef uint32_t lane;

#define lane_of(word) (word)
#define lane_ror(x, amount) pqe_ror32(x, amount)

#if PQE_THUMB2
#define LEA_ROTATION_WAITS 1

typedef struct {
    uint32_t words[6];
} six_words;

/*
 * A round's words in one LDM: Cortex-M3 and M4 wait for the first access of a group, and a compiler
 * that is left to itself spreads them out. LDM wants ascending registers, so they are named.
 */
PQE_INLINE void take_six(uint32_t w[6], const uint32_t **stored) {
    const uint32_t *at = *stored;
    register uint32_t w0 __asm__("r4");
    register uint32_t w1 __asm__("r5");
    register uint32_t w2 __asm__("r6");
    register uint32_t w3 __asm__("r7");
    register uint32_t w4 __asm__("r8");
    register uint32_t w5 __asm__("r9");
    __asm__("ldmia %6!, {%0, %1, %2, %3, %4, %5}"
            : "=r"(w0), "=r"(w1), "=r"(w2), "=r"(w3), "=r"(w4), "=r"(w5), "+r"(at)
            : "m"(*(const six_words *)at));
    *stored = at;
    w[0] = w0;
    w[1] = w1;
    w[2] = w2;
    w[3] = w3;
    w[4] = w4;
    w[5] = w5;
}

PQE_INLINE const uint32_t *take_words(uint32_t w[6], const uint32_t **key, size_t width) {
    if (width == 4) {
        pqe_take_four(w, key);
    } else {
        take_six(w, key);
    }
    return w;
}
#else
#define LEA_ROTATION_WAITS 0

PQE_INLINE const uint32_t *take_words(uint32_t w[6], const uint32_t **key, size_t width) {
    const uint32_t *const stored = *key;
    (void)w;
    *key += width;
    return stored;
}
#endif

PQE_INLINE lane turned(lane sum, unsigned int amount) {
    return LEA_ROTATION_WAITS ? sum : pqe_ror32(sum, amount);
}

#define keyed(word, x, amount) (LEA_ROTATION_WAITS ? pqe_xor_ror32(word, x, amount) : (word) ^ (x))

PQE_INLINE lane awaiting(lane x, unsigned int amount) {
    return LEA_ROTATION_WAITS ? pqe_ror32(x, 32U - amount) : x;
}

PQE_INLINE lane settled(lane x, unsigned int amount) {
    return LEA_ROTATION_WAITS ? pqe_ror32(x, amount) : x;
}

#include "lightweight/lea/lea_cipher.h"
#include "lightweight/lea/lea_key.h"

PQE_INLINE void blocks_through(void (*lanes)(lane[4], const uint32_t *, size_t, size_t),
                               const uint32_t *key, size_t rounds, size_t width, uint8_t *out,
                               const uint8_t *in, size_t blocks) {
    for (; blocks != 0; blocks--) {
        lane x[4];
        pqe_load32_le_words(x, in, 4);
        lanes(x, key, rounds, width);
        pqe_store32_le_words(out, x, 4);
        in += PQE_LEA_BLOCK_BYTES;
        out += PQE_LEA_BLOCK_BYTES;
    }
}

#define LEA_CIPHER(bits, rounds, width)                                                            \
    void pqe_lea_##bits##_u32_key_schedule(pqe_lea_##bits##_u32_key *schedule,                     \
                                           const uint8_t key[(bits) / 8]) {                        \
        lea_schedule(schedule->words[0], key, rounds, width, (bits) / 32);                         \
    }                                                                                              \
    void pqe_lea_##bits##_u32_encrypt(const pqe_lea_##bits##_u32_key *schedule, uint8_t *out,      \
                                      const uint8_t *in, size_t blocks) {                          \
        blocks_through(lanes_encrypt, schedule->words[0], rounds, width, out, in, blocks);         \
    }                                                                                              \
    void pqe_lea_##bits##_u32_decrypt(const pqe_lea_##bits##_u32_key *schedule, uint8_t *out,      \
                                      const uint8_t *in, size_t blocks) {                          \
        blocks_through(lanes_decrypt, schedule->words[0], rounds, width, out, in, blocks);         \
    }

LEA_CIPHER(128, 24, 4)
LEA_CIPHER(192, 28, 6)
LEA_CIPHER(256, 32, 6)
