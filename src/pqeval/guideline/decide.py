"""A decision with its reasons: who survives, in what order, why others do not, what a break would cost."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pqeval.analysis import pareto_front
from pqeval.catalogue import HardnessClass, Scheme, Status
from pqeval.guideline.breakage import BreakCost, break_cost
from pqeval.guideline.candidates import Candidate, candidates
from pqeval.guideline.filters import FILTERS, Reason, apply_filters
from pqeval.guideline.load import Facts
from pqeval.guideline.quantity import Quantity
from pqeval.guideline.query import OBJECTIVES, Query
from pqeval.records import Run

__all__ = ["STATUS_ORDER", "Admission", "Decision", "Ranked", "Rejected", "decide"]

_LEAST: Final = 1e-9
"""Nothing costs less than this; it keeps the ratio of two zeros at 1."""
STATUS_ORDER: Final = (
    Status.FINAL_STANDARD,
    Status.ISO_STANDARD,
    Status.SELECTED_PENDING_STANDARD,
    Status.ROUND3_CANDIDATE,
    Status.DRAFT,
)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A survivor. `score` is the weighted geometric mean of its ratios to the best: 1 is best in everything.

    `on_front` says that no other survivor is at least as good in every objective and better in one; a
    prediction takes nobody who was measured off the front.
    """

    candidate: Candidate
    score: float
    on_front: bool


@dataclass(frozen=True, slots=True)
class Rejected:
    """A candidate with every reason against it, the first failing filter's first."""

    candidate: Candidate
    reasons: tuple[Reason, ...]

    @property
    def first(self) -> Reason:
        """The reason of the first filter that fails."""
        return self.reasons[0]


@dataclass(frozen=True, slots=True)
class Admission:
    """The smallest change of one budget that would admit one more candidate."""

    candidate: Candidate
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """An answer. `objectives` are those that are known of every survivor, and were ranked by.

    `survivors` are in order: better status first, then what was measured (or published) before what is only
    predicted from a like scheme, then the front, then the score. `admission` is what would admit the next
    one. `classes` are the hardness classes of the portfolio with the winner in it.
    """

    query: Query
    as_of: dt.date
    survivors: tuple[Ranked, ...]
    rejected: tuple[Rejected, ...]
    objectives: tuple[str, ...]
    admission: Admission | None
    classes: tuple[HardnessClass, ...]
    breakage: BreakCost | None

    @property
    def winner(self) -> Ranked | None:
        """The first survivor."""
        return self.survivors[0] if self.survivors else None

    @property
    def runner_up(self) -> Ranked | None:
        """The first survivor that is another scheme than the winner."""
        winner = self.winner
        if winner is None:
            return None
        others = (one for one in self.survivors if one.candidate.scheme.id != winner.candidate.scheme.id)
        return next(others, None)

    @property
    def promising(self) -> Ranked | None:
        """Of equal status what nobody measured, and whose predicted score is better than the winner's."""
        winner = self.winner
        if winner is None or winner.candidate.unmeasured:
            return None
        better = (
            one
            for one in self.survivors
            if one.candidate.unmeasured
            and one.candidate.scheme.status == winner.candidate.scheme.status
            and one.score < winner.score
        )
        return min(better, key=lambda one: (one.score, one.candidate.key), default=None)

    @property
    def diverse(self) -> bool:
        """Whether the portfolio rests on at least two hardness classes."""
        return len(self.classes) > 1

    def first_failures(self) -> dict[str, int]:
        """How many candidates each filter was the first to refuse, in the order of the filters."""
        firsts = [one.first.filter for one in self.rejected]
        return {name: firsts.count(name) for name in FILTERS if name in firsts}


def decide(facts: Facts, asked: Query, runs: Sequence[Run] = ()) -> Decision:
    """Answer a question from facts and runs."""
    passed: list[Candidate] = []
    rejected: list[Rejected] = []
    for candidate in candidates(facts, asked, runs):
        reasons = apply_filters(candidate, asked)
        if reasons:
            rejected.append(Rejected(candidate, reasons))
        else:
            passed.append(candidate)
    objectives = tuple(name for name in OBJECTIVES if _known_of_all(passed, name))
    survivors = _ranked(passed, objectives, asked.weights)
    used = [facts.catalogue.by_id[name] for name in asked.portfolio]
    winner = survivors[0].candidate if survivors else None
    return Decision(
        query=asked,
        as_of=facts.as_of,
        survivors=survivors,
        rejected=tuple(rejected),
        objectives=objectives,
        admission=_admission(rejected, {one.scheme.id for one in passed}),
        classes=_classes(used, winner),
        breakage=break_cost(asked, winner, survivors, rejected, used) if winner else None,
    )


def _known_of_all(passed: Sequence[Candidate], name: str) -> bool:
    return bool(passed) and all(isinstance(one.objective(name), Quantity) for one in passed)


def _ranked(
    passed: Sequence[Candidate], objectives: Sequence[str], weights: Mapping[str, float]
) -> tuple[Ranked, ...]:
    points = [[_number(one, name) for name in objectives] for one in passed]
    measured = [number for number, one in enumerate(passed) if not one.unmeasured]
    front = set(pareto_front(points))
    front |= {measured[place] for place in pareto_front([points[number] for number in measured])}
    scores = _scores(points, [weights.get(name, 1.0) for name in objectives])
    ranked = [Ranked(one, scores[number], number in front) for number, one in enumerate(passed)]
    return tuple(sorted(ranked, key=_order))


def _order(one: Ranked) -> tuple[int, bool, bool, float, tuple[str, str, bool]]:
    status = STATUS_ORDER.index(one.candidate.scheme.status)
    return status, one.candidate.unmeasured, not one.on_front, one.score, one.candidate.key


def _scores(points: Sequence[Sequence[float]], weights: Sequence[float]) -> list[float]:
    total = sum(weights)
    if not total:
        return [1.0 for _ in points]
    best = [min(column) for column in zip(*points, strict=True)]
    return [
        math.exp(
            sum(
                weight * math.log(max(value, _LEAST) / max(least, _LEAST))
                for value, least, weight in zip(point, best, weights, strict=True)
            )
            / total
        )
        for point in points
    ]


def _number(candidate: Candidate, name: str) -> float:
    found = candidate.objective(name)
    assert isinstance(found, Quantity)
    return found.value


def _admission(rejected: Iterable[Rejected], surviving: set[str]) -> Admission | None:
    """Of those that one budget alone keeps out, and whose scheme is not in already, the nearest."""
    near = [
        one
        for one in rejected
        if len(one.reasons) == 1 and one.first.budget and one.candidate.scheme.id not in surviving
    ]
    nearest = min(near, key=lambda one: (one.first.growth, one.candidate.key), default=None)
    return Admission(nearest.candidate, nearest.first) if nearest else None


def _classes(used: Sequence[Scheme], winner: Candidate | None) -> tuple[HardnessClass, ...]:
    schemes = [*used, *([winner.scheme] if winner else [])]
    return tuple(dict.fromkeys(scheme.hardness_class for scheme in schemes))
