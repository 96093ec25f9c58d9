"""T02: dates of every authority, as a list and as a grid of years in the manner of CRYPTREC LS-0003."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pqeval.catalogue import Confidence
from pqeval.export.material import Material
from pqeval.export.table import Absent, Cell, Column, Export, Group, Row, Table, Words
from pqeval.export.text import Text, origin, plain, say
from pqeval.export.told import date_text, fact_words, told
from pqeval.guideline.facts import Authority, Milestone, TimelineRow

__all__ = ["deadline_table", "deadlines", "make"]

_PERIODS: Final = (
    (2026, 2027),
    (2028, 2030),
    (2031, 2035),
    (2036, 2040),
    (2041, 2050),
    (2051, 2060),
    (2061, 2070),
)
_LIMITS: Final = (Milestone.DEPRECATE, Milestone.DISALLOW, Milestone.MIGRATION_PERIOD, Milestone.ALLOW)
_SHOWN_SEPARATELY: Final = (Milestone.LIST,)


def make(material: Material) -> Export:
    """Deadlines by authority, the grid, and publications, which are no deadlines."""
    authorities = _authorities(material)
    tables = (
        _list("T02-dates", "t02_dates", authorities, material, publications=False),
        _grid(authorities, material),
        _list("T02-publications", "t02_publications", authorities, material, publications=True),
    )
    return Export(
        id="T02",
        title=say("t02"),
        tables=tuple(table for table in tables if table.groups),
        notes=(say("as_of", date=material.as_of),),
    )


def deadline_table(name: str, authorities: Sequence[Authority], material: Material) -> Table:
    """The deadlines of some authorities as a table of that name."""
    return _list(name, "t02_dates", authorities, material, publications=False)


def deadlines(material: Material, authority: Authority) -> list[TimelineRow]:
    """An authority's dates that ask for something, in their order."""
    rows = [
        row
        for row in material.facts.timeline.values()
        if row.authority == authority.id and row.milestone not in _SHOWN_SEPARATELY
    ]
    return sorted(rows, key=lambda row: (row.date, row.id))


def _authorities(material: Material) -> Sequence[Authority]:
    return (material.authority,) if material.authority else tuple(material.facts.authorities.values())


def _list(
    name: str, title: str, authorities: Iterable[Authority], material: Material, *, publications: bool
) -> Table:
    heads = (
        "date",
        "state",
        "scope",
        "applies_to",
        "milestone",
        "action",
        "binding",
        "document",
        "confidence",
    )
    wide = {"scope", "applies_to", "action", "document"}
    groups = []
    for authority in authorities:
        rows = [
            row
            for row in material.facts.timeline.values()
            if row.authority == authority.id and (row.milestone in _SHOWN_SEPARATELY) == publications
        ]
        shown = tuple(_row(row, material) for row in sorted(rows, key=lambda row: (row.date, row.id)))
        if shown:
            groups.append(Group(told(authority.name), shown, told(authority.name)))
    notes = [] if publications else [say("t02_differ"), say("t02_ls0003")]
    return Table(
        id=name,
        title=say(title),
        columns=tuple(Column(key=key, head=say(key), wide=key in wide) for key in heads),
        groups=tuple(groups),
        notes=(say("t02_precision"), *notes),
    )


def _row(row: TimelineRow, material: Material) -> Row:
    document = Text(
        f"{row.document} ({row.document_status.en})", f"{origin(row.document).ja}（{row.document_status.ja}）"
    )
    return Row(
        key=row.id,
        cells=(
            fact_words(row, date_text(row), "date", cited=True),
            Words(say("past" if row.date < material.as_of else "ahead")),
            Words(told(row.scope)),
            Words(told(row.applies_to)),
            Words(say(f"milestone_{row.milestone.replace('-', '_')}")),
            Words(told(row.action)),
            Words(say(f"binding_{row.binding}")),
            Words(document),
            Words(say(f"confidence_{row.confidence}")),
        ),
    )


# --- the grid ----------------------------------------------------------------------------------------


def _grid(authorities: Iterable[Authority], material: Material) -> Table:
    groups = []
    for authority in authorities:
        by_subject: dict[str, list[TimelineRow]] = {}
        for row in material.facts.timeline.values():
            if row.authority == authority.id and row.milestone in _LIMITS:
                subject = row.applies_to.en.partition(":")[0]  # behind a colon stands what of it
                by_subject.setdefault(f"{row.scope.en}/{subject}", []).append(row)
        rows = tuple(
            _grid_row(sorted(found, key=lambda row: row.date)) for _, found in sorted(by_subject.items())
        )
        if rows:
            groups.append(Group(told(authority.name), rows, told(authority.name)))
    periods = [Column(key=f"{first}-{last}", head=plain(f"{first}–{last}")) for first, last in _PERIODS]
    return Table(
        id="T02-grid",
        title=say("t02_grid"),
        columns=(
            Column(key="applies_to", head=say("applies_to"), wide=True),
            Column(key="scope", head=say("scope"), wide=True),
            *periods,
        ),
        groups=tuple(groups),
        notes=(say("t02_grid_note"), say("t02_ls0003")),
    )


def _grid_row(found: Sequence[TimelineRow]) -> Row:
    first = found[0]
    return Row(
        key="/".join(row.id for row in found),
        cells=(
            Words(told(first.applies_to)),
            Words(told(first.scope)),
            *(_period(found, start, end) for start, end in _PERIODS),
        ),
    )


def _period(found: Sequence[TimelineRow], start: int, end: int) -> Cell:
    """What holds in a period; of one that a date divides, what holds at its end, with the year."""
    state, row = _state(found, end)
    if not state or row is None:
        return Absent()
    text = say(state)
    before, _ = _state(found, start)
    if before and before != state:
        text = say("from_year", state=text, year=_from(row))
    weakest = Confidence.UNCONFIRMED in {one.confidence for one in found}
    return Words(text, source=row.source, confidence=Confidence.UNCONFIRMED if weakest else row.confidence)


def _state(found: Sequence[TimelineRow], year: int) -> tuple[str, TimelineRow | None]:
    """The state at the end of a year, and the row that says so."""
    state, reason = "", None
    for row in found:
        last = row.date.year if (row.date.month, row.date.day) != (1, 1) else row.date.year - 1
        match row.milestone:
            case Milestone.ALLOW | Milestone.MIGRATION_PERIOD if year <= last:
                word = "usable" if row.milestone == Milestone.ALLOW else "migration_period"
                return word, row
            case Milestone.DEPRECATE if year > last:
                state, reason = "deprecated", row
            case Milestone.DISALLOW if year > last:
                state, reason = "unusable", row
            case Milestone.DEPRECATE | Milestone.DISALLOW if not state and reason is None:
                state, reason = "usable", row
            case _:
                pass
    return state, reason


def _from(row: TimelineRow) -> int:
    return row.date.year if (row.date.month, row.date.day) == (1, 1) else row.date.year + 1
