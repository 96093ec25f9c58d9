"""What is sent of a scheme: sizes of one scheme, of a hybrid, and of several beside one another."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from pqeval.catalogue import Kind, Scheme, Sizes
from pqeval.errors import CatalogueError, FactsError
from pqeval.guideline.quantity import Missing, Quantity, derived

if TYPE_CHECKING:
    from pqeval.guideline.load import Facts

__all__ = ["parts_of", "size_of"]

_DER_BYTES: Final = 8
"""A DER signature of two integers is at most this much longer than both: a sequence, two heads, two zeros."""
_TWO_INTEGERS: Final = "ECDSA"

_SIZES: Final = {
    "pk": "public_key_bytes",
    "sk": "secret_key_bytes",
    "ct": "ciphertext_bytes",
    "ss": "shared_secret_bytes",
    "sig": "signature_bytes",
    "seed": "seed_bytes",
    "tag": "tag_bytes",
    "nonce": "nonce_bytes",
}


def parts_of(facts: Facts, name: str) -> tuple[Scheme, ...]:
    """The schemes that a name means: a scheme, a hybrid group, or several joined by `+`.

    Raises:
        FactsError: a part is unknown; names what is near it.
    """
    hybrids = {hybrid.name.lower(): hybrid for hybrid in facts.hybrids.values()}
    found: list[Scheme] = []
    for word in (word.strip() for word in name.split("+")) if name not in facts.catalogue.by_id else [name]:
        hybrid = hybrids.get(word.lower())
        parts = hybrid.parts if hybrid else (word,)
        found += [_scheme(facts, part) for part in parts]
    return tuple(found)


def _scheme(facts: Facts, name: str) -> Scheme:
    try:
        return facts.catalogue.scheme(name)
    except CatalogueError as error:
        raise FactsError(
            f"{error}; or a hybrid: {', '.join(one.name for one in facts.hybrids.values())}"
        ) from error


def size_of(facts: Facts, name: str, what: str, *, der: bool = False) -> Quantity | Missing:
    """The length of `pk`, `ct`, `sig`, … of a scheme, or the sum over the parts of a hybrid.

    `der` counts ECDSA signatures as TLS and X.509 encode them, at their largest.

    Raises:
        FactsError: a part is unknown.
    """
    return _sum(parts_of(facts, name), what, _encoded if der else _raw)


def _sum(
    schemes: tuple[Scheme, ...], what: str, length: Callable[[Scheme, str], int | None]
) -> Quantity | Missing:
    field = _SIZES[what]
    sizes = []
    for scheme in schemes:
        size = length(scheme, field)
        if size is None:
            return Missing(unit="bytes", reason=f"{scheme.name} has no {field}")
        sizes.append(
            Quantity(
                value=size,
                unit="bytes",
                kind=Kind.CITED,
                source=scheme.source,
                confidence=scheme.confidence,
                note=f"{what} of {scheme.name}",
            )
        )
    if len(sizes) == 1:
        return sizes[0]
    return derived(sum(one.value for one in sizes), "bytes", " + ".join(one.note for one in sizes), sizes)


def _raw(scheme: Scheme, field: str) -> int | None:
    size: int | None = getattr(scheme.sizes, field)
    return size


def _encoded(scheme: Scheme, field: str) -> int | None:
    size = _raw(scheme, field)
    if field == "signature_bytes" and scheme.family == _TWO_INTEGERS and size is not None:
        return size + _DER_BYTES
    return size


assert set(_SIZES.values()) <= set(Sizes.__struct_fields__)
