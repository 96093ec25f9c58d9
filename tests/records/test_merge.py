"""Pieces of a case become its record: samples joined, failures kept, unlike things refused."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqeval.catalogue import Kind, Metric, Operation
from pqeval.errors import RecordError
from pqeval.records import Failed, Measurement, Piece, Record, Skipped, Stage, merge
from sample_runs import measurement, observation, series


def _pieces(*records: Record) -> list[Piece]:
    return [Piece(replicate=number, record=record) for number, record in enumerate(records)]


def _merged(*records: Record) -> Measurement:
    found = merge(_pieces(*records))
    assert isinstance(found, Measurement)
    return found


def test_a_single_replicate_stays_as_it_is() -> None:
    """A deterministic target has one replicate and no column of processes."""
    one = measurement(observation(Metric.INSTRUCTIONS, 5), observation(Metric.TEXT_BYTES, 7))

    assert one == merge(_pieces(one))


@given(st.lists(st.lists(st.integers(0, 2**40), min_size=1, max_size=5), min_size=2, max_size=6), st.data())
def test_samples_are_joined_in_the_order_of_replicates(columns: list[list[int]], data: st.DataObject) -> None:
    """Whatever the order in which pieces arrive, each value keeps its replicate."""
    pieces = _pieces(*(measurement(observation(Metric.TIME_NS, *values)) for values in columns))
    found = merge(data.draw(st.permutations(pieces)))
    assert isinstance(found, Measurement)
    (joined,) = found.observations

    assert [value for values in columns for value in values] == list(joined.values)
    assert [number for number, values in enumerate(columns) for _ in values] == list(joined.processes)


def test_columns_that_only_some_replicates_have_are_filled() -> None:
    """A replicate without counts or tags ran one operation a value, undisturbed."""
    (joined,) = _merged(
        measurement(observation(Metric.TIME_NS, 10, operations=(5,), tags=(1,))),
        measurement(observation(Metric.TIME_NS, 3)),
    ).observations

    assert ((5, 1), (1, 0), ()) == (joined.operations, joined.tags, joined.seeds)


def test_a_metric_that_only_one_replicate_has_is_kept() -> None:
    """Memory is measured in one process of several."""
    found = _merged(
        measurement(observation(Metric.TIME_NS, 1), observation(Metric.STACK_BYTES, 9)),
        measurement(observation(Metric.TIME_NS, 2)),
    )
    stack = found.observation(Metric.STACK_BYTES)

    assert stack is not None
    assert ((9,), (0,)) == (stack.values, stack.processes)


def test_a_failure_makes_the_case_a_failure() -> None:
    """One failed replicate is enough, and counts more than one that was left out."""
    failed = Failed(series=series(), stage=Stage.MEASURE, error="killed by signal 9")
    skipped = Skipped(series=series(), reason="no time")
    fine = measurement(observation(Metric.TIME_NS, 1))

    assert failed == merge(_pieces(fine, skipped, failed, fine))
    assert skipped == merge(_pieces(fine, skipped))


def test_other_builds_fail_and_are_named() -> None:
    """Samples of two builds are not of one thing."""
    one = measurement(observation(Metric.TIME_NS, 1), build="aa")
    found = merge(_pieces(one, msgspec.structs.replace(one, build="bb")))

    assert isinstance(found, Failed)
    assert "the replicates have different builds: aa, bb" == found.error


def test_other_conditions_fail_and_are_named() -> None:
    """Replicates with other seeds are not of one thing."""
    one = observation(Metric.TIME_NS, 1)
    found = merge(_pieces(measurement(one, seed="x"), measurement(one, seed="y")))

    assert isinstance(found, Failed)
    assert "the replicates have different conditions (seed): x, y" == found.error


def test_other_instruments_fail() -> None:
    """A process that fell back to another counter must not be mixed with the others."""
    found = merge(
        _pieces(
            measurement(observation(Metric.INSTRUCTIONS, 1, kind=Kind.MEASURED)),
            measurement(observation(Metric.INSTRUCTIONS, 1)),
        )
    )

    assert isinstance(found, Failed)
    assert "different instruments for instructions" in found.error


@pytest.mark.parametrize(
    "unsound",
    [
        observation(Metric.TIME_NS),
        observation(Metric.TIME_NS, 1, 2, operations=(1,)),
        observation(Metric.TIME_NS, 1, operations=(0,)),
    ],
)
def test_unsound_samples_fail_the_case(unsound: object) -> None:
    """A target that answers nonsense spoils its case, not the run."""
    found = merge(_pieces(measurement(unsound)))  # type: ignore[arg-type]  # parametrize loses the type

    assert isinstance(found, Failed)
    assert "time_ns are unusable" in found.error


def test_call_overhead_is_the_median_of_the_processes() -> None:
    """The overhead was measured in each process; notes are collected."""
    pieces = []
    for overhead, note in ((30.0, "a"), (10.0, "a"), (20.0, "b")):
        one = measurement(observation(Metric.TIME_NS, 1))
        conditions = msgspec.structs.replace(one.conditions, call_overhead_ns=overhead, notes=(note,))
        pieces.append(msgspec.structs.replace(one, conditions=conditions))
    found = _merged(*pieces)

    assert (20.0, ("a", "b")) == (found.conditions.call_overhead_ns, found.conditions.notes)


def test_what_cannot_be_one_case_is_refused() -> None:
    """No piece, pieces of different series, and the same replicate twice are mistakes of the caller."""
    one = measurement(observation(Metric.TIME_NS, 1))
    other = msgspec.structs.replace(one, series=series(operation=Operation.KEYGEN))

    for pieces, message in (
        ([], "without pieces"),
        (_pieces(one, other), "different series"),
        ([*_pieces(one), *_pieces(one)], "replicate 0 is there twice"),
    ):
        with pytest.raises(RecordError, match=message):
            merge(pieces)
