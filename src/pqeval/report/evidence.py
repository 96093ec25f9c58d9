"""Constant-time evidence in a report: what was found, what was compared, what was left out and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from pqeval.catalogue import Catalogue
from pqeval.records import Evidence, Finding, Measurement, Run
from pqeval.report.blocks import Cell, Column, Section, Table
from pqeval.report.words import Words

__all__ = ["evidence_section", "is_evidence_alone"]

_SHORT_HASH: Final = 12
_SHORT_ID: Final = 12


@dataclass(frozen=True, slots=True)
class _Row:
    """One operation's evidence and the run that it is of."""

    run: Run
    one: Evidence


def is_evidence_alone(run: Run) -> bool:
    """Whether a run holds constant-time evidence and no figure."""
    kinds = {type(record) for record in run.records}
    return Evidence in kinds and Measurement not in kinds


def evidence_section(runs: Sequence[Run], catalogue: Catalogue, words: Words) -> Section | None:
    """The section for all evidence of these runs, or None if there is none."""
    rows = [_Row(run, record) for run in runs for record in run.records if isinstance(record, Evidence)]
    if not rows:
        return None
    tables = [_verdicts(rows, catalogue, words), _secrets(rows, catalogue, words)]
    tables += [table for table in (_findings(rows, catalogue, words), _left_out(rows, words)) if table.rows]
    return Section(
        "constant-time",
        words("evidence"),
        tables=tuple(tables),
        paragraphs=(words("evidence_text"), *_runs(rows, words)),
    )


def _runs(rows: Sequence[_Row], words: Words) -> Iterable[str]:
    for _, group in groupby(rows, key=lambda row: row.run.id):
        run = next(group).run
        yield words(
            "evidence_run",
            run=run.id[:_SHORT_ID],
            date=run.started[:10],
            version=run.pqeval_version,
            seed=run.plan.seed,
        )


def _name(row: _Row, catalogue: Catalogue) -> Cell:
    series = row.one.series
    return Cell(catalogue.scheme(series.scheme).name, note=f"{series.provider} ({series.variant})")


def _verdicts(rows: Sequence[_Row], catalogue: Catalogue, words: Words) -> Table:
    keys = ("scheme", "operation", "platform", "verdict", "first_divergence", "evidence_known")
    numeric = ("pairs", "instructions")
    build = ("evidence_build", "compiler", "flags")
    columns = [Column(words(key), numeric=key in numeric) for key in (*keys, *numeric, *build)]
    return Table(
        name="constant-time",
        caption=words("evidence_caption"),
        columns=tuple(columns),
        rows=tuple(_verdict(row, catalogue, words) for row in rows),
        notes=tuple(_notes(rows, words)),
    )


def _verdict(row: _Row, catalogue: Catalogue, words: Words) -> tuple[Cell, ...]:
    one = row.one
    build = row.run.builds.get(one.build)
    return (
        _name(row, catalogue),
        Cell(words.of("op", one.series.operation)),
        Cell(one.series.target),
        Cell(words.of("outcome", one.outcome), note=_reason(one, words)),
        _first(one, words),
        Cell(str(len(one.known)) if one.known else "–"),
        Cell(str(one.pairs) if one.pairs else "–", one.pairs or None),
        Cell(
            f"{one.instructions:,}".replace(",", "\u2009") if one.instructions else "–",
            one.instructions or None,
        ),
        Cell(one.build[:_SHORT_HASH]),
        Cell(build.compiler if build else "–"),
        Cell(build.flags if build else "–"),
    )


def _reason(one: Evidence, words: Words) -> str:
    return words.source(one.reason)


def _first(one: Evidence, words: Words) -> Cell:
    first = min(one.findings, key=lambda finding: finding.position or 0, default=None)
    return Cell("–") if first is None else Cell(_place(first), note=_detail(first, words))


def _place(finding: Finding) -> str:
    return f"{finding.function} ({finding.file}:{finding.line})" if finding.file else finding.function


def _detail(finding: Finding, words: Words) -> str:
    parts = [words.of("finding", finding.kind)]
    if finding.position is not None:
        parts.append(words("at_position", position=finding.position))
    if finding.detail:
        parts.append(words.source(finding.detail))
    return words.joined(parts, "; ")


def _notes(rows: Sequence[_Row], words: Words) -> Iterable[str]:
    for method in dict.fromkeys(row.one.method for row in rows):
        yield words("evidence_method", method=words.sentence(method))
    for note in dict.fromkeys(note for row in rows for note in row.one.notes):
        yield words.source(note)


def _secrets(rows: Sequence[_Row], catalogue: Catalogue, words: Words) -> Table:
    """What took other values, scheme by scheme."""
    found = dict.fromkeys(
        (
            catalogue.scheme(row.one.series.scheme).name,
            words.of("op", row.one.series.operation),
            words.source(varied.what),
            words.source(varied.reason),
            words.source(varied.source),
        )
        for row in rows
        for varied in row.one.varied
    )
    keys = ("scheme", "operation", "secret", "reason", "source")
    return Table(
        "constant-time-secrets",
        words("evidence_secrets"),
        tuple(Column(words(key)) for key in keys),
        tuple(tuple(Cell(text or "–") for text in row) for row in found),
    )


def _findings(rows: Sequence[_Row], catalogue: Catalogue, words: Words) -> Table:
    """Every finding, those that are known too."""
    keys = ("scheme", "operation", "platform", "place", "kind", "evidence_case", "evidence_judged")
    found = [
        (
            _name(row, catalogue),
            Cell(words.of("op", row.one.series.operation)),
            Cell(row.one.series.target),
            Cell(_place(finding)),
            Cell(words.of("finding", finding.kind), note=words.source(finding.detail)),
            Cell(words.source(finding.case) or "–"),
            Cell(words.source(finding.known) if finding.known else words("outcome_leak")),
        )
        for row in rows
        for finding in (*row.one.findings, *row.one.known)
    ]
    columns = tuple(Column(words(key)) for key in keys)
    return Table("constant-time-findings", words("evidence_findings"), columns, tuple(found))


def _left_out(rows: Sequence[_Row], words: Words) -> Table:
    """Functions that were not compared, each with its reason."""
    found = dict.fromkeys(
        (left.function, words.of("scope", left.scope), words.source(left.reason))
        for row in rows
        for left in row.one.left_out
    )
    keys = ("function", "scope", "reason")
    return Table(
        "constant-time-left-out",
        words("evidence_left_out"),
        tuple(Column(words(key)) for key in keys),
        tuple(tuple(Cell(text) for text in row) for row in found),
    )
