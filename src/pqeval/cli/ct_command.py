"""`pqeval ct`: does an operation do the same whatever its secrets are?"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

from pqeval.catalogue import Operation
from pqeval.cli.command import Subparsers, add_command, add_format
from pqeval.cli.evidence_rows import EVIDENCE_HEAD, evidence_cells, place_text
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.output import Cell, note, print_table
from pqeval.cli.progress import ProgressLine
from pqeval.errors import PlanError, RecordError
from pqeval.plan import DEFAULT_SEED
from pqeval.records import Build, Evidence, Failed, Outcome, Run
from pqeval.results.document import write_run

__all__ = ["add"]

_EXAMPLES = """\
  pqeval ct ML-KEM-768 --target cortex-m4
  pqeval ct ML-KEM-768 --operation decaps --pairs 16
  pqeval ct 'ML-DSA-*' Ascon-AEAD128 -o ct.json      keep the verdicts ...
  pqeval report RUN ct.json                          ... and show them in the report of a run
  pqeval ct 'AES-128*,variant:*'                     every variant of our own code, also those with tables
  pqeval ct ML-KEM-768 --target host                 with Valgrind on a Debug build of liboqs

On a Cortex-M an operation runs twice with equal public and different secret inputs; the addresses of its
instructions, the data addresses and the operands of its divisions must be equal. The first that differ are
named by function and line. On the host Valgrind follows undefined secrets; what liboqs itself lists is shown
apart, as known. A pass is evidence for the inputs that ran, never a proof. Exit code 3: a leak was found, or
something could not be built or run.
"""
_MOST_PAIRS = 1000


def add(commands: Subparsers) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "ct",
        _run,
        summary="look for what depends on secrets: constant-time evidence",
        examples=_EXAMPLES,
    )
    parser.add_argument(
        "select", nargs="+", metavar="SCHEME", help="schemes, or terms as for `bench --select`"
    )
    parser.add_argument(
        "--target", default="cortex-m4", metavar="TARGET", help="a Cortex-M or host (default: %(default)s)"
    )
    parser.add_argument(
        "--operation",
        action="append",
        choices=[str(one) for one in Operation],
        help="only this operation; may be repeated",
    )
    parser.add_argument(
        "--pairs", type=int, default=4, help="pairs of inputs on a Cortex-M (default: %(default)s)"
    )
    parser.add_argument("--seed", default=DEFAULT_SEED, help="seed that all inputs follow from")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write the run document")
    parser.add_argument("--quiet", action="store_true", help="no progress")
    add_format(parser)


def _run(arguments: argparse.Namespace) -> ExitCode:
    from pqeval.runner.ct import Question, evidence, evidence_run, now  # noqa: PLC0415 - loads targets
    from pqeval.targets.host.facts import host_facts  # noqa: PLC0415 - likewise
    from pqeval.targets.registry import targets  # noqa: PLC0415 - likewise

    known = targets()
    if arguments.target not in known:
        raise PlanError(f"there is no target `{arguments.target}` (known: {', '.join(known)})")
    if not 1 <= arguments.pairs <= _MOST_PAIRS:
        raise PlanError(f"--pairs is {arguments.pairs}, but must be from 1 to {_MOST_PAIRS}")
    target = known[arguments.target]
    if reason := target.unavailable():
        note(f"target {arguments.target} is not available: {reason}")
        return ExitCode.FAILED
    operations = tuple(Operation(one) for one in arguments.operation or ())
    question = Question(tuple(arguments.select), operations, arguments.pairs, arguments.seed)
    progress = ProgressLine(quiet=arguments.quiet)
    started = now()
    events: list[Build | Evidence | Failed] = []
    rows: list[tuple[Cell, ...]] = []
    since = time.monotonic()
    for event in evidence(target, question, progress.step):
        events.append(event)
        if isinstance(event, Evidence):
            rows.append((*evidence_cells(event), round(time.monotonic() - since, 1)))
        if not isinstance(event, Build):
            since = time.monotonic()
    progress.close()
    print_table((*EVIDENCE_HEAD, "seconds"), rows, arguments.format)
    _remarks(events)
    if arguments.output is not None:
        _write(arguments.output, evidence_run(target, question, host_facts(), events, started))
    bad = any(
        isinstance(event, Failed) or (isinstance(event, Evidence) and event.outcome == Outcome.LEAK)
        for event in events
    )
    return ExitCode.FAILED if bad else ExitCode.OK


def _write(path: Path, run: Run) -> None:
    try:
        write_run(run, path)
    except OSError as error:
        raise RecordError(f"{path} cannot be written: {error.strerror}") from error


def _remarks(events: list[Build | Evidence | Failed]) -> None:
    for event in events:
        if isinstance(event, Failed):
            note(f"failed: {event.series.key}: {event.error.splitlines()[0]}")
        elif isinstance(event, Evidence):
            for finding in event.findings:
                place = f"{finding.kind}: {place_text(finding)}"
                note(f"{event.series.key}: {place}: {finding.detail} ({finding.case})")
    for limit in dict.fromkeys(one for event in events if isinstance(event, Evidence) for one in event.notes):
        note(f"note: {limit}")
