"""Implementations of one scheme side by side."""

from __future__ import annotations

import msgspec

from pqeval.analysis.side_by_side import side_by_side
from pqeval.catalogue import Boundary, Kind, Metric, Operation
from pqeval.records import Measurement
from sample_runs import measurement, observation, run, series


def figure(
    variant: str,
    cycles: int,
    *,
    scheme: str = "ml_kem_768",
    boundary: Boundary = Boundary.C,
    length: int | None = None,
) -> Measurement:
    """One modelled figure of one implementation."""
    one = observation(Metric.MODELLED_CYCLES, cycles, kind=Kind.MODELLED)
    place = msgspec.structs.replace(series(scheme, message_bytes=length), provider="folder", variant=variant)
    return measurement(one, of=place, boundary=boundary)


def test_ratios_are_to_the_first() -> None:
    """In the order of the run, whatever lies between."""
    (row,) = side_by_side(
        run(figure("old", 1000), figure("alone", 7, scheme="ml_kem_512"), figure("new", 750))
    )

    assert (row.scheme, row.operation, row.target) == ("ml_kem_768", Operation.ENCAPS, "cortex-m4")
    assert [(one.variant, one.ratio and one.ratio.value) for one in row.entries] == [
        ("old", 1.0),
        ("new", 0.75),
    ]


def test_unlike_things_have_no_ratio() -> None:
    """Another boundary is shown beside, but not divided; another length is another row."""
    (row,) = side_by_side(run(figure("c", 1000), figure("python", 2000, boundary=Boundary.PYTHON)))

    assert [one.ratio and one.ratio.value for one in row.entries] == [1.0, None]
    assert side_by_side(run(figure("a", 1, length=32), figure("b", 1, length=64))) == ()


def test_only_the_metrics_that_were_asked_for() -> None:
    """By default those of speed."""
    both = run(figure("a", 1), figure("b", 2))

    assert side_by_side(both, (Metric.STACK_BYTES,)) == ()
    assert [row.metric for row in side_by_side(both)] == [Metric.MODELLED_CYCLES]
