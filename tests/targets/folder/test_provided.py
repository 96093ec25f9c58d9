"""What pqeval provides to implementations, against hashlib and the package cryptography."""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from pqeval.native.process import run
from pqeval.native.sources import native_root
from pqeval.native.tools import find_tool
from pqeval.targets.folder.probe import PROVIDED

pytestmark = pytest.mark.skipif(find_tool("cc") is None, reason="needs a C compiler")

LENGTHS = (
    0,
    1,
    3,
    55,
    56,
    63,
    64,
    65,
    71,
    72,
    73,
    103,
    104,
    111,
    112,
    127,
    128,
    129,
    135,
    136,
    137,
    167,
    168,
    169,
    400,
)


@pytest.fixture(scope="module")
def provided(tmp_path_factory: pytest.TempPathFactory) -> ctypes.CDLL:
    """Every provided source in one library."""
    compiler = find_tool("cc")
    assert compiler is not None
    library = tmp_path_factory.mktemp("provided") / "provided.so"
    flags = [
        "-std=c99",
        "-pedantic",
        "-Wall",
        "-Wextra",
        "-Wconversion",
        "-Werror",
        "-O2",
        "-fPIC",
        "-shared",
    ]
    run([compiler.path, *flags, *sorted((native_root() / PROVIDED).glob("*.c")), "-o", library])
    return ctypes.CDLL(str(library))


def pattern(length: int) -> bytes:
    """Bytes that do not repeat in step with any block."""
    return bytes((index * index + 3 * index + length) % 251 for index in range(length))


def size(length: int) -> ctypes.c_size_t:
    """A length as C takes it."""
    return ctypes.c_size_t(length)


DIGESTS: dict[str, Callable[[bytes], bytes]] = {
    "sha224": lambda data: hashlib.sha224(data).digest(),
    "sha256": lambda data: hashlib.sha256(data).digest(),
    "sha384": lambda data: hashlib.sha384(data).digest(),
    "sha512": lambda data: hashlib.sha512(data).digest(),
    "sha3_256": lambda data: hashlib.sha3_256(data).digest(),
    "sha3_384": lambda data: hashlib.sha3_384(data).digest(),
    "sha3_512": lambda data: hashlib.sha3_512(data).digest(),
}


@pytest.mark.parametrize("name", DIGESTS)
def test_digests_of_whole_messages(name: str, provided: ctypes.CDLL) -> None:
    """At every length around the blocks."""
    for length in LENGTHS:
        expected = DIGESTS[name](pattern(length))
        out = ctypes.create_string_buffer(len(expected))
        getattr(provided, name)(out, pattern(length), size(length))
        assert out.raw == expected, length


@pytest.mark.parametrize(
    ("name", "block"), [("sha224", 64), ("sha256", 64), ("sha384", 128), ("sha512", 128)]
)
def test_sha2_by_blocks(name: str, block: int, provided: ctypes.CDLL) -> None:
    """Whole blocks first, then the rest; a clone goes its own way."""
    for blocks in (0, 1, 3):
        for rest in (0, 1, block - 17, block - 1, block, 2 * block + 5):
            data = pattern(blocks * block + rest)
            state, other = ctypes.create_string_buffer(72), ctypes.create_string_buffer(72)
            getattr(provided, f"{name}_inc_init")(state)
            getattr(provided, f"{name}_inc_blocks")(state, data, size(blocks))
            getattr(provided, f"{name}_inc_ctx_clone")(other, state)
            getattr(provided, f"{name}_inc_blocks")(state, bytes(block), size(1))
            out = ctypes.create_string_buffer(len(DIGESTS[name](b"")))
            getattr(provided, f"{name}_inc_finalize")(out, other, data[blocks * block :], size(rest))
            assert out.raw == DIGESTS[name](data), (blocks, rest)


@pytest.mark.parametrize("name", ["sha3_256", "sha3_384", "sha3_512"])
def test_sha3_in_pieces(name: str, provided: ctypes.CDLL) -> None:
    """However the message is cut."""
    for length in LENGTHS:
        for cut in {0, 1, length // 2, length} & set(range(length + 1)):
            data, state = pattern(length), ctypes.create_string_buffer(26 * 8)
            getattr(provided, f"{name}_inc_init")(state)
            for piece in (data[:cut], data[cut:]):
                getattr(provided, f"{name}_inc_absorb")(state, piece, size(len(piece)))
            out = ctypes.create_string_buffer(len(DIGESTS[name](b"")))
            getattr(provided, f"{name}_inc_finalize")(out, state)
            assert out.raw == DIGESTS[name](data), (length, cut)


XOFS: dict[str, Callable[[bytes, int], bytes]] = {
    "shake128": lambda data, length: hashlib.shake_128(data).digest(length),
    "shake256": lambda data, length: hashlib.shake_256(data).digest(length),
}


@pytest.mark.parametrize(("name", "rate"), [("shake128", 168), ("shake256", 136)])
def test_shake(name: str, rate: int, provided: ctypes.CDLL) -> None:
    """In one call, block by block, and absorbed and squeezed in pieces."""
    for length in LENGTHS:
        data, expected = pattern(length), XOFS[name](pattern(length), 3 * rate)
        out = ctypes.create_string_buffer(3 * rate)
        getattr(provided, name)(out, size(3 * rate), data, size(length))
        assert out.raw == expected

        state, out = ctypes.create_string_buffer(25 * 8), ctypes.create_string_buffer(3 * rate)
        getattr(provided, f"{name}_absorb")(state, data, size(length))
        getattr(provided, f"{name}_squeezeblocks")(out, size(3), state)
        assert out.raw == expected

        state = ctypes.create_string_buffer(26 * 8)
        getattr(provided, f"{name}_inc_init")(state)
        for piece in (data[: length // 3], data[length // 3 :]):
            getattr(provided, f"{name}_inc_absorb")(state, piece, size(len(piece)))
        getattr(provided, f"{name}_inc_finalize")(state)
        squeezed = b""
        for piece_length in (0, 1, rate - 1, rate, 7, 2 * rate - 7):
            piece_out = ctypes.create_string_buffer(piece_length + 1)
            getattr(provided, f"{name}_inc_squeeze")(piece_out, size(piece_length), state)
            squeezed += piece_out.raw[:piece_length]
        assert squeezed[: 3 * rate] == expected


@pytest.mark.parametrize("bits", [128, 192, 256])
def test_aes(bits: int, provided: ctypes.CDLL) -> None:
    """ECB and CTR for every number of blocks around a group of four, and every byte through the S-box."""
    for blocks in (0, 1, 2, 3, 4, 5, 8, 9, 17):
        key, data = pattern(bits // 8), pattern(16 * blocks)
        state, out = ctypes.create_string_buffer(15 * 64), ctypes.create_string_buffer(16 * blocks + 1)
        getattr(provided, f"aes{bits}_ecb_keyexp")(state, key)
        getattr(provided, f"aes{bits}_ecb")(out, data, size(blocks), state)
        encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 - the primitive is tested
        assert out.raw[:-1] == encryptor.update(data) + encryptor.finalize()

        iv, length = bytes(range(12)), max(0, 16 * blocks - 3)
        getattr(provided, f"aes{bits}_ctr_keyexp")(state, key)
        getattr(provided, f"aes{bits}_ctr")(out, size(length), iv, state)
        stream = Cipher(algorithms.AES(key), modes.CTR(iv + bytes(4))).encryptor()
        assert out.raw[:length] == stream.update(bytes(length))

    every = bytes(range(256))
    state, out = ctypes.create_string_buffer(15 * 64), ctypes.create_string_buffer(256)
    getattr(provided, f"aes{bits}_ecb_keyexp")(state, bytes(bits // 8))
    getattr(provided, f"aes{bits}_ecb")(out, every, size(16), state)
    encryptor = Cipher(algorithms.AES(bytes(bits // 8)), modes.ECB()).encryptor()  # noqa: S305 - likewise
    assert out.raw == encryptor.update(every)


def test_seed_expander(provided: ctypes.CDLL) -> None:
    """AES-256 over diversifier, largest length and a counter; pieces continue one another."""
    seed, diversifier, longest = bytes(range(32)), bytes(range(8)), 1000
    state = ctypes.create_string_buffer(256)
    assert provided.seedexpander_init(state, seed, diversifier, size(longest)) == 0
    given = b""
    for length in (0, 1, 15, 16, 33, 200):
        out = ctypes.create_string_buffer(length + 1)
        assert provided.seedexpander(state, out, size(length)) == 0
        given += out.raw[:length]
    encryptor = Cipher(algorithms.AES(seed), modes.ECB()).encryptor()  # noqa: S305 - the primitive is tested
    head = diversifier + longest.to_bytes(4, "big")
    blocks = b"".join(head + number.to_bytes(4, "big") for number in range(20))
    assert given == encryptor.update(blocks)[: len(given)]

    assert provided.seedexpander(state, ctypes.create_string_buffer(2000), size(longest)) == -3
    assert provided.seedexpander(state, None, size(1)) == -2
    if ctypes.sizeof(ctypes.c_size_t) > 4:
        assert provided.seedexpander_init(state, seed, diversifier, size(1 << 32)) == -1


def test_every_provided_header_stands_alone(tmp_path: Path) -> None:
    """Each header compiles by itself, twice in a row."""
    compiler = find_tool("cc")
    assert compiler is not None
    for header in sorted((native_root() / PROVIDED).glob("*.h")):
        source = tmp_path / f"{header.stem}.c"
        source.write_text(
            f'#include "{header.name}"\n#include "{header.name}"\nint only;\n', encoding="utf-8"
        )
        run(
            [
                compiler.path,
                "-std=c99",
                "-pedantic",
                "-Wall",
                "-Werror",
                f"-I{header.parent}",
                "-c",
                source,
                "-o",
                tmp_path / "x.o",
            ]
        )
