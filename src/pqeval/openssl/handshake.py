"""Run TLS 1.3 handshakes between two processes, and read what the measuring program prints."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from pqeval.errors import BuildError, ProviderError
from pqeval.native.process import run
from pqeval.openssl.functions import require_library

__all__ = ["Certificate", "Handshakes", "run_handshakes"]

_TIMEOUT_S: Final = 120.0


@dataclass(frozen=True, slots=True)
class Certificate:
    """Bytes of an encoded certificate, of its public key and of its signature."""

    whole: int
    public_key: int
    signature: int

    @property
    def overhead(self) -> int:
        """What it has beside key and signature: names, dates, extensions."""
        return self.whole - self.public_key - self.signature


@dataclass(slots=True)
class Handshakes:
    """What was seen: per handshake the nanoseconds, once the bytes.

    `messages` are (sender, name, bytes with the 4-byte header), `flights` (sender, bytes on the wire).
    """

    client_cpu_ns: list[int] = field(default_factory=list)
    server_cpu_ns: list[int] = field(default_factory=list)
    wall_ns: list[int] = field(default_factory=list)
    certificates: dict[str, Certificate] = field(default_factory=dict)
    messages: list[tuple[str, str, int]] = field(default_factory=list)
    flights: list[tuple[str, int]] = field(default_factory=list)

    def sent_by(self, side: str) -> int:
        """Bytes that one side put on the wire."""
        return sum(size for who, size in self.flights if who == side)


def run_handshakes(group: str, certificate: str, count: int) -> Handshakes:
    """Full handshakes with server authentication, `count` of them timed, after one that is looked at.

    Args:
        group: TLS's name of the group.
        certificate: OpenSSL's name of the certificates' algorithm (`P-256`, `RSA-2048`, `ML-DSA-65`).
        count: at least 1.

    Raises:
        ProviderError: a handshake failed, or the library knows the group or the algorithm not.
        LibraryError: there is no OpenSSL.
    """
    program = require_library().handshake
    try:
        output = run([program, group, certificate, str(count)], timeout_s=_TIMEOUT_S)
    except BuildError as error:
        reason = getattr(error, "stderr", "") or str(error)
        raise ProviderError(f"TLS with {group} and {certificate}: {reason.strip()}") from error
    seen = _read(output)
    if len(seen.wall_ns) != count or not seen.flights or len(seen.certificates) != 2:  # noqa: PLR2004 - a leaf, an intermediate
        raise ProviderError(f"TLS with {group} and {certificate}: the program's answer is not whole")
    return seen


def _read(output: str) -> Handshakes:
    seen = Handshakes()
    for line in output.splitlines():
        match line.split():
            case ["handshake", client, server, wall]:
                seen.client_cpu_ns.append(int(client))
                seen.server_cpu_ns.append(int(server))
                seen.wall_ns.append(int(wall))
            case ["certificate", which, whole, public_key, signature]:
                seen.certificates[which] = Certificate(int(whole), int(public_key), int(signature))
            case ["message", side, name, size]:
                seen.messages.append((side, name, int(size)))
            case ["flight", side, size]:
                seen.flights.append((side, int(size)))
            case ["version", _]:
                pass
            case _:
                raise ProviderError(f"the measuring program says something unknown: {line[:80]}")
    return seen
