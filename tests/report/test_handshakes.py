"""The report's table of TLS handshakes."""

from __future__ import annotations

import pytest

from pqeval.catalogue import Boundary, Kind, Metric, Operation
from pqeval.records import Measurement
from pqeval.report.blocks import Section
from pqeval.report.page import compose
from sample_runs import HOST_TARGET, measurement, observation, run, series

TIMES = {Metric.CLIENT_CPU_NS: 2_000_000, Metric.SERVER_CPU_NS: 1_000_000}
COUNTS = {Metric.CLIENT_BYTES: 1478, Metric.SERVER_BYTES: 12_156, Metric.FLIGHTS: 3}


def handshake(scheme: str, factor: int) -> Measurement:
    """A handshake whose figures are multiples of those above, the same in each of six processes."""
    processes = range(6)
    timed = [
        observation(metric, *[value * factor] * 6, kind=Kind.MEASURED, processes=processes)
        for metric, value in TIMES.items()
    ]
    counted = [observation(metric, value * factor) for metric, value in COUNTS.items()]
    of = series(scheme, Operation.HANDSHAKE, "host", provider="openssl")
    return measurement(*timed, *counted, of=of, boundary=Boundary.PROCESS)


def section(language: str) -> Section:
    """The section of a run with two handshakes."""
    records = [handshake("tls_1_3_x25519_ecdsa_p_256", 1), handshake("tls_1_3_mlkem768_ml_dsa_44", 3)]
    page = compose(run(*records, targets=(HOST_TARGET,)), language)
    return next(one for one in page.sections if one.anchor == "handshakes")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_each_handshake_is_a_row_with_its_ratio(language: str) -> None:
    """Group, certificates, CPU and bytes of each side, and how they stand to X25519 with ECDSA."""
    [table] = section(language).tables
    first, second = table.rows
    assert [cell.text for cell in second[:2]] == ["MLKEM768", "ML-DSA-44"]
    assert [cell.sort for cell in second[2:]] == [6_000_000, 3_000_000, 3 * 1478, 3 * 12_156, 9]
    assert [cell.note for cell in second[2:6]] == ["3.0×"] * 4
    assert [cell.note for cell in first[2:6]] == ["1.0×"] * 4


def test_a_run_of_handshakes_alone_is_not_empty() -> None:
    """No sentence says that there are no figures."""
    page = compose(run(handshake("tls_1_3_x25519_ml_dsa_44", 1), targets=(HOST_TARGET,)), "en")
    assert "answer" not in [one.anchor for one in page.sections]
