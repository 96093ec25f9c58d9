"""Unaligned accesses: widths against binutils, costs by the manual, and counts of real runs."""

from __future__ import annotations

import ctypes
from pathlib import Path

import msgspec
import pytest

from pqeval.catalogue import Metric, load
from pqeval.errors import WireError
from pqeval.native.cores import CORE_FLAGS
from pqeval.native.process import run
from pqeval.native.sources import native_root
from pqeval.native.tools import require_tool
from pqeval.plan import Plan, expand, units
from pqeval.records import Measurement, Piece
from pqeval.targets.cortex_m import unaligned
from pqeval.targets.cortex_m.emulator import Emulator, Unaligned
from pqeval.targets.cortex_m.parts import part
from pqeval.targets.cortex_m.target import CortexMTarget
from pqeval.targets.cortex_m.unaligned import unaligned_note

pytestmark = [pytest.mark.firmware, pytest.mark.xdist_group("firmware")]


class _Alignment(ctypes.Structure):
    """`access_alignment` of native/emulator/alignment.h."""

    _fields_ = (("bytes", ctypes.c_uint8), ("faults", ctypes.c_uint8))


@pytest.fixture(scope="module")
def decoder(tmp_path_factory: pytest.TempPathFactory) -> ctypes.CDLL:
    """The decoder, compiled for this host."""
    output = tmp_path_factory.mktemp("alignment") / "alignment.so"
    source = native_root() / "emulator" / "alignment.c"
    run([require_tool("cc").path, "-std=c99", "-O1", "-fPIC", "-shared", source, "-o", output])
    library = ctypes.CDLL(str(output))
    library.alignment_decode.restype = _Alignment
    library.alignment_decode.argtypes = [ctypes.c_char_p, ctypes.c_size_t]
    library.alignment_cycles.argtypes = [ctypes.c_uint32, ctypes.c_uint]
    return library


_WIDTHS = {
    (1, 0): "ldrb r0,[r1]; strb r0,[r1,r2]; ldrsb r0,[r1,r2]; ldrb.w r8,[r9,#5]; strb.w r8,[r9,r1,lsl #2]; "
    "ldrsb.w r8,[r9]; ldrexb r0,[r1]; strexb r0,r1,[r2]; tbb [r0,r1]",
    (2, 0): "ldrh r0,[r1]; strh r0,[r1,#2]; ldrh r0,[r1,r2]; strh r0,[r1,r2]; ldrsh r0,[r1,r2]; "
    "ldrsh.w r8,[r9]; strh.w r8,[r9],#2; ldrh.w r8,[r9,r1]; tbh [r0,r1,lsl #1]",
    (4, 0): "ldr r0,[r1]; str r0,[r1,r2]; ldr r0,[r1,r2]; ldr r0,[sp,#4]; str r0,[sp,#4]; ldr.w r8,[r9,#9]; "
    "str.w r8,[r9,#-4]!; ldr.w r8,[r9,r1,lsl #3]; ldrt r0,[r1]",
    (2, 1): "ldrexh r0,[r1]; strexh r0,r1,[r2]",
    (4, 1): "ldmia r0!,{r1,r2}; stmia r0!,{r1,r2}; push {r4,lr}; pop {r4,pc}; ldmdb r8,{r1,r2}; "
    "stmdb r8!,{r1,r9}; ldrd r0,r1,[r2]; strd r0,r1,[r2,#8]; ldrex r0,[r1]; strex r0,r1,[r2,#4]; "
    "vldr s0,[r1]; vstr d1,[r1,#8]; vldmia r0,{s0-s3}; vpush {d8}",
}


@pytest.mark.parametrize("wanted", _WIDTHS)
def test_every_kind_of_access(decoder: ctypes.CDLL, tmp_path: Path, wanted: tuple[int, int]) -> None:
    """What the assembler makes of each mnemonic has the width that the manual gives it."""
    for text in _WIDTHS[wanted].split("; "):
        source = tmp_path / "one.s"
        source.write_text(f".syntax unified\n.thumb\n{text}\n", encoding="utf-8")
        gcc = require_tool("arm-none-eabi-gcc").path
        run(
            [
                gcc,
                "-mcpu=cortex-m4",
                "-mfpu=fpv4-sp-d16",
                "-mfloat-abi=hard",
                "-c",
                source,
                "-o",
                tmp_path / "o",
            ]
        )
        objcopy = gcc.with_name("arm-none-eabi-objcopy")
        run([objcopy, "-O", "binary", "-j", ".text", tmp_path / "o", tmp_path / "bin"])
        code = (tmp_path / "bin").read_bytes()[:4]
        found = decoder.alignment_decode(code, len(code))
        assert (found.bytes, found.faults) == wanted, text


def test_costs_are_those_of_the_manual(decoder: ctypes.CDLL) -> None:
    """A halfword at an odd address takes one cycle more; a word one at 2 mod 4, two at an odd address."""
    assert [decoder.alignment_cycles(at, 2) for at in range(4)] == [0, 1, 0, 1]
    assert [decoder.alignment_cycles(at, 4) for at in range(4)] == [0, 2, 1, 2]


def test_a_note_says_how_much_it_would_be() -> None:
    """A share where cycles are modelled, none where not; faulting ones are named."""
    assert unaligned_note(Unaligned(0, 0, 0), 100) == "every access of the first sample was aligned"
    assert unaligned_note(Unaligned(8, 12, 0), 1000).endswith("12 cycles more, not modelled: 1.20 %")
    assert unaligned_note(Unaligned(1, 1, 0), 10**6).endswith("less than 0.01 %")
    assert unaligned_note(Unaligned(8, 12, 3), 0) == (
        "8 accesses of the first sample were not aligned, 3 of them of instructions that fault then"
    )


def _pieces(scheme: str, *, wanted: bool = True) -> list[Measurement]:
    target = CortexMTarget("cortex-m4", jobs=1)
    plan = Plan(
        select=(scheme,), targets=("cortex-m4",), message_bytes=(61,), samples=1, count_unaligned=wanted
    )
    offered = target.capabilities()
    expanded = expand(plan, load(), {"cortex-m4": offered})
    found = target.run(units(expanded.cases, offered, plan.seed), _Quiet())
    return [one.record for one in found if isinstance(one, Piece) and isinstance(one.record, Measurement)]


class _Quiet:
    """No progress."""

    def step(self, text: str) -> None:
        """Nothing."""


def _counts(record: Measurement) -> list[float]:
    return [x for one in record.observations if one.metric == Metric.UNALIGNED_ACCESSES for x in one.values]


def test_counting_changes_no_other_figure() -> None:
    """Everything but the count and its note is as without it; without being asked, nothing is counted."""
    plain, counted = _pieces("ascon_aead128", wanted=False), _pieces("ascon_aead128")
    assert [_counts(record) for record in plain] == [[]] * len(plain)
    for one, other in zip(plain, counted, strict=True):
        assert len(_counts(other)) == 1
        kept = tuple(x for x in other.observations if x.metric != Metric.UNALIGNED_ACCESSES)
        assert kept == one.observations
        notes = other.conditions.notes
        assert one.conditions.notes == notes[:-1]
        assert "aligned" in notes[-1]


@pytest.mark.parametrize(
    ("offset", "accesses", "cycles"), [(0, 0, 0), (1, 5, 3 * 2 + 2), (2, 3, 3), (3, 5, 3 * 2 + 2), (4, 0, 0)]
)
def test_planted_accesses_are_counted(tmp_path: Path, offset: int, accesses: int, cycles: int) -> None:
    """Three words and two halfwords at each offset; bytes, and what an IT block skips, do not count."""
    image = _planted(tmp_path, offset)
    with _opened(image, "unaligned") as emulator:
        empty = emulator.run(0)
        assert emulator.unaligned() == Unaligned(0, 0, 0)
        ran = emulator.run(1)
        assert emulator.unaligned() == Unaligned(accesses, cycles, 0)
    with _opened(image, "") as emulator:
        assert (emulator.run(0), emulator.run(1)) == (empty, ran), "counting changes no other count"
        with pytest.raises(WireError, match="was not started to count"):
            emulator.unaligned()


def _planted(folder: Path, offset: int) -> Path:
    firmware = native_root() / "firmware"
    common = [firmware / name for name in ("startup.c", "main.c", "heap.c", "system.c", "hal_emulated.c")]
    source = Path(__file__).with_name("data") / "unaligned.c"
    words = ("-std=gnu99", "-O2", f"-DOFFSET={offset}", f"-I{native_root() / 'include'}", f"-I{firmware}")
    link = ("-nostartfiles", "-Wl,--no-warn-rwx-segments", "-T", firmware / "link.ld")
    image = folder / "image.elf"
    compiler = require_tool("arm-none-eabi-gcc").path
    run([compiler, *CORE_FLAGS["cortex-m4"], *words, *common, source, *link, "-o", image])
    return image


def _opened(path: Path, mode: str) -> Emulator:
    return Emulator(path, part=part(), max_instructions=10_000_000, timeout_s=30, mode=mode)


def test_what_is_too_long_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a failure nor a count of a part."""
    monkeypatch.setattr(unaligned, "MOST_INSTRUCTIONS", 10)
    record = _pieces("ascon_hash256")[0]
    assert _counts(record) == []
    assert record.conditions.notes[-1].startswith("unaligned accesses were not counted")
    assert msgspec.json.encode(record)
