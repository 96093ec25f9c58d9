"""Verdicts: exact figures by equality, timing never, unlike conditions named."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqeval.analysis import Row, Verdict, compare, parse_limit
from pqeval.catalogue import Kind, Metric, Operation
from pqeval.errors import PlanError
from pqeval.records import Failed, Measurement, Run, Skipped, Stage
from sample_runs import BUILD, CORTEX_TARGET, HOST, MODEL, changed, measurement, observation, run, series

_CYCLES = Metric.MODELLED_CYCLES


def _cycles(*values: int) -> Measurement:
    return measurement(observation(_CYCLES, *values, kind=Kind.MODELLED))


def _only_row(base: Run, new: Run, *limits: str) -> Row:
    (row,) = compare(base, new, [parse_limit(text) for text in limits]).rows
    return row


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [(100, 100, Verdict.EQUIVALENT), (100, 101, Verdict.REGRESSED), (100, 99, Verdict.IMPROVED)],
)
def test_exact_figures_are_judged_by_equality(old: int, new: int, verdict: Verdict) -> None:
    """One cycle more is a regression, one less an improvement."""
    assert verdict == _only_row(run(_cycles(old)), run(_cycles(new))).verdict


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=5))
def test_a_run_is_equivalent_to_itself(values: list[int]) -> None:
    """Whatever was counted, comparing a run with itself finds nothing."""
    one = run(measurement(*(observation(metric, *values) for metric in (_CYCLES, Metric.TEXT_BYTES))))

    assert [Verdict.EQUIVALENT] * 2 == [row.verdict for row in compare(one, one).rows]


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_comparing_the_other_way_round_turns_the_verdict(old: int, new: int) -> None:
    """What regressed one way improved the other way."""
    turned = {
        Verdict.REGRESSED: Verdict.IMPROVED,
        Verdict.IMPROVED: Verdict.REGRESSED,
        Verdict.EQUIVALENT: Verdict.EQUIVALENT,
    }
    there = _only_row(run(_cycles(old)), run(_cycles(new))).verdict
    back = _only_row(run(_cycles(new)), run(_cycles(old))).verdict

    assert turned[there] == back


def test_time_is_shown_and_not_judged() -> None:
    """Wall time ten times as long is no verdict, but both estimates and the change are there."""
    timed = [measurement(observation(Metric.TIME_NS, value, kind=Kind.MEASURED)) for value in (100, 1000)]
    row = _only_row(run(timed[0]), run(timed[1]))

    assert (Verdict.NOT_JUDGED, 9.0) == (row.verdict, row.change)
    assert row.base is not None
    assert 100.0 == row.base.value


def test_instructions_of_a_performance_counter_are_not_judged() -> None:
    """A hardware counter varies from run to run; only counted instructions are exact."""
    found = [measurement(observation(Metric.INSTRUCTIONS, n, kind=Kind.MEASURED)) for n in (100, 101)]

    assert Verdict.NOT_JUDGED == _only_row(run(found[0]), run(found[1])).verdict


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("compiler", {"compiler": "another"}),
        ("flags", {"flags": "-O2"}),
        ("library_version", {"library_version": "0.16.0"}),
        ("options", {"facts": {"options": "other"}}),
        ("linker", {"facts": {"options": "embedded", "linker": "new"}}),
    ],
)
def test_another_build_is_incomparable_and_named(name: str, changes: dict[str, object]) -> None:
    """A build with another compiler, flags or facts is not compared, and the condition is named."""
    comparison = compare(run(_cycles(100)), run(_cycles(200), build=changed(BUILD, **changes)))

    assert [Verdict.INCOMPARABLE] == [row.verdict for row in comparison.rows]
    assert [name] == [difference.name for difference in comparison.conditions]
    assert name in comparison.rows[0].reason


def test_another_version_of_the_model_is_incomparable() -> None:
    """Cycles of two timing models are different things."""
    target = msgspec.structs.replace(CORTEX_TARGET, model=msgspec.structs.replace(MODEL, id="armv7em-2"))
    row = _only_row(run(_cycles(100)), run(_cycles(100), targets=[target]))

    assert (Verdict.INCOMPARABLE, "model: armv7em-table-1 / armv7em-2") == (row.verdict, row.reason)


def test_other_seeds_are_incomparable() -> None:
    """Keys and messages of another seed are other inputs."""
    new = measurement(observation(_CYCLES, 100, kind=Kind.MODELLED), seed="other")

    assert "seed: pqeval-1 / other" == _only_row(run(_cycles(100)), run(new)).reason


def test_another_build_machine_does_not_matter_for_an_emulated_part() -> None:
    """Modelled cycles are the same on any machine; on the host itself the CPU must be the same."""
    other = msgspec.structs.replace(HOST, cpu="Another CPU")
    stack = measurement(observation(Metric.STACK_BYTES, 9), of=series(target="host"))

    assert Verdict.EQUIVALENT == _only_row(run(_cycles(1)), run(_cycles(1), host=other)).verdict
    assert "cpu: Example CPU / Another CPU" == _only_row(run(stack), run(stack, host=other)).reason
    assert ["cpu"] == [one.name for one in compare(run(_cycles(1)), run(_cycles(1), host=other)).host]


def test_an_allowed_difference_is_judged() -> None:
    """Two versions of the library can be compared on purpose."""
    new = run(_cycles(90), build=changed(BUILD, library_version="0.16.0"))

    assert [Verdict.IMPROVED] == [
        row.verdict for row in compare(run(_cycles(100)), new, allow=["library_version"]).rows
    ]


def test_an_unknown_allowed_difference_is_refused() -> None:
    """A misspelt condition must not pass in silence."""
    with pytest.raises(PlanError, match="library_versoin"):
        compare(run(_cycles(1)), run(_cycles(1)), allow=["library_versoin"])


def test_repetitions_that_disagree_are_inconclusive() -> None:
    """A figure that should be exact but varies between processes does not decide."""
    old = measurement(observation(Metric.HEAP_PEAK_BYTES, 10, 10, processes=(0, 1)))
    new = measurement(observation(Metric.HEAP_PEAK_BYTES, 10, 12, processes=(0, 1)))

    assert Verdict.INCONCLUSIVE == _only_row(run(old), run(new)).verdict


def test_new_and_missing_series_and_metrics() -> None:
    """What only one run has is said to be new or missing, with the reason."""
    other = series(operation=Operation.DECAPS)
    base = run(_cycles(1), measurement(observation(_CYCLES, 1), of=other))
    new = run(
        measurement(observation(_CYCLES, 1, kind=Kind.MODELLED), observation(Metric.TEXT_BYTES, 4)),
        Failed(series=other, stage=Stage.KAT, error="wrong digest\nmore"),
        measurement(observation(_CYCLES, 1), of=series("ml_kem_512")),
    )
    found = [(row.series.scheme, row.metric, row.verdict, row.reason) for row in compare(base, new).rows]

    assert [
        ("ml_kem_768", _CYCLES, Verdict.EQUIVALENT, ""),
        ("ml_kem_768", Metric.TEXT_BYTES, Verdict.NEW, "the old run did not record it"),
        ("ml_kem_768", None, Verdict.MISSING, "failed (kat): wrong digest"),
        ("ml_kem_512", None, Verdict.NEW, "not in that run"),
    ] == found


@pytest.mark.parametrize(
    ("limit", "old", "new", "exceeded"),
    [
        ("modelled_cycles:0.5%", 1000, 1005, False),
        ("modelled_cycles:0.5%", 1000, 1006, True),
        ("modelled_cycles:0", 1000, 1000, False),
        ("modelled_cycles:0", 1000, 1001, True),
        ("modelled_cycles:+64", 1000, 1064, False),
        ("modelled_cycles:64", 1000, 1065, True),
        ("modelled_cycles:0", 1000, 1, False),
        ("modelled_cycles:50%", 0, 1, True),
        ("text_bytes:0", 1000, 1001, False),
    ],
)
def test_limits(limit: str, old: int, new: int, exceeded: bool) -> None:  # noqa: FBT001 - a table of answers
    """A limit allows growth up to its amount, and only of its own metric."""
    comparison = compare(run(_cycles(old)), run(_cycles(new)), [parse_limit(limit)])

    assert exceeded == bool(comparison.exceeded)


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (run(_cycles(1), build=changed(BUILD, flags="-O2")), "flags: -O3 / -O2"),
        (run(Skipped(series=series(), reason="no compiler")), "skipped: no compiler"),
        (run(), "not in that run"),
        (run(measurement(observation(Metric.TEXT_BYTES, 1))), "the new run did not record it"),
    ],
)
def test_a_limit_that_cannot_be_judged_is_never_passed_in_silence(new: Run, reason: str) -> None:
    """A gate whose series vanished, failed or changed its conditions says why it did not judge."""
    comparison = compare(run(_cycles(1)), new, [parse_limit("modelled_cycles:0")])

    assert any(reason in sentence for sentence in comparison.unanswered)


def test_a_limit_on_what_nobody_recorded_is_unanswered() -> None:
    """A limit by which nothing was judged is reported, though no series is missing."""
    comparison = compare(run(_cycles(1)), run(_cycles(1)), [parse_limit("stack_bytes:0")])

    assert ("stack_bytes:0: the runs have nothing in common that this limit could judge",) == (
        comparison.unanswered
    )


def test_a_new_series_does_not_hold_up_a_gate() -> None:
    """Adding a scheme must not force a new baseline."""
    new = run(_cycles(1), measurement(observation(_CYCLES, 1), of=series("ml_kem_512")))

    assert () == compare(run(_cycles(1)), new, [parse_limit("modelled_cycles:0")]).unanswered
