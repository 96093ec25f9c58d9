"""A board's run beside an emulated one of the same images."""

from __future__ import annotations

import pytest

from pqeval.analysis.board import board_pairs
from pqeval.catalogue import Kind, Metric
from pqeval.errors import NotComparable
from pqeval.records import Observation, Run
from sample_runs import BUILD, changed, measurement, observation, run, series


def on_board(*cycles: int, seeds: tuple[int, ...] = (0, 1), stack: int = 900, target: str = "a-board") -> Run:
    """A board's run; without cycles if none are given."""
    columns: list[Observation] = [observation(Metric.STACK_BYTES, *([stack] * len(seeds)), seeds=seeds)]
    if cycles:
        columns.append(observation(Metric.CYCLES, *cycles, kind=Kind.MEASURED, seeds=seeds))
    return run(measurement(*columns, of=series(target=target)))


def emulated(*cycles: int, kind: Kind = Kind.MODELLED, seed: str = "pqeval-1", image: str = "c" * 64) -> Run:
    """The emulator's run, with 32 random bytes an operation."""
    seeds = tuple(range(len(cycles)))
    return run(
        measurement(
            observation(Metric.MODELLED_CYCLES, *cycles, kind=kind, seeds=seeds),
            observation(Metric.RANDOM_BYTES, *([32] * len(cycles)), seeds=seeds),
            observation(Metric.STACK_BYTES, *([900] * len(cycles)), seeds=seeds),
            seed=seed,
        ),
        build=changed(BUILD, files={"image.elf": image}),
    )


def test_means_over_common_seeds_without_the_charge_for_random_bytes() -> None:
    """Seeds 0 and 1 are common; 10 cycles a random byte are the model's own."""
    (pair,), left_out = board_pairs(on_board(1000, 3000), emulated(1320, 3360, 9999))
    assert (pair.seeds, pair.measured_cycles, pair.modelled_cycles) == (2, 2000, 2020)
    assert pair.error_percent == pytest.approx(1.0)
    assert pair.measured_stack_bytes == pair.emulated_stack_bytes == 900
    assert left_out == []


def test_a_board_without_cycles_has_no_error() -> None:
    """Stack can be compared all the same."""
    (pair,), _ = board_pairs(on_board(stack=908), emulated(1320, 3360))
    assert pair.measured_cycles is None
    assert pair.error_percent is None
    assert (pair.measured_stack_bytes, pair.emulated_stack_bytes) == (908, 900)


def test_a_painted_stack_stands_beside_a_painted_one() -> None:
    """The stack pointer goes a little deeper than what is written."""
    seeds = (0, 1)
    both = run(
        measurement(
            observation(Metric.MODELLED_CYCLES, 1320, 3360, kind=Kind.MODELLED, seeds=seeds),
            observation(Metric.RANDOM_BYTES, 32, 32, seeds=seeds),
            observation(Metric.STACK_BYTES, 904, 904, seeds=seeds),
            observation(Metric.PAINTED_STACK_BYTES, 900, 900, seeds=seeds),
        )
    )
    (pair,), _ = board_pairs(on_board(1000, 3000), both)
    assert pair.measured_stack_bytes == pair.emulated_stack_bytes == 900


@pytest.mark.parametrize(
    ("other", "words"),
    [
        (emulated(1320, 3360, image="d" * 64), "the images differ"),
        (emulated(1320, 3360, seed="another"), "the seeds differ"),
        (emulated(1320, 3360, kind=Kind.CITED), "no modelled cycles"),
        (run(), "not in the emulated run"),
    ],
)
def test_what_is_not_the_same_is_not_paired(other: Run, words: str) -> None:
    """Another image, other seeds or figures of another kind are refused with the reason."""
    with pytest.raises(NotComparable) as caught:
        board_pairs(on_board(1000, 3000), other)
    assert words in str(caught.value)
    assert "--target cortex-m4:board=NAME" in str(caught.value)
