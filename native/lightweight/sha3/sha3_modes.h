/* SPDX-License-Identifier: MIT */
/*
 * SHA3-256 and SHAKE128 over one variant's lanes. Each sha3_<variant>.c includes this once, at its
 * end, and defines before: PQE_SHA3_VARIANT; state; state_clear; add_lanes (exclusive-or of bytes
 * into the first lanes), add_words (of two words into one lane), take_lane (a lane's eight bytes);
 * permute. No include guard: this is a template whose public names come from the variant.
 */
#define PQE_SHA3_PASTE(prefix, variant, suffix) prefix##variant##suffix
#define PQE_SHA3_EXPAND(prefix, variant, suffix) PQE_SHA3_PASTE(prefix, variant, suffix)
#define PQE_SHA3_NAME(prefix, suffix) PQE_SHA3_EXPAND(prefix, PQE_SHA3_VARIANT, suffix)

/* Lanes of 8 bytes taken or given for one permutation: 1600 bits less twice the security. */
#define SHA3_256_LANES 17U
#define SHAKE128_LANES 21U

/* What follows the message (FIPS 202 sections 6.1, 6.2 and 5.1), least significant bit first. */
#define HASH_SUFFIX 0x06
#define XOF_SUFFIX 0x1f

/* The message, its suffix and the padding; the state is to be permuted before it is read. */
PQE_NOINLINE void absorb(state *s, unsigned int lanes, uint8_t suffix, const uint8_t *message,
                         size_t len) {
    const size_t rate = 8U * (size_t)lanes;
    for (; len >= rate; len -= rate) {
        add_lanes(s, message, lanes);
        permute(s);
        message += rate;
    }
    const unsigned int whole = (unsigned int)len / 8U;
    add_lanes(s, message, whole);
    message += 8U * (size_t)whole;
    /* The rest of the message and the suffix are one lane, the least significant byte first. */
    uint32_t last[2] = {0, 0};
    unsigned int rest = (unsigned int)len % 8U;
    for (unsigned int i = 0; i < rest; i++) {
        last[i / 4U] |= (uint32_t)message[i] << (8U * (i % 4U));
    }
    last[rest / 4U] |= (uint32_t)suffix << (8U * (rest % 4U));
    add_words(s, whole, last[0], last[1]);
    add_words(s, lanes - 1U, 0, 0x80000000U);
    pqe_wipe_words(last, 2);
}

PQE_NOINLINE void squeeze(state *s, unsigned int lanes, uint8_t *digest, size_t len) {
    uint8_t block[8];
    unsigned int lane = lanes;
    while (len != 0) {
        if (lane == lanes) {
            permute(s);
            lane = 0;
        }
        const size_t take = len < sizeof block ? len : sizeof block;
        take_lane(block, s, lane++);
        for (size_t i = 0; i < take; i++) {
            digest[i] = block[i];
        }
        digest += take;
        len -= take;
    }
    pqe_wipe(block, sizeof block);
}

void PQE_SHA3_NAME(pqe_sha3_256_, _digest)(uint8_t digest[32], const uint8_t *message,
                                           size_t message_len) {
    state s;
    state_clear(&s);
    absorb(&s, SHA3_256_LANES, HASH_SUFFIX, message, message_len);
    squeeze(&s, SHA3_256_LANES, digest, PQE_SHA3_256_DIGEST_BYTES);
    pqe_wipe(&s, sizeof s);
}

void PQE_SHA3_NAME(pqe_shake128_, _digest)(uint8_t *digest, size_t digest_len,
                                           const uint8_t *message, size_t message_len) {
    state s;
    state_clear(&s);
    absorb(&s, SHAKE128_LANES, XOF_SUFFIX, message, message_len);
    squeeze(&s, SHAKE128_LANES, digest, digest_len);
    pqe_wipe(&s, sizeof s);
}
