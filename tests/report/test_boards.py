"""What a board and a limit leave behind in a report."""

from __future__ import annotations

import msgspec
import pytest

from pqeval.catalogue import Kind, Metric, Operation
from pqeval.records import OVER_LIMIT, PartFacts, Run, Skipped, TargetFacts
from pqeval.report.blocks import Section
from pqeval.report.page import compose
from sample_runs import CORTEX_TARGET, measurement, observation, run, series

BOARD = TargetFacts(
    name="nucleo-l4r5zi",
    title="a board",
    replicates=1,
    instruments={"cycles": "the core's cycle counter", "stack_bytes": "painted RAM"},
    part=PartFacts(name="STM32L4R5", ram_bytes=640 << 10, flash_bytes=2 << 20),
)
SLOW_BOARD = msgspec.structs.replace(BOARD, name="mps2-an386", instruments={"stack_bytes": "painted RAM"})


def sections(one: Run) -> dict[str, Section]:
    """The sections of the English page."""
    return {section.anchor: section for section in compose(one, "en").sections}


def of_three_devices() -> Run:
    """One operation: modelled, measured on a board, and on a board that measures no cycles."""
    stack = observation(Metric.STACK_BYTES, 8000)
    modelled = observation(Metric.MODELLED_CYCLES, 1_010_000, kind=Kind.MODELLED)
    measured = observation(Metric.CYCLES, 1_000_000, kind=Kind.MEASURED)
    found = run(
        measurement(modelled, stack),
        measurement(measured, stack, of=series(target=BOARD.name)),
        measurement(stack, of=series(target=SLOW_BOARD.name)),
    )
    return msgspec.structs.replace(found, targets=(CORTEX_TARGET, BOARD, SLOW_BOARD))


@pytest.mark.slow
def test_a_board_stands_beside_the_emulated_core_with_its_measured_cycles() -> None:
    """A device without any figure of speed has no column."""
    (table,) = sections(of_three_devices())["cores"].tables
    assert [column.head for column in table.columns[2:]] == [
        "Modelled cycles on cortex-m4 (armv7em-table-1)",
        "Cycles on nucleo-l4r5zi (measured)",
    ]
    (row,) = table.rows
    assert [cell.sort for cell in row[2:]] == [1_010_000, 1_000_000]


@pytest.mark.slow
def test_a_boards_cycles_are_among_the_details() -> None:
    """With their interval and the boundary as second lines, so that the table needs no scrolling."""
    (_, table) = sections(of_three_devices())["scheme-ml_kem_768"].tables
    heads = [column.head for column in table.columns]
    found = {row[heads.index("Platform")].text: row[heads.index("Figure")] for row in table.rows}
    assert set(found) == {"cortex-m4", BOARD.name}
    assert found[BOARD.name].sort == 1_000_000
    assert "§" in found["cortex-m4"].text
    assert "§" not in found[BOARD.name].text
    assert {row[heads.index("Check")].note for row in table.rows} == {"C function"}


@pytest.mark.slow
def test_what_is_over_the_limit_is_listed_apart() -> None:
    """Everything else without a figure stands in a table of its own."""
    found = run(
        measurement(observation(Metric.MODELLED_CYCLES, 1, kind=Kind.MODELLED)),
        Skipped(series=series("hqc_128", Operation.KEYGEN), reason="not here"),
        Skipped(
            series=series("hqc_128", Operation.DECAPS),
            reason=f"it, or what it works on, needs more than 2000000000 instructions{OVER_LIMIT}",
        ),
    )
    others, long = sections(found)["missing"].tables
    assert [row[1].text for row in others.rows] == ["key generation"]
    assert [row[1].text for row in long.rows] == ["decapsulation"]
    assert "limit of instructions" in long.caption
    alone = msgspec.structs.replace(found, records=(found.records[0], found.records[2]))
    assert [table.name for table in sections(alone)["missing"].tables] == ["over-limit"]
