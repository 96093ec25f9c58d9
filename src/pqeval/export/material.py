"""What an export is made from: runs and their platforms, the catalogue, and what the reader chose."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from pqeval.analysis.estimate import Estimate, Method
from pqeval.analysis.summary import BASELINES, Summary, summaries
from pqeval.catalogue import Boundary, Catalogue, Confidence, Kind, Mark, Metric, Operation, Role, Scheme
from pqeval.errors import PlanError
from pqeval.export.table import Number
from pqeval.export.text import Text, origin, plain, say
from pqeval.guideline.facts import Authority
from pqeval.guideline.load import Facts, load_facts
from pqeval.guideline.quantity import Quantity
from pqeval.records import Failed, Measurement, Run, Skipped, TargetFacts
from pqeval.report.words import words

__all__ = ["SHORT_ID", "Material", "Platform", "gather", "number", "ratio"]

SHORT_ID = 12


@dataclass(frozen=True)
class Platform:
    """One target of one run. Figures of unlike conditions are never averaged: each run has its columns."""

    run: Run
    target: TargetFacts
    found: tuple[Summary, ...]
    several: bool = False

    @property
    def key(self) -> str:
        """A name for machines: target and run."""
        return f"{self.target.name}@{self.run.id[:SHORT_ID] or 'run'}"

    @property
    def is_host(self) -> bool:
        """Whether the run's own machine is meant."""
        return self.target.name == "host"

    @property
    def title(self) -> Text:
        """The processor or core; with the run where several runs have it."""
        if self.is_host:
            name = origin(self.run.host.cpu)
        else:
            key = f"target_title_{self.target.name}"
            name = Text(words("en").known(key, self.target.title), words("ja").known(key, self.target.title))
        return say("platform_of_run", platform=name, run=self.run.id[:SHORT_ID]) if self.several else name

    @property
    def short(self) -> Text:
        """The title without what a processor's name says in brackets, for the narrow panels of figures."""
        if not self.is_host:
            return self.title
        name = plain(self.run.host.cpu.partition(" (")[0])
        return say("platform_of_run", platform=name, run=self.run.id[:SHORT_ID]) if self.several else name

    @property
    def is_validated(self) -> bool:
        """Whether cycles of its timing model were compared with silicon."""
        return self.target.model is not None and not self.target.model.mark

    @property
    def is_unvalidated(self) -> bool:
        """Whether it counts by timing tables that nobody compared with silicon."""
        return self.target.model is not None and self.target.model.mark == Mark.UNVALIDATED

    def gap(self, scheme: str, operation: Operation) -> Text:
        """Why there is no figure of an operation: what its record says, or that the plan had no such case."""
        reason = self._refused.get((scheme, operation))
        return say("gap_not_planned") if reason is None else Text(reason, words("ja").sentence(reason))

    @cached_property
    def _refused(self) -> dict[tuple[str, Operation], str]:
        found: dict[tuple[str, Operation], str] = {}
        for one in self.run.records:
            if one.series.target != self.target.name:
                continue
            key = (one.series.scheme, one.series.operation)
            match one:
                case Skipped(reason=reason):
                    found.setdefault(key, reason)
                case Failed(stage=stage, error=error):
                    found.setdefault(key, f"{stage}: {error}")
                case _:
                    pass
        return found

    @cached_property
    def metrics(self) -> frozenset[str]:
        """Everything that was recorded of any operation."""
        return frozenset(
            one.metric
            for row in self.found
            for measurement in row.measurements
            for one in measurement.observations
        )

    @cached_property
    def _by_scheme(self) -> dict[str, tuple[Summary, ...]]:
        found: dict[str, list[Summary]] = {}
        for one in self.found:
            if one.measurements:
                found.setdefault(one.scheme.id, []).append(one)
        return {
            name: tuple(sorted(rows, key=lambda one: one.boundary != Boundary.C))
            for name, rows in found.items()
        }

    def of(self, scheme: str) -> tuple[Summary, ...]:
        """Its summaries of a scheme, C functions first, as they were measured otherwise."""
        return self._by_scheme.get(scheme, ())


@dataclass(frozen=True, kw_only=True)
class Material:
    """The input of every export. `authority` selects among facts (None: all of them)."""

    runs: tuple[Run, ...]
    facts: Facts
    catalogue: Catalogue
    baselines: Mapping[Role, str]
    authority: Authority | None = None

    @property
    def as_of(self) -> date:
        """The day for which facts are looked at."""
        return self.facts.as_of

    @cached_property
    def platforms(self) -> tuple[Platform, ...]:
        """Every target of every run that has figures, in the order of the runs."""
        found = [
            Platform(run, target, rows)
            for run in self.runs
            for target in run.targets
            if (rows := tuple(one for one in self._summaries(run) if one.target == target.name))
            and any(one.measurements for one in rows)
        ]
        names = [(one.target.name, one.run.host.cpu if one.is_host else "") for one in found]
        return tuple(
            Platform(one.run, one.target, one.found, several=names.count(name) > 1)
            for one, name in zip(found, names, strict=True)
        )

    @cached_property
    def measured(self) -> frozenset[str]:
        """The schemes that any run has figures of."""
        return frozenset(
            one.scheme.id for platform in self.platforms for one in platform.found if one.measurements
        )

    def baseline(self, role: Role) -> Scheme | None:
        """The classical scheme that ratios of a role are to."""
        name = self.baselines.get(role)
        return self.catalogue.by_id.get(name) if name else None

    def _summaries(self, run: Run) -> tuple[Summary, ...]:
        known = self._cache
        if run.id not in known:
            known[run.id] = summaries(run, self.catalogue)
        return known[run.id]

    @cached_property
    def _cache(self) -> dict[str, tuple[Summary, ...]]:
        return {}


def gather(
    runs: Sequence[Run],
    *,
    authority: str = "",
    baseline: str = "",
    as_of: str = "",
    facts: Path | None = None,
) -> Material:
    """Make ready what exports are made from; `facts` is a folder with a user's own.

    Raises:
        CatalogueError: a run has a scheme that contradicts the catalogue, or there is no such baseline.
        FactsError: the folder's facts are not sound.
        PlanError: a run is given twice, or an authority, baseline or date is none.
    """
    loaded = load_facts(facts)
    catalogue = loaded.catalogue
    seen = set()
    for run in runs:
        if run.id and run.id in seen:
            raise PlanError(f"the run {run.id[:SHORT_ID]} is given twice")
        seen.add(run.id)
        catalogue = catalogue.with_schemes(run.schemes)
    return Material(
        runs=tuple(runs),
        facts=loaded.on(_day(as_of)) if as_of else loaded,
        catalogue=catalogue,
        baselines=_baselines(catalogue, baseline),
        authority=_authority(loaded, authority) if authority else None,
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise PlanError(f"`{text}` is no date: write --as-of as 2026-11-23") from error


def _authority(facts: Facts, name: str) -> Authority:
    wanted = name.lower().replace(" ", "_").replace("-", "_")
    for authority in facts.authorities.values():
        if wanted in {authority.id, authority.name.en.lower(), authority.name.ja.lower()}:
            return authority
    raise PlanError(f"there is no authority `{name}` (known: {', '.join(facts.authorities)})")


def _baselines(catalogue: Catalogue, chosen: str) -> Mapping[Role, str]:
    if not chosen:
        return BASELINES
    scheme = catalogue.scheme(chosen)
    if scheme.role not in BASELINES:
        close = difflib.get_close_matches(chosen, BASELINES.values(), n=1, cutoff=0)
        raise PlanError(f"{scheme.name} is no baseline: its role is `{scheme.role}` (try {', '.join(close)})")
    return {**BASELINES, scheme.role: scheme.id}


def number(estimate: Estimate, measurement: Measurement, run: Run, *, value: float | None = None) -> Number:
    """A figure of a run as a cell: its evidence is the run, the series and the hash of what was measured."""
    series = measurement.series
    quantity = Quantity(
        value=estimate.value if value is None else value,
        unit=estimate.unit,
        kind=estimate.kind,
        source=f"run {run.id[:SHORT_ID]}, {series.key}, build {measurement.build[:SHORT_ID]}",
        confidence=Confidence.CONFIRMED,
        n=estimate.samples,
        low=estimate.low,
        high=estimate.high,
        mark=estimate.mark,
    )
    python = measurement.conditions.boundary == Boundary.PYTHON and estimate.metric == Metric.TIME_NS
    return Number(quantity, level=estimate.level, means=estimate.method == Method.SEEDS, python=python)


def ratio(one: Estimate, other: Estimate | None, name: str) -> Number | None:
    """One figure over another of the same kind, as a derived number."""
    if other is None or not other.value or one.kind != other.kind or one.mark != other.mark:
        return None
    return Number(
        Quantity(
            value=one.value / other.value,
            unit="ratio",
            kind=Kind.DERIVED,
            source=f"figure / figure of {name}, same platform",
            confidence=Confidence.DERIVED,
            mark=Mark.NONE if one.mark != Mark.ESTIMATE else one.mark,
            formula=f"figure / figure of {name}",
        )
    )
