"""Tables of plain values: nothing dropped, every row as long as the head."""

from __future__ import annotations

import csv
import io

from pqeval.analysis import compare, parse_limit
from pqeval.analysis.tables import Table, comparison_table, run_table, scheme_facts, scheme_table
from pqeval.catalogue import CostClass, Kind, Metric, Operation, load
from pqeval.records import Failed, Skipped, Stage
from sample_runs import BUILD, changed, measurement, observation, run, series


def _column(table: Table, name: str) -> list[object]:
    return [row[table.head.index(name)] for row in table.rows]


def _require_rectangular(table: Table) -> None:
    assert [len(table.head)] * len(table.rows) == [len(row) for row in table.rows]
    buffer = io.StringIO()
    csv.writer(buffer).writerows(table.rows)
    assert "<" not in buffer.getvalue()  # no repr of an object


def test_every_scheme_has_a_row() -> None:
    """The list of schemes holds all of them, with the length that goes over the wire."""
    table = scheme_table(load().schemes)
    wire = dict(zip(_column(table, "scheme"), _column(table, "ciphertext_or_signature_bytes"), strict=True))

    _require_rectangular(table)
    assert len(load().schemes) == len(table.rows)
    assert (1088, 3309, None) == (wire["ML-KEM-768"], wire["ML-DSA-65"], wire["SHA-256"])


def test_every_fact_of_a_scheme_is_shown() -> None:
    """Sizes, category, source and confidence of one scheme; nothing that does not apply."""
    table = scheme_facts(load().scheme("ML-DSA-65"))
    facts = dict(zip(_column(table, "fact"), _column(table, "value"), strict=True))

    assert (1952, 3, "sign") == (facts["public_key_bytes"], facts["nist_category"], facts["stochastic"])
    assert ("confirmed", "lattice-structured") == (facts["confidence"], facts["hardness_class"])
    assert not {"ciphertext_bytes", "security_bits", "security_note"} & set(facts)


def test_a_run_shows_estimates_and_what_is_missing() -> None:
    """A row for each metric, one for each case without figures, the model's error and the seeds below."""
    one = run(
        measurement(
            observation(Metric.MODELLED_CYCLES, 628_345, kind=Kind.MODELLED),
            observation(Metric.TIME_NS, 10, 30, kind=Kind.MEASURED, tags=(0, 1)),
            observation(Metric.INSTRUCTIONS, 10, 31, seeds=(0, 1)),
            cost_class=CostClass.STOCHASTIC,
        ),
        Failed(series=series(operation=Operation.DECAPS), stage=Stage.KAT, error="wrong digest"),
        Skipped(series=series("bike_l1"), reason="not offered"),
    )
    table = run_table(one, load())
    remarks = _column(table, "remark")

    _require_rectangular(table)
    assert [628_345, 10, 20.5, None, None] == _column(table, "value")
    assert ["modelled", "measured", "counted", None, None] == _column(table, "kind")
    assert "50 % of samples undisturbed, with all 20" == remarks[1]
    assert "over seeds: median 10, p95 31, p99 31" == remarks[2]
    assert ["failed (kat): wrong digest", "skipped: not offered"] == remarks[3:]
    assert "armv7em-table-1, mean error 5.6 %, largest 31.0 %" in table.notes[0]


def test_a_comparison_shows_verdicts_limits_and_intervals() -> None:
    """Exact figures with verdict and limit, times with their intervals, and the counts below."""
    base, new = (
        run(
            measurement(
                observation(Metric.TEXT_BYTES, text),
                observation(Metric.STACK_BYTES, 512),
                observation(Metric.TIME_NS, time, kind=Kind.MEASURED),
            )
        )
        for text, time in ((1000, 10), (1015, 20))
    )
    comparison = compare(base, new, [parse_limit("text_bytes:1%"), parse_limit("text_bytes:16")])
    table = comparison_table(comparison)

    _require_rectangular(table)
    assert ["regressed", "equivalent", "not judged"] == _column(table, "verdict")
    assert [1.5, 0.0, 100.0] == _column(table, "change_percent")
    assert "text_bytes:1% exceeded, text_bytes:16 kept" == _column(table, "limit")[0]
    assert (
        "10 to 10 (0 %, within-process only) base; 20 to 20 (0 %, within-process only) new"
        == (_column(table, "remark")[2])
    )
    assert ("1 regressed, 1 equivalent, 1 not judged",) == table.notes
    assert ["regressed"] == _column(comparison_table(comparison, only_changes=True), "verdict")


def test_a_comparison_names_conditions_below() -> None:
    """Whoever reads an incomparable result learns why at once."""
    one = measurement(observation(Metric.TEXT_BYTES, 1))
    comparison = compare(run(one), run(one, build=changed(BUILD, flags="-O2")), [parse_limit("text_bytes:0")])
    notes = comparison_table(comparison).notes

    assert "condition differs: flags: -O3 / -O2" == notes[1]
    assert any(note.startswith("not judged by a limit: ml_kem_768/") for note in notes)
