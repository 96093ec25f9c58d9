"""The decoder of data addresses against binutils, on every access of real images."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from pqeval.catalogue import load
from pqeval.liboqs.build import find_cortex_m_library
from pqeval.native.process import run
from pqeval.native.sources import native_root
from pqeval.native.tools import require_tool
from pqeval.targets.cortex_m.cores import core
from pqeval.targets.cortex_m.firmware import build_image
from pqeval.targets.cortex_m.target import CortexMTarget

pytestmark = [pytest.mark.firmware, pytest.mark.liboqs, pytest.mark.xdist_group("firmware")]

PLAIN, ACCESS, DIVISION, LONG_MULTIPLICATION = 1, 2, 3, 4
NO_INDEX = 0xFF
LINE = re.compile(r"^ [0-9a-f]+:\t([0-9a-f]{4})(?: ([0-9a-f]{4}))? *\t(\S+)(?:\t(.*))?$")
ADDRESS = re.compile(r"\[(\w+)(?:, #(-?\d+)|, (\w+)(?:, lsl #(\d+))?)?\]")
NAMES = {f"r{n}": n for n in range(13)} | {
    "sb": 9,
    "sl": 10,
    "fp": 11,
    "ip": 12,
    "sp": 13,
    "lr": 14,
    "pc": 15,
}


class Site(ctypes.Structure):
    """`access_site` of native/emulator/access.h."""

    _fields_ = (
        ("kind", ctypes.c_uint8),
        ("base", ctypes.c_uint8),
        ("index", ctypes.c_uint8),
        ("shift", ctypes.c_uint8),
        ("offset", ctypes.c_int32),
    )

    @property
    def address(self) -> tuple[int, int, int, int]:
        """Base, index, shift and offset."""
        return self.base, self.index, self.shift, self.offset


@pytest.fixture(scope="module")
def decoder(tmp_path_factory: pytest.TempPathFactory) -> ctypes.CDLL:
    """The decoder, compiled for this host."""
    output = tmp_path_factory.mktemp("access") / "access.so"
    source = native_root() / "emulator" / "access.c"
    run([require_tool("cc").path, "-std=c99", "-O1", "-fPIC", "-shared", source, "-o", output])
    library = ctypes.CDLL(str(output))
    library.access_decode.restype = Site
    library.access_decode.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int]
    return library


def decoded(decoder: ctypes.CDLL, code: bytes, *, multiplies: bool = False) -> Site:
    """Decode one instruction."""
    found = decoder.access_decode(code, len(code), int(multiplies))
    assert isinstance(found, Site)
    return found


@cache
def instructions(scheme: str) -> tuple[tuple[bytes, str, str], ...]:
    """Bytes, mnemonic and operands of each instruction of an image, by objdump."""
    one = next(i for i in CortexMTarget().capabilities().implementations if i.scheme == scheme)
    image = build_image(load().by_id[scheme], one, find_cortex_m_library("cortex-m4"), core("cortex-m4"))
    objdump = Path(require_tool("arm-none-eabi-gcc").path).with_name("arm-none-eabi-objdump")
    return tuple(_lines(run([objdump, "-d", "-j", ".text", image.path])))


def _lines(listing: str) -> Iterator[tuple[bytes, str, str]]:
    for line in listing.splitlines():
        match = LINE.match(line)
        if match is not None and not match[3].startswith("."):
            code = bytes.fromhex(match[1])[::-1] + (bytes.fromhex(match[2])[::-1] if match[2] else b"")
            yield code, match[3], (match[4] or "").split(";")[0].split("@")[0].strip()


def _expected(mnemonic: str, operands: str) -> tuple[int, int, int, int] | None:
    """The address that binutils prints, or None where no data are accessed but constants beside the code."""
    if re.match(r"v?(push|pop|ldm|stm)", mnemonic):
        stack = re.match(r"v?(push|pop)", mnemonic) is not None
        base = NAMES["sp"] if stack else NAMES[re.split(r"[!,]", operands)[0]]
        down = "push" in mnemonic or "db" in mnemonic
        return base, NO_INDEX, 0, -_bytes(operands) if down else 0
    match = ADDRESS.search(operands)
    if match is None or not re.match(r"(v?ldr|v?str|tbb|tbh)", mnemonic):
        return None
    if match[1] == "pc" and not mnemonic.startswith("tb"):
        return None
    if mnemonic == "tbh":
        return NAMES[match[1]], NAMES[match[3]], 1, 0
    index = NO_INDEX if match[3] is None else NAMES[match[3]]
    return NAMES[match[1]], index, int(match[4] or 0), int(match[2] or 0)


def _bytes(operands: str) -> int:
    """Bytes of a list of registers."""
    total = 0
    for one in operands[operands.index("{") + 1 : operands.index("}")].split(","):
        first, _, last = one.strip().partition("-")
        size = 8 if first.startswith("d") else 4
        total += size * (_number(last) - _number(first) + 1 if last else 1)
    return total


def _number(register: str) -> int:
    return NAMES[register] if register in NAMES else int(register[1:])


@pytest.mark.parametrize("scheme", ["ml_kem_768", "falcon_512", "sphincs_sha2_128f_simple"])
def test_every_access_of_an_image(decoder: ctypes.CDLL, scheme: str) -> None:
    """Base, index, shift and offset are those that binutils prints; nothing else is taken for an access."""
    accesses = 0
    for code, mnemonic, operands in instructions(scheme):
        found, expected = decoded(decoder, code), _expected(mnemonic, operands)
        assert (found.kind == ACCESS) == (expected is not None), (code.hex(), mnemonic, operands)
        if expected is not None:
            assert found.address == expected, (code.hex(), mnemonic, operands)
            accesses += 1
        divides = re.match(r"[us]div", mnemonic) is not None
        assert (found.kind == DIVISION) == divides, (code.hex(), mnemonic, operands)
    assert accesses > 2000


@pytest.mark.parametrize("mnemonic", ["umull", "smull", "umlal", "smlal"])
def test_long_multiplications_are_of_interest_on_some_cores(decoder: ctypes.CDLL, mnemonic: str) -> None:
    """Their operands are taken where they are asked for, and elsewhere they are plain."""
    operation = {"umull": 0xFBA0, "smull": 0xFB80, "umlal": 0xFBE0, "smlal": 0xFBC0}[mnemonic]
    code = (operation | 5).to_bytes(2, "little") + (0x1206).to_bytes(2, "little")
    assert decoded(decoder, code).kind == PLAIN
    found = decoded(decoder, code, multiplies=True)
    assert (found.kind, found.base, found.index) == (LONG_MULTIPLICATION, 5, 6)


def test_no_code_is_read_beyond_its_end(decoder: ctypes.CDLL) -> None:
    """A wide instruction that is cut off accesses nothing."""
    assert decoded(decoder, bytes.fromhex("51f8")).kind == PLAIN
    assert decoded(decoder, b"").kind == PLAIN
