"""From raw samples to a figure for one operation, with its interval and how it was come by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import floor, log10
from statistics import fmean, median
from types import MappingProxyType
from typing import Final, NamedTuple

from pqeval.analysis.intervals import Interval, mean_interval, median_interval, percentile
from pqeval.catalogue.vocabulary import UNITS, CostClass, Kind, Mark, Metric
from pqeval.errors import RecordError
from pqeval.records import Measurement, Observation, Tag

__all__ = [
    "PEAK_METRICS",
    "Distribution",
    "Estimate",
    "Method",
    "estimate",
    "estimates",
    "per_operation",
    "process_medians",
]

PEAK_METRICS: Final = frozenset(
    {
        Metric.STACK_BYTES,
        Metric.PAINTED_STACK_BYTES,
        Metric.HEAP_PEAK_BYTES,
        Metric.BUFFER_BYTES,
        Metric.TEXT_BYTES,
        Metric.HASHING_TEXT_BYTES,
        Metric.DATA_BYTES,
        Metric.BSS_BYTES,
    }
)
"""Metrics of which the largest value counts: memory must hold for every input."""

ROUGHNESS: Final = 0.15
"""Half the relative width of an estimate's interval."""

_FEWEST_PROCESSES: Final = 6
"""Fewer process medians than this cannot give an interval of 95 % confidence."""


class Method(StrEnum):
    """How value and interval were come by."""

    EXACT = "exact"
    """Every sample is the same."""
    MAXIMUM = "maximum"
    """The largest sample; the range is that of the samples."""
    PROCESSES = "median over processes"
    """Median of the medians of at least six processes."""
    BATCHES = "within-process only"
    """Median over batches: says nothing about differences from one process to the next."""
    INPUTS = "median over inputs"
    """The samples do not vary by chance; they vary with the keys and messages."""
    ESTIMATE = "estimate"
    """Two digits; the interval is the estimate's own, of no confidence that could be stated."""
    SEEDS = "mean over seeds"
    """Mean over the published seeds; the interval is about other seeds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """How an operation's cost varies over the seed list, per operation in the metric's unit."""

    seeds: int
    mean: float
    p50: float
    p95: float
    p99: float
    largest: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One metric of one operation. `value`, `low` and `high` are per operation, in the metric's unit.

    `level` is the confidence of the interval in percent (100 where the value is exact, 0 where a single
    sample says nothing about spread). `samples` were taken in `processes` processes (0 where that does not
    apply), `clean_fraction` of them undisturbed; the value rests on the clean ones, unless a process or seed
    has none (`rests_on_disturbed`). `all_value` is the same figure over every sample. `mark` is printed
    wherever the value is.
    """

    metric: Metric
    kind: Kind
    instrument: str
    mark: Mark
    value: float
    low: float
    high: float
    level: float
    method: Method
    samples: int
    processes: int
    clean_fraction: float
    all_value: float
    rests_on_disturbed: bool = False
    distribution: Distribution | None = None

    @property
    def unit(self) -> str:
        """The unit, as the catalogue names it."""
        return UNITS[self.metric]

    @property
    def relative_half_width(self) -> float | None:
        """Half the interval's width over the value (0.004 is ± 0.4 %); None if the value is 0."""
        return (self.high - self.low) / 2 / self.value if self.value else None


class _Group(NamedTuple):
    """Samples that are boiled down together (of a process, a seed, or all), and the undisturbed of them."""

    everything: list[float]
    clean: list[float]


_KEPT: Final = 50_000
_known: dict[int, tuple[Measurement, Mapping[Metric, Estimate]]] = {}


def estimates(measurement: Measurement) -> Mapping[Metric, Estimate]:
    """The estimates of all metrics of a measurement, in the order in which they were recorded.

    A measurement never changes, and a pack of tables asks for each many times: what was found is kept.
    """
    kept = _known.get(id(measurement))
    if kept is not None and kept[0] is measurement:
        return kept[1]
    cost_class = measurement.conditions.cost_class
    found = MappingProxyType({one.metric: estimate(one, cost_class) for one in measurement.observations})
    if len(_known) >= _KEPT:
        _known.clear()
    _known[id(measurement)] = (measurement, found)
    return found


def estimate(observation: Observation, cost_class: CostClass = CostClass.STOCHASTIC) -> Estimate:
    """Estimate the metric for one operation.

    The mean over seeds is for operations whose cost depends on the seed; where a seed merely chooses the
    keys of an operation of fixed cost, its samples are samples like others.

    Raises:
        RecordError: the observation has no sample, uneven columns, or counts no operation.
    """
    values = per_operation(observation)
    if observation.mark == Mark.ESTIMATE:
        return _rough(observation, values)
    method = _method(observation, values, cost_class)
    groups = _groups(observation, values, method)
    kept = _boiled([group.clean or group.everything for group in groups], method)
    interval = _interval(kept, method)
    return Estimate(
        metric=observation.metric,
        kind=observation.kind,
        instrument=observation.instrument,
        mark=observation.mark,
        value=_centre(kept, method),
        low=interval.low,
        high=interval.high,
        level=interval.level,
        method=method,
        samples=len(values),
        processes=len(set(observation.processes)),
        clean_fraction=sum(len(group.clean) for group in groups) / len(values),
        all_value=_centre(_boiled([group.everything for group in groups], method), method),
        rests_on_disturbed=any(not group.clean for group in groups),
        distribution=_distribution(kept) if method == Method.SEEDS else None,
    )


def _rough(observation: Observation, values: Sequence[float]) -> Estimate:
    """What is estimated has two digits, whatever was computed."""
    centre = fmean(values)
    value = round(centre, 1 - floor(log10(centre))) if centre > 0 else centre
    return Estimate(
        metric=observation.metric,
        kind=observation.kind,
        instrument=observation.instrument,
        mark=observation.mark,
        value=value,
        low=value * (1 - ROUGHNESS),
        high=value * (1 + ROUGHNESS),
        level=0,
        method=Method.ESTIMATE,
        samples=len(values),
        processes=0,
        clean_fraction=1.0,
        all_value=value,
    )


def process_medians(observation: Observation) -> dict[int, float]:
    """The median of each process's samples, of the undisturbed ones where it has any.

    Raises:
        RecordError: as for `estimate`.
    """
    names = dict.fromkeys(observation.processes)
    groups = _groups(observation, per_operation(observation), Method.PROCESSES)
    return {name: median(group.clean or group.everything) for name, group in zip(names, groups, strict=True)}


def per_operation(observation: Observation) -> list[float]:
    """Each sample for one operation.

    Raises:
        RecordError: as for `estimate`.
    """
    if flaw := observation.flaw():
        raise RecordError(f"nothing can be said about {observation.metric}: {flaw}")
    if not observation.operations:
        return list(map(float, observation.values))
    return [value / count for value, count in zip(observation.values, observation.operations, strict=True)]


def _method(observation: Observation, values: Sequence[float], cost_class: CostClass) -> Method:
    if observation.metric in PEAK_METRICS:
        return Method.MAXIMUM
    if observation.kind != Kind.MEASURED and len(set(values)) == 1:
        return Method.EXACT
    if observation.seeds and cost_class == CostClass.STOCHASTIC:
        return Method.SEEDS
    if observation.kind != Kind.MEASURED:
        return Method.INPUTS
    enough = len(set(observation.processes)) >= _FEWEST_PROCESSES
    return Method.PROCESSES if enough else Method.BATCHES


def _groups(observation: Observation, values: list[float], method: Method) -> list[_Group]:
    keys: Sequence[int] = {
        Method.SEEDS: observation.seeds,
        Method.PROCESSES: observation.processes,
    }.get(method, (0,) * len(values))
    grouped: dict[int, _Group] = {}
    for value, key, tag in zip(values, keys, observation.tags or (Tag.CLEAN,) * len(values), strict=True):
        group = grouped.get(key)
        if group is None:
            group = grouped[key] = _Group([], [])
        group.everything.append(value)
        if not tag:
            group.clean.append(value)
    return list(grouped.values())


def _boiled(groups: Sequence[list[float]], method: Method) -> list[float]:
    """One value a group where groups are processes or seeds, else all values."""
    if method in (Method.SEEDS, Method.PROCESSES):
        return [median(values) for values in groups]
    return [value for values in groups for value in values]


def _centre(values: Sequence[float], method: Method) -> float:
    match method:
        case Method.MAXIMUM:
            return max(values)
        case Method.SEEDS:
            return fmean(values)
        case _:
            return median(values)


def _interval(values: Sequence[float], method: Method) -> Interval:
    match method:
        case Method.EXACT | Method.MAXIMUM:
            return Interval(min(values), max(values), 100.0)
        case Method.SEEDS:
            return mean_interval(values)
        case _:
            return median_interval(values)


def _distribution(costs: Sequence[float]) -> Distribution:
    return Distribution(
        seeds=len(costs),
        mean=fmean(costs),
        p50=percentile(costs, 50),
        p95=percentile(costs, 95),
        p99=percentile(costs, 99),
        largest=max(costs),
    )
