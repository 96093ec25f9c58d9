/* SPDX-License-Identifier: MIT */
/* The key schedules of Piccolo; part of piccolo_rounds.h. */
#ifndef PQE_LIGHTWEIGHT_PICCOLO_KEY_H
#define PQE_LIGHTWEIGHT_PICCOLO_KEY_H

/* Two 16-bit keys in the form of piccolo_interleave: `first` is added to X0 or X1. */
PQE_INLINE uint32_t piccolo_pair(uint32_t first, uint32_t second) {
    return (first & 0xffffU) | (second << 16);
}

/* The first byte of one key and the second of another. */
PQE_INLINE uint32_t piccolo_bytes(uint32_t first, uint32_t second) {
    return (first & 0xff00U) | (second & 0x00ffU);
}

/* Section 2.4 of the paper: the constants of round `round`, counted from 0; `mask` is the key
 * size's. */
PQE_INLINE uint32_t piccolo_constant(unsigned int round, uint32_t mask) {
    const uint32_t count = round + 1;
    return ((count << 27) | (count << 17) | (count << 10) | count) ^ mask;
}

/* The keys of a round, where the round has the cells of X1 and X3: first bytes in the other's place
 * in round 1 of every four, all bytes in round 2, second bytes in round 3. */
PQE_INLINE uint32_t piccolo_place(uint32_t first, uint32_t second, unsigned int round) {
    const uint32_t one = piccolo_bytes(second, first);
    const uint32_t other = piccolo_bytes(first, second);
    switch (round & 3U) {
    case 0:
        return piccolo_pair(first, second);
    case 1:
        return piccolo_pair(one, other);
    case 2:
        return piccolo_pair(second, first);
    default:
        return piccolo_pair(other, one);
    }
}

/* Turns `count` pairs into slices; those from the third on are for rounds, and take in the NOT that
 * the S-boxes leave out. */
PQE_INLINE void piccolo_keep(pqe_slice (*words)[4], uint32_t *pairs, unsigned int count) {
    for (unsigned int i = 0; i < count; i++) {
        pairs[i] = piccolo_interleave(pairs[i]);
    }
    for (unsigned int i = 0; i < count; i += 4) {
        pqe_repeat_cells(words + i, pairs + i, count - i);
    }
    for (unsigned int i = 2; i < count; i++) {
        words[i][0] = ~words[i][0];
        words[i][2] = ~words[i][2];
    }
}

PQE_INLINE uint32_t piccolo_halfword(const uint8_t *key) {
    return (uint32_t)key[0] << 8 | key[1];
}

PQE_NOINLINE void piccolo_80_key_schedule(pqe_slice (*words)[4], const uint8_t key[10]) {
    /* which keys rounds 0 to 4 of every five take */
    static const uint8_t order[5][2] = {{2, 3}, {0, 1}, {2, 3}, {4, 4}, {0, 1}};
    uint32_t k[5];
    uint32_t pairs[27];
    for (unsigned int i = 0; i < 5; i++) {
        k[i] = piccolo_halfword(key + 2 * i);
    }
    pairs[0] = piccolo_pair(piccolo_bytes(k[0], k[1]), piccolo_bytes(k[1], k[0]));
    pairs[1] = piccolo_pair(piccolo_bytes(k[4], k[3]), piccolo_bytes(k[3], k[4]));
    for (unsigned int round = 0, turn = 0; round < 25; round++) {
        const uint32_t constant = piccolo_constant(round, 0x0f1e2d3cU);
        pairs[round + 2] = piccolo_place(k[order[turn][0]] ^ (constant >> 16),
                                         k[order[turn][1]] ^ (constant & 0xffffU), round);
        turn = turn == 4 ? 0 : turn + 1;
    }
    piccolo_keep(words, pairs, 27);
    pqe_wipe_words(k, sizeof k / 4);
    pqe_wipe_words(pairs, sizeof pairs / 4);
}

/* Every four rounds the keys change places: key i is then what key order[i] was. */
PQE_INLINE void piccolo_turn(uint32_t k[8]) {
    static const uint8_t order[8] = {2, 1, 6, 7, 0, 3, 4, 5};
    uint32_t turned[8];
    for (unsigned int i = 0; i < 8; i++) {
        turned[i] = k[order[i]];
    }
    for (unsigned int i = 0; i < 8; i++) {
        k[i] = turned[i];
    }
}

PQE_NOINLINE void piccolo_128_key_schedule(pqe_slice (*words)[4], const uint8_t key[16]) {
    uint32_t k[8];
    uint32_t pairs[33];
    for (unsigned int i = 0; i < 8; i++) {
        k[i] = piccolo_halfword(key + 2 * i);
    }
    pairs[0] = piccolo_pair(piccolo_bytes(k[0], k[1]), piccolo_bytes(k[1], k[0]));
    pairs[1] = piccolo_pair(piccolo_bytes(k[7], k[4]), piccolo_bytes(k[4], k[7]));
    for (unsigned int round = 0; round < 31; round++) {
        const unsigned int at = (2 * round + 2) & 7U;
        const uint32_t constant = piccolo_constant(round, 0x6547a98bU);
        if (at == 0) {
            piccolo_turn(k);
        }
        pairs[round + 2] =
            piccolo_place(k[at] ^ (constant >> 16), k[at + 1] ^ (constant & 0xffffU), round);
    }
    piccolo_keep(words, pairs, 33);
    pqe_wipe_words(k, sizeof k / 4);
    pqe_wipe_words(pairs, sizeof pairs / 4);
}

#endif
