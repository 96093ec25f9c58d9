"""An export as files: each format from the same tables, written whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from pqeval.errors import PlanError, RecordError
from pqeval.export.latex import latex
from pqeval.export.markdown import markdown
from pqeval.export.sheet import workbook
from pqeval.export.table import Export
from pqeval.export.text import Language
from pqeval.export.tidy import comma_separated, objects
from pqeval.report.plain import csv_bytes

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
    exports: Sequence[Export], folder: Path, languages: Sequence[Language], formats: Sequence[str]
) -> list[Path]:
    """Write the files of some exports; all of them are there before the first takes its place.

    Tables have no pictures: among several exports they are passed over where only such formats are asked for.

    Raises:
        PlanError: none of the formats is one of any export's.
        RecordError: the folder cannot be written; nothing of it is left then.
    """
    made = [one for export in exports for one in contents(export, languages, formats)]
    names = ", ".join(export.id for export in exports)
    if not made:
        what = "is a table: it has" if len(exports) == 1 else "are tables: they have"
        raise PlanError(f"{names} {what} no {', '.join(formats)} (figures F01 to F08 have)")
    try:
        _write_together(made, folder)
    except FileExistsError as error:
        raise RecordError(f"{names} cannot be written to {folder}: it is no folder") from error
    except OSError as error:
        raise RecordError(f"{names} cannot be written to {folder}: {error.strerror or error}") from error
    return [folder / name for name, _ in made]


def _write_together(files: Sequence[tuple[str, bytes]], folder: Path) -> None:
    """First everything beside its place, which may need room; then each to its place, which needs none."""
    is_new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryDirectory(dir=folder, prefix=".export.") as aside:
            for name, content in files:
                (Path(aside) / name).write_bytes(content)
            for name, _ in files:
                (Path(aside) / name).replace(folder / name)
    except OSError:
        if is_new:
            with suppress(OSError):
                folder.rmdir()
        raise


def _content(export: Export, language: Language, form: str) -> bytes:
    match form:
        case "md":
            return markdown(export, language).encode()
        case "csv":
            return csv_bytes(comma_separated(export, language), language)
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
