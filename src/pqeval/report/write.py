"""Write a report's files: all of them, or none."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pqeval.errors import RecordError
from pqeval.records import Run
from pqeval.report.blocks import Page
from pqeval.report.evidence import is_evidence_alone
from pqeval.report.html import html
from pqeval.report.page import compose
from pqeval.report.plain import chart_csv, csv_bytes, markdown, table_csv
from pqeval.report.words import LANGUAGES

__all__ = ["ReportFiles", "write"]

_OURS: Final = re.compile(r"index\.html|report\.(en|ja)\.md")
_FOLDERS: Final = ("charts", "tables")


@dataclass(frozen=True, slots=True)
class ReportFiles:
    """Where the report is."""

    index: Path
    files: tuple[Path, ...]


def write(runs: Sequence[Run], output: Path, languages: Sequence[str] = LANGUAGES) -> ReportFiles:
    """Write HTML, Markdown, CSV and charts of the runs into the folder `output`.

    Runs that hold constant-time evidence alone have no page of their own beside others: it is a section of
    the first page.

    What an earlier report left there is replaced; other files are left alone.

    Raises:
        RecordError: no run was given, a language is not known, or the folder cannot be written; then an
            earlier report is still whole.
    """
    if not runs:
        raise RecordError("a report needs at least one run")
    alone = [run for run in runs if is_evidence_alone(run)]
    shown = [run for run in runs if run not in alone] or alone[:1]
    # Evidence is shown with the first run's figures; without any figures, with the first evidence.
    extra = [run for run in alone if run not in shown]
    pages = {
        language: [compose(run, language, () if number else extra) for number, run in enumerate(shown)]
        for language in languages
    }
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=output.parent, prefix=f".{output.name}.") as folder:
            names = _fill(Path(folder), pages)
            _move(Path(folder), output)
    except OSError as error:
        raise RecordError(f"the report cannot be written to {output}: {error.strerror or error}") from error
    return ReportFiles(output / "index.html", tuple(output / name for name in names))


def _fill(folder: Path, pages: dict[str, list[Page]]) -> list[str]:
    for name in _FOLDERS:
        (folder / name).mkdir()
    (folder / "index.html").write_text(html(pages), encoding="utf-8")
    for language, several in pages.items():
        (folder / f"report.{language}.md").write_text(markdown(several), encoding="utf-8")
        for number, page in enumerate(several):
            _fill_data(folder, page, f".{number + 1}" if len(several) > 1 else "")
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _fill_data(folder: Path, page: Page, number: str) -> None:
    end = f"{number}.{page.language}"
    for section in page.sections:
        for table in section.tables:
            path = folder / "tables" / f"{table.name}{end}.csv"
            path.write_bytes(csv_bytes(table_csv(table), page.language))
        for chart in section.charts:
            stem = folder / "charts" / f"{chart.name}{end}"
            stem.with_name(f"{stem.name}.svg").write_text(chart.svg, encoding="utf-8")
            stem.with_name(f"{stem.name}.png").write_bytes(chart.png)
            stem.with_name(f"{stem.name}.csv").write_text(chart_csv(chart), encoding="utf-8")


def _move(folder: Path, output: Path) -> None:
    output.mkdir(exist_ok=True)
    for old in output.iterdir():
        if old.is_dir() and old.name in _FOLDERS:
            shutil.rmtree(old)
        elif _OURS.fullmatch(old.name):
            old.unlink()
    for new in folder.iterdir():
        new.rename(output / new.name)
