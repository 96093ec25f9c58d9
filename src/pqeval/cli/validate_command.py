"""`pqeval validate`: modelled cycles beside a board's, with the error of each and of all."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import msgspec

from pqeval.cli.command import Subparsers, add_command, add_format
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.output import Cell, note, print_table
from pqeval.cli.progress import ProgressLine
from pqeval.cli.runs import add_results_folder
from pqeval.cli.validate_runs import print_board_pairs
from pqeval.errors import PlanError
from pqeval.results.document import write_whole
from pqeval.targets.cortex_m.parts import DEFAULT_PART, part
from pqeval.targets.cortex_m.validation import (
    SETS,
    Agreement,
    Validation,
    ValidationRow,
    agreement,
    held_out,
    read_validation,
    released_validation,
)

__all__ = ["add"]

_EXAMPLES = """\
  pqeval validate                                     the record of this version of the model
  pqeval validate --published benchmarks.csv --elf-dir elf
  pqeval validate --published benchmarks.csv --elf-dir elf --runs 30 -o mine.json
  pqeval validate --record mine.json --summary
  pqeval validate BOARD EMULATED                      two runs: a board's, and the emulator's of its images

`--published` takes a file in the layout of pqm4's benchmarks.csv; `--elf-dir` the speed images that pqm4
builds for its platform mps2-an386 (crypto_kem_ml-kem-768_clean_speed.elf and so on). Rows marked ~ are
ruled by rejection sampling and left out of the statistics. An image runs 3 times, 20 times if the board's
executions differ by more than 0.2 %, and on until the standard error of its means is below 0.2 %; after 20
runs only as long as they took less than 1e10 cycles. Exit code 3: an image could not be run.
"""


def add(commands: Subparsers) -> None:
    """Add the command."""
    parser = add_command(
        commands, "validate", _run, summary="compare modelled cycles with a board's", examples=_EXAMPLES
    )
    parser.add_argument(
        "pair", nargs="*", metavar="RUN", help="run file or id: the board's, then the emulator's"
    )
    parser.add_argument("--published", type=Path, metavar="CSV", help="figures of the board")
    parser.add_argument("--elf-dir", type=Path, metavar="DIR", help="firmware images to run")
    parser.add_argument("--record", type=Path, metavar="FILE", help="show this validation record instead")
    parser.add_argument(
        "--runs", type=int, default=500, help="runs of each image, at most (default: %(default)s)"
    )
    parser.add_argument("--part", default=DEFAULT_PART, help="whose bus (default: %(default)s)")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count() or 1, help="images at a time")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write the validation record")
    parser.add_argument("--summary", action="store_true", help="only the statistics")
    add_results_folder(parser)
    add_format(parser)


def _run(arguments: argparse.Namespace) -> ExitCode:
    if arguments.pair:
        print_board_pairs(arguments.pair, arguments.results, arguments.format)
        return ExitCode.OK
    validation, failures = _validation(arguments)
    if arguments.output is not None:
        data = msgspec.json.format(msgspec.json.encode(validation), indent=1)
        write_whole(arguments.output, data + b"\n")
    if not arguments.summary:
        _print_rows(validation, arguments.format)
        note("")
    note(f"model {validation.model}, part {validation.part}, against {validation.published}")
    _print_summary(validation, arguments.format if arguments.summary else "table")
    for failure in failures:
        note(f"failed: {failure}")
    return ExitCode.FAILED if failures else ExitCode.OK


def _validation(arguments: argparse.Namespace) -> tuple[Validation, list[str]]:
    if arguments.record is not None:
        return read_validation(arguments.record), []
    if arguments.published is None and arguments.elf_dir is None:
        return released_validation(), []
    if arguments.published is None or arguments.elf_dir is None:
        raise PlanError("--published and --elf-dir belong together")
    if arguments.runs < 1 or arguments.jobs < 1:
        raise PlanError("--runs and --jobs must be at least 1")
    from pqeval.runner.validate import validate  # noqa: PLC0415 - not needed to show a record

    progress = ProgressLine()
    return validate(
        arguments.published,
        arguments.elf_dir,
        part(arguments.part),
        runs=arguments.runs,
        jobs=arguments.jobs,
        progress=lambda text: progress.step(f"validate: {text}"),
    )


def _print_rows(validation: Validation, form: str) -> None:
    head = ("set", "scheme", "implementation", "operation", "board", "model", "error %", "± %", "~", "runs")
    print_table(head, [_cells(row) for row in validation.rows], form)


def _cells(row: ValidationRow) -> tuple[Cell, ...]:
    return (
        row.set,
        row.scheme,
        row.implementation,
        row.operation,
        row.published_cycles,
        round(row.modelled_cycles),
        round(row.error_percent, 2),
        round(row.standard_error_percent, 2),
        "~" if row.rejection_sampled else "",
        row.runs,
    )


def _print_summary(validation: Validation, form: str) -> None:
    groups = {name: [row for row in validation.rows if row.set == name] for name in SETS}
    groups["held out, both"] = held_out(validation.rows)
    groups["all"] = list(validation.rows)
    rows = [
        (name, *_figures(found)) for name, group in groups.items() if (found := agreement(group)) is not None
    ]
    head = ("set", "operations", "mean %", "median %", "largest %", "bias %", "≤ 1 %", "≤ 2 %", "≤ 5 %")
    print_table(head, rows, form)


def _figures(found: Agreement) -> tuple[Cell, ...]:
    errors = (found.mean, found.median, found.largest, found.bias)
    shares = (found.within_1, found.within_2, found.within_5)
    return (
        found.operations,
        *(round(error, 2) for error in errors),
        *(f"{100 * share:.0f} %" for share in shares),
    )
