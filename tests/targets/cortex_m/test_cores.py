"""The cores beside the Cortex-M4: their tables in the emulator, what they refuse, their marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from pqeval.analysis.estimate import Method, estimates
from pqeval.catalogue import Kind, Mark, Metric, load
from pqeval.errors import PlanError, TargetError
from pqeval.native.cores import CORE_FLAGS
from pqeval.native.process import run
from pqeval.native.sources import native_root
from pqeval.native.tools import require_tool
from pqeval.plan import Plan, expand, units
from pqeval.records import Build, Failed, Measurement, Piece
from pqeval.targets.cortex_m.cores import core, core_names
from pqeval.targets.cortex_m.emulator import Emulator
from pqeval.targets.cortex_m.firmware import build_image
from pqeval.targets.cortex_m.model import model_facts
from pqeval.targets.cortex_m.parts import part, part_for, part_names
from pqeval.targets.cortex_m.target import CortexMTarget
from pqeval.targets.registry import Options, targets

SOURCE = Path(__file__).with_name("data") / "operations.c"
COMMON = ("startup.c", "main.c", "heap.c", "system.c", "hal_emulated.c")
CLEAN, UNALIGNED, UNALIGNED_HALF = 1, 2, 3


class Quiet:
    """Progress that nobody reads."""

    def step(self, text: str) -> None:
        """Ignore it."""


def built(folder: Path, compiled_for: str) -> Path:
    """An image of the operations in data/operations.c."""
    firmware = native_root() / "firmware"
    output = folder / f"{compiled_for}.elf"
    words: list[str | Path] = [
        *CORE_FLAGS[compiled_for],
        "-std=c99",
        "-O1",
        f"-I{native_root() / 'include'}",
        f"-I{firmware}",
    ]
    sources: list[str | Path] = [*(firmware / name for name in COMMON), SOURCE]
    link: list[str | Path] = [
        "-nostartfiles",
        "-Wl,--gc-sections",
        "-Wl,--no-warn-rwx-segments",
        "-T",
        firmware / "link.ld",
    ]
    run([require_tool("arm-none-eabi-gcc").path, *words, *sources, *link, "-o", output])
    return output


def opened(image: Path, on: str) -> Emulator:
    """An emulator of a core."""
    return Emulator(image, part=part_for(core(on)), max_instructions=1_000_000, timeout_s=30)


@pytest.mark.firmware
@pytest.mark.parametrize("name", ["cortex-m0plus", "cortex-m0"])
def test_accesses_that_are_not_aligned_fault(tmp_path: Path, name: str) -> None:
    """As on silicon, in every run; and the message says where. A Cortex-M3 takes them."""
    image = built(tmp_path, "cortex-m0plus")
    with opened(image, name) as emulator:
        assert emulator.run(CLEAN).status == 0
    for operation, where in ((UNALIGNED, "unaligned_word"), (UNALIGNED_HALF, "unaligned_half")):
        with opened(image, "cortex-m3") as emulator:
            assert emulator.run(operation).status == 0
        with opened(image, name) as emulator, pytest.raises(TargetError, match=f"not aligned.* in {where}"):
            emulator.run(operation)


@pytest.mark.firmware
def test_code_of_another_architecture_is_refused(tmp_path: Path) -> None:
    """The first instruction that the core does not have is named."""
    image = built(tmp_path, "cortex-m3")
    with opened(image, "cortex-m3") as emulator:
        assert emulator.run(CLEAN).status == 0
    with (
        opened(image, "cortex-m0plus") as emulator,
        pytest.raises(TargetError, match="an instruction that this core does not have at 0x"),
    ):
        emulator.run(CLEAN)


@pytest.mark.firmware
def test_parts_change_cycles_and_nothing_else(tmp_path: Path) -> None:
    """A slow multiplier and wait states cost cycles; instructions stay."""
    image = built(tmp_path, "cortex-m0plus")
    waiting = tmp_path / "part.toml"
    waiting.write_text(
        '[mine]\ntitle = "Mine"\ncore = "cortex-m0plus"\nflash_bytes = 65536\nbus_wait_cycles = 0\n'
        'flash_wait_cycles = 2\nsource = "my board"\nram = [{ name = "SRAM", bytes = 8192 }]\n',
        encoding="utf-8",
    )
    found = {}
    for name in ("m0plus-192k-20k", "m0plus-32-cycle-multiply", str(waiting)):
        with Emulator(image, part=part(name), max_instructions=1_000_000, timeout_s=30) as emulator:
            found[name] = emulator.run(CLEAN)
    plain, slow, waits = found.values()
    assert plain.instructions == slow.instructions == waits.instructions
    assert (slow.cycles - plain.cycles) % 31 == 0
    assert plain.cycles < slow.cycles
    assert plain.cycles < waits.cycles


def ascon(name: str, metric: Metric) -> Measurement:
    """Ascon-Hash256 measured on a core."""
    target = CortexMTarget(name)
    plan = Plan(
        name="test", select=("Ascon-Hash256",), targets=(name,), message_bytes=(64,), metrics=(metric,)
    )
    capabilities = target.capabilities()
    chosen = units(expand(plan, load(), {name: capabilities}).cases, capabilities, plan.seed)
    pieces = [event for event in target.run(chosen, Quiet()) if isinstance(event, Piece)]
    assert isinstance(pieces[0].record, Measurement), pieces
    return pieces[0].record


@pytest.mark.firmware
def test_unvalidated_cycles_carry_their_mark() -> None:
    """In the record, in the estimate, and only on what is modelled."""
    for name in ("cortex-m3", "cortex-m0plus", "cortex-m0"):
        for one in ascon(name, Metric.MODELLED_CYCLES).observations:
            assert one.mark == (Mark.UNVALIDATED if one.kind == Kind.MODELLED else Mark.NONE)
    rough = estimates(ascon("cortex-m33", Metric.MODELLED_CYCLES))[Metric.MODELLED_CYCLES]
    assert (rough.mark, rough.method) == (Mark.ESTIMATE, Method.ESTIMATE)
    assert rough.value == float(f"{rough.value:.1e}")
    assert rough.low < 0.9 * rough.value < 1.1 * rough.value < rough.high


@pytest.mark.firmware
def test_a_core_without_cycles_counts_instructions() -> None:
    """Asking for cycles is refused while planning, with the reason."""
    found = estimates(ascon("cortex-m7", Metric.INSTRUCTIONS))
    assert Metric.MODELLED_CYCLES not in found
    assert found[Metric.INSTRUCTIONS].value > 1000
    with pytest.raises(PlanError, match="cannot measure modelled_cycles: its dual issue"):
        ascon("cortex-m7", Metric.MODELLED_CYCLES)


@pytest.mark.firmware
def test_an_unaligned_implementation_is_a_failed_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a core that faults there, what would fault on silicon is never a number."""
    target = CortexMTarget("cortex-m0plus")
    plan = Plan(name="test", select=("Ascon-Hash256",), targets=(target.name,), message_bytes=(64,))
    chosen = units(
        expand(plan, load(), {target.name: target.capabilities()}).cases, target.capabilities(), ""
    )
    monkeypatch.setattr(
        "pqeval.targets.cortex_m.image_run.build_image",
        lambda scheme, one, library, _on, folder, flavour: build_image(
            scheme, one, library, core("cortex-m3"), folder, flavour=flavour
        ),
    )
    events = list(target.run(chosen, Quiet()))
    assert any(isinstance(event, Build) for event in events)
    (piece,) = (event for event in events if isinstance(event, Piece))
    assert isinstance(piece.record, Failed)
    assert "does not have" in piece.record.error


@pytest.mark.firmware
@pytest.mark.liboqs
@pytest.mark.full
@pytest.mark.parametrize("name", ["cortex-m0plus", "cortex-m3"])
@pytest.mark.parametrize("scheme", ["ml_kem_768", "ml_dsa_44", "sntrup761", "cross_rsdp_128_fast"])
def test_liboqs_runs_on_the_core(name: str, scheme: str) -> None:
    """Known answers inside the firmware of each core; the M0+ faults on accesses that are not aligned."""
    target = CortexMTarget(name)
    target.prepare(Quiet(), lambda _: True)
    plan = Plan(name="test", select=(scheme,), targets=(name,), message_bytes=(32,), samples=1)
    capabilities = target.capabilities()
    chosen = units(expand(plan, load(), {name: capabilities}).cases, capabilities, plan.seed)
    pieces = [event for event in target.run(chosen, Quiet()) if isinstance(event, Piece)]
    assert len(pieces) == 3
    for piece in pieces:
        assert isinstance(piece.record, Measurement), piece
        assert piece.record.correctness.method == "kat single"


def test_every_core_has_a_part_and_a_model_or_a_reason() -> None:
    """Data that hang together: part, code, model, mark."""
    for name in core_names():
        one = core(name)
        chosen = part_for(one)
        facts = model_facts(chosen)
        assert one.code in CORE_FLAGS
        assert (facts is None) == bool(one.no_cycles)
        assert facts is None or (facts.mark == chosen.mark and facts.id == one.model)
        assert facts is None or facts.mark or facts.mean_error_percent
    assert {part(name).core for name in part_names()} == set(core_names())
    assert part("ideal-m4").mark == Mark.UNVALIDATED


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "must hold exactly one part, not 0"),
        ("not toml", "is not a file of parts"),
        ('[a]\ntitle = "A"', "is not a file of parts"),
        (
            '[a]\ntitle="A"\ncore="z80"\nflash_bytes=1\nbus_wait_cycles=0\nsource=""\nram=[{name="R",bytes=1}]',
            "carries a core 'z80'",
        ),
        (
            '[a]\ntitle="A"\ncore="cortex-m4"\nflash_bytes=1\nbus_wait_cycles=99\nsource=""\nram=[{name="R",bytes=1}]',
            "<= 15",
        ),
    ],
)
def test_bad_part_files_are_named(tmp_path: Path, text: str, complaint: str) -> None:
    """The file and what is wrong in it."""
    path = tmp_path / "bad.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TargetError, match=complaint):
        part(str(path))


def test_parts_of_a_user_are_never_validated(tmp_path: Path) -> None:
    """Whatever the file says; and a part belongs to one core."""
    path = tmp_path / "mine.toml"
    path.write_text(
        '[mine]\ntitle="Mine"\ncore="cortex-m4"\nflash_bytes=65536\nbus_wait_cycles=1\nvalidated=true\n'
        'source="mine"\nram=[{name="R",bytes=65536}]\n',
        encoding="utf-8",
    )
    assert part(str(path)).mark == Mark.UNVALIDATED
    chosen = targets(Options(parts=(str(path),)))["cortex-m4"]
    assert chosen.facts().part is not None
    assert chosen.facts().model is not None
    with pytest.raises(TargetError, match="only one part can carry the cortex-m4"):
        targets(Options(parts=(str(path), "ideal-m4")))
    with pytest.raises(TargetError, match=r"there is no part 'z80'"):
        targets(Options(parts=("z80",)))
