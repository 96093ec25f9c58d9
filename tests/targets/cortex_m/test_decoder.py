"""The timing decoder against binutils, on every instruction of a real image."""

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
from pqeval.targets.cortex_m.firmware import build_image
from pqeval.targets.cortex_m.target import CortexM4Target

pytestmark = [pytest.mark.firmware, pytest.mark.liboqs, pytest.mark.xdist_group("firmware")]

PLAIN, LOAD, STORE, BRANCH, CALL, LOAD_BRANCH, FOLDED, UNKNOWN = range(8)
NO_ACCESS, READS, WRITES = range(3)
LINE = re.compile(r"^ [0-9a-f]+:\t([0-9a-f]{4})(?: ([0-9a-f]{4}))? *\t(\S+)(?:\t(.*))?$")
SINGLE_LOAD = re.compile(r"ldr(|b|h|sb|sh)(|eq|ne|cs|cc|mi|pl|vs|vc|hi|ls|ge|lt|gt|le)(\.w|\.n)?")
SINGLE_STORE = re.compile(r"str(|b|h)(|eq|ne|cs|cc|mi|pl|vs|vc|hi|ls|ge|lt|gt|le)(\.w|\.n)?")


class Insn(ctypes.Structure):
    """`insn` of native/emulator/decode.h."""

    _fields_ = (
        ("bytes", ctypes.c_uint8),
        ("kind", ctypes.c_uint8),
        ("cycles", ctypes.c_uint8),
        ("refill", ctypes.c_uint8),
        ("access", ctypes.c_uint8),
        ("literal", ctypes.c_uint8),
        ("loads", ctypes.c_uint16),
        ("bases", ctypes.c_uint16),
    )


@pytest.fixture(scope="module")
def decoder(tmp_path_factory: pytest.TempPathFactory) -> ctypes.CDLL:
    """The decoder, compiled for this host."""
    output = tmp_path_factory.mktemp("decoder") / "decode.so"
    emulator = native_root() / "emulator"
    run([require_tool("cc").path, "-std=c99", "-O1", "-fPIC", "-shared", emulator / "decode.c", "-o", output])
    library = ctypes.CDLL(str(output))
    library.decode_insn.restype = Insn
    library.decode_insn.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
    return library


@cache
def disassembly(scheme: str) -> tuple[tuple[bytes, str, str], ...]:
    """Bytes, mnemonic and operands of each instruction of an image, by objdump."""
    target = CortexM4Target()
    one = next(i for i in target.capabilities().implementations if i.scheme == scheme)
    image = build_image(load().by_id[scheme], one, find_cortex_m_library("cortex-m4"))
    objdump = Path(require_tool("arm-none-eabi-gcc").path).with_name("arm-none-eabi-objdump")
    return tuple(_instructions(run([objdump, "-d", "-j", ".text", image.path])))


def _instructions(listing: str) -> Iterator[tuple[bytes, str, str]]:
    for line in listing.splitlines():
        match = LINE.match(line)
        if match is None or match[3].startswith("."):
            continue
        code = bytes.fromhex(match[1])[::-1] + (bytes.fromhex(match[2])[::-1] if match[2] else b"")
        yield code, match[3], (match[4] or "").split(";")[0].split("@")[0]


@pytest.mark.parametrize("scheme", ["ml_kem_768", "falcon_512"])
def test_every_instruction_of_an_image(decoder: ctypes.CDLL, scheme: str) -> None:
    """Lengths and the classes that cost cycles agree with binutils."""
    seen = 0
    for code, mnemonic, operands in disassembly(scheme):
        found = decoder.decode_insn(code, len(code))
        assert found.bytes == len(code), (code.hex(), mnemonic)
        assert found.kind != UNKNOWN or mnemonic == "udf", (code.hex(), mnemonic)
        assert _class(mnemonic, operands) in (None, found.kind), (code.hex(), mnemonic, operands)
        assert found.access == _access(mnemonic), (code.hex(), mnemonic, operands)
        assert found.literal == ("[pc" in operands and found.kind == LOAD), (code.hex(), mnemonic, operands)
        seen += 1
    assert seen > 2000


def _class(mnemonic: str, operands: str) -> int | None:
    """The class that the mnemonic implies; None where it does not settle it."""
    if re.fullmatch(r"it[te]*|blx?", mnemonic):
        return CALL if mnemonic.startswith("bl") else FOLDED
    if mnemonic in {"b.n", "b.w", "bx", "cbz", "cbnz"} or re.fullmatch(
        r"b(eq|ne|cs|cc|mi|pl|hi|ls|ge|lt|gt|le)\.[nw]", mnemonic
    ):
        return BRANCH
    if SINGLE_LOAD.fullmatch(mnemonic):
        return LOAD_BRANCH if operands.startswith("pc") else LOAD
    if SINGLE_STORE.fullmatch(mnemonic):
        return STORE
    if mnemonic in {"pop", "ldmia.w", "ldmia"} and "pc" in operands:
        return LOAD_BRANCH
    return PLAIN if mnemonic in {"add", "adds", "eor.w", "mul", "umull", "movw", "movt", "push"} else None


def _access(mnemonic: str) -> int:
    """What the mnemonic does to data; table branches read code."""
    if re.match(r"(v?ldr|v?ldm|pop|vpop)", mnemonic):
        return READS
    return WRITES if re.match(r"(v?str|v?stm|push|vpush)", mnemonic) else NO_ACCESS


@pytest.mark.parametrize(
    ("code", "cycles"),
    [
        ("00bf", 1),  # nop
        ("0cbf", 0),  # ite eq
        ("30b5", 4),  # push {r4, r5, lr}
        ("f0bd", 6),  # pop {r4-r7, pc}, and 3 to refill
        ("90fbf1f0", 6),  # sdiv
        ("a0fb0123", 1),  # umull
        ("81ee220a", 14),  # vdiv.f32
        ("41ec100b", 2),  # vmov of two core registers
        ("d1e90023", 3),  # ldrd
    ],
)
def test_cycles_of_the_table(decoder: ctypes.CDLL, code: str, cycles: int) -> None:
    """The static table of the Cortex-M4 for instructions whose cost is not one cycle."""
    data = bytes.fromhex(code)
    assert decoder.decode_insn(data, len(data)).cycles == cycles


def test_cut_off_instructions_have_no_length(decoder: ctypes.CDLL) -> None:
    """Half of a wide instruction is not decoded."""
    assert decoder.decode_insn(b"\xa0\xfb", 2).bytes == 0
    assert decoder.decode_insn(b"\xa0", 1).bytes == 0
