"""T15: what is known of each implementation that was measured: answers checked, constant time, advisories."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pqeval.analysis.summary import Summary
from pqeval.catalogue import Confidence, Scheme
from pqeval.export.material import Material, Platform
from pqeval.export.rows import operation_text
from pqeval.export.sections import advisory_text, grouped, is_grey
from pqeval.export.table import Absent, Cell, Column, Export, Group, Row, Table, Words
from pqeval.export.text import EMPTY, Text, joined, origin, plain, say
from pqeval.export.told import told
from pqeval.guideline.facts import first_fitting
from pqeval.guideline.load import Facts
from pqeval.records import Evidence, Outcome
from pqeval.report.words import words

__all__ = ["make"]


_WIDE: Final = frozenset({"checked_by", "constant_time", "claims", "advisories"})


def make(material: Material) -> Export:
    """One row an implementation on a platform."""
    schemes = [one for one in material.catalogue.schemes if one.id in material.measured]
    evidence = [record for run in material.runs for record in run.records if isinstance(record, Evidence)]

    def rows(scheme: Scheme) -> list[Row]:
        return [
            _row(platform, summary, evidence, material.facts)
            for platform in material.platforms
            for summary in platform.of(scheme.id)
        ]

    keys = (
        "scheme",
        "implementation",
        "platform",
        "known_answers",
        "checked_by",
        "constant_time",
        "claims",
        "advisories",
    )
    return Export(
        id="T15",
        title=say("t15"),
        tables=(
            Table(
                id="T15",
                title=say("t15"),
                columns=tuple(Column(key=key, head=say(key), wide=key in _WIDE) for key in keys),
                groups=grouped(schemes, rows),
                notes=(say("t15_answers"), say("t15_constant_time"), say("t15_claims")),
            ),
            _licences(material),
        ),
    )


def _licences(material: Material) -> Table:
    """Of each library whose implementations were measured; those of which no fact is known are named."""
    names = dict.fromkeys(
        f"{summary.provider}/{summary.variant}"
        for platform in material.platforms
        for scheme in material.measured
        for summary in platform.of(scheme)
    )
    rows: dict[str, Row] = {}
    for name in names:
        one = first_fitting(material.facts.licences.values(), name)
        software = one.software if one else name
        known: tuple[Cell, ...] = (Absent(say("not_known")), Absent())
        if one is not None:
            spdx = Words(plain(one.spdx), source=one.source, confidence=one.confidence)
            known = (spdx, Words(told(one.text)))
        rows.setdefault(software, Row(key=software, cells=(Words(plain(software)), *known)))
    return Table(
        id="T15-licences",
        title=say("t15_licences"),
        columns=tuple(
            Column(key=key, head=say(key), wide=key == "terms") for key in ("software", "licence", "terms")
        ),
        groups=(Group(EMPTY, tuple(rows.values())),),
        notes=(say("t15_licences_note"),),
    )


def _row(platform: Platform, summary: Summary, evidence: Iterable[Evidence], facts: Facts) -> Row:
    scheme, measurements = summary.scheme, summary.measurements
    checks = dict.fromkeys(one.correctness.method for one in measurements)
    sources = dict.fromkeys(one.correctness.source for one in measurements if one.correctness.source)
    place = (scheme.id, summary.provider, summary.variant, summary.target)
    found = [
        one
        for one in evidence
        if (one.series.scheme, one.series.provider, one.series.variant, one.series.target) == place
    ]
    return Row(
        key="/".join((*place[:3], platform.key)),
        cells=(
            Words(plain(scheme.name)),
            Words(plain(f"{summary.provider} ({summary.variant})")),
            Words(platform.short),
            Words(joined([_method(one) for one in checks], ", ")),
            Words(origin("; ".join(sources))) if sources else Absent(),
            _constant_time(found),
            _claims(facts, f"{summary.provider}/{summary.variant}"),
            _advisories(scheme),
        ),
        grey=is_grey(scheme),
    )


def _method(name: str) -> Text:
    """How answers were checked: the tool's own word, in Japanese where it is known."""
    return Text(name, words("ja").sentence(name))


def _claims(facts: Facts, implementation: str) -> Cell:
    """What the authors say of their code: constant time, and for what it is meant."""
    row = first_fitting(facts.assurances.values(), implementation)
    if row is None:
        return Absent(gap=say("gap_no_claim"))
    claim = EMPTY if row.constant_time is None else say(f"claim_{row.constant_time}")
    return Words(joined([claim, told(row.text)]), source=row.source, confidence=row.confidence)


def _constant_time(found: Sequence[Evidence]) -> Cell:
    if not found:
        return Absent(say("not_examined"))
    worst = [one for one in found if one.outcome != Outcome.PASS]
    parts = [
        say("outcome_of", operation=operation_text(one.series.operation), outcome=_outcome(one.outcome))
        for one in worst or found
    ]
    return Words(joined(parts, ", "))


def _outcome(outcome: Outcome) -> Text:
    return Text(words("en").of("outcome", outcome), words("ja").of("outcome", outcome))


def _advisories(scheme: Scheme) -> Cell:
    text = advisory_text(scheme)
    if not text:
        return Absent()
    mark = scheme.confidence if scheme.confidence == Confidence.UNCONFIRMED else None
    return Words(text, confidence=mark, source=scheme.source if scheme.security_note else "")
