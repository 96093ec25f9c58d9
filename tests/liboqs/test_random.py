"""The deterministic generators against published vectors and against independent implementations."""

from __future__ import annotations

import hashlib
import re
import struct
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB
from hypothesis import given
from hypothesis import strategies as st

from pqeval.errors import LengthError
from pqeval.liboqs import _random
from pqeval.liboqs.random import Generator, seed_process_generator
from pqeval.native.sources import native_root

ffi, lib = _random.ffi, _random.lib

# RFC 8439, section 2.3.2
CHACHA20_BLOCK = (
    "10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4e"
    "d2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e"
)
# RFC 8439, appendix A.1, test vectors 1 and 2: key and nonce of zeros, block counters 0 and 1
CHACHA20_ZEROS = (
    "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7"
    "da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586"
    "9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed"
    "29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f"
)
# NIST CAVP, drbgvectors_no_reseed/CTR_DRBG.rsp, AES-256 no df, no personalization, no additional input:
# entropy input, and the bits returned by the second of two requests of 64 bytes
CTR_DRBG = (
    (
        "df5d73faa468649edda33b5cca79b0b05600419ccb7a879ddfec9db32ee494e5531b51de16a30f769262474c73bec010",
        (
            "d1c07cd95af8a7f11012c84ce48bb8cb87189e99d40fccb1771c619bdf82ab22"
            "80b1dc2f2581f39164f7ac0c510494b3a43c41b7db17514c87b107ae793e01c5"
        ),
    ),
    (
        "3b6fb634d35bb386927374f991c1cbc9fafba3a43c432dc411b7b2fa96cfcce8d305e135ff9bc460dbc7ba3990bf8060",
        (
            "083a836fe1cde053164555529409337dc4fec6844594fdf15083ba9d1001eb94"
            "5c3b96a1bcee3990e1e51f85c80e9f4e04de34e57b640f6cae8ed68e99624712"
        ),
    ),
)

lengths = st.lists(st.integers(min_value=0, max_value=300), max_size=8)


def chacha20_block(key: bytes, counter: int, nonce: bytes) -> bytes:
    """One block of our C."""
    out = ffi.new("uint8_t[64]")
    lib.pqe_random_chacha20_block(struct.unpack("<8I", key), counter, struct.unpack("<3I", nonce), out)
    return bytes(out)


def aes256(key: bytes, block: bytes) -> bytes:
    """One block encrypted by our C."""
    out = ffi.new("uint8_t[16]")
    lib.pqe_random_aes256_encrypt(key, block, out)
    return bytes(out)


def table(name: str) -> list[int]:
    """A table of constants as it stands in the C source."""
    text = (native_root() / "random" / "primitives.c").read_text(encoding="utf-8")
    found = re.search(rf"{name}\[\d+\] = \{{(.*?)\}}", text, re.DOTALL)
    assert found is not None
    return [int(number, 16) for number in re.findall(r"0x[0-9a-f]+", found.group(1))]


def test_chacha20_block_of_the_rfc() -> None:
    """RFC 8439, section 2.3.2."""
    nonce = bytes.fromhex("000000090000004a00000000")

    assert chacha20_block(bytes(range(32)), 1, nonce).hex() == CHACHA20_BLOCK


def test_the_stream_is_the_key_stream_of_the_rfc() -> None:
    """Seed as key, nonce 0, block counter from 0 (RFC 8439, appendix A.1)."""
    assert Generator.STREAM.seeded(bytes(32)).generate(128).hex() == CHACHA20_ZEROS


def test_aes_of_the_standard() -> None:
    """FIPS 197, appendix C.3."""
    block = bytes.fromhex("00112233445566778899aabbccddeeff")

    assert aes256(bytes(range(32)), block).hex() == "8ea2b7ca516745bfeafc49904b496089"


@given(key=st.binary(min_size=32, max_size=32), block=st.binary(min_size=16, max_size=16))
def test_aes_equals_another_implementation(key: bytes, block: bytes) -> None:
    """Any key and block give what the library `cryptography` gives."""
    # One block of ECB is the bare cipher, which is what is compared.
    encryptor = Cipher(AES(key), ECB()).encryptor()  # noqa: S305 - not used to protect anything

    assert aes256(key, block) == encryptor.update(block)


@pytest.mark.parametrize(("entropy", "second"), CTR_DRBG)
def test_ctr_drbg_of_the_cavp(entropy: str, second: str) -> None:
    """CAVP vectors: the second of two requests."""
    generator = Generator.CTR_DRBG.seeded(bytes.fromhex(entropy))
    generator.generate(64)

    assert generator.generate(64).hex() == second


@given(seed=st.binary(min_size=48, max_size=48), parts=lengths)
def test_the_shake_generators_are_shake256_of_seed_and_one_byte(seed: bytes, parts: list[int]) -> None:
    """In parts of any length they give the bytes of SHAKE256(seed || 0x01), and of 0x00."""
    for kind, domain in ((Generator.SHAKE256, b"\x01"), (Generator.SHAKE256_ZERO, b"\x00")):
        generator = kind.seeded(seed)
        given_out = b"".join(generator.generate(length) for length in parts)

        assert given_out == hashlib.shake_256(seed + domain).digest(sum(parts))


@given(seed=st.binary(min_size=32, max_size=32), parts=lengths)
def test_the_stream_does_not_depend_on_how_it_is_drawn(seed: bytes, parts: list[int]) -> None:
    """Parts of any length together are the bytes drawn at once."""
    generator = Generator.STREAM.seeded(seed)
    given_out = b"".join(generator.generate(length) for length in parts)

    assert given_out == Generator.STREAM.seeded(seed).generate(sum(parts))


@pytest.mark.parametrize("kind", Generator)
def test_a_seed_of_the_wrong_length_is_refused(kind: Generator) -> None:
    """The error names the expected and the actual length, for both ways to seed."""
    for seed in (b"", bytes(kind.seed_bytes - 1), bytes(kind.seed_bytes + 1)):
        for take in (kind.seeded, lambda seed, kind=kind: seed_process_generator(kind, seed)):
            with pytest.raises(LengthError, match=f"seed must be {kind.seed_bytes} bytes"):
                take(seed)


@pytest.mark.parametrize("kind", [-1, 0, 5])
def test_an_unknown_kind_is_refused(kind: int) -> None:
    """There is no length of seed with which it could be seeded."""
    state = ffi.new("pqe_random *")

    assert [lib.pqe_random_seed(state, kind, bytes(length), length) == 0 for length in (0, 32, 48)] == [
        False
    ] * 3


def test_calls_and_bytes_are_counted() -> None:
    """The counters start at 0 with each seeding and count what was given out."""
    state = ffi.new("pqe_random *")
    assert lib.pqe_random_seed(state, int(Generator.CTR_DRBG), bytes(48), 48) == 0
    out = ffi.new("uint8_t[40]")
    for length in (40, 0, 7):
        lib.pqe_random_generate(state, out, length)

    assert (state.calls, state.bytes) == (3, 47)
    assert lib.pqe_random_seed(state, int(Generator.STREAM), bytes(32), 32) == 0
    assert (state.calls, state.bytes) == (0, 0)


def test_a_generator_that_was_not_seeded_stops_the_program() -> None:
    """Silence would be a wrong number."""
    code = (
        "from pqeval.liboqs._random import ffi, lib;"
        "lib.pqe_random_process_generate(ffi.new('uint8_t[1]'), 1); print('went on')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (done.returncode < 0, done.stdout) == (True, "")


def test_the_s_box_follows_from_its_definition() -> None:
    """FIPS 197, section 5.1.1: the inverse in GF(2^8), then an affine map."""
    boxes = [0x63]
    for value in range(1, 256):
        inverse = next(other for other in range(1, 256) if multiply(value, other) == 1)
        turned = inverse * 0x0101  # a rotation by n is a shift of the doubled byte
        boxes.append(0x63 ^ inverse ^ (turned >> 7 ^ turned >> 6 ^ turned >> 5 ^ turned >> 4) & 0xFF)

    assert table("aes_sbox") == boxes


def multiply(one: int, other: int) -> int:
    """The product in GF(2^8) modulo x^8 + x^4 + x^3 + x + 1 (FIPS 197, section 4.2)."""
    product = 0
    for bit in range(8):
        if other >> bit & 1:
            product ^= one << bit
    for bit in range(14, 7, -1):
        if product >> bit & 1:
            product ^= 0x11B << (bit - 8)
    return product


def test_the_round_constants_follow_from_their_definition() -> None:
    """FIPS 202, algorithms 5 and 6: bits of a shift register at the positions 2^j - 1."""
    register, bits = 1, []
    for _ in range(24 * 7):
        bits.append(register & 1)
        register = register << 1 ^ (0x171 if register & 0x80 else 0)
    constants = [sum(bits[7 * round_ + j] << (2**j - 1) for j in range(7)) for round_ in range(24)]

    assert table("keccak_round_constants") == constants
