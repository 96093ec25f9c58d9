"""The section on lightweight primitives: cost by length, classes of code and memory, flags, charts."""

from __future__ import annotations

import pytest

from pqeval.catalogue import Kind, Metric, Operation, load
from pqeval.records import Measurement, Run, Series
from pqeval.report.blocks import Section
from pqeval.report.lightweight import flag_words
from pqeval.report.page import compose
from pqeval.report.words import LANGUAGES, words
from sample_runs import measurement, observation, run


def one(scheme: str, operation: Operation, length: int, cycles: int, sizes: tuple[int, int]) -> Measurement:
    """A measurement on the Cortex-M4, with code and stack."""
    return measurement(
        observation(Metric.MODELLED_CYCLES, cycles, kind=Kind.MODELLED),
        observation(Metric.TEXT_BYTES, sizes[0]),
        observation(Metric.STACK_BYTES, sizes[1]),
        observation(Metric.BUFFER_BYTES, 64),
        of=Series(
            scheme=scheme,
            provider="pqeval",
            variant="u32",
            operation=operation,
            target="cortex-m4",
            message_bytes=length,
        ),
    )


def sample() -> Run:
    """Two AEADs and a MAC over a cipher with small blocks, at two lengths each."""
    return run(
        one("ascon_aead128", Operation.ENCRYPT, 16, 2000, (9000, 200)),
        one("ascon_aead128", Operation.ENCRYPT, 1024, 41_000, (9000, 200)),
        one("lea_128_ccm", Operation.ENCRYPT, 16, 3000, (2000, 400)),
        one("lea_128_ccm", Operation.ENCRYPT, 1024, 67_000, (2000, 400)),
        one("present_80_cmac", Operation.TAG, 16, 5000, (1000, 100)),
        one("present_80_cmac", Operation.TAG, 1024, 130_000, (1000, 100)),
    )


@pytest.mark.parametrize(
    ("lengths", "shown"), [((16, 1024, 65536), 1024), ((16, 64), 64), ((4096, 65536), 4096)]
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_names_the_length_that_it_shows(
    language: str, lengths: tuple[int, ...], shown: int
) -> None:
    """1024 bytes where they ran, else the nearest shorter length, else the shortest."""
    made = run(*(one("ascon_aead128", Operation.ENCRYPT, n, 100 * n, (9000, 200)) for n in lengths))
    tables = [table for part in compose(made, language).sections for table in part.tables]
    (table,) = [table for table in tables if table.name == "answer-aead"]
    encrypt = next(cell for cell in table.rows[0] if cell.text.endswith("§"))
    assert encrypt.sort == 100 * shown
    assert words(language)("note_short", bytes=shown) in table.notes


def section(language: str) -> Section:
    """The section in one language."""
    found = [part for part in compose(sample(), language).sections if part.anchor == "lightweight"]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_cost_a_byte_stands_by_length_the_fastest_first(language: str) -> None:
    """Cycles by bytes at each length; rows are in order of the longest message."""
    table = next(t for t in section(language).tables if t.name == "lightweight-aead-cortex-m4")
    assert [row[0].text for row in table.rows] == ["Ascon-AEAD128", "LEA-128-CCM"]
    assert [cell.sort for cell in table.rows[0][2:]] == [125.0, 41_000 / 1024, 9000, 264]
    assert [column.head for column in table.columns[2:4]] == ["16 B", "1024 B"]
    assert words(language)("cycles_a_byte") in table.caption


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_implementation_stands_in_one_class(language: str) -> None:
    """Code up to 1, 2, 4 and 8 KiB by memory up to 256, 512 and 1024 bytes, with cycles a byte."""
    table = next(t for t in section(language).tables if t.name == "lightweight-classes")
    placed = {
        (number, place): cell.text
        for number, row in enumerate(table.rows)
        for place, cell in enumerate(row[1:])
        if cell.text != "–"
    }
    assert placed == {
        (0, 0): "PRESENT-80-CMAC u32 (127)",
        (1, 1): "LEA-128-CCM u32 (65.4)",
        (4, 1): "Ascon-AEAD128 u32 (40.0)",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_hold_what_the_tables_hold(language: str) -> None:
    """One chart of cost by length, one by code size, with the numbers of the run."""
    charts = {chart.name: chart for chart in section(language).charts}
    assert set(charts) == {"lightweight-length-cortex-m4", "lightweight-code"}
    assert charts["lightweight-length-cortex-m4"].rows[0] == ("Ascon-AEAD128", "u32", 16, 125.0)
    assert len(charts["lightweight-code"].rows) == 3
    assert charts["lightweight-code"].title == words(language)(
        "chart_code_title", name="PRESENT-80-CMAC u32", code="1\u2009000 B", count=3
    )


def test_flags_say_what_a_reader_must_know() -> None:
    """Short keys, small blocks (also of the cipher in a mode) and small tags are named."""
    w = words("en")
    found = {name: flag_words(load().scheme(name), w) for name in ("PRESENT-80-CMAC", "TinyJAMBU-128")}
    assert "80-bit security" in found["PRESENT-80-CMAC"]
    assert "64-bit block" in found["PRESENT-80-CMAC"]
    assert "64-bit tag" in found["TinyJAMBU-128"]


def test_a_run_with_one_length_has_no_such_section() -> None:
    """Nothing falls with the length where there is one."""
    alone = run(one("ascon_aead128", Operation.ENCRYPT, 16, 2000, (9000, 200)))
    assert [part for part in compose(alone, "en").sections if part.anchor == "lightweight"] == []
