"""What is secret and what is public in each operation: the facts behind constant-time evidence."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

import msgspec

from pqeval.catalogue import Operation, Role, Scheme, load
from pqeval.errors import CatalogueError
from pqeval.records import Varied

__all__ = ["Attempts", "Layout", "Part", "PublicFunction", "SecretUse", "layout_of", "spliced", "uses_of"]


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of a secret key; `bytes` is its length, or one for each scheme of the layout."""

    name: str
    bytes: int | dict[str, int]
    secret: bool = False
    reason: str = ""

    def length(self, scheme: str) -> int:
        """Its length in bytes."""
        return self.bytes if isinstance(self.bytes, int) else self.bytes[scheme]


class Layout(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A secret key as its parts in their order."""

    schemes: tuple[str, ...]
    source: str
    parts: tuple[Part, ...]


class PublicFunction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A function that handles public values only; `function` may hold `*`, `scope` is a trace's."""

    function: str
    scope: str
    reason: str


class Attempts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rejection sampling: runs count only if `function` is called `calls` times in them."""

    function: str
    calls: int
    reason: str


class SecretUse(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What varies between two runs of an operation and what may differ because it is public."""

    schemes: tuple[str, ...]
    operation: Operation
    source: str
    vary: tuple[str, ...] = ()
    public: str = ""
    reason: str = ""
    left_out: tuple[PublicFunction, ...] = ()
    attempts: Attempts | None = None
    limits: tuple[str, ...] = ()

    def varied(self, scheme: str) -> tuple[Varied, ...]:
        """What varies, each with its reason and source."""
        layout = _layouts().get(scheme)
        parts = {part.name: part for part in layout.parts} if layout else {}
        return tuple(
            Varied(what=name, reason=parts[name].reason, source=layout.source)
            if layout and name in parts
            else Varied(what=name, reason=self.reason, source=self.source)
            for name in self.vary
        )


class _RoleUse(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What varies in an operation of every scheme of a role that has no entry of its own."""

    role: Role
    operation: Operation
    vary: tuple[str, ...]
    reason: str
    limits: tuple[str, ...] = ()

    def of(self, scheme: Scheme) -> SecretUse:
        """The entry for one scheme."""
        return SecretUse(
            schemes=(scheme.id,),
            operation=self.operation,
            source=scheme.source,
            vary=self.vary,
            reason=self.reason,
            limits=self.limits,
        )


class _Facts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    layout: tuple[Layout, ...]
    operation: tuple[SecretUse, ...]
    role: tuple[_RoleUse, ...]


@cache
def _facts() -> _Facts:
    text = resources.files("pqeval.targets").joinpath("data/secrets.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), type=_Facts)


@cache
def _layouts() -> dict[str, Layout]:
    return {scheme: layout for layout in _facts().layout for scheme in layout.schemes}


def uses_of(scheme: str, operation: Operation) -> tuple[SecretUse, ...]:
    """Every entry for an operation of a scheme; empty if nothing is known of its secrets."""
    own = tuple(use for use in _facts().operation if scheme in use.schemes and use.operation == operation)
    facts = load().by_id.get(scheme)
    if own or facts is None:
        return own
    by_role = (use for use in _facts().role if use.role == facts.role and use.operation == operation)
    return tuple(use.of(facts) for use in by_role)


def layout_of(scheme: Scheme) -> Layout | None:
    """The parts of a scheme's secret key, if they are known.

    Raises:
        CatalogueError: their lengths do not add up to the secret key's.
    """
    layout = _layouts().get(scheme.id)
    if layout is not None:
        total = sum(part.length(scheme.id) for part in layout.parts)
        if total != scheme.sizes.secret_key_bytes:
            raise CatalogueError(
                f"secrets.toml: the parts of {scheme.name}'s secret key have {total} bytes, but the key "
                f"has {scheme.sizes.secret_key_bytes}"
            )
    return layout


def spliced(scheme: Scheme, use: SecretUse, secret_key: bytes, other: bytes) -> bytes:
    """`secret_key` with the parts that vary taken from `other`, a key of another pair.

    Raises:
        CatalogueError: the layout of the key is not known.
    """
    layout = layout_of(scheme)
    if layout is None or len(secret_key) != len(other):
        raise CatalogueError(f"secrets.toml does not say what {scheme.name}'s secret key consists of")
    result = bytearray(secret_key)
    place = 0
    for part in layout.parts:
        end = place + part.length(scheme.id)
        if part.name in use.vary:
            result[place:end] = other[place:end]
        place = end
    return bytes(result)
