"""Traces: planted leaks are found with their kind, function and line; what is public does not count."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from pqeval.errors import BuildError, TargetError, WireError
from pqeval.native.cores import CORE_FLAGS
from pqeval.native.process import run
from pqeval.native.sources import native_root
from pqeval.native.tools import require_tool
from pqeval.records import Finding, FindingKind
from pqeval.targets.cortex_m.cores import core
from pqeval.targets.cortex_m.evidence import findings_of
from pqeval.targets.cortex_m.lines import Lines, functions_of, matching
from pqeval.targets.cortex_m.parts import part_for
from pqeval.targets.cortex_m.trace import Comparison, Inputs, Mark, Scope, Tracer, compare

pytestmark = [pytest.mark.firmware, pytest.mark.xdist_group("firmware")]

SOURCE = Path(__file__).with_name("data") / "leaks.c"
COMMON = ("startup.c", "main.c", "heap.c", "system.c", "hal_emulated.c")
ONE = bytes(range(16))
OTHER = bytes(range(1, 17))
LEAKS = {
    "table_lookup": FindingKind.ADDRESS,
    "store_to_secret_index": FindingKind.ADDRESS,
    "stack_table": FindingKind.ADDRESS,
    "early_exit_compare": FindingKind.PC,
    "secret_branch": FindingKind.PC,
    "late_branch": FindingKind.PC,
    "conditional_load": FindingKind.PC,
    "conditional_move": FindingKind.CONDITION,
    "secret_division": FindingKind.OPERAND,
}
MARKED_LINES = {
    text.split("leak: ")[1].split(" ")[0]: number
    for number, text in enumerate(SOURCE.read_text(encoding="utf-8").splitlines(), start=1)
    if "leak: " in text
}


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the images, the same for all tests."""
    return tmp_path_factory.mktemp("leaks")


FIRMWARE = native_root() / "firmware"
PLACES = (f"-I{native_root() / 'include'}", f"-I{FIRMWARE}")


def compiled(output: Path, *words: str | Path, flags: tuple[str, ...]) -> None:
    """Call the cross compiler."""
    run([require_tool("arm-none-eabi-gcc").path, *flags, "-std=gnu99", "-O2", *PLACES, *words, "-o", output])


@cache
def common(place: Path, flags: tuple[str, ...]) -> tuple[Path, ...]:
    """What every image has, compiled once."""
    objects = tuple(place / f"{name}{''.join(flags)}.o" for name in COMMON)
    for name, output in zip(COMMON, objects, strict=True):
        compiled(output, "-c", FIRMWARE / name, flags=flags)
    return objects


@cache
def built(place: Path, planted: str, *extra: str, compiled_for: str = "cortex-m4") -> Path:
    """An image with one planted operation."""
    flags = CORE_FLAGS[compiled_for]
    output = place / f"{planted}-{compiled_for}{''.join(extra)}.elf"
    link = ("-nostartfiles", "-Wl,--no-warn-rwx-segments", "-T", FIRMWARE / "link.ld")
    planting = (*extra, f"-DPLANTED={planted}")
    compiled(output, *planting, *common(place, flags), SOURCE, *link, flags=flags)
    return output


def inputs(secret: bytes, public: bytes = ONE) -> Inputs:
    """The planted operation with these buffers."""
    return Inputs(1, {"pqe_buffer_secret": secret, "pqe_buffer_public": public})


def tracer(image: Path, *marks: Mark, on: str = "cortex-m4", long_multiplies: bool = False) -> Tracer:
    """A tracer with small limits."""
    return Tracer(
        image,
        part=part_for(core(on)),
        marks=marks,
        long_multiplies=long_multiplies,
        max_instructions=10_000_000,
        timeout_s=30,
    )


def compared(image: Path, *marks: Mark, first: bytes = ONE, second: bytes = OTHER) -> Comparison:
    """Two runs with different secrets and the same public buffer."""
    return compare(lambda: tracer(image, *marks), inputs(first), inputs(second))


def found_in(place: Path, planted: str, *marks: Mark) -> list[Finding]:
    """The findings of a planted operation."""
    image = built(place, planted)
    lines = Lines(image, lambda: built(place, planted, "-g"))
    return findings_of(compared(image, *marks), lines, "test")


def marked(image: Path, function: str, scope: Scope) -> Mark:
    """A mark on a function."""
    one = matching(functions_of(image), function)[0]
    return Mark(scope, one.address, one.length)


@pytest.mark.parametrize("planted", LEAKS)
def test_a_planted_leak_is_found_with_kind_function_and_line(images: Path, planted: str) -> None:
    """The first divergence is the planted one, and nothing else of its kind comes before it."""
    found = found_in(images, planted)
    assert [(one.kind, one.function, one.file, one.line) for one in found] == [
        (LEAKS[planted], planted, "leaks.c", MARKED_LINES[planted])
    ]


@pytest.mark.parametrize("planted", ["clean_compare", "public_branch_and_index"])
def test_what_does_not_depend_on_secrets_passes(images: Path, planted: str) -> None:
    """No divergence in clean code, and none in code that branches on public bytes."""
    both = compared(built(images, planted))
    assert both.divergences == ()
    assert both.first == both.second
    assert both.first.instructions > 20


def test_public_bytes_do_rule_that_code(images: Path) -> None:
    """The same code diverges where the public bytes differ, so it is the pair that decides."""
    image = built(images, "public_branch_and_index")
    both = compare(lambda: tracer(image), inputs(ONE, ONE), inputs(ONE, OTHER))
    assert [one.kind for one in both.divergences] == [FindingKind.PC]


def test_a_division_reports_the_operands(images: Path) -> None:
    """The message names what divided what in each run."""
    found = found_in(images, "secret_division")
    assert found[0].detail == (
        "variable-latency division with differing operands: 0xf4240 and 0x1, or 0xf4240 and 0x2"
    )


def test_long_multiplications_count_where_the_core_takes_longer_for_them(images: Path) -> None:
    """On a Cortex-M3 their operands are compared, on a Cortex-M4 they are not."""
    image = built(images, "secret_long_multiplication", compiled_for="cortex-m3")
    for on, kinds in (("cortex-m3", [FindingKind.OPERAND]), ("cortex-m4", [])):
        both = compare(
            lambda on=on: tracer(image, on=on, long_multiplies=on == "cortex-m3"),  # type: ignore[misc]
            inputs(ONE),
            inputs(OTHER),
        )
        assert [one.kind for one in both.divergences] == kinds


def test_a_public_function_is_left_out_with_what_it_calls(images: Path) -> None:
    """Unmarked it diverges; marked it does not, and what leaks behind it is still found."""
    assert [one.kind for one in found_in(images, "declared_public")] == [FindingKind.PC]
    image = built(images, "declared_public")
    assert found_in(images, "declared_public", marked(image, "published", Scope.CALLS)) == []
    image = built(images, "declared_public_then_leaks")
    found = found_in(images, "declared_public_then_leaks", marked(image, "published", Scope.CALLS))
    assert [(one.kind, one.line) for one in found] == [
        (FindingKind.PC, MARKED_LINES["declared_public_then_leaks"])
    ]


def test_a_body_alone_can_be_left_out(images: Path) -> None:
    """Its own instructions do not count, but what it calls does."""
    image = built(images, "secret_branch")
    found = compared(image, marked(image, "secret_branch", Scope.BODY)).divergences
    assert [one.kind for one in found] == [FindingKind.PC]
    functions = {one.name: one for one in functions_of(image)}
    work = functions["work"]
    assert work.address <= found[0].address < work.address + work.length


def test_nothing_counts_behind_the_end(images: Path) -> None:
    """A trace that ends at a function sees no leak behind its first call."""
    image = built(images, "secret_branch")
    both = compared(image, marked(image, "work", Scope.END))
    assert both.divergences == ()
    assert 0 < both.first.instructions < 20


def test_calls_are_counted(images: Path) -> None:
    """A mark that counts says how often a function was called, and leaves nothing out."""
    image = built(images, "secret_branch")
    both = compared(image, marked(image, "work", Scope.COUNT))
    assert (both.first.calls, both.second.calls) == ((2,), (1,))
    assert [one.kind for one in both.divergences] == [FindingKind.PC]


def test_a_trace_is_repeatable_in_one_process_and_in_another(images: Path) -> None:
    """Two runs in one process and one in another give the same hashes and counts."""
    image = built(images, "late_branch")
    with tracer(image) as one, tracer(image) as other:
        traces = {one.traced(inputs(ONE)), one.traced(inputs(ONE)), other.traced(inputs(ONE))}
    assert len(traces) == 1


def test_positions_are_numbers_of_instructions(images: Path) -> None:
    """Behind 10 000 rounds of a loop a leak stands at a position of tens of thousands."""
    (found,) = found_in(images, "late_branch")
    assert found.position is not None
    assert 30_000 < found.position < 80_000


def test_line_numbers_do_not_change_the_code(images: Path) -> None:
    """The twin is the same code; one that is not names functions, and no lines."""
    image = built(images, "secret_branch")
    address = compared(image).divergences[0].address
    same = Lines(image, lambda: built(images, "secret_branch", "-g")).place(address)
    other = Lines(image, lambda: built(images, "late_branch", "-g")).place(address)
    assert (same.function, same.line) == ("secret_branch", MARKED_LINES["secret_branch"])
    assert (other.function, other.file, other.line) == ("secret_branch", "", 0)


def test_without_a_twin_functions_are_named(images: Path) -> None:
    """A build that fails costs the line, not the finding."""

    def refuse() -> Path:
        raise BuildError("no compiler")

    image = built(images, "secret_branch")
    place = Lines(image, refuse).place(compared(image).divergences[0].address)
    assert (place.function, place.file, place.line) == ("secret_branch", "", 0)


def test_a_function_that_is_not_there_is_an_error(images: Path) -> None:
    """Facts that name what was renamed or inlined are refused by name."""
    with pytest.raises(TargetError, match="no_such_function"):
        matching(functions_of(built(images, "secret_branch")), "no_such_*no_such_function")


def test_marks_outside_the_flash_are_refused(images: Path) -> None:
    """Addresses and lengths that do not lie in the flash end with a message."""
    image = built(images, "secret_branch")
    for address, length in ((0, 4), (0x08000000, 0), (0x08FFFFFE, 4), (0xFFFFFFFE, 1 << 40)):
        with pytest.raises(WireError, match="not in the flash"):
            tracer(image, Mark(Scope.BODY, address, length))


def test_an_emulator_that_does_not_trace_says_so(images: Path) -> None:
    """The commands of traces are refused outside their mode."""
    from pqeval.targets.cortex_m.emulator import Emulator  # noqa: PLC0415 - for this test alone

    image = built(images, "secret_branch")
    with (
        Emulator(image, part=part_for(core("cortex-m4")), max_instructions=1000, timeout_s=10) as emulator,
        pytest.raises(WireError, match="not started to trace"),
    ):
        emulator._expect("trace", "trace sum")
