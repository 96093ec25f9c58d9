"""What changed from one run to another, for who revises a guideline: figures, facts and recommendations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import msgspec

from pqeval.analysis.compare import Row as Compared
from pqeval.analysis.compare import Verdict, compare
from pqeval.analysis.conditions import Difference
from pqeval.analysis.estimate import Estimate
from pqeval.catalogue import Confidence, Kind
from pqeval.export.decisions import DEVICES, LINKS, ROLES, decided
from pqeval.export.material import SHORT_ID, Material
from pqeval.export.rows import operation_text
from pqeval.export.table import Absent, Cell, Column, Export, Group, Number, Row, Table, Words
from pqeval.export.text import EMPTY, LANGUAGES, Text, joined, plain, say, word_of
from pqeval.export.told import candidate_text, device_text, told
from pqeval.guideline.decide import Decision
from pqeval.guideline.filters import Reason
from pqeval.guideline.load import Facts
from pqeval.guideline.quantity import Quantity
from pqeval.records import Run
from pqeval.report.decision import reason_text
from pqeval.report.words import words

__all__ = ["make_revision"]

_QUIET: Final = frozenset({Verdict.EQUIVALENT, Verdict.NOT_JUDGED})
_ENDINGS: Final = frozenset({"failed", "skipped"})
_TABLES: Final = ("approvals", "timeline", "standards", "devices", "links", "scenarios")


def make_revision(base: Material, new: Material) -> Export:
    """Compare the first run of two materials, their facts, and what a decision puts first from each."""
    old, now = base.runs[0], new.runs[0]
    tables = (_figures(old, now, new), _facts(base.facts, new.facts), _recommendations(base, new))
    return Export(
        id="REV",
        title=say("rev", base=old.id[:SHORT_ID], new=now.id[:SHORT_ID]),
        tables=tuple(table for table in tables if any(True for _ in table.rows)),
        notes=(
            say("as_of", date=new.as_of),
            say("rev_note"),
            *(say("rev_nothing", what=table.title) for table in tables if not any(True for _ in table.rows)),
        ),
    )


# --- figures -----------------------------------------------------------------------------------------


def _figures(base: Run, new: Run, material: Material) -> Table:
    found = compare(base, new)
    rows = tuple(_figure(row, base, new, material) for row in found.rows if row.verdict not in _QUIET)
    differences = [_condition(one) for one in dict.fromkeys((*found.conditions, *found.host))]
    notes = [say("rev_figures_note", count=len(found.rows) - len(rows))]
    if differences:
        notes.append(say("rev_conditions", conditions=joined(differences)))
    keys = ("scheme", "implementation", "operation", "message", "platform", "metric")
    return Table(
        id="REV-figures",
        title=say("rev_figures"),
        columns=(
            *(Column(key=key, head=say(key)) for key in keys),
            Column(key="base", head=say("rev_base"), numeric=True, digits=4),
            Column(key="new", head=say("rev_new"), numeric=True, digits=4),
            Column(key="change", head=say("rev_change"), unit=plain("%"), numeric=True, digits=3),
            Column(key="verdict", head=say("rev_verdict")),
            Column(key="why", head=say("rev_why"), wide=True),
        ),
        groups=(Group(EMPTY, rows),),
        notes=tuple(notes),
    )


def _figure(row: Compared, base: Run, new: Run, material: Material) -> Row:
    series = row.series
    change: Cell = Absent()
    if row.change is not None:
        change = Number(
            Quantity(
                value=100 * row.change,
                unit="%",
                kind=Kind.DERIVED,
                source=f"runs {base.id[:SHORT_ID]} and {new.id[:SHORT_ID]}",
                confidence=Confidence.DERIVED,
                formula="100 * (new / base - 1)",
            )
        )
    return Row(
        key=f"{series.key}/{row.metric or ''}",
        cells=(
            Words(plain(material.catalogue.scheme(series.scheme).name)),
            Words(plain(f"{series.provider} ({series.variant})")),
            Words(operation_text(series.operation)),
            Words(plain("–" if series.message_bytes is None else series.message_bytes)),
            Words(plain(series.target)),
            Words(plain(row.metric or "–")),
            _value(row.base, base, series.key),
            _value(row.new, new, series.key),
            change,
            Words(say(f"verdict_{row.verdict.replace(' ', '_')}")),
            Words(_reason(row)) if row.reason else Absent(),
        ),
    )


def _reason(row: Compared) -> Text:
    """Why a verdict is not about the figures; conditions that differ are named by the words of the report."""
    if row.conditions:
        return joined([_condition(one) for one in row.conditions])
    japanese = words("ja")
    kind, sign, rest = row.reason.partition(": ")
    if sign and kind.partition(" ")[0] in _ENDINGS:
        return joined([say(f"rev_{kind.partition(' ')[0]}"), Text(rest, japanese.sentence(rest))], ": ")
    return Text(row.reason, japanese.sentence(row.reason))


def _condition(one: Difference) -> Text:
    base, new = (
        Text(side, words("ja").sentence(side)) if side else say("not_stated") for side in (one.base, one.new)
    )
    return say("rev_condition", name=word_of("condition", one.name), base=base, new=new)


def _value(one: Estimate | None, run: Run, series: str) -> Cell:
    if one is None:
        return Absent()
    return Number(
        Quantity(
            value=one.value,
            unit=one.unit,
            kind=one.kind,
            source=f"run {run.id[:SHORT_ID]}, {series}",
            confidence=Confidence.CONFIRMED,
            n=one.samples,
            low=one.low,
            high=one.high,
            mark=one.mark,
        ),
        level=one.level,
    )


# --- facts -------------------------------------------------------------------------------------------


def _facts(base: Facts, new: Facts) -> Table:
    """Rows that differ, field by field; sizes and status of schemes included."""
    rows = [
        Row(
            key=f"{table}/{name}/{field}",
            cells=tuple(Words(plain(one)) for one in (table, name, field, *pair)),
        )
        for table, name, field, pair in _changes(base, new)
    ]
    heads = ("rev_table", "rev_row", "rev_field", "rev_base", "rev_new")
    return Table(
        id="REV-facts",
        title=say("rev_facts"),
        columns=tuple(Column(key=key, head=say(key), wide=key in {"rev_base", "rev_new"}) for key in heads),
        groups=(Group(EMPTY, tuple(rows)),),
        notes=(say("rev_facts_note"),),
    )


def _changes(base: Facts, new: Facts) -> Iterable[tuple[str, str, str, tuple[str, str]]]:
    pairs: list[tuple[str, Any, Any]] = [("schemes", base.catalogue.by_id, new.catalogue.by_id)]
    pairs += [(name, base.table(name), new.table(name)) for name in _TABLES]
    for table, olds, news in pairs:
        for name in dict.fromkeys((*olds, *news)):
            old, now = (_fields(rows.get(name)) for rows in (olds, news))
            for field in dict.fromkeys((*old, *now)):
                pair = (old.get(field, "–") or "–", now.get(field, "–") or "–")
                if pair[0] != pair[1]:
                    yield table, name, field, pair


def _fields(row: Any) -> dict[str, str]:  # noqa: ANN401 - a row of any table
    if row is None:
        return {}
    found: dict[str, Any] = msgspec.to_builtins(row)
    return {name: str(value) for name, value in found.items()}


# --- recommendations ---------------------------------------------------------------------------------


def _recommendations(base: Material, new: Material) -> Table:
    rows = []
    for role in ROLES:
        for device in (new.facts.devices[name] for name in DEVICES):
            for link in (new.facts.links[name] for name in LINKS):
                old = decided(base, role, base.facts.devices[device.id], base.facts.links[link.id])
                now = decided(new, role, device, link)
                if _name(old) != _name(now):
                    cells = (
                        Words(say(f"role_{role.replace('-', '_')}")),
                        Words(device_text(device)),
                        Words(told(link.name)),
                        _chosen(old),
                        _chosen(now),
                        Words(_why(old, now)),
                    )
                    rows.append(Row(key=f"{role}/{device.id}/{link.id}", cells=cells))
    heads = ("rev_role", "device", "link", "rev_base", "rev_new", "rev_why")
    return Table(
        id="REV-recommendations",
        title=say("rev_recommendations"),
        columns=tuple(Column(key=key, head=say(key), wide=key == "rev_why") for key in heads),
        groups=(Group(EMPTY, tuple(rows)),),
        notes=(say("rev_recommendations_note"),),
    )


def _chosen(decision: Decision) -> Cell:
    return Words(candidate_text(decision.winner.candidate)) if decision.winner else Absent()


def _name(decision: Decision) -> str:
    return decision.winner.candidate.name if decision.winner else ""


def _filter(reason: Reason) -> Text:
    """The filter's name and its reason in words."""
    texts = [words(language) for language in LANGUAGES]
    return joined(
        [
            Text(*(one(f"filter_{reason.filter}") for one in texts)),
            Text(*(reason_text(reason, one) for one in texts)),
        ],
        ": ",
    )


def _why(old: Decision, now: Decision) -> Text:
    """What became of the scheme that came first before."""
    if old.winner is None:
        return say("rev_newly_admitted")
    before = old.winner.candidate.key
    for rejected in now.rejected:
        if rejected.candidate.key == before:
            return say("rev_now_rejected", filter=_filter(rejected.first))
    for ranked in now.survivors:
        if ranked.candidate.key == before:
            return say("rev_overtaken", score=f"{ranked.score:.2f}")
    return say("rev_not_measured")
