"""Verification of LMS, HSS, XMSS and XMSS^MT as a plain library: `get(name)`, then `verify`.

    >>> from pqeval import stateful
    >>> verifier = stateful.get("XMSS-SHA2_10_256")
    >>> verifier.verify(public_key, message, signature)

`verify` returns nothing: it raises `InvalidSignature` if the signature is not right.

Key generation, signing and the handling of state are out of scope on purpose. Whoever signs twice from one
state of a key gives the key away, and a state that is copied, restored from a backup or not yet written when
the power fails does just that. Only hardware and procedures that are made for it can prevent it (NIST SP
800-208), not a benchmark. Devices verify; so verification is what is offered, checked and timed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pqeval.provider import Registry
from pqeval.stateful.verifier import Verifier

if TYPE_CHECKING:
    from pqeval.catalogue import Implementation

__all__ = ["Verifier", "get", "implementations", "not_offered"]

_REGISTRY: Final[Registry[Verifier]] = Registry("pqeval.stateful.providers")


def get(name: str, provider: str | None = None, variant: str | None = None) -> Verifier:
    """A stateful signature scheme by its name (`LMS_SHA256_H10_W8`) or identifier (`lms_sha256_h10_w8`).

    Args:
        name: the library's spelling, which the catalogue shares, or the identifier.
        provider: `liboqs`, or by default the first that has it.
        variant: as in `implementations()`; by default the provider's first.

    Raises:
        UnsupportedScheme: nobody who was asked offers it; names them and their reasons.
    """
    return _REGISTRY.get(name, provider, variant)


def implementations() -> tuple[Implementation, ...]:
    """Every implementation of a stateful scheme that can be used here. Quick; runs no cryptography."""
    return _REGISTRY.implementations()


def not_offered(schemes: tuple[str, ...]) -> dict[str, str]:
    """For each of these scheme identifiers that nobody offers here: why, provider by provider."""
    return _REGISTRY.not_offered(schemes)
