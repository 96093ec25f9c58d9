"""How wide the columns of a printed table are; a table that no page is wide enough for is set in parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pqeval.export.layout import Head, Laid
from pqeval.report.numbers import THIN_SPACE

__all__ = ["BETWEEN", "Part", "parts"]

_LINE: Final = 750.0
"""Points between the margins of A4 across."""
_LETTER: Final = 3.9
"""Points of an average letter at 7 points; one of Chinese or Japanese takes two."""
BETWEEN: Final = 6.0
"""Points between two columns."""
_FULL_WIDTH: Final = 0x2E80
_LONGEST: Final = 46
"""Letters of a line of text; longer ones are broken."""
_CAPITAL: Final = 1.35
"""Widths of an average letter that a capital takes."""
_HEAD: Final = 9
"""Letters of a head that stand beside each other at least: Japanese can be broken anywhere."""
_SQUEEZE: Final = 0.12
"""By how much of their least width columns of words may be narrower."""
_KEYS: Final = 3
_KEY_SHARE: Final = 0.45
_BREAKS: Final = re.compile(r"(?<=[]/_=,;\s-])|(?<=[0-9])(?=[A-Z])")
"""Behind separators, and in part numbers such as STM32L051x8 between a digit and a capital."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some columns of a table, with the width of each in points."""

    places: tuple[int, ...]
    widths: tuple[float, ...]


def parts(table: Laid) -> list[Part]:
    """The whole table if it fits the line; else parts that begin with the same first columns."""
    rows = [row.cells for group in table.groups for row in group.rows]
    columns = [[row[place] for row in rows] for place in range(len(table.heads))]
    least = [_least(head, cells) for head, cells in zip(table.heads, columns, strict=True)]
    wanted = [
        max(small, _wanted(head, cells))
        for head, cells, small in zip(table.heads, columns, least, strict=True)
    ]
    everything = tuple(range(len(least)))
    least = _squeezed(table.heads, least)
    if _sum(least, everything) <= _LINE:
        return [Part(everything, _fitted(least, wanted, everything))]
    keys = _keys(table.heads, least)
    found: list[tuple[int, ...]] = []
    for place in everything[len(keys) :]:
        if found and _sum(least, (*found[-1], place)) <= _LINE:
            found[-1] = (*found[-1], place)
        else:
            found.append((*keys, place))
    return [Part(places, _fitted(least, wanted, places)) for places in found]


def _squeezed(heads: Sequence[Head], least: list[float]) -> list[float]:
    """Columns of words a little narrower, where that saves a second part: words can be hyphenated."""
    over = _sum(least, range(len(least))) - _LINE
    words = sum(width for head, width in zip(heads, least, strict=True) if not head.numeric)
    if not 0 < over <= _SQUEEZE * words:
        return least
    return [
        width if head.numeric else width * (1 - over / words)
        for head, width in zip(heads, least, strict=True)
    ]


def _keys(heads: Sequence[Head], least: Sequence[float]) -> tuple[int, ...]:
    """The first columns, which say what a row is about."""
    keys: tuple[int, ...] = ()
    for place, head in enumerate(heads[:_KEYS]):
        over = _sum(least, (*keys, place)) > _KEY_SHARE * _LINE
        if place and (head.numeric or head.group or head.wide or over):
            break
        keys = (*keys, place)
    return keys


def _fitted(least: Sequence[float], wanted: Sequence[float], places: Sequence[int]) -> tuple[float, ...]:
    """What each column wants where there is room; else its least and a share of what is left."""
    room = _LINE - _sum(least, places)
    more = sum(wanted[place] - least[place] for place in places)
    share = min(1.0, max(0.0, room) / more) if more else 0.0
    return tuple(least[place] + share * (wanted[place] - least[place]) for place in places)


def _sum(widths: Sequence[float], places: Sequence[int]) -> float:
    return sum(widths[place] + BETWEEN for place in places)


def _least(head: Head, cells: Sequence[str]) -> float:
    """The longest piece that must not be broken, of any cell and of the head."""
    texts = [*cells, head.text, head.unit]
    longest = max(_points(piece) for text in texts for piece in _pieces(text))
    return min(_LINE / 3, max(longest, min(_HEAD, _letters(head.text)) * _LETTER))


def _wanted(head: Head, cells: Sequence[str]) -> float:
    longest = max((_letters(text) for text in cells), default=0)
    return min(longest, 2 * _LONGEST if head.wide else _LONGEST) * _LETTER


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in _BREAKS.split(text)] or [""]


def _points(piece: str) -> float:
    """Within Chinese and Japanese a line may be broken anywhere, but a mark stays with its letter."""
    words = re.split(r"(?<=[\u2e80-\uffff])", piece)
    return max(_letters(word) for word in words) * _LETTER


def _letters(text: str) -> float:
    return sum(_width(letter) for letter in text)


def _width(letter: str) -> float:
    """Of an average letter."""
    if ord(letter) > _FULL_WIDTH:
        return 2
    if letter.isupper():
        return _CAPITAL
    return 0.4 if letter == THIN_SPACE else 1
