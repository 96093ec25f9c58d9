"""A flame graph as SVG: each box a function on its path of calls, as wide as its share of the cycles."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final
from zlib import crc32

from pqeval.analysis.profile import Call, call_tree
from pqeval.report.numbers import count_text

__all__ = ["flame_graph"]

_WIDTH: Final = 1200
_ROW: Final = 18
_HEAD: Final = 46
_LETTER: Final = 6.2
"""About the width of a letter at 11 pixels."""
_NARROWEST: Final = 0.4
_COLOURS: Final = ("#f2b872", "#f4c48a", "#eda45e", "#f7d3a5", "#e8965a", "#f0ad80")


def flame_graph(profile: dict[str, int], title: str, subtitle: str) -> str:
    """Draw a measurement's profile; the caller stands below, what it calls above.

    Raises:
        RecordError: the profile is not one.
    """
    root = call_tree(profile)
    total = root.total or 1
    height = _HEAD + _ROW * _depth(root) + 8
    boxes = "".join(_boxes(root, 0.0, 0, _WIDTH / total, (total, height)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" '
        f'height="{height}" font-family="sans-serif" font-size="11">'
        f'<rect width="100%" height="100%" fill="#ffffff"/>'
        f'<text x="8" y="19" font-size="15" font-weight="bold">{escape(title)}</text>'
        f'<text x="8" y="36" fill="#52606d">{escape(subtitle)}</text>{boxes}</svg>\n'
    )


def _depth(call: Call) -> int:
    return 1 + max((_depth(child) for child in call.children.values()), default=0)


def _boxes(call: Call, left: float, level: int, scale: float, whole: tuple[int, int]) -> Iterator[str]:
    width = call.total * scale
    if width < _NARROWEST:
        return
    if call.function:
        yield _box(call, left, level, width, whole)
    for child in sorted(call.children.values(), key=lambda one: one.function):
        yield from _boxes(child, left, level + 1, scale, whole)
        left += child.total * scale


def _box(call: Call, left: float, level: int, width: float, whole: tuple[int, int]) -> str:
    total, height = whole
    top = height - 8 - _ROW * level
    colour = _COLOURS[crc32(call.function.encode()) % len(_COLOURS)]
    share = 100 * call.total / total
    letters = int((width - 6) / _LETTER)
    shown = call.function if len(call.function) <= letters else f"{call.function[: max(0, letters - 1)]}…"
    text = f'<text x="{left + 3:.1f}" y="{top + 12.5:.1f}">{escape(shown)}</text>' if letters > 2 else ""  # noqa: PLR2004 - a name of one letter says nothing
    drawn = max(width - 0.5, 0.3)
    return (
        f"<g><title>{escape(call.function)}: {count_text(call.total)}, {share:.1f} %</title>"
        f'<rect x="{left:.1f}" y="{top}" width="{drawn:.1f}" height="{_ROW - 1}" fill="{colour}"/>'
        f"{text}</g>"
    )
