"""What speaks for an implementation beside its figures: right answers, constant time, upkeep, validation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

from pqeval.catalogue import Operation, SecurityFlag
from pqeval.guideline.candidates import Candidate
from pqeval.guideline.facts import Claim
from pqeval.guideline.query import Query
from pqeval.records import Outcome

__all__ = ["Standing", "constant_time", "known_answers", "lacking", "standing_of", "upkeep"]

_WEAK: Final = ("roundtrip", "consistency")
"""Methods that compare a scheme with itself: they show that it agrees with itself, not with the standard."""
_SECRET: Final = frozenset({Operation.KEYGEN, Operation.ENCAPS, Operation.DECAPS, Operation.SIGN})


class Standing(StrEnum):
    """How a question about an implementation stands. `unknown`: nobody looked, or it was not found."""

    YES = "yes"
    CLAIMED = "claimed"
    NO = "no"
    UNKNOWN = "unknown"


def known_answers(candidate: Candidate) -> Standing:
    """Whether its answers are those that somebody else published: a wrong one stands over every right one."""
    if candidate.wrong:
        return Standing.NO
    if any(not one.method.startswith(_WEAK) for one in candidate.checked):
        return Standing.YES
    return Standing.UNKNOWN


def constant_time(candidate: Candidate, asked: Query) -> Standing:
    """Whether its time hangs on secrets, in what the device runs; verification has none.

    Evidence of runs stands over what the authors claim, and a scheme with an advisory about its code needs
    evidence.
    """
    secret = _SECRET.intersection(asked.role.operations_of(candidate.scheme))
    if not secret:
        return Standing.YES
    if any(one.outcome == Outcome.LEAK for one in candidate.evidence):
        return Standing.NO
    passed = {one.series.operation for one in candidate.evidence if one.outcome == Outcome.PASS}
    if secret <= passed:
        return Standing.YES
    row = candidate.assurance
    doubtful = candidate.scheme.security_flag == SecurityFlag.IMPL_ADVISORY
    if row is None or row.constant_time is None or doubtful:
        return Standing.UNKNOWN
    return Standing.CLAIMED if row.constant_time == Claim.CLAIMED else Standing.NO


def upkeep(candidate: Candidate, name: str) -> Standing:
    """`maintained`, `production` or `validated`, as the facts have it."""
    said = getattr(candidate.assurance, name, None)
    return Standing.UNKNOWN if said is None else Standing.YES if said else Standing.NO


_STANDINGS: Final[Mapping[str, Callable[[Candidate, Query], Standing]]] = {
    "known-answers": lambda candidate, _: known_answers(candidate),
    "constant-time": constant_time,
}


def standing_of(candidate: Candidate, name: str, asked: Query) -> Standing:
    """How one of `REQUIREMENTS` stands."""
    look = _STANDINGS.get(name)
    return look(candidate, asked) if look else upkeep(candidate, name)


def lacking(candidate: Candidate, asked: Query) -> tuple[str, Standing] | None:
    """The first thing that is asked of an implementation and that it does not have, and how that stands."""
    for name in asked.require:
        standing = standing_of(candidate, name, asked)
        if standing not in {Standing.YES, Standing.CLAIMED}:
            return name, standing
    return None
