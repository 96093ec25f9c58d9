"""Measurements in a few words."""

from __future__ import annotations

import pytest

from pqeval.analysis.headline import headline
from pqeval.catalogue import Kind, Metric
from pqeval.records import Observation
from sample_runs import measurement, observation


@pytest.mark.parametrize(
    ("observations", "words"),
    [
        ([observation(Metric.MODELLED_CYCLES, 628_345, kind=Kind.MODELLED)], "628 k modelled cycles"),
        ([observation(Metric.MODELLED_CYCLES, 812)], "812 modelled cycles"),
        ([observation(Metric.TIME_NS, 31_250, kind=Kind.MEASURED)], "31.2 µs"),
        ([observation(Metric.TIME_NS, 7, kind=Kind.MEASURED)], "7.00 ns"),
        ([observation(Metric.TIME_NS, 0, kind=Kind.MEASURED)], "0.00 ns"),
        ([observation(Metric.TIME_NS, 99, 101, kind=Kind.MEASURED)], "100 ns ± 1.0 %"),
        ([observation(Metric.INSTRUCTIONS, 5_000_000_000)], "5.00 G instructions"),
        ([observation(Metric.TIME_NS, 1500), observation(Metric.STACK_BYTES, 6000)], "1.50 µs, stack 6000 B"),
        ([observation(Metric.STACK_BYTES, 20_480)], "stack 20.0 KiB"),
        ([], "checked, nothing measured"),
    ],
)
def test_headlines(observations: list[Observation], words: str) -> None:
    """The leading figure with unit and interval, three digits, then the stack."""
    assert words == headline(measurement(*observations))
