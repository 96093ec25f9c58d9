"""The selection language: which schemes, operations, implementations and targets a plan is about.

A selection is a list of terms, joined by "or":

    ML-KEM-768              a scheme by its name, or by its identifier (ml_kem_768)
    ML-KEM-*                a pattern over names and identifiers: * ? [abc], in any case
    role:kem                a field: role, family, category, status, hardness, flag, operation,
                            provider, variant, target
    family:Falcon
    role:kem,category:3     a comma joins by "and": key establishment that claims category 3
    !provider:cryptography  an exclamation mark takes out what the term matches, wherever it stands
    *                       everything; an empty selection means the same, also if it only takes out
    Ascon-*,variant:*       a value may be a pattern, too

An implementation beside the usual one of its scheme (another variant of our own C, our own C where a library
has the scheme) is taken only by a term that names its variant or provider.

For instance `ML-KEM-* X25519 !operation:keygen` is encapsulation and decapsulation of four schemes.
A term that can match nothing is an error, so that a slip of the pen does not go unnoticed.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final, NamedTuple

from pqeval.catalogue import Catalogue, Implementation, Operation, Scheme
from pqeval.errors import CatalogueError, PlanError

__all__ = ["FIELDS", "Selection", "Subject", "parse"]


class Subject(NamedTuple):
    """What a term is asked about: one operation of one implementation on one target."""

    scheme: Scheme
    implementation: Implementation
    operation: Operation
    target: str


_OF_SCHEMES: Final[Mapping[str, Callable[[Scheme], str]]] = {
    "role": lambda scheme: scheme.role,
    "family": lambda scheme: scheme.family,
    "category": lambda scheme: str(scheme.nist_category or 0),
    "status": lambda scheme: scheme.status,
    "hardness": lambda scheme: scheme.hardness_class,
    "flag": lambda scheme: scheme.security_flag,
}
_OF_SUBJECTS: Final[Mapping[str, Callable[[Subject], str]]] = {
    "operation": lambda subject: subject.operation,
    "provider": lambda subject: subject.implementation.provider,
    "variant": lambda subject: subject.implementation.variant,
    "target": lambda subject: subject.target,
}
FIELDS: Final = (*_OF_SCHEMES, *_OF_SUBJECTS)
"""The fields of the language."""

_Condition = Callable[[Subject], bool]


@dataclass(frozen=True, slots=True)
class _Term:
    """One term: the fields that it names and its condition."""

    fields: tuple[str, ...]
    matches: _Condition

    def takes(self, subject: Subject) -> bool:
        """Whether it matches, and names what an unusual implementation must be asked for by."""
        asked_by = subject.implementation.asked_by
        asked = not asked_by or asked_by in self.fields or "variant" in self.fields
        return asked and self.matches(subject)


@dataclass(frozen=True, slots=True)
class Selection:
    """Parsed terms; `text` keeps them as they were written."""

    text: tuple[str, ...]
    _wanted: tuple[_Term, ...]
    _unwanted: tuple[_Term, ...]

    def takes(self, subject: Subject) -> bool:
        """Whether this operation of this implementation on this target is selected."""
        wanted = self._wanted or (_Term((), lambda _: True),)
        return any(term.takes(subject) for term in wanted) and not any(
            term.matches(subject) for term in self._unwanted
        )


def parse(
    terms: Sequence[str], catalogue: Catalogue, offered: Mapping[str, Collection[str]] | None = None
) -> Selection:
    """Parse terms and check that each can match something.

    `offered` holds the values that providers, variants and targets can have here, by field; a field that is
    not in it is not checked.

    Raises:
        PlanError: a term names nothing; proposes the closest names.
    """
    reader = _Reader(catalogue, {"operation": tuple(Operation), **(offered or {})})
    wanted = tuple(reader.term(term) for term in terms if not term.startswith("!"))
    unwanted = tuple(reader.term(term[1:]) for term in terms if term.startswith("!"))
    return Selection(tuple(terms), wanted, unwanted)


@dataclass(frozen=True, slots=True)
class _Reader:
    catalogue: Catalogue
    offered: Mapping[str, Collection[str]]

    def term(self, term: str) -> _Term:
        parts = [part.strip() for part in term.split(",")]
        conditions = [self._atom(part, term) for part in parts]
        fields = tuple(part.partition(":")[0].strip() for part in parts if ":" in part)
        return _Term(fields, lambda subject: all(condition(subject) for condition in conditions))

    def _atom(self, text: str, term: str) -> _Condition:
        if not text:
            raise PlanError(f"the selection has an empty term (`{term}`)")
        field, colon, value = text.partition(":")
        if colon:
            return self._field(field.strip(), value.strip().lower(), text)
        if any(letter in text for letter in "*?["):
            return self._pattern(text)
        try:
            wanted = self.catalogue.scheme(text).id
        except CatalogueError as error:
            raise PlanError(str(error)) from error
        return lambda subject: subject.scheme.id == wanted

    def _pattern(self, text: str) -> _Condition:
        pattern = text.lower()
        found = {
            scheme.id
            for scheme in self.catalogue.schemes
            if fnmatchcase(scheme.name.lower(), pattern) or fnmatchcase(scheme.id, pattern)
        }
        if not found:
            raise PlanError(f"no scheme's name matches `{text}`; `pqeval list` names all")
        return lambda subject: subject.scheme.id in found

    def _field(self, field: str, value: str, text: str) -> _Condition:
        if field not in FIELDS:
            raise PlanError(f"a selection has no field `{field}` (it has {', '.join(FIELDS)})")
        self._require_known(field, value, text)
        if field in _OF_SCHEMES:
            of_scheme = _OF_SCHEMES[field]
            return lambda subject: fnmatchcase(of_scheme(subject.scheme).lower(), value)
        of_subject = _OF_SUBJECTS[field]
        return lambda subject: fnmatchcase(of_subject(subject).lower(), value)

    def _require_known(self, field: str, value: str, text: str) -> None:
        if field in _OF_SCHEMES:
            known = {_OF_SCHEMES[field](scheme).lower() for scheme in self.catalogue.schemes}
        elif field in self.offered:
            known = {one.lower() for one in self.offered[field]}
        else:
            return
        if not any(fnmatchcase(one, value) for one in known):
            close = difflib.get_close_matches(value, known, n=3, cutoff=0.4) or sorted(known)
            raise PlanError(f"`{text}` matches nothing here (known: {', '.join(close) or 'none'})")
