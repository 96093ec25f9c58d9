"""`pqeval cbom`: a bill of materials of cryptography, in CycloneDX."""

from __future__ import annotations

import argparse
from pathlib import Path

from pqeval.cli.command import Subparsers, add_command
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.facts_command import add_facts_options
from pqeval.cli.output import note
from pqeval.cli.runs import add_results_folder, find_run
from pqeval.errors import FactsError

__all__ = ["add"]

_EXAMPLES = """\
  pqeval cbom ML-KEM-768 ML-DSA-65             schemes by name
  pqeval cbom --run RUN -o cbom.json           what a run measured, and which library provides it
"""


def add(commands: Subparsers) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "cbom",
        _run,
        summary="write a bill of materials of cryptography (CycloneDX JSON)",
        examples=_EXAMPLES,
    )
    parser.add_argument("schemes", nargs="*", metavar="SCHEME", help="schemes of the catalogue")
    parser.add_argument(
        "--run",
        action="append",
        default=[],
        dest="run_files",
        metavar="RUN",
        help="run file or id; may be repeated",
    )
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="file to write (default: stdout)")
    add_facts_options(parser)
    add_results_folder(parser)


def _run(arguments: argparse.Namespace) -> ExitCode:
    from pqeval.guideline.cbom import cbom, cbom_of_runs  # noqa: PLC0415 - not needed for --help
    from pqeval.guideline.load import load_facts  # noqa: PLC0415 - likewise
    from pqeval.results.document import load_run, write_whole  # noqa: PLC0415 - likewise

    if arguments.output is not None and not arguments.output.parent.is_dir():
        raise FactsError(f"{arguments.output.parent} is no folder: -o names a file in one that is there")
    facts = load_facts(arguments.facts)
    schemes = [facts.catalogue.scheme(name) for name in arguments.schemes]
    if arguments.run_files:
        runs = [load_run(find_run(name, arguments.results)) for name in arguments.run_files]
        text = cbom_of_runs(facts, runs, schemes)
    else:
        text = cbom(facts, schemes)
    if arguments.output is None:
        print(text, end="")
    else:
        write_whole(arguments.output, text.encode())
        note(f"{arguments.output}: {len(text)} characters")
    return ExitCode.OK
