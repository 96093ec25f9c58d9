"""Run units on their targets, one target after the other, and journal every piece as it comes."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pqeval.errors import TargetError
from pqeval.plan.asked import Asked
from pqeval.plan.case import Unit
from pqeval.records import Build, Failed, Piece, Skipped, Stage, TargetFacts, merge
from pqeval.runner.events import Observer
from pqeval.runner.further import is_short
from pqeval.targets.target import Target

__all__ = ["Event", "run_units"]

Event = Build | Piece | TargetFacts


@dataclass(slots=True)
class _Tally:
    """How far a target has come: which pieces are in, how many are expected, and since when.

    Of a short operation `more` further replicates are expected, once its first is in.
    """

    expected: dict[str, int]
    more: Mapping[str, int]
    total: int
    done: int = 0
    started: float = field(default_factory=time.monotonic)
    pieces: dict[str, list[Piece]] = field(default_factory=dict)

    def add(self, piece: Piece) -> list[Piece] | None:
        """Count a piece; the pieces of its case once they are complete, else None."""
        key = piece.record.series.key
        pieces = self.pieces.setdefault(key, [])
        pieces.append(piece)
        self.done += 1
        if piece.replicate == 0 and is_short(piece):
            self.expected[key] += self.more.get(key, 0)
            self.total += self.more.get(key, 0)
        return pieces if len(pieces) == self.expected[key] else None

    def lacks(self, unit: Unit) -> bool:
        """Whether the piece of this unit is wanted and not in."""
        key = unit.case.series.key
        in_already = any(piece.replicate == unit.replicate for piece in self.pieces.get(key, ()))
        return unit.replicate < self.expected[key] and not in_already

    def seconds_left(self) -> float | None:
        """Time left if the rest goes on like what is done."""
        elapsed = time.monotonic() - self.started
        return elapsed / self.done * (self.total - self.done) if self.done else None


def run_units(
    target: Target,
    units: Sequence[Unit],
    earlier: Iterable[Piece],
    keep: Callable[[Event], None],
    observer: Observer,
    *,
    of_short: Sequence[Unit] = (),
) -> None:
    """Run on `target` those of `units` that are not among the `earlier` pieces.

    Those `of_short` follow where the operation proved short: further replicates, whose cases are among the
    units. Every event goes to `keep` (the journal) before the observer hears of it. A target that cannot run
    at all leaves `Skipped` pieces with the reason; a unit that the target never answers is `Failed`.
    """
    tally = _tally(units, of_short, earlier)
    observer.target_started(target.name, tally.total)
    open_units: dict[tuple[str, int], Unit] = {}

    def take(piece: Piece) -> None:
        if open_units.pop((piece.record.series.key, piece.replicate), None) is None:
            raise TargetError(
                f"target {target.name} answered a unit that was not asked: {piece.record.series.key}"
            )
        keep(piece)
        complete = tally.add(piece)
        observer.unit_finished(tally.done, tally.total, tally.seconds_left(), piece.record.series.key)
        if complete is not None:
            observer.case_finished(merge(complete))

    for some in (units, of_short):
        missing = [unit for unit in some if tally.lacks(unit)]
        open_units.update(((unit.case.series.key, unit.replicate), unit) for unit in missing)
        reason = target.unavailable() if missing else ""
        if missing and not reason:
            reason = _answered(target, missing, take, keep, observer)
        for unit in list(open_units.values()):
            take(_unanswered(unit, reason))
    facts = target.facts()
    keep(facts)
    observer.target_finished(facts)


def _answered(
    target: Target,
    units: Sequence[Unit],
    take: Callable[[Piece], None],
    keep: Callable[[Event], None],
    observer: Observer,
) -> str:
    """Let the target answer; why it stopped before the end, or the empty string."""
    try:
        target.prepare(observer, _among(units))
        for event in target.run(units, observer):
            if isinstance(event, Piece):
                take(event)
            else:
                keep(event)
    except TargetError as error:
        return str(error)
    return ""


def _among(units: Sequence[Unit]) -> Asked:
    """What these units are of."""
    implementations = [unit.case.implementation for unit in units]
    wanted = {(one.scheme, one.provider, one.variant) for one in implementations}
    return lambda one: (one.scheme, one.provider, one.variant) in wanted


def _unanswered(unit: Unit, reason: str) -> Piece:
    series = unit.case.series
    if reason:
        return Piece(replicate=unit.replicate, record=Skipped(series=series, reason=reason))
    error = "the target ended without an answer for this case"
    return Piece(replicate=unit.replicate, record=Failed(series=series, stage=Stage.MEASURE, error=error))


def _tally(units: Sequence[Unit], of_short: Sequence[Unit], earlier: Iterable[Piece]) -> _Tally:
    expected = Counter(unit.case.series.key for unit in units)
    more = Counter(unit.case.series.key for unit in of_short)
    tally = _Tally(expected=expected, more=more, total=len(units))
    for piece in earlier:
        if piece.record.series.key in expected:
            tally.add(piece)
    tally.total -= tally.done
    tally.done = 0
    return tally
