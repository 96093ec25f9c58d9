"""A laid table made shorter for paper: like rows in one, long sentences as notes, the past left to the data.

Nothing is lost: the files for machines beside it hold every row, and what is left out says so, and where.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from string import ascii_lowercase
from typing import Final

from pqeval.export.layout import Laid, LaidGroup, LaidRow, ranges
from pqeval.export.text import Language, say

__all__ = ["FEW_ROWS", "condensed"]

FEW_ROWS: Final = 40
"""A table with no more rows than this is short enough to be printed whole."""
_SCHEME: Final = "scheme"
_BUILDS: Final = ("measured_things", "digest")
"""The last columns of a table of builds."""
_NAMES: Final = 420
"""Letters of the names of one row: a row is never broken across pages."""
_NAMES_IF_CROWDED: Final = 160
"""The same where columns are narrow."""
_SENTENCE: Final = 45
"""Letters of a cell that is worth a note of its own."""
_BRACKETS: Final = ((" (", ")"), ("（", "）"))
_OFTEN: Final = 3
"""How often a sentence must stand in a table to become a note."""
_CROWDED: Final = 12
"""More columns than this are too narrow for any sentence."""


def condensed(table: Laid, data_file: str, language: Language) -> Laid:
    """The table for print; `data_file` is where what is left out can be found."""
    shorter = _without_past(table, data_file, language)
    if shorter.keys[:1] == (_SCHEME,):
        room = _NAMES_IF_CROWDED if _is_crowded(shorter) else _NAMES
        shorter = replace(shorter, groups=tuple(_merged(group, room) for group in shorter.groups))
        shorter = replace(shorter, groups=tuple(_told_once(group) for group in shorter.groups))
    if shorter.keys[-len(_BUILDS) :] == _BUILDS:
        shorter = replace(
            shorter, groups=tuple(_counted(group, data_file, language) for group in shorter.groups)
        )
    return _noted(shorter, language)


def _without_past(table: Laid, data_file: str, language: Language) -> Laid:
    """A long table without its section of superseded, eliminated and broken schemes; it says how many."""
    if sum(len(group.rows) for group in table.groups) <= FEW_ROWS:
        return table
    past = say("section_past").to(language)

    def kept(group: LaidGroup) -> LaidGroup:
        if group.heading != past:
            return group
        told = say("not_printed", section=past, rows=len(group.rows), file=data_file).to(language)
        return replace(group, heading=told, rows=())

    return replace(table, groups=tuple(kept(group) for group in table.groups))


def _counted(group: LaidGroup, data_file: str, language: Language) -> LaidGroup:
    """Builds that were made alike stand in one row with their number; their hashes are data."""
    alike: dict[tuple[str, ...], list[LaidRow]] = {}
    for row in group.rows:
        alike.setdefault(row.cells[: -len(_BUILDS)], []).append(row)

    def one(shared: tuple[str, ...], rows: list[LaidRow]) -> LaidRow:
        if len(rows) == 1:
            return rows[0]
        builds = sum(row.cells[-len(_BUILDS)].count("; ") + 1 for row in rows)
        told = say("builds_alike", builds=builds, file=data_file).to(language)
        return replace(rows[0], cells=(*shared, told, "–"))

    return replace(group, rows=tuple(one(shared, rows) for shared, rows in alike.items()))


def _told_once(group: LaidGroup) -> LaidGroup:
    """A remark in brackets behind every name of a group stands behind its heading instead."""
    remarks = {_remark(row.cells[0]) for row in group.rows}
    if len(remarks) != 1 or len(group.rows) == 1 or not group.heading:
        return group
    remark = remarks.pop()
    rows = (replace(row, cells=(row.cells[0].removesuffix(remark), *row.cells[1:])) for row in group.rows)
    return replace(group, heading=group.heading + remark, rows=tuple(rows))


def _is_crowded(table: Laid) -> bool:
    return len(table.heads) > _CROWDED


def _merged(group: LaidGroup, room: int) -> LaidGroup:
    """Schemes of which all facts are the same stand in one row, where the first of them stood.

    Figures of two schemes that happen to be equal stay apart.
    """
    alike: dict[tuple[object, ...], list[LaidRow]] = {}
    for row in group.rows:
        cells = row.cells[1:-1] if row.sources else row.cells[1:]
        own = "" if row.of_facts else row.cells[0]
        alike.setdefault((own, cells, row.faint, row.grey, row.strong), []).append(row)
    rows = [one for found in alike.values() for one in _in_rows(found, room)]
    return replace(group, rows=tuple(rows))


def _in_rows(alike: list[LaidRow], room: int) -> Iterator[LaidRow]:
    together: list[LaidRow] = []
    for row in alike:
        if together and sum(len(one.cells[0]) + 2 for one in (*together, row)) > room:
            yield _one_row(together)
            together = []
        together.append(row)
    yield _one_row(together)


def _one_row(rows: list[LaidRow]) -> LaidRow:
    if len(rows) == 1:
        return rows[0]
    first = rows[0]
    sources = tuple(sorted({number for row in rows for number in row.sources}))
    cells = (_names([row.cells[0] for row in rows]), *first.cells[1:])
    if sources:
        cells = (*cells[:-1], ranges(sources))
    return replace(first, cells=cells, sources=sources)


def _names(names: list[str]) -> str:
    """Names in one line; a remark in brackets that all of them carry stands once, behind the last."""
    remark = _remark(names[0])
    if not all(name.endswith(remark) for name in names):
        remark = ""
    return ", ".join(dict.fromkeys(name.removesuffix(remark) for name in names)) + remark


def _remark(name: str) -> str:
    """What a name ends in in brackets, with the space before it; Japanese has brackets of full width."""
    for opening, closing in _BRACKETS:
        start = name.find(opening)
        if start >= 0 and name.endswith(closing):
            return name[start:]
    return ""


def _noted(table: Laid, language: Language) -> Laid:
    """Sentences in many rows, or in narrow columns, become notes below the table, under a letter."""
    places = [place for place in range(1, len(table.keys)) if not table.heads[place].numeric]
    counts = Counter(row.cells[place] for group in table.groups for row in group.rows for place in places)
    fewest = 1 if _is_crowded(table) else _OFTEN
    often = [text for text, count in counts.items() if count >= fewest and len(text) > _SENTENCE]
    letters = {text: say("note_letter", letter=_letter(number)) for number, text in enumerate(often)}

    def short(row: LaidRow) -> LaidRow:
        cells = tuple(
            letters[cell].to(language) if place in places and cell in letters else cell
            for place, cell in enumerate(row.cells)
        )
        return replace(row, cells=cells)

    return replace(
        table,
        groups=tuple(replace(group, rows=tuple(map(short, group.rows))) for group in table.groups),
        notes=(*(f"{letter.to(language)}: {text}" for text, letter in letters.items()), *table.notes),
    )


def _letter(number: int) -> str:
    """Letters of a number from 0: a to z, then aa, ab and so on."""
    more, place = divmod(number, len(ascii_lowercase))
    return (_letter(more - 1) if more else "") + ascii_lowercase[place]
