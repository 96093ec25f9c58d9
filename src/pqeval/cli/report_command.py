"""`pqeval report`: write the HTML page, Markdown, CSV and charts of one or more runs."""

from __future__ import annotations

import argparse
from pathlib import Path

from pqeval.cli.command import Subparsers, add_command
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.output import note
from pqeval.cli.runs import add_results_folder, load_runs

__all__ = ["add"]

_LANGUAGES = {"en": ("en",), "ja": ("ja",), "both": ("en", "ja")}

_EXAMPLES = """\
  pqeval report                                  the newest run in results/, both languages, to report/
  pqeval report results/RUN.json -o out --lang ja
"""


def add(commands: Subparsers) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "report",
        _run,
        summary="write the report of a run: HTML, Markdown, CSV and charts",
        examples=_EXAMPLES,
    )
    parser.add_argument("runs", nargs="*", metavar="RUN", help="run file or its id (default: the newest run)")
    parser.add_argument(
        "-o", "--output", type=Path, default=Path("report"), help="folder to write (default: report)"
    )
    parser.add_argument("--lang", choices=sorted(_LANGUAGES), default="both", help="language (default: both)")
    add_results_folder(parser)


def _run(arguments: argparse.Namespace) -> ExitCode:
    runs = load_runs(arguments.runs, arguments.results)
    from pqeval.report import write  # noqa: PLC0415 - drawing libraries are slow to import

    files = write(runs, arguments.output, _LANGUAGES[arguments.lang])
    note(f"run {', '.join(run.id[:12] for run in runs)}")
    print(files.index)
    return ExitCode.OK
