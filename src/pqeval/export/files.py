"""An export as files: each format from the same tables, written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from pqeval.errors import PlanError, RecordError
from pqeval.export.latex import latex
from pqeval.export.markdown import markdown
from pqeval.export.sheet import workbook
from pqeval.export.table import Export
from pqeval.export.text import Language
from pqeval.export.tidy import comma_separated, objects
from pqeval.results.document import write_whole

__all__ = ["DRAWN", "FORMATS", "contents", "formats_of", "write_files"]

FORMATS: Final = ("md", "csv", "tex", "xlsx", "json", "svg", "pdf", "png")
DRAWN: Final = frozenset({"svg", "pdf", "png"})
"""Formats of figures alone."""


def formats_of(choice: str) -> tuple[str, ...]:
    """The formats of a list such as `md,csv`; every one for `all`.

    Raises:
        PlanError: one of them is not known.
    """
    names = [name.strip().lower() for name in choice.split(",") if name.strip()]
    if names == ["all"]:
        return FORMATS
    for name in names:
        if name not in FORMATS:
            raise PlanError(f"exports are not written as `{name}` (choose {', '.join(FORMATS)}, or all)")
    if not names:
        raise PlanError(f"no format is named (choose {', '.join(FORMATS)}, or all)")
    return tuple(dict.fromkeys(names))


def contents(
    export: Export, languages: Sequence[Language], formats: Sequence[str]
) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file. A table has no picture; JSON holds both languages in one file."""
    for form in formats:
        if form == "json":
            yield f"{export.id}.json", objects(export).encode()
        elif form not in DRAWN or export.draw is not None:
            for language in languages:
                yield f"{export.id}.{language}.{form}", _content(export, language, form)


def write_files(
    export: Export, folder: Path, languages: Sequence[Language], formats: Sequence[str]
) -> list[Path]:
    """Write the files of one export; everything is made before the first file is written.

    Raises:
        PlanError: none of the formats is one of this export's.
        RecordError: the folder cannot be written.
    """
    made = list(contents(export, languages, formats))
    if not made:
        raise PlanError(f"{export.id} is a table: it has no {', '.join(formats)} (figures F01 to F08 have)")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in made:
            write_whole(folder / name, content)
    except OSError as error:
        raise RecordError(f"{export.id} cannot be written to {folder}: {error.strerror or error}") from error
    return [folder / name for name, _ in made]


def _content(export: Export, language: Language, form: str) -> bytes:
    match form:
        case "md":
            return markdown(export, language).encode()
        case "csv":
            return comma_separated(export, language).encode()
        case "tex":
            return latex(export, language).encode()
        case "xlsx":
            return workbook(export, language)
        case _:
            return _picture(export, language, form)


def _picture(export: Export, language: Language, form: str) -> bytes:
    assert export.draw is not None
    drawing = export.draw(language)
    return {"svg": drawing.svg.encode(), "pdf": drawing.pdf, "png": drawing.png}[form]
