"""`pqeval calibrate`: a board's patterns beside the model's, and a part file with the constants found."""

from __future__ import annotations

import argparse
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from pqeval.cli.command import Subparsers, add_command, add_format
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.output import Cell, note, print_table
from pqeval.cli.progress import ProgressLine
from pqeval.errors import PlanError

if TYPE_CHECKING:
    from pqeval.targets.cortex_m.calibration.calibrate import Calibration
    from pqeval.targets.cortex_m.calibration.patterns import Pattern

__all__ = ["add"]

_EXAMPLES = """\
  pqeval calibrate --target serial:/dev/ttyACM0,board=nucleo-l4r5zi -o my-board.toml
  pqeval calibrate --target emulator:ideal-m4 -o rehearsal.toml      the emulator in the board's place
  pqeval calibrate --target emulator:my-board.toml --format csv >patterns.csv

runs short loops of instructions on the board, prints what one repetition of each costs there and in the
model, and finds the constants (bus wait of each memory, prefetch unit) under which the model gives most of
them exactly. The part file goes wherever a part's name can: `pqeval validate --part my-board.toml ...`.
Patterns that no setting explains are marked `*`; those whose cost hangs on operands are not fitted.
"""


def add(commands: Subparsers) -> None:
    """Add the command."""
    parser = add_command(
        commands, "calibrate", _run, summary="fit the timing model's constants to a board", examples=_EXAMPLES
    )
    parser.add_argument(
        "--target",
        required=True,
        metavar="TARGET",
        help="serial:DEVICE,board=NAME[,flash=COMMAND][,baud=N], or emulator:PART",
    )
    parser.add_argument(
        "--part",
        help="whose memories the board has (default: the board's, or the emulator's)",
        metavar="PART",
    )
    parser.add_argument("--name", help="of the part in the file (default: from the file's name)")
    parser.add_argument(
        "--times", type=int, default=2, metavar="N", help="measurements of a pattern (default: %(default)s)"
    )
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="write the part file (FILE.toml)")
    parser.add_argument("--quiet", action="store_true", help="no progress")
    add_format(parser)


def _run(arguments: argparse.Namespace) -> ExitCode:
    if arguments.times < 1:
        raise PlanError("--times must be at least 1")
    if arguments.output is not None and arguments.output.suffix != ".toml":
        raise PlanError(f"{arguments.output} must end in .toml, so that --part knows it for a file")
    from pqeval.targets.cortex_m.calibration.place import opened_place  # noqa: PLC0415 - loads targets
    from pqeval.targets.cortex_m.part_files import write_part_file  # noqa: PLC0415 - likewise

    progress = ProgressLine(quiet=arguments.quiet)
    found, board = opened_place(
        arguments.target,
        arguments.part,
        times=arguments.times,
        progress=lambda text: progress.step(f"calibrate: {text}"),
    )
    progress.close()
    _print(found, arguments.format)
    _summarise(found)
    if arguments.output is not None:
        write_part_file(arguments.output, found.fitted_part(arguments.name or arguments.output.stem, board))
        note(f"wrote {arguments.output}")
    return ExitCode.OK


def _print(found: Calibration, form: str) -> None:
    head = ("pattern", "group", "memories", "board", "model", "difference", "")
    print_table(head, [_row(found, pattern) for pattern in found.patterns], form)


def _row(found: Calibration, pattern: Pattern) -> tuple[Cell, ...]:
    measured, modelled = found.measured[pattern.name], found.fit.modelled[pattern.name]
    names = ("flash", *(memory.name for memory in found.part.ram))
    return (
        pattern.name,
        pattern.group,
        ", ".join(names[memory] for memory in pattern.memories),
        _number(measured),
        _number(modelled),
        _number(measured - modelled),
        _remark(found, pattern),
    )


def _remark(found: Calibration, pattern: Pattern) -> str:
    if pattern.name in found.unsteady:
        return "unsteady"
    if pattern.group == "operand":
        return "not fitted: hangs on operands"
    return "" if pattern.name in found.fit.explained else "*"


def _number(cycles: Fraction) -> Cell:
    return cycles.numerator if cycles.denominator == 1 else round(float(cycles), 3)


def _summarise(found: Calibration) -> None:
    constants = found.fit.constants
    names = ("flash", *(memory.name for memory in found.part.ram))
    others = found.fit.alternatives()
    note("")
    for memory, wait in enumerate(constants.waits):
        note(_line(f"bus wait of {names[memory]}", wait, others.get(f"waits[{memory}]", ())))
    for name in ("buffer_words", "fetch_latency", "run_again_words", "branch_wait", "literal_blocks_a_fetch"):
        note(_line(name, getattr(constants, name), others.get(name, ())))
    missing = Counter(one.group for one in found.unexplained)
    note(f"{len(found.compared) - len(found.unexplained)} of {len(found.compared)} patterns explained")
    for group, count in sorted(missing.items()):
        note(f"  no setting explains {count} of group {group} together with the others (marked *)")
    if found.unsteady:
        note(f"  {len(found.unsteady)} were not the same each time and took no part")


def _line(name: str, value: int, others: tuple[int, ...]) -> str:
    also = f"  (explains as much: {', '.join(map(str, others))})" if others else ""
    return f"{name:<28} {value}{also}"
