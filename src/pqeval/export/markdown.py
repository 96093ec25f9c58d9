"""An export as Markdown that a forge renders: one table after the other, notes and sources below each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pqeval.export.layout import Head, Laid, LaidRow, lay
from pqeval.export.table import Export
from pqeval.export.text import Language, say

__all__ = ["markdown"]

_SPECIAL = ("\\", "|", "*", "_", "<", ">", "[", "]", "`", "~", "#", "$")


def markdown(export: Export, language: Language) -> str:
    """The whole export in one language; a figure stands as a picture above its data."""
    return "\n".join(_lines(export, language)) + "\n"


def _lines(export: Export, language: Language) -> Iterable[str]:
    yield f"# {export.id} {_escaped(export.title.to(language))}"
    for note in export.notes:
        yield ""
        yield _escaped(note.to(language))
    if export.draw is not None:
        drawing = export.draw(language)
        yield ""
        yield f"![{_escaped(drawing.alt)}]({export.id}.{language}.svg)"
    for table in export.tables:
        yield from _table(lay(table, language), language)


def _table(table: Laid, language: Language) -> Iterable[str]:
    yield ""
    yield f"## {_escaped(table.title)}"
    yield ""
    yield "| " + " | ".join(_head(head) for head in table.heads) + " |"
    yield "|" + "|".join(" ---: " if head.numeric else " --- " for head in table.heads) + "|"
    for group in table.groups:
        if group.heading:
            blank = [""] * (len(table.heads) - 1)
            yield "| " + " | ".join((f"**{_escaped(group.heading)}**", *blank)) + " |"
        for row in group.rows:
            yield "| " + " | ".join(_cells(row)) + " |"
    yield from _below(table.notes, table.sources, language)


def _below(notes: Sequence[str], sources: Sequence[str], language: Language) -> Iterable[str]:
    for note in notes:
        yield ""
        yield _escaped(note)
    if sources:
        yield ""
        yield f"{say('sources').to(language)}:"
        for number, source in enumerate(sources, start=1):
            yield ""
            yield f"\\[{number}\\] {_escaped(source)}"


def _head(head: Head) -> str:
    text = ": ".join(filter(None, (head.group, head.text)))
    return _escaped(f"{text} ({head.unit})" if head.unit else text)


def _cells(row: LaidRow) -> Iterable[str]:
    for text, faint, strong in zip(row.cells, row.faint, row.strong, strict=True):
        shown = _escaped(text)
        if strong:
            shown = f"**{shown}**"
        elif row.grey or faint:  # a forge strips colours: italics stand for grey
            shown = f"*{shown}*"
        yield shown


def _escaped(text: str) -> str:
    for letter in _SPECIAL:
        text = text.replace(letter, f"\\{letter}")
    return " ".join(text.split(" ")).replace("\n", " ")
