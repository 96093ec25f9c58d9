"""Costs that nobody measured, predicted from those of a like scheme; each says so and by which formula."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache

import msgspec

from pqeval.catalogue import OPERATIONS, Confidence, Kind, Operation, Scheme
from pqeval.errors import FactsError
from pqeval.guideline.costs import Basis, Cost, cited_costs, costs_on
from pqeval.guideline.facts import Prediction
from pqeval.guideline.formula import evaluate, names_of
from pqeval.guideline.hashing import verification_calls
from pqeval.guideline.load import Facts
from pqeval.guideline.quantity import Quantity
from pqeval.records import Run

__all__ = ["costs_for", "predicted_costs"]


def costs_for(facts: Facts, core: str, runs: Sequence[Run]) -> dict[str, tuple[Cost, ...]]:
    """The costs of every scheme on a core, the best basis first; predicted where nothing else is known."""
    found = costs_on(core, runs, facts.costs.values())
    for cost in predicted_costs(facts):
        found.setdefault(cost.scheme, (cost,))
    return found


def predicted_costs(facts: Facts) -> tuple[Cost, ...]:
    """Every prediction of the facts, in the order of the catalogue.

    Raises:
        FactsError: a formula names something that its row does not give.
    """
    return _of_tables(_Tables(facts))


class _Tables:
    """Facts that are the same if the tables behind predictions are: another day changes none of them."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._key = tuple(id(one) for one in (facts.catalogue, facts.costs, facts.predictions))

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Tables) and self._key == other._key


@lru_cache(maxsize=8)
def _of_tables(tables: _Tables) -> tuple[Cost, ...]:
    # The cache keeps the tables alive, so that no other table can come to have their identities.
    return tuple(_all(tables.facts))


def _all(facts: Facts) -> Iterator[Cost]:
    published = {row.id: next(iter(cited_costs([row]))) for row in facts.costs.values()}
    for scheme in facts.catalogue.schemes:
        for row in facts.predictions.values():
            if any(fnmatchcase(scheme.id, pattern) for pattern in row.schemes):
                yield _predicted(facts, row, scheme, published)
                break


def _predicted(facts: Facts, row: Prediction, scheme: Scheme, published: Mapping[str, Cost]) -> Cost:
    memory, speed = published[row.like], published[row.like_cycles or row.like]
    values = _values(facts, row, scheme, speed.scheme)

    def by(formula: str, of: Quantity, like: Cost) -> Quantity:
        name = f"{facts.catalogue.by_id[like.scheme].name} ({like.implementation})"
        return _scaled(formula, of, values, f"predicted from {name}: {row.text.en}")

    operations = OPERATIONS[scheme.role]

    def table(formula: str, given: Mapping[Operation, Quantity], like: Cost) -> dict[Operation, Quantity]:
        return {one: by(formula, given[one], like) for one in operations if one in given}

    return Cost(
        scheme=scheme.id,
        implementation=f"predicted/{row.id}",
        core=speed.core,
        basis=Basis.PREDICTED,
        cycles=table(row.cycles, speed.cycles, speed),
        stack=table(row.stack, memory.stack, memory),
        worst=table(row.cycles, speed.worst, speed),
        text=by(row.text_size, memory.text, memory) if memory.text else None,
        static=memory.static,
    )


def _values(facts: Facts, row: Prediction, scheme: Scheme, like: str) -> dict[str, float]:
    values = dict(row.parameters)
    ours, theirs = (verification_calls(one) for one in (scheme, facts.catalogue.by_id[like]))
    if ours and theirs:
        values |= {"calls": ours.calls, "calls_like": theirs.calls}
    for formula in (row.cycles, row.stack, row.text_size):
        lacking = [name for name in names_of(formula) if name not in {*values, "like"}]
        if lacking:
            raise FactsError(f"predictions.toml, `{row.id}`: nothing gives `{lacking[0]}` of {scheme.name}")
    return values


def _scaled(formula: str, of: Quantity, values: Mapping[str, float], note: str) -> Quantity:
    value = evaluate(formula, {**values, "like": of.value})
    return msgspec.structs.replace(
        of,
        value=float(round(value)),
        kind=Kind.ASSUMED,
        confidence=Confidence.UNCONFIRMED,
        low=None,
        high=None,
        formula=formula,
        note=note,
    )
