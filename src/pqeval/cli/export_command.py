"""`pqeval export`: tables and figures for a guideline, in both languages, from runs and facts."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final, TypedDict

from pqeval.cli.command import Subparsers, add_command
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.output import note
from pqeval.cli.past_day import note_past_day
from pqeval.cli.runs import add_results_folder, load_runs
from pqeval.errors import PlanError

__all__ = ["add", "add_choices", "chosen"]

_NEEDED: Final = (
    "name runs of a host (`pqeval bench standard`) or a device (`pqeval bench standard --target cortex-m4`); "
    "`pqeval export --help` says which export is made from what"
)
_EXAMPLES = """\
  pqeval export T03                                   sizes, both languages, Markdown and CSV, to export/
  pqeval export T04 RUN OTHER --lang ja --format md,tex,xlsx -o out
  pqeval export F01 RUN --format svg,pdf,png --baseline X25519
  pqeval export BASE NEW --compare                    what changed, for a revision

T05 is made from runs of a host; T04, T09, T14, T15, F01, F02 and F08 from runs of any platform; the others
from facts, with figures of runs where there are any.
"""


def add(commands: Subparsers) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "export",
        _run,
        summary="write tables T01-T15 and figures F01-F08 of a guideline",
        examples=_EXAMPLES,
    )
    parser.add_argument(
        "names",
        metavar="NAME",
        help="an export such as T04, several joined by commas, or all; with --compare the earlier run",
    )
    parser.add_argument(
        "--compare",
        action="store_true",
        help="what changed between two runs, for the revision of a guideline: NAME and RUN are both runs",
    )
    parser.add_argument("runs", nargs="*", metavar="RUN", help="run files or ids (default: the newest run)")
    parser.add_argument(
        "-o", "--output", type=Path, default=Path("export"), help="folder to write (default: export)"
    )
    parser.add_argument("--lang", default="both", metavar="LANG", help="en, ja or both (default: both)")
    parser.add_argument(
        "--format",
        default="md,csv",
        metavar="LIST",
        help="md, csv, tex, xlsx, json; of figures also svg, pdf, png; or all (default: md,csv)",
    )
    add_choices(parser)
    add_results_folder(parser)


def add_choices(parser: argparse.ArgumentParser) -> None:
    """Add what a reader chooses among facts."""
    parser.add_argument(
        "--authority", default="", metavar="NAME", help="whose approvals count (CRYPTREC, BSI, ...)"
    )
    parser.add_argument(
        "--baseline", default="", metavar="SCHEME", help="what ratios are to (default: by role)"
    )
    parser.add_argument("--as-of", default="", metavar="DATE", help="date of the facts (default: their own)")
    parser.add_argument("--facts", type=Path, metavar="DIR", help="folder with facts of your own")


class Choices(TypedDict):
    """What a reader chose, as `gather` takes it."""

    authority: str
    baseline: str
    as_of: str
    facts: Path | None


def chosen(arguments: argparse.Namespace) -> Choices:
    """What `add_choices` added."""
    return Choices(
        authority=arguments.authority,
        baseline=arguments.baseline,
        as_of=arguments.as_of,
        facts=arguments.facts,
    )


def _run(arguments: argparse.Namespace) -> ExitCode:
    if arguments.compare:
        return _compare(arguments)
    from pqeval.export.files import formats_of, write_files  # noqa: PLC0415 - kept out of `--help`
    from pqeval.export.material import gather  # noqa: PLC0415 - likewise
    from pqeval.export.registry import make_all, named  # noqa: PLC0415 - likewise
    from pqeval.export.text import languages_of  # noqa: PLC0415 - likewise

    names = named(arguments.names.split(","))
    languages, formats = languages_of(arguments.lang), formats_of(arguments.format)
    runs = load_runs(arguments.runs, arguments.results, none_is_fine=True)
    material = gather(runs, **chosen(arguments))
    note_past_day(material.as_of, arguments.facts)
    exports, left_out = make_all(material, names)
    have = ", ".join(dict.fromkeys(one.target.name for one in material.platforms)) or "no run"
    for name, reason in left_out.items():
        note(f"left out {name}: {reason} (there is: {have})")
    if not exports:
        raise PlanError(f"{', '.join(names)} cannot be filled from {have}: {_NEEDED}")
    for path in write_files(exports, arguments.output, languages, formats):
        print(path)
    note(f"run {', '.join(run.id[:12] for run in runs)}" if runs else "no run: from facts alone")
    return ExitCode.OK


def _compare(arguments: argparse.Namespace) -> ExitCode:
    from pqeval.export.files import formats_of, write_files  # noqa: PLC0415 - kept out of `--help`
    from pqeval.export.material import gather  # noqa: PLC0415 - likewise
    from pqeval.export.revision import make_revision  # noqa: PLC0415 - likewise
    from pqeval.export.text import languages_of  # noqa: PLC0415 - likewise

    if len(arguments.runs) != 1:
        raise PlanError("--compare takes two runs: `pqeval export BASE NEW --compare`")
    languages, formats = languages_of(arguments.lang), formats_of(arguments.format)
    base, new = load_runs([arguments.names, *arguments.runs], arguments.results)
    choices = chosen(arguments)
    before: Choices = {**choices, "facts": None}
    export = make_revision(gather([base], **before), gather([new], **choices))
    for path in write_files([export], arguments.output, languages, formats):
        print(path)
    return ExitCode.OK
