"""Check implementations without timing them: known answers, or round trips where there are none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pqeval.catalogue import OPERATIONS, Catalogue, CostClass, Implementation, load
from pqeval.errors import PqevalError
from pqeval.plan import DEFAULT_SEED, Case
from pqeval.plan.selection import Subject, parse
from pqeval.records import Correctness, Series
from pqeval.targets.target import Target

__all__ = ["Checked", "verify"]


@dataclass(frozen=True, slots=True)
class Checked:
    """One implementation: how it was checked, or what was wrong."""

    implementation: Implementation
    target: str
    correctness: Correctness | None
    error: str = ""


def verify(target: Target, terms: tuple[str, ...], which: str) -> Iterator[Checked]:
    """Check every selected implementation of a target, one after the other.

    Raises:
        PlanError: a term of the selection names nothing.
    """
    catalogue = load()
    capabilities = target.capabilities()
    selection = parse(terms, catalogue)
    for implementation in capabilities.implementations:
        if implementation.scheme not in catalogue.by_id:
            continue
        scheme = catalogue.by_id[implementation.scheme]
        operation = OPERATIONS[scheme.role][0]
        if not selection.takes(Subject(scheme, implementation, operation, target.name)):
            continue
        case = _case(implementation, target.name, catalogue)
        try:
            yield Checked(implementation, target.name, target.check(case, which))
        except PqevalError as error:
            yield Checked(implementation, target.name, None, str(error))


def _case(implementation: Implementation, target: str, catalogue: Catalogue) -> Case:
    operation = OPERATIONS[catalogue.by_id[implementation.scheme].role][0]
    series = Series(
        scheme=implementation.scheme,
        provider=implementation.provider,
        variant=implementation.variant,
        operation=operation,
        target=target,
    )
    return Case(
        series=series, implementation=implementation, cost_class=CostClass.FIXED, seed=DEFAULT_SEED, samples=1
    )
