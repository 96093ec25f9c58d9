"""`pqeval guideline-pack`: every table and figure of a guideline, both languages, with a manifest."""

from __future__ import annotations

import argparse
from pathlib import Path

from pqeval.cli.command import Subparsers, add_command
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.export_command import add_choices, chosen
from pqeval.cli.output import note
from pqeval.cli.past_day import note_past_day
from pqeval.cli.runs import add_results_folder, load_runs

__all__ = ["add"]

_EXAMPLES = """\
  pqeval guideline-pack                        the newest run, to guideline-pack/
  pqeval guideline-pack HOST M4 -o pack        several runs, columns by platform
"""


def add(commands: Subparsers) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "guideline-pack",
        _run,
        summary="write the whole pack of a guideline: tables, figures, conditions, hashes",
        examples=_EXAMPLES,
    )
    parser.add_argument("runs", nargs="*", metavar="RUN", help="run files or ids (default: the newest run)")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        default=Path("guideline-pack"),
        help="folder to write; a pack that is there is replaced (default: guideline-pack)",
    )
    parser.add_argument("--format", default="all", metavar="LIST", help="formats (default: all)")
    add_choices(parser)
    add_results_folder(parser)


def _run(arguments: argparse.Namespace) -> ExitCode:
    from pqeval.export.files import formats_of  # noqa: PLC0415 - kept out of `--help`
    from pqeval.export.material import gather  # noqa: PLC0415 - likewise
    from pqeval.export.pack import write_pack  # noqa: PLC0415 - likewise

    formats = formats_of(arguments.format)
    runs = load_runs(arguments.runs, arguments.results)
    material = gather(runs, **chosen(arguments))
    note_past_day(material.as_of, arguments.facts)
    pack = write_pack(material, arguments.output, formats)
    for name, reason in pack.left_out.items():
        note(f"left out {name}: {reason}")
    note(f"{len(pack.files)} files from run {', '.join(run.id[:12] for run in runs)}")
    print(pack.folder / "index.html")
    return ExitCode.OK
