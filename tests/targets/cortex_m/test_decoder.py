"""The timing decoder against binutils, on every instruction of a real image."""

from __future__ import annotations

import ctypes
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import capstone
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

PLAIN, LOAD, STORE, BRANCH, CALL, LOAD_BRANCH, FOLDED, UNKNOWN = range(8)
NO_ACCESS, READS, WRITES = range(3)
M4, M3, M0PLUS, M0 = range(4)
LINE = re.compile(r"^ [0-9a-f]+:\t([0-9a-f]{4})(?: ([0-9a-f]{4}))? *\t(\S+)(?:\t(.*))?$")
SINGLE_LOAD = re.compile(r"ldr(|b|h|sb|sh)(|eq|ne|cs|cc|mi|pl|vs|vc|hi|ls|ge|lt|gt|le)(\.w|\.n)?")
SINGLE_STORE = re.compile(r"str(|b|h)(|eq|ne|cs|cc|mi|pl|vs|vc|hi|ls|ge|lt|gt|le)(\.w|\.n)?")


class CoreProfile(ctypes.Structure):
    """`core_profile` of native/emulator/core.h."""

    _fields_ = (
        ("id", ctypes.c_uint8),
        ("multiply_cycles", ctypes.c_uint8),
        ("long_multiply", ctypes.c_uint8),
    )


class Insn(ctypes.Structure):
    """`insn` of native/emulator/decode.h."""

    _fields_ = (
        ("bytes", ctypes.c_uint8),
        ("kind", ctypes.c_uint8),
        ("cycles", ctypes.c_uint8),
        ("refill", ctypes.c_uint8),
        ("access", ctypes.c_uint8),
        ("literal", ctypes.c_uint8),
        ("divides", ctypes.c_uint8),
        ("loads", ctypes.c_uint16),
        ("bases", ctypes.c_uint16),
    )


@pytest.fixture(scope="module")
def decoder(tmp_path_factory: pytest.TempPathFactory) -> ctypes.CDLL:
    """The decoder, compiled for this host."""
    output = tmp_path_factory.mktemp("decoder") / "decode.so"
    emulator = native_root() / "emulator"
    sources = [emulator / name for name in ("decode.c", "decode_v6m.c", "core.c")]
    run([require_tool("cc").path, "-std=c99", "-O1", "-fPIC", "-shared", *sources, "-o", output])
    library = ctypes.CDLL(str(output))
    library.decode_insn.restype = Insn
    library.decode_insn.argtypes = [ctypes.POINTER(CoreProfile), ctypes.c_char_p, ctypes.c_size_t]
    return library


def decoded(decoder: ctypes.CDLL, code: bytes, on: int = M4) -> Insn:
    """Decode the instruction for a core."""
    found = decoder.decode_insn(CoreProfile(on, 1, 0), code, len(code))
    assert isinstance(found, Insn)
    return found


@cache
def disassembly(scheme: str) -> tuple[tuple[bytes, str, str], ...]:
    """Bytes, mnemonic and operands of each instruction of an image, by objdump."""
    target = CortexMTarget()
    one = next(i for i in target.capabilities().implementations if i.scheme == scheme)
    image = build_image(load().by_id[scheme], one, find_cortex_m_library("cortex-m4"), core("cortex-m4"))
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
        found = decoded(decoder, code)
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
    assert decoded(decoder, data).cycles == cycles


def test_cut_off_instructions_have_no_length(decoder: ctypes.CDLL) -> None:
    """Half of a wide instruction is not decoded."""
    assert decoded(decoder, b"\xa0\xfb").bytes == 0
    assert decoded(decoder, b"\xa0").bytes == 0


NOT_IN_V6M = re.compile(r"it[te]*|cbn?z|setend|udf|cpsi[de]\.?|svc|bkpt|hlt|nop|yield|wfe|wfi|sev|sevl|hint")


def test_every_halfword_of_armv6_m(decoder: ctypes.CDLL) -> None:
    """What capstone finds in each 16-bit encoding, and what of it ARMv6-M has."""
    reader = capstone.Cs(capstone.CS_ARCH_ARM, capstone.CS_MODE_THUMB | capstone.CS_MODE_MCLASS)
    refused: dict[str, int] = {}
    seen = 0
    for halfword in range(0xE800):
        code = halfword.to_bytes(2, "little")
        found = decoded(decoder, code, M0PLUS)
        named = next(reader.disasm(code, 0), None)
        if named is None or NOT_IN_V6M.fullmatch(named.mnemonic):
            continue
        seen += 1
        if found.kind == UNKNOWN:
            refused[named.mnemonic] = refused.get(named.mnemonic, 0) + 1
            continue
        jumps = named.mnemonic.startswith("b") and named.mnemonic[:3] not in {"bic", "bkp"}
        writes_pc = named.mnemonic in {"mov", "add"} and named.op_str.startswith("pc,")
        assert (found.kind in (BRANCH, CALL)) == (jumps or writes_pc), named
        moves = re.match(r"ldr|str", named.mnemonic)
        assert not moves or found.cycles == 2, named
    assert set(refused) == {"bx", "bxns", "blxns", "trap"}  # with bits that must be 0; of ARMv8-M; UDF
    assert seen > 50_000


@pytest.mark.parametrize(
    ("code", "known"),
    [
        ("00f000f8", True),  # bl
        ("eff31080", True),  # mrs r0, primask
        ("80f31088", True),  # msr primask, r0
        ("bff34f8f", True),  # dsb
        ("bff35f8f", True),  # dmb
        ("bff36f8f", True),  # isb
        ("bff32f8f", False),  # clrex
        ("00f000b8", False),  # b.w
        ("a0fb0123", False),  # umull
        ("40f20001", False),  # movw
        ("90fbf1f0", False),  # sdiv
        ("08bf", False),  # it eq
        ("08b1", False),  # cbz
        ("10bf", True),  # yield
        ("40bf", True),  # sev
        ("50bf", False),  # a hint that does not exist
        ("72b6", True),  # cpsid i
        ("71b6", False),  # cpsid f
    ],
)
def test_what_armv6_m_has(decoder: ctypes.CDLL, code: str, known: bool) -> None:  # noqa: FBT001 - a parameter
    """Of 32 bits there are the call, moves of special registers and barriers; no IT, no CBZ."""
    assert (decoded(decoder, bytes.fromhex(code), M0).kind != UNKNOWN) == known


def test_generated_encodings_of_armv7_m(decoder: ctypes.CDLL) -> None:
    """Random instructions of 32 bits that capstone knows: loads, stores, branches and their lengths."""
    reader = capstone.Cs(capstone.CS_ARCH_ARM, capstone.CS_MODE_THUMB | capstone.CS_MODE_MCLASS)
    stirred = random.Random("encodings")
    classes: dict[int, int] = {}
    for _ in range(60_000):
        code = bytes((stirred.randrange(256), stirred.randrange(0xE8, 0xFC), *stirred.randbytes(2)))
        named = next(reader.disasm(code, 0x1000), None)
        if named is None or (named.op_str.startswith("pc,") and not named.mnemonic.startswith("ldr.w")):
            continue
        found = decoded(decoder, code)
        assert found.bytes == len(code)
        mnemonic = named.mnemonic.removesuffix(".w")
        if re.fullmatch(r"(ldr|ldrb|ldrh|ldrsb|ldrsh)", mnemonic):
            assert found.kind == (LOAD_BRANCH if named.op_str.startswith("pc") else LOAD), named
            assert found.literal == ("[pc" in named.op_str and found.kind == LOAD), named
        elif re.fullmatch(r"(str|strb|strh)", mnemonic):
            assert found.kind == STORE, named
        elif mnemonic in {"bl", "b", "tbb", "tbh"} or re.fullmatch(
            r"b(eq|ne|hs|lo|mi|pl|vs|vc|hi|ls|ge|lt|gt|le)", mnemonic
        ):
            assert found.kind == (CALL if mnemonic == "bl" else BRANCH), named
        elif mnemonic in {"udiv", "sdiv"}:
            assert found.cycles == 6, named
        elif mnemonic in {"mul", "mla", "mls", "umull", "smull", "umlal", "smlal", "umaal", "eor", "movw"}:
            assert (found.kind, found.cycles) == (PLAIN, 1), named
        else:
            continue
        classes[found.kind] = classes.get(found.kind, 0) + 1
    assert min(classes[one] for one in (LOAD, STORE, BRANCH, CALL, PLAIN)) > 100


def test_multiplications_of_the_m3(decoder: ctypes.CDLL) -> None:
    """They take longer there; everything else is as on an M4."""
    for code, cycles in (("a0fb0123", 4), ("e0fb0123", 5), ("00fb0213", 2), ("00fb02f3", 1)):
        assert decoded(decoder, bytes.fromhex(code), M3).cycles == cycles
