"""`pqeval ct`: does an operation do the same whatever its secrets are?"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from pqeval.catalogue import Operation
from pqeval.cli.command import Subparsers, add_command, add_format
from pqeval.cli.evidence_rows import EVIDENCE_HEAD, evidence_cells, place_text
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.output import Cell, note, print_table
from pqeval.cli.progress import ProgressLine
from pqeval.errors import PlanError, PqevalError, RecordError
from pqeval.plan import DEFAULT_SEED
from pqeval.records import Build, Evidence, Failed, Outcome, Run
from pqeval.results.document import write_run

if TYPE_CHECKING:
    from pqeval.runner.ct import Question
    from pqeval.runner.ct_journal import VerdictJournal
    from pqeval.targets.target import Target

__all__ = ["add"]

_EXAMPLES = """\
  pqeval ct ML-KEM-768 --target cortex-m4
  pqeval ct ML-KEM-768 --operation decaps --pairs 16
  pqeval ct 'ML-DSA-*' Ascon-AEAD128 -o ct.json      keep the verdicts ...
  pqeval ct 'ML-DSA-*' Ascon-AEAD128 -o ct.json --resume    go on where this was interrupted
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
    parser.add_argument("--resume", action="store_true", help="go on with what was interrupted for FILE")
    parser.add_argument("--quiet", action="store_true", help="no progress")
    add_format(parser)


def _run(arguments: argparse.Namespace) -> ExitCode:
    from pqeval.runner.clock import now  # noqa: PLC0415 - likewise
    from pqeval.runner.ct import Question, evidence_run  # noqa: PLC0415 - loads targets
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
    journal = _journal(arguments, question)
    started = journal.started if journal else now()
    events: list[Build | Evidence | Failed] = list(journal.events) if journal else []
    try:
        rows = _look(target, question, events, journal, quiet=arguments.quiet)
    except KeyboardInterrupt:
        return _interrupted(journal)
    except PqevalError:
        if journal and not events:
            journal.remove()
        raise
    finally:
        if journal:
            journal.close()
    print_table((*EVIDENCE_HEAD, "seconds"), rows, arguments.format)
    _remarks(events)
    if journal:
        resumed = journal.resumed
        _write(
            arguments.output, evidence_run(target, question, host_facts(), events, started, resumed=resumed)
        )
        journal.remove()
    bad = any(
        isinstance(event, Failed) or (isinstance(event, Evidence) and event.outcome == Outcome.LEAK)
        for event in events
    )
    return ExitCode.FAILED if bad else ExitCode.OK


def _journal(arguments: argparse.Namespace, question: Question) -> VerdictJournal | None:
    """Where verdicts are kept as they come; None if no run document is asked for."""
    from pqeval.runner.ct_journal import VerdictJournal  # noqa: PLC0415 - loads targets
    from pqeval.targets.host.facts import host_facts  # noqa: PLC0415 - likewise

    if arguments.output is None:
        if arguments.resume:
            raise PlanError("--resume needs -o FILE: what was found is kept beside FILE")
        return None
    begin = VerdictJournal.resumed_for if arguments.resume else VerdictJournal.begun
    return begin(arguments.output, arguments.target, question, host_facts())


def _look(
    target: Target,
    question: Question,
    events: list[Build | Evidence | Failed],
    journal: VerdictJournal | None,
    *,
    quiet: bool,
) -> list[tuple[Cell, ...]]:
    """Add to `events` what is not in there yet; the rows of all verdicts, new ones with their seconds."""
    from pqeval.runner.ct import evidence  # noqa: PLC0415 - loads targets

    progress = ProgressLine(quiet=quiet)
    rows: list[tuple[Cell, ...]] = [
        (*evidence_cells(event), None) for event in events if isinstance(event, Evidence)
    ]
    since = time.monotonic()
    for event in evidence(target, question, progress.step, tuple(events)):
        events.append(event)
        if journal:
            journal.add(event)
        if isinstance(event, Evidence):
            rows.append((*evidence_cells(event), round(time.monotonic() - since, 1)))
        if not isinstance(event, Build):
            since = time.monotonic()
    progress.close()
    return rows


def _interrupted(journal: VerdictJournal | None) -> ExitCode:
    if journal:
        note(f"\ninterrupted; what was found is in {journal.path}\ngo on with the same command and --resume")
    return ExitCode.INTERRUPTED


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
