"""Which run files a command is about: given by path or id, or the newest."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pqeval.errors import RecordError
from pqeval.records import Run
from pqeval.results.document import find_runs, load_run

__all__ = ["RESULTS_FOLDER", "add_results_folder", "find_run", "load_runs"]

RESULTS_FOLDER: Final = Path("results")


def add_results_folder(parser: argparse.ArgumentParser) -> None:
    """Add `--results`."""
    parser.add_argument(
        "--results", type=Path, default=RESULTS_FOLDER, help="folder of the run files (default: results)"
    )


def load_runs(names: Sequence[str], results: Path, *, none_is_fine: bool = False) -> list[Run]:
    """Load the runs of that name, or the newest one if none is named; with `none_is_fine` there may be none.

    Raises:
        RecordError: there is no such run, or its file is not sound.
    """
    if not names:
        newest = find_runs(results)
        if not newest and none_is_fine:
            return []
        if not newest:
            raise RecordError(f"there is no run in {results}/: make one with `pqeval bench quick`")
        return [load_run(newest[-1])]
    return [load_run(find_run(name, results)) for name in names]


def find_run(name: str, results: Path) -> Path:
    """The run file that `name` means: a path, or the beginning of a run id in `results`.

    Raises:
        RecordError: nothing or several things are meant.
    """
    path = Path(name)
    if path.is_file():
        return path
    matches = [run for run in find_runs(results) if f"-{name}" in run.name and len(name) >= _SHORTEST_ID]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise RecordError(f"`{name}` means several runs: {', '.join(str(match) for match in matches)}")
    known = ", ".join(run.name for run in find_runs(results)[-5:]) or "none"
    raise RecordError(f"there is no run file or run id `{name}` (newest in {results}/: {known})")


_SHORTEST_ID: Final = 4
