"""`pqeval profile`: where the modelled cycles of a run went, function by function."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from pathlib import Path

from pqeval.cli.command import Subparsers, add_command, add_format
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.output import note, print_table
from pqeval.cli.runs import add_results_folder, load_runs
from pqeval.errors import RecordError
from pqeval.records import Measurement, Run

__all__ = ["add"]

_EXAMPLES = """\
  pqeval profile                                      the newest run: the dearest functions of each operation
  pqeval profile --series ml_kem_768 --top 5
  pqeval profile results/RUN.json --series decaps -o flames       a flame graph (SVG) of each, too

profiles are of the first sample, on emulated targets. The share of a function is of the operation's modelled
cycles: its own, and with everything that it calls.
"""


def add(commands: Subparsers) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "profile",
        _run,
        summary="show where modelled cycles went",
        examples=_EXAMPLES,
    )
    parser.add_argument(
        "run_file", nargs="?", metavar="RUN", help="run file or its id (default: the newest run)"
    )
    parser.add_argument("--series", default="", metavar="TEXT", help="only series whose key has this text")
    parser.add_argument("--top", type=int, default=8, metavar="N", help="functions of each (default: 8)")
    parser.add_argument("-o", "--output", type=Path, metavar="DIR", help="write flame graphs (SVG) here")
    add_results_folder(parser)
    add_format(parser)


def _run(arguments: argparse.Namespace) -> ExitCode:
    from pqeval.analysis.profile import functions  # noqa: PLC0415 - not needed for --help

    run = load_runs([arguments.run_file] if arguments.run_file else [], arguments.results)[0]
    found = [
        record
        for record in run.records
        if isinstance(record, Measurement) and record.profile and arguments.series in record.series.key
    ]
    if not found:
        raise RecordError(
            f"run {run.id[:12]} has no profile of `{arguments.series}`: profiles come with emulated targets"
        )
    rows = [
        (record.series.key, one.function, round(100 * one.own, 1), round(100 * one.inclusive, 1))
        for record in found
        for one in functions(record.profile)[: max(1, arguments.top)]
    ]
    print_table(("series", "function", "own %", "with calls %"), rows, arguments.format)
    if arguments.output is not None:
        _write(found, run, arguments.output)
    return ExitCode.OK


def _write(found: Sequence[Measurement], run: Run, folder: Path) -> None:
    from pqeval.report.flame import flame_graph  # noqa: PLC0415 - not needed for --help

    models = {
        target.name: f"model {target.model.label}" for target in run.targets if target.model is not None
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for record in found:
            subtitle = " · ".join((record.series.key, models[record.series.target], f"run {run.id[:12]}"))
            title = f"{record.series.scheme} {record.series.operation}: modelled cycles by function"
            name = re.sub(r"[^\w.+-]", "_", record.series.key)
            drawn = flame_graph(record.profile, title, subtitle)
            (folder / f"{name}.svg").write_text(drawn, encoding="utf-8")
    except OSError as error:
        raise RecordError(f"flame graphs cannot be written to {folder}: {error.strerror or error}") from error
    note(f"{len(found)} flame graphs in {folder}")
