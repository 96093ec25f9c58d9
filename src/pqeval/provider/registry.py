"""Finds providers: every module of a `providers` package that has a `PROVIDER`, nothing to register."""

from __future__ import annotations

import importlib
import pkgutil
import re
from functools import cached_property
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from pqeval.errors import LibraryError, UnsupportedScheme

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pqeval.catalogue import Implementation

__all__ = ["Provider", "Registry", "identifier"]

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")


def identifier(name: str) -> str:
    """The identifier of a scheme's name: `ML-KEM-768` and `ml_kem_768` are both `ml_kem_768`."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


class Provider(Protocol[T_co]):
    """One library that implements schemes. A module named after it holds it as `PROVIDER`.

    `rank` orders providers of one scheme, lowest first: that one is taken where none is named.
    """

    name: str
    rank: int

    def unavailable(self) -> str:
        """Empty if the library can be used here; else the reason and the remedy, in one sentence."""

    def implementations(self) -> tuple[Implementation, ...]:
        """What the library offers here. Quick: never builds, never runs a cryptographic operation."""

    def refused(self) -> dict[str, str]:
        """Schemes that one might expect of this library but that it does not offer, with the reason."""

    def open(self, implementation: Implementation) -> T_co:
        """Make one of `implementations()` ready for use."""


class Registry(Generic[T]):
    """All providers of one kind of scheme.

    Args:
        package: dotted name of the package whose modules are the providers.
    """

    def __init__(self, package: str) -> None:
        self._package = package

    @cached_property
    def providers(self) -> tuple[Provider[T], ...]:
        """Every provider, usable here or not, in order of rank."""
        package = importlib.import_module(self._package)
        names = sorted(module.name for module in pkgutil.iter_modules(package.__path__))
        modules = (importlib.import_module(f"{self._package}.{name}") for name in names)
        found: list[Provider[T]] = [m.PROVIDER for m in modules if hasattr(m, "PROVIDER")]
        return tuple(sorted(found, key=lambda provider: provider.rank))

    def implementations(self) -> tuple[Implementation, ...]:
        """What all usable providers offer, in order of rank. Asked anew each time: nothing is kept."""
        return tuple(
            implementation
            for provider in self.providers
            if not provider.unavailable()
            for implementation in provider.implementations()
        )

    def not_offered(self, schemes: tuple[str, ...]) -> dict[str, str]:
        """For each of the scheme identifiers `schemes` that no provider offers here: why."""
        offered = {implementation.scheme for implementation in self.implementations()}
        words = self._words()
        return {scheme: self._reasons(scheme, words) for scheme in schemes if scheme not in offered}

    def get(self, name: str, provider: str | None = None, variant: str | None = None) -> T:
        """Open a scheme by its name or identifier.

        Raises:
            UnsupportedScheme: nobody who was asked offers it; names them and their reasons.
        """
        scheme = identifier(name)
        for candidate in self.providers:
            if provider not in {None, candidate.name} or candidate.unavailable():
                continue
            for implementation in candidate.implementations():
                if implementation.scheme == scheme and variant in {None, implementation.variant}:
                    return candidate.open(implementation)
        wanted = f"{name} (variant {variant})" if variant else name
        raise UnsupportedScheme(
            f"{wanted} is not offered here: {self._reasons(scheme, self._words(provider), provider)}"
        )

    def _words(self, only: str | None = None) -> dict[str, tuple[str, Mapping[str, str]]]:
        """What each provider says: why it cannot be used at all, and which schemes it refuses.

        Asked once for all schemes: a provider may look at whole libraries before it answers.
        """
        words: dict[str, tuple[str, Mapping[str, str]]] = {}
        for provider in self.providers:
            if only in {None, provider.name}:
                unavailable = provider.unavailable()
                words[provider.name] = (unavailable, {} if unavailable else provider.refused())
        return words

    def _reasons(
        self, scheme: str, words: Mapping[str, tuple[str, Mapping[str, str]]], only: str | None = None
    ) -> str:
        """Why each provider that was asked does not offer `scheme`."""
        reasons = [
            f"{name}: {unavailable or refused.get(scheme, 'does not offer it')}"
            for name, (unavailable, refused) in words.items()
        ]
        known = ", ".join(provider.name for provider in self.providers)
        return "; ".join(reasons) or f"there is no provider {only} (known: {known})"


def reason_of(check: Callable[[], object]) -> str:
    """Empty if `check` succeeds, else why not: the message of its `LibraryError` or `ImportError`."""
    try:
        check()
    except (LibraryError, ImportError) as error:
        return str(error)
    return ""
