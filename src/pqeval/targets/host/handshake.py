"""Measure TLS handshakes: server and client are processes of their own, started by the worker."""

from __future__ import annotations

from typing import Final

from pqeval.catalogue import Kind, Metric, handshake_facts
from pqeval.openssl.handshake import Handshakes, run_handshakes
from pqeval.records import Conditions, Correctness, Measurement, Observation
from pqeval.targets.host.protocol import Request

__all__ = ["NOTES", "measure_handshake"]

_COUNT: Final = 60
"""Handshakes a replicate; with six replicates enough for an interval of the median, and a p95."""
_CPU: Final = "CLOCK_PROCESS_CPUTIME_ID of each side's process, user and system"
_SEEN: Final = "bytes that the client's socket passed in the first handshake"
NOTES: Final = (
    "full handshake over loopback, server authentication, chain of leaf and intermediate, no tickets",
    "CPU time from before SSL_connect or SSL_accept until it returns; connecting and set-up are outside",
    "TLS_AES_128_GCM_SHA256; the client verifies chain and server name",
)


def measure_handshake(request: Request, correctness: Correctness) -> Measurement:
    """The measurement of one replicate.

    Raises:
        ProviderError: a handshake failed.
    """
    case = request.case
    group, certificate = handshake_facts().parts(case.series.scheme)
    seen = run_handshakes(group.name, certificate.openssl, _COUNT)
    return Measurement(
        series=case.series,
        build=request.build,
        correctness=correctness,
        conditions=Conditions(
            boundary=case.implementation.boundary,
            cost_class=case.cost_class,
            random_source="OpenSSL's own generator (CTR-DRBG), inside the timed region",
            seed=case.seed,
            notes=NOTES,
        ),
        observations=tuple(_observations(seen)),
    )


def _observations(seen: Handshakes) -> list[Observation]:
    timed = (
        (Metric.TIME_NS, "CLOCK_MONOTONIC of the client", seen.wall_ns),
        (Metric.CLIENT_CPU_NS, _CPU, seen.client_cpu_ns),
        (Metric.SERVER_CPU_NS, _CPU, seen.server_cpu_ns),
    )
    counted = (
        (Metric.CLIENT_BYTES, seen.sent_by("client")),
        (Metric.SERVER_BYTES, seen.sent_by("server")),
        (Metric.FLIGHTS, len(seen.flights)),
        (Metric.CERTIFICATE_OVERHEAD_BYTES, sum(one.overhead for one in seen.certificates.values())),
    )
    found = [
        Observation(metric=metric, kind=Kind.MEASURED, instrument=instrument, values=tuple(values))
        for metric, instrument, values in timed
    ]
    found += [
        Observation(metric=metric, kind=Kind.COUNTED, instrument=_SEEN, values=(value,))
        for metric, value in counted
    ]
    return found
