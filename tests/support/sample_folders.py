"""Folders with small implementations, written by us for tests alone: they work, and protect nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

__all__ = ["AEAD", "HASH", "KEM", "MAC", "SIGNATURE", "SIGNED_MESSAGE", "STREAM", "XOF", "put"]

KEM: Mapping[str, str] = {
    "api.h": """\
#ifndef API_H
#define API_H
#include <stdint.h>
#include "params.h"
#define CRYPTO_PUBLICKEYBYTES (2 * HALF)
#define CRYPTO_SECRETKEYBYTES (CRYPTO_PUBLICKEYBYTES + HALF)
#define CRYPTO_CIPHERTEXTBYTES (2 * HALF)
#define CRYPTO_BYTES 32
#define CRYPTO_ALGNAME "Toy KEM"
int crypto_kem_keypair(uint8_t *pk, uint8_t *sk);
int crypto_kem_enc(uint8_t *ct, uint8_t *ss, const uint8_t *pk);
int crypto_kem_dec(uint8_t *ss, const uint8_t *ct, const uint8_t *sk);
#endif
""",
    "params.h": "#define HALF 16\n",
    # The public key is a hash of a seed and hides the message, which the shared secret is a hash of.
    "kem.c": """\
#include <string.h>
#include "api.h"
#include "fips202.h"
#include "randombytes.h"

static void mask(uint8_t out[HALF], const uint8_t *pk, const uint8_t salt[HALF]) {
    uint8_t in[3 * HALF];
    memcpy(in, pk, 2 * HALF);
    memcpy(in + 2 * HALF, salt, HALF);
    shake128(out, HALF, in, sizeof in);
}

static void secret(uint8_t *ss, const uint8_t message[HALF], const uint8_t *ct) {
    sha3_256incctx state;
    sha3_256_inc_init(&state);
    sha3_256_inc_absorb(&state, message, HALF);
    sha3_256_inc_absorb(&state, ct, CRYPTO_CIPHERTEXTBYTES);
    sha3_256_inc_finalize(ss, &state);
}

int crypto_kem_keypair(uint8_t *pk, uint8_t *sk) {
    randombytes(sk + CRYPTO_PUBLICKEYBYTES, HALF);
    sha3_256(pk, sk + CRYPTO_PUBLICKEYBYTES, HALF);
    memcpy(sk, pk, CRYPTO_PUBLICKEYBYTES);
    return 0;
}

int crypto_kem_enc(uint8_t *ct, uint8_t *ss, const uint8_t *pk) {
    uint8_t message[HALF], pad[HALF];
    randombytes(message, HALF);
    randombytes(ct, HALF);
    mask(pad, pk, ct);
    for (int i = 0; i < HALF; i++) {
        ct[HALF + i] = message[i] ^ pad[i];
    }
    secret(ss, message, ct);
    return 0;
}

int crypto_kem_dec(uint8_t *ss, const uint8_t *ct, const uint8_t *sk) {
    uint8_t message[HALF];
    mask(message, sk, ct);
    for (int i = 0; i < HALF; i++) {
        message[i] ^= ct[HALF + i];
    }
    secret(ss, message, ct);
    return 0;
}
""",
}

_SIGN_HEAD = """\
#include <stddef.h>
#include <string.h>
#include "api.h"
#include "sha2.h"
#include "randombytes.h"

static void tag(uint8_t out[32], const uint8_t *key, const uint8_t *m, size_t mlen) {
    uint8_t block[64] = {0};
    sha256ctx state;
    memcpy(block, key, 32);
    sha256_inc_init(&state);
    sha256_inc_blocks(&state, block, 1);
    sha256_inc_finalize(out, &state, m, mlen);
}
"""

SIGNATURE: Mapping[str, str] = {
    "api.h": """\
#include <stddef.h>
#include <stdint.h>
#define TOY_CLEAN_CRYPTO_PUBLICKEYBYTES 32
#define TOY_CLEAN_CRYPTO_SECRETKEYBYTES 32
#define TOY_CLEAN_CRYPTO_BYTES 32
#define TOY_CLEAN_CRYPTO_ALGNAME "Toy signature"
int TOY_CLEAN_crypto_sign_keypair(uint8_t *pk, uint8_t *sk);
int TOY_CLEAN_crypto_sign_signature(uint8_t *sig, size_t *siglen, const uint8_t *m, size_t mlen,
                                    const uint8_t *sk);
int TOY_CLEAN_crypto_sign_verify(const uint8_t *sig, size_t siglen, const uint8_t *m, size_t mlen,
                                 const uint8_t *pk);
""",
    "sign.c": _SIGN_HEAD
    + """\
int TOY_CLEAN_crypto_sign_keypair(uint8_t *pk, uint8_t *sk) {
    randombytes(sk, 32);
    memcpy(pk, sk, 32);
    return 0;
}

int TOY_CLEAN_crypto_sign_signature(uint8_t *sig, size_t *siglen, const uint8_t *m, size_t mlen,
                                    const uint8_t *sk) {
    tag(sig, sk, m, mlen);
    *siglen = 32;
    return 0;
}

int TOY_CLEAN_crypto_sign_verify(const uint8_t *sig, size_t siglen, const uint8_t *m, size_t mlen,
                                 const uint8_t *pk) {
    uint8_t expected[32];
    tag(expected, pk, m, mlen);
    return siglen == 32 && memcmp(expected, sig, 32) == 0 ? 0 : -1;
}
""",
}

SIGNED_MESSAGE: Mapping[str, str] = {
    # As NIST's call for submissions has it: lengths of 64 bits, no prototypes in api.h, an rng.h of its own.
    "api.h": """\
#define CRYPTO_PUBLICKEYBYTES 32
#define CRYPTO_SECRETKEYBYTES 32
#define CRYPTO_BYTES 32
""",
    "rng.h": "int randombytes(unsigned char *x, unsigned long long xlen);\n",
    "rng.c": """\
#include "rng.h"
int randombytes(unsigned char *x, unsigned long long xlen) {
    return x[0] == xlen;
}
""",
    "PQCgenKAT_sign.c": "#include <no-such-header.h>\nint main(void) { return 0; }\n",
    "sign.c": _SIGN_HEAD.replace("randombytes.h", "rng.h").replace(
        '#include "api.h"', '#include <stdint.h>\n#include "api.h"'
    )
    + """\
int crypto_sign_keypair(unsigned char *pk, unsigned char *sk) {
    randombytes(sk, 32);
    memcpy(pk, sk, 32);
    return 0;
}

int crypto_sign(unsigned char *sm, unsigned long long *smlen, const unsigned char *m,
                unsigned long long mlen, const unsigned char *sk) {
    memmove(sm + 32, m, mlen);
    tag(sm, sk, sm + 32, mlen);
    *smlen = mlen + 32;
    return 0;
}

int crypto_sign_open(unsigned char *m, unsigned long long *mlen, const unsigned char *sm,
                     unsigned long long smlen, const unsigned char *pk) {
    uint8_t expected[32];
    if (smlen < 32) {
        return -1;
    }
    tag(expected, pk, sm + 32, smlen - 32);
    if (memcmp(expected, sm, 32) != 0) {
        return -1;
    }
    *mlen = smlen - 32;
    memmove(m, sm + 32, *mlen);
    return 0;
}
""",
}

AEAD: Mapping[str, str] = {
    "api.h": """\
#define CRYPTO_KEYBYTES 16
#define CRYPTO_NSECBYTES 0
#define CRYPTO_NPUBBYTES 12
#define CRYPTO_ABYTES 16
""",
    "aead.c": """\
#include <string.h>
#include <stdint.h>
#include "api.h"
#include "aes.h"
#include "crypto_aead.h"

static void tag(uint8_t out[16], const aes128ctx *ctx, const uint8_t *npub, const uint8_t *ad,
                unsigned long long adlen, const uint8_t *c, unsigned long long clen) {
    uint8_t block[16] = {0};
    memcpy(block, npub, 12);
    block[12] = (uint8_t)adlen;
    block[13] = (uint8_t)clen;
    block[15] = 1;
    aes128_ecb(block, block, 1, ctx);
    for (unsigned long long i = 0; i < adlen + clen; i++) {
        block[i % 16] ^= i < adlen ? ad[i] : c[i - adlen];
        if (i % 16 == 15 || i + 1 == adlen + clen) {
            aes128_ecb(block, block, 1, ctx);
        }
    }
    memcpy(out, block, 16);
}

int crypto_aead_encrypt(unsigned char *c, unsigned long long *clen, const unsigned char *m,
                        unsigned long long mlen, const unsigned char *ad, unsigned long long adlen,
                        const unsigned char *nsec, const unsigned char *npub,
                        const unsigned char *k) {
    aes128ctx ctx;
    (void)nsec;
    aes128_ctr_keyexp(&ctx, k);
    aes128_ctr(c, mlen, npub, &ctx);
    for (unsigned long long i = 0; i < mlen; i++) {
        c[i] ^= m[i];
    }
    tag(c + mlen, &ctx, npub, ad, adlen, c, mlen);
    *clen = mlen + 16;
    return 0;
}

int crypto_aead_decrypt(unsigned char *m, unsigned long long *mlen, unsigned char *nsec,
                        const unsigned char *c, unsigned long long clen, const unsigned char *ad,
                        unsigned long long adlen, const unsigned char *npub,
                        const unsigned char *k) {
    aes128ctx ctx;
    uint8_t expected[16];
    (void)nsec;
    if (clen < 16) {
        return -1;
    }
    aes128_ctr_keyexp(&ctx, k);
    tag(expected, &ctx, npub, ad, adlen, c, clen - 16);
    if (memcmp(expected, c + clen - 16, 16) != 0) {
        return -1;
    }
    *mlen = clen - 16;
    aes128_ctr(m, *mlen, npub, &ctx);
    for (unsigned long long i = 0; i < *mlen; i++) {
        m[i] ^= c[i];
    }
    return 0;
}
""",
}

HASH: Mapping[str, str] = {
    "api.h": "#define CRYPTO_BYTES 32\n",
    "hash.c": """\
#include <stddef.h>
#include "api.h"
#include "sha2.h"

int crypto_hash(unsigned char *out, const unsigned char *in, unsigned long long inlen) {
    sha256(out, in, (size_t)inlen);
    return 0;
}
""",
}

XOF: Mapping[str, str] = {
    "api.h": "#define CRYPTO_BYTES 32\n",
    "hash.c": """\
#include <stddef.h>
#include "api.h"
#include "fips202.h"

int crypto_hash(unsigned char *out, const unsigned char *in, unsigned long long inlen) {
    shake128(out, CRYPTO_BYTES, in, (size_t)inlen);
    return 0;
}
""",
}

MAC: Mapping[str, str] = {
    "api.h": "#define CRYPTO_BYTES 32\n#define CRYPTO_KEYBYTES 32\n",
    "auth.c": """\
#include <stdint.h>
#include <string.h>
#include "api.h"
#include "crypto_auth.h"
#include "sha2.h"

static void half(uint8_t out[32], const uint8_t key[32], uint8_t pad, const uint8_t *in, size_t len) {
    uint8_t block[64];
    sha256ctx state;
    memset(block, pad, 64);
    for (int i = 0; i < 32; i++) {
        block[i] ^= key[i];
    }
    sha256_inc_init(&state);
    sha256_inc_blocks(&state, block, 1);
    sha256_inc_finalize(out, &state, in, len);
}

int crypto_auth(unsigned char *out, const unsigned char *in, unsigned long long inlen,
                const unsigned char *k) {
    uint8_t inner[32];
    half(inner, k, 0x36, in, (size_t)inlen);
    half(out, k, 0x5c, inner, 32);
    return 0;
}
""",
}

STREAM: Mapping[str, str] = {
    "api.h": "#define CRYPTO_KEYBYTES 16\n#define CRYPTO_NONCEBYTES 16\n",
    "stream.c": """\
#include <stdint.h>
#include <string.h>
#include "api.h"
#include "aes.h"
#include "crypto_stream.h"

int crypto_stream_xor(unsigned char *out, const unsigned char *in, unsigned long long inlen,
                      const unsigned char *n, const unsigned char *k) {
    aes128ctx ctx;
    uint8_t counter[16], pad[16];
    memcpy(counter, n, 16);
    aes128_ecb_keyexp(&ctx, k);
    for (unsigned long long i = 0; i < inlen; i++) {
        if (i % 16 == 0) {
            aes128_ecb(pad, counter, 1, &ctx);
            for (int place = 15; place >= 0 && ++counter[place] == 0; place--) {
            }
        }
        out[i] = in[i] ^ pad[i % 16];
    }
    return 0;
}
""",
}


def put(folder: Path, files: Mapping[str, str], **changes: tuple[str, str]) -> Path:
    """Write files into a folder; `changes` replaces, in the file whose stem it names, one text by another."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        old, new = changes.get(Path(name).stem, ("", ""))
        assert old in text, f"{name} has no `{old}`"
        (folder / name).write_text(text.replace(old, new) if old else text, encoding="utf-8")
    return folder
