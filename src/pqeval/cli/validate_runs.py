"""`pqeval validate BOARD EMULATED`: runs of the same images on a board and in the emulator, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import fmean
from typing import Final

from pqeval.analysis.board import BoardPair, board_pairs
from pqeval.cli.output import Cell, note, print_table
from pqeval.cli.runs import find_run
from pqeval.errors import PlanError
from pqeval.results.document import load_run

__all__ = ["print_board_pairs"]

_TWO: Final = 2


def print_board_pairs(names: Sequence[str], results: Path, form: str) -> None:
    """Print the pairs of two runs, and to stderr how far the model is off in the mean.

    Raises:
        PlanError: these are not two runs.
        RecordError: a run cannot be found or read.
        NotComparable: they have no image in common.
    """
    if len(names) != _TWO:
        raise PlanError("give two runs: the board's, then the emulator's of the same images")
    board, emulated = (load_run(find_run(name, results)) for name in names)
    pairs, left_out = board_pairs(board, emulated)
    head = ("series", "image", "seeds", "board", "model", "error %", "stack board", "stack emulated")
    print_table(head, [_cells(pair) for pair in pairs], form)
    note("")
    errors = [abs(pair.error_percent) for pair in pairs if pair.error_percent is not None]
    if errors:
        figures = f"mean {fmean(errors):.2f} %, largest {max(errors):.2f} %"
        note(f"model against board: {figures}, {len(errors)} operations")
    else:
        note("the board provides no cycles; answers and stack alone are compared")
    equal = sum(pair.measured_stack_bytes == pair.emulated_stack_bytes for pair in pairs)
    note(f"stack: {equal} of {len(pairs)} equal to the byte")
    for reason in left_out:
        note(f"left out: {reason}")


def _cells(pair: BoardPair) -> tuple[Cell, ...]:
    error = pair.error_percent
    return (
        pair.series.key,
        pair.image[:12],
        pair.seeds,
        None if pair.measured_cycles is None else round(pair.measured_cycles),
        round(pair.modelled_cycles),
        None if error is None else round(error, 2),
        pair.measured_stack_bytes,
        pair.emulated_stack_bytes,
    )
