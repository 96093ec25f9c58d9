"""The selection language: which schemes, operations and implementations a plan is about.

A term is a scheme's name or identifier, a pattern over names (`ML-KEM-*`), or `field:value` with the fields
`role`, `family`, `category`, `status`, `provider`, `variant`, `operation`; `*` stands for all. Terms join
by "or"; a term that begins with `!` takes out what it matches; a comma inside a term joins by "and"
(`role:kem,category:3`).
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

from pqeval.catalogue import Catalogue, Implementation, Operation, Scheme
from pqeval.errors import CatalogueError, PlanError

__all__ = ["Selection", "parse"]

_FIELDS: Final[dict[str, Callable[[Scheme, Implementation, Operation], str]]] = {
    "role": lambda scheme, _i, _o: scheme.role,
    "family": lambda scheme, _i, _o: scheme.family,
    "category": lambda scheme, _i, _o: str(scheme.nist_category or 0),
    "status": lambda scheme, _i, _o: scheme.status,
    "provider": lambda _s, implementation, _o: implementation.provider,
    "variant": lambda _s, implementation, _o: implementation.variant,
    "operation": lambda _s, _i, operation: operation,
}
_OF_SCHEMES: Final = frozenset({"role", "family", "category", "status"})

_Condition = Callable[[Scheme, Implementation, Operation], bool]


@dataclass(frozen=True, slots=True)
class Selection:
    """Parsed terms; `text` keeps them as they were written."""

    text: tuple[str, ...]
    _wanted: tuple[_Condition, ...]
    _unwanted: tuple[_Condition, ...]

    def takes(self, scheme: Scheme, implementation: Implementation, operation: Operation) -> bool:
        """Whether this operation of this implementation is selected."""
        subject = (scheme, implementation, operation)
        wanted = not self._wanted or any(condition(*subject) for condition in self._wanted)
        return wanted and not any(condition(*subject) for condition in self._unwanted)


def parse(terms: Sequence[str], catalogue: Catalogue) -> Selection:
    """Parse terms and check that each can match something.

    Raises:
        PlanError: a term names nothing; proposes the closest names.
    """
    wanted = tuple(_term(term, catalogue) for term in terms if not term.startswith("!"))
    unwanted = tuple(_term(term[1:], catalogue) for term in terms if term.startswith("!"))
    return Selection(tuple(terms), wanted, unwanted)


def _term(term: str, catalogue: Catalogue) -> _Condition:
    conditions = [_atom(part.strip(), term, catalogue) for part in term.split(",")]
    return lambda *subject: all(condition(*subject) for condition in conditions)


def _atom(text: str, term: str, catalogue: Catalogue) -> _Condition:
    if not text:
        raise PlanError(f"the selection term `{term}` is empty")
    field, colon, value = text.partition(":")
    if colon:
        return _field(field, value, catalogue)
    if any(letter in text for letter in "*?["):
        pattern = text.lower()
        if not any(fnmatchcase(scheme.name.lower(), pattern) for scheme in catalogue.schemes):
            raise PlanError(f"no scheme's name matches `{text}`; `pqeval list` names all")
        return lambda scheme, _i, _o: fnmatchcase(scheme.name.lower(), pattern)
    try:
        wanted = catalogue.scheme(text).id
    except CatalogueError as error:
        raise PlanError(str(error)) from error
    return lambda scheme, _i, _o: scheme.id == wanted


def _field(field: str, value: str, catalogue: Catalogue) -> _Condition:
    read = _FIELDS.get(field)
    if read is None:
        raise PlanError(f"a selection has no field `{field}` (it has {', '.join(sorted(_FIELDS))})")
    known = _known_values(field, catalogue)
    if known and value.lower() not in known:
        close = difflib.get_close_matches(value.lower(), known, n=3, cutoff=0.4) or sorted(known)
        raise PlanError(f"`{field}:{value}` matches nothing (known: {', '.join(close)})")
    return lambda *subject: read(*subject).lower() == value.lower()


def _known_values(field: str, catalogue: Catalogue) -> set[str]:
    """The values a field can have, in lower case; empty where only the targets know."""
    if field == "operation":
        return {str(operation) for operation in Operation}
    if field not in _OF_SCHEMES:
        return set()
    nobody = Implementation(scheme="", provider="", variant="", library_name="")
    read = _FIELDS[field]
    return {read(scheme, nobody, Operation.KEYGEN).lower() for scheme in catalogue.schemes}
