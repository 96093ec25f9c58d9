"""What a selection asks for, told before anything is built: whether it takes what a target could offer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pqeval.catalogue import OPERATIONS, Catalogue, Implementation
from pqeval.plan.selection import Subject, parse

__all__ = ["Asked", "asked_for"]

Asked = Callable[[Implementation], bool]
"""Whether any operation of an implementation is asked for."""


def asked_for(terms: Sequence[str], catalogue: Catalogue, target: str) -> Asked:
    """Whether these terms take some operation of an implementation on a target.

    What targets offer is not known yet: a provider or variant that does not exist is no error here.

    Raises:
        PlanError: a term names nothing else that exists.
    """
    selection = parse(terms, catalogue)

    def asked(implementation: Implementation) -> bool:
        scheme = catalogue.by_id[implementation.scheme]
        return any(
            selection.takes(Subject(scheme, implementation, operation, target))
            for operation in OPERATIONS[scheme.role]
        )

    return asked
