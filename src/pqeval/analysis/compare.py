"""Two runs against each other: a verdict for every series and metric.

What is counted or modelled is exact, so any change is real and is judged by equality and by limits. What is
timed depends on the state of the machine: it is shown with its intervals and not judged.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from pqeval.analysis.conditions import CONDITION_NAMES, Difference, differences, host_differences
from pqeval.analysis.estimate import PEAK_METRICS, Estimate, estimate
from pqeval.analysis.limit import NEVER_JUDGED, Limit
from pqeval.catalogue.vocabulary import Kind, Metric
from pqeval.errors import PlanError
from pqeval.records import Evidence, Failed, Measurement, Observation, Record, Run, Series, Skipped

__all__ = ["Comparison", "Row", "Verdict", "compare"]


class Verdict(StrEnum):
    """What may be said about a series and metric of two runs; smaller figures are better."""

    REGRESSED = "regressed"
    IMPROVED = "improved"
    EQUIVALENT = "equivalent"
    INCONCLUSIVE = "inconclusive"
    INCOMPARABLE = "incomparable"
    NEW = "new"
    MISSING = "missing"
    NOT_JUDGED = "not judged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One series and metric. `metric` is None where a whole case is new, missing or failed.

    `reason` says why the verdict is not one about the figures; `limits` are those of the metric, `exceeded`
    the ones that the change breaks.
    """

    series: Series
    metric: Metric | None
    verdict: Verdict
    base: Estimate | None = None
    new: Estimate | None = None
    reason: str = ""
    conditions: tuple[Difference, ...] = ()
    limits: tuple[Limit, ...] = ()
    exceeded: tuple[Limit, ...] = ()

    @property
    def change(self) -> float | None:
        """Relative change of the value (0.005 is + 0.5 %); None where there is no such thing."""
        if (
            self.base is None
            or self.new is None
            or self.verdict == Verdict.INCOMPARABLE
            or not self.base.value
        ):
            return None
        return self.new.value / self.base.value - 1


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All rows, in the order of the new run; then what is missing from it."""

    rows: tuple[Row, ...]
    limits: tuple[Limit, ...] = ()
    host: tuple[Difference, ...] = ()

    @cached_property
    def exceeded(self) -> tuple[Row, ...]:
        """The rows that break a limit."""
        return tuple(row for row in self.rows if row.exceeded)

    @cached_property
    def unanswered(self) -> tuple[str, ...]:
        """Why limits could not be judged, one sentence each; empty if all were.

        A series that is new cannot break a limit and is no reason; a limit that nothing was judged by is.
        """
        return tuple(dict.fromkeys(self._unanswered()))

    @cached_property
    def conditions(self) -> tuple[Difference, ...]:
        """The conditions that differ in any row."""
        return tuple(dict.fromkeys(one for row in self.rows for one in row.conditions))

    def _unanswered(self) -> Iterator[str]:
        judged = {limit for row in self.rows if row.verdict in _JUDGED for limit in row.limits}
        for row in self.rows:
            if row.limits and row.verdict in (Verdict.INCOMPARABLE, Verdict.INCONCLUSIVE, Verdict.MISSING):
                what = f" {row.metric}" if row.metric else ""
                yield f"{row.series.key}{what}: {row.verdict} ({row.reason})"
        for limit in self.limits:
            if limit not in judged:
                yield f"{limit}: the runs have nothing in common that this limit could judge"


_JUDGED = (Verdict.REGRESSED, Verdict.IMPROVED, Verdict.EQUIVALENT)


def compare(base: Run, new: Run, limits: Sequence[Limit] = (), allow: Collection[str] = ()) -> Comparison:
    """Compare two runs. `allow` names conditions that may differ (`library_version`).

    Raises:
        PlanError: `allow` names a condition that no run states.
    """
    context = _Context(base, new, tuple(limits), frozenset(allow))
    olds = {record.series: record for record in base.records if not isinstance(record, Evidence)}
    news = {record.series: record for record in new.records if not isinstance(record, Evidence)}
    rows: list[Row] = []
    for series, record in news.items():
        rows.extend(context.case(series, olds.get(series), record))
    for series, record in olds.items():
        if series not in news:
            rows.extend(context.case(series, record, None))
    context.require_allowed_known()
    return Comparison(rows=tuple(rows), limits=tuple(limits), host=host_differences(base, new))


class _Context:
    """The two runs and the rules under which they are compared."""

    def __init__(self, base: Run, new: Run, limits: tuple[Limit, ...], allow: frozenset[str]) -> None:
        self.base = base
        self.new = new
        self.limits = limits
        self.allow = allow

    def case(self, series: Series, old: Record | None, record: Record | None) -> Iterator[Row]:
        """The rows of one case."""
        if isinstance(old, Measurement) and isinstance(record, Measurement):
            for metric in dict.fromkeys(one.metric for one in (*record.observations, *old.observations)):
                yield self._metric(series, metric, old, record)
        elif isinstance(old, Measurement):
            yield Row(
                series=series,
                metric=None,
                verdict=Verdict.MISSING,
                reason=_why(record),
                limits=tuple(one for one in self.limits if old.observation(one.metric)),
            )
        elif isinstance(record, Measurement):
            yield Row(series=series, metric=None, verdict=Verdict.NEW, reason=_why(old))
        elif isinstance(record, Failed):
            yield Row(series=series, metric=None, verdict=Verdict.MISSING, reason=_why(record))

    def _metric(self, series: Series, metric: Metric, old: Measurement, new: Measurement) -> Row:
        limits = tuple(limit for limit in self.limits if limit.metric == metric)
        one, other = old.observation(metric), new.observation(metric)
        if one is None or other is None:
            verdict = Verdict.NEW if one is None else Verdict.MISSING
            run = "the old run" if one is None else "the new run"
            reason = f"{run} did not record it"
            return Row(series=series, metric=metric, verdict=verdict, reason=reason, limits=limits)
        conditions = differences(self.base, old, self.new, new, (one, other))
        conditions = tuple(difference for difference in conditions if difference.name not in self.allow)
        base_estimate, new_estimate = (
            estimate(one, old.conditions.cost_class),
            estimate(other, new.conditions.cost_class),
        )
        verdict, reason = _verdict((one, other), conditions, new_estimate.value - base_estimate.value)
        judged = verdict in _JUDGED
        return Row(
            series=series,
            metric=metric,
            verdict=verdict,
            base=base_estimate,
            new=new_estimate,
            reason=reason,
            conditions=conditions,
            limits=limits,
            exceeded=tuple(
                limit
                for limit in limits
                if judged and limit.exceeded(base_estimate.value, new_estimate.value)
            ),
        )

    def require_allowed_known(self) -> None:
        """Refuse `allow` words that are no condition: a slip of the pen must not go unnoticed."""
        known = set(CONDITION_NAMES)
        for run in (self.base, self.new):
            known |= {name for build in run.builds.values() for name in build.facts}
        for name in sorted(self.allow - known):
            raise PlanError(f"no run states a condition `{name}` (they state {', '.join(sorted(known))})")


def _verdict(
    observed: tuple[Observation, Observation], conditions: tuple[Difference, ...], growth: float
) -> tuple[Verdict, str]:
    if not all(_exact(one) for one in observed):
        return Verdict.NOT_JUDGED, "timing depends on the state of the machine"
    if conditions:
        return Verdict.INCOMPARABLE, "; ".join(str(difference) for difference in conditions)
    if growth == 0:
        return Verdict.EQUIVALENT, ""
    for which, observation in zip(("old", "new"), observed, strict=True):
        if not _repeatable(observation):
            return Verdict.INCONCLUSIVE, f"the {which} run's repetitions disagree"
    return (Verdict.REGRESSED if growth > 0 else Verdict.IMPROVED), ""


def _exact(observation: Observation) -> bool:
    """Whether a change of the figure is a change of the code: memory, and what is counted or modelled."""
    if observation.metric in NEVER_JUDGED:
        return False
    return observation.metric in PEAK_METRICS or observation.kind != Kind.MEASURED


def _repeatable(observation: Observation) -> bool:
    """Whether every process saw the same values."""
    by_process: dict[int, list[int]] = {}
    for process, value in zip(observation.processes, observation.values, strict=False):
        by_process.setdefault(process, []).append(value)
    return len({tuple(values) for values in by_process.values()}) <= 1


def _why(record: Record | None) -> str:
    match record:
        case Failed(stage=stage, error=error):
            return f"failed ({stage}): {error.splitlines()[0] if error else ''}"
        case Skipped(reason=reason):
            return f"skipped: {reason}"
        case _:
            return "not in that run"
