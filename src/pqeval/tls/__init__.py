"""TLS 1.3 handshakes, run for real between two processes over loopback: what they send and what they cost.

    >>> from pqeval import tls
    >>> seen = tls.run("X25519MLKEM768", "ML-DSA-65", count=3)  # doctest: +SKIP
    >>> seen.sent_by("server")  # doctest: +SKIP
    16103

It needs the optional OpenSSL (`pqeval setup openssl`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pqeval.catalogue import Boundary, Implementation, Role, load
from pqeval.openssl.functions import require_library
from pqeval.openssl.handshake import Certificate, Handshakes, run_handshakes
from pqeval.provider.registry import reason_of

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Certificate", "Handshakes", "implementations", "not_offered", "run"]

run: Final = run_handshakes


def implementations() -> tuple[Implementation, ...]:
    """Each group with each kind of certificate, if there is an OpenSSL. Quick; runs nothing."""
    if reason_of(require_library):
        return ()
    return tuple(
        Implementation(
            scheme=scheme.id,
            provider="openssl",
            variant="libssl",
            library_name=scheme.name,
            boundary=Boundary.PROCESS,
            licence="Apache-2.0",
        )
        for scheme in load().schemes
        if scheme.role == Role.HANDSHAKE
    )


def not_offered(schemes: Iterable[str]) -> dict[str, str]:
    """For each of these handshakes that cannot be run here: why."""
    reason = reason_of(require_library)
    handshakes = {scheme.id for scheme in load().schemes if scheme.role == Role.HANDSHAKE}
    return {scheme: reason for scheme in schemes if reason and scheme in handshakes}
