"""What changed between two runs: figures, facts, recommendations."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from pqeval.catalogue import Metric
from pqeval.cli.main import main
from pqeval.export.files import contents
from pqeval.export.material import gather
from pqeval.export.revision import make_revision
from pqeval.export.table import Number, Words
from pqeval.records import Evidence, Failed, Measurement, Run, Skipped, Stage
from pqeval.results.document import run_id, save_run
from sample_exports import device_run


def slower(run: Run) -> Run:
    """The same run with 10 % more modelled cycles of ML-KEM-768 encapsulation."""
    records: list[Measurement | Skipped | Failed | Evidence] = []
    for record in run.records:
        if isinstance(record, Measurement) and record.series.key.startswith(
            "ml_kem_768/liboqs/generic/encaps"
        ):
            observations = tuple(
                msgspec.structs.replace(one, values=tuple(value * 11 // 10 for value in one.values))
                if one.metric == Metric.MODELLED_CYCLES
                else one
                for one in record.observations
            )
            records.append(msgspec.structs.replace(record, observations=observations))
        else:
            records.append(record)
    changed = msgspec.structs.replace(run, records=tuple(records), started="2026-11-25T00:00:00Z")
    return msgspec.structs.replace(changed, id=run_id(changed))


def test_a_changed_figure_is_named_with_both_values() -> None:
    """Of all rows one has news; the others are counted."""
    export = make_revision(gather([device_run()]), gather([slower(device_run())]))
    assert [table.id for table in export.tables] == ["REV-figures"]
    rows = list(export.tables[0].rows)
    assert [row.key for row in rows] == ["ml_kem_768/liboqs/generic/encaps/-/cortex-m4/modelled_cycles"]
    values = [cell.quantity.value for cell in rows[0].cells if isinstance(cell, Number)]
    assert values[:2] == [1_400_000, 1_540_000]
    assert round(values[2], 6) == 10
    assert any(note.ja.endswith("：なし。") for note in export.notes)


@pytest.mark.slow
def test_changed_facts_are_named_field_by_field(tmp_path: Path) -> None:
    """A reader's own facts stand against those of the package."""
    (tmp_path / "devices.toml").write_text(
        """version = 1
as_of = 2026-11-23

[[row]]
id = "m4_128k_40k"
ram_bytes = 65536
source = "my board"
""",
        encoding="utf-8",
    )
    run = device_run()
    export = make_revision(gather([run]), gather([run], facts=tmp_path))
    table = next(table for table in export.tables if table.id == "REV-facts")
    assert "devices/m4_128k_40k/ram_bytes" in {row.key for row in table.rows}
    text = dict(contents(export, ["ja"], ["md"]))["REV.ja.md"].decode()
    assert "65536" in text


@pytest.mark.slow
def test_the_command_compares_two_run_files(tmp_path: Path) -> None:
    """`export BASE NEW --compare`; one run alone is not enough."""
    first = save_run(device_run(), tmp_path)
    second = save_run(slower(device_run()), tmp_path)
    out = str(tmp_path / "out")
    assert main(["export", str(first), str(second), "--compare", "-o", out, "--format", "json"]) == 0
    assert (tmp_path / "out" / "REV.json").is_file()
    assert main(["export", str(first), "--compare", "-o", out]) == 2


def test_reasons_are_in_the_reader_s_language() -> None:
    """Conditions that differ, cases that are gone, and what was not recorded: nothing of it stays English."""
    base = device_run()
    records = list(base.records)
    gone = next(one for one in records if isinstance(one, Measurement))
    failed = Failed(series=gone.series, stage=Stage.KAT, error="the ciphertext differs")
    other = msgspec.structs.replace(base, records=(failed, *records[1:]), started="2026-11-25T00:00:00Z")
    builds = {
        key: msgspec.structs.replace(one, compiler="another compiler") for key, one in other.builds.items()
    }
    changed = msgspec.structs.replace(other, builds=builds)

    export = make_revision(gather([base]), gather([msgspec.structs.replace(changed, id=run_id(changed))]))

    reasons = {
        cell.text.ja: cell.text.en
        for table in export.tables
        if table.id == "REV-figures"
        for row in table.rows
        if isinstance(cell := row.cells[-1], Words)
    }
    assert any(one.startswith("コンパイラ：") and "another compiler" in one for one in reasons)
    assert any(one.startswith("失敗：") for one in reasons)
    assert all(japanese != english for japanese, english in reasons.items())
