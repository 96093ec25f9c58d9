"""Rejection sampling: the line through attempts and cycles."""

from __future__ import annotations

import msgspec
import pytest

from pqeval.analysis.attempts import attempt_cost
from pqeval.catalogue import Boundary, CostClass, Kind, Metric, Operation
from pqeval.records import Conditions, Correctness, Measurement, Observation, Series

CONDITIONS = Conditions(
    boundary=Boundary.C,
    cost_class=CostClass.STOCHASTIC,
    random_source="a stream",
    seed="seed",
    expected_attempts=4.25,
    expected_attempts_source="FIPS 204, table 1",
)


def measured(attempts: list[int], cycles: list[int]) -> Measurement:
    """A signature with counted attempts."""
    return Measurement(
        series=Series(
            scheme="ml_dsa_44",
            provider="liboqs",
            variant="generic",
            operation=Operation.SIGN,
            target="cortex-m4",
        ),
        build="0",
        correctness=Correctness(method="kat single"),
        conditions=CONDITIONS,
        observations=(
            Observation(
                metric=Metric.ATTEMPTS, kind=Kind.COUNTED, instrument="entries", values=tuple(attempts)
            ),
            Observation(
                metric=Metric.MODELLED_CYCLES, kind=Kind.MODELLED, instrument="model", values=tuple(cycles)
            ),
        ),
    )


def test_an_exact_line_is_found() -> None:
    """Fixed part and cost an attempt come back, without error."""
    attempts = [1, 2, 3, 5, 9]
    found = attempt_cost(measured(attempts, [3000 + 500 * n for n in attempts]))
    assert found is not None
    assert found.fixed == pytest.approx(3000)
    assert found.per_attempt == pytest.approx(500)
    assert found.at_expected == pytest.approx(3000 + 500 * 4.25)
    assert found.at_expected_error == pytest.approx(0, abs=1e-6)
    assert (found.sample_attempts, found.samples) == (4, 5)


def test_an_unlucky_sample_is_set_right() -> None:
    """The mean over seeds depends on their luck, the figure at the expected number does not."""
    noise = [7, -11, 5, -3, 2, 0]
    attempts = [9, 10, 12, 8, 11, 14]
    found = attempt_cost(
        measured(attempts, [3000 + 500 * n + e for n, e in zip(attempts, noise, strict=True)])
    )
    assert found is not None
    assert found.sample_mean > 8000
    assert abs(found.at_expected - 5125) < 4 * found.at_expected_error < 200
    assert found.sample_error > 300


@pytest.mark.parametrize("attempts", [[1, 2, 3], [2, 2, 2, 2, 2]])
def test_too_little_gives_nothing(attempts: list[int]) -> None:
    """Three samples, or samples that do not vary, say nothing of a line."""
    assert attempt_cost(measured(attempts, [100] * len(attempts))) is None


def test_without_an_expected_number_there_is_no_figure() -> None:
    """Nothing is guessed."""
    record = measured([1, 2, 3, 4], [1, 2, 3, 4])
    conditions = msgspec.structs.replace(CONDITIONS, expected_attempts=None)
    assert attempt_cost(msgspec.structs.replace(record, conditions=conditions)) is None
