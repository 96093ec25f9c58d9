"""A board's cycles beside modelled ones of the same image: what any owner of a board can check."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from pqeval.catalogue.vocabulary import Kind, Metric
from pqeval.errors import NotComparable
from pqeval.records import Measurement, Run, Series

__all__ = ["BoardPair", "board_pairs"]

_RANDOM_BYTE_CYCLES: Final = 10
"""What the model charges for a random byte (native/emulator/calls.c); a board leaves its generator out."""


@dataclass(frozen=True, slots=True)
class BoardPair:
    """One operation on a board and in the emulator, the same image on the same seeds; means over those.

    `measured_cycles` is None where the board provides none. The cycles charged for random bytes are taken out
    of `modelled_cycles`. A board paints its stack, so the emulator's painted mark stands beside it.
    """

    series: Series
    image: str
    seeds: int
    measured_cycles: float | None
    modelled_cycles: float
    measured_stack_bytes: int
    emulated_stack_bytes: int

    @property
    def error_percent(self) -> float | None:
        """Of the model against the board."""
        if not self.measured_cycles:
            return None
        return 100 * (self.modelled_cycles / self.measured_cycles - 1)


def board_pairs(board: Run, emulated: Run) -> tuple[list[BoardPair], list[str]]:
    """The operations that both runs measured in the same image, and why others have no pair.

    Raises:
        NotComparable: no operation was measured in the same image in both.
    """
    theirs = {_key(record.series): record for record in _measured(emulated)}
    pairs: list[BoardPair] = []
    left_out: list[str] = []
    for record in _measured(board):
        other = theirs.get(_key(record.series))
        if other is None:
            left_out.append(f"{record.series.key}: not in the emulated run")
        elif _image(board, record) != _image(emulated, other):
            left_out.append(f"{record.series.key}: the images differ")
        elif record.conditions.seed != other.conditions.seed:
            left_out.append(f"{record.series.key}: the seeds differ")
        elif (pair := _pair(_image(board, record), record, other)) is None:
            left_out.append(f"{record.series.key}: no modelled cycles or no common seeds")
        else:
            pairs.append(pair)
    if not pairs:
        why = left_out[0] if left_out else "the first run measured nothing"
        raise NotComparable(
            f"the runs have no image in common ({why}): make the second with --target cortex-m4:board=NAME"
        )
    return pairs, left_out


def _measured(run: Run) -> Iterator[Measurement]:
    return (record for record in run.records if isinstance(record, Measurement))


def _key(series: Series) -> tuple[object, ...]:
    """Everything but the target."""
    return tuple(getattr(series, name) for name in Series.__struct_fields__ if name != "target")


def _image(run: Run, record: Measurement) -> str:
    """SHA-256 of the image; what has none pairs with nothing."""
    return run.builds[record.build].files.get("image.elf", f"none in {run.id}")


def _pair(image: str, board: Measurement, emulated: Measurement) -> BoardPair | None:
    model = _by_seed(emulated, Metric.MODELLED_CYCLES, Kind.MODELLED)
    drawn = _by_seed(emulated, Metric.RANDOM_BYTES, Kind.COUNTED)
    painted = _by_seed(emulated, Metric.PAINTED_STACK_BYTES, Kind.COUNTED)
    stacks = [
        _by_seed(board, Metric.STACK_BYTES, Kind.COUNTED),
        painted or _by_seed(emulated, Metric.STACK_BYTES, Kind.COUNTED),
    ]
    cycles = _by_seed(board, Metric.CYCLES, Kind.MEASURED)
    seeds = set(model) & set(drawn) & set(stacks[0]) & set(stacks[1])
    seeds &= set(cycles) if cycles else seeds
    if not seeds:
        return None
    return BoardPair(
        series=board.series,
        image=image,
        seeds=len(seeds),
        measured_cycles=fmean(cycles[seed] for seed in seeds) if cycles else None,
        modelled_cycles=fmean(model[seed] - _RANDOM_BYTE_CYCLES * drawn[seed] for seed in seeds),
        measured_stack_bytes=max(stacks[0][seed] for seed in seeds),
        emulated_stack_bytes=max(stacks[1][seed] for seed in seeds),
    )


def _by_seed(record: Measurement, metric: Metric, kind: Kind) -> dict[int, int]:
    found = record.observation(metric)
    if found is None or found.kind != kind or len(found.seeds) != len(found.values):
        return {}
    return dict(zip(found.seeds, found.values, strict=True))
