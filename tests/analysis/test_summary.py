"""Summaries: one row an implementation and target, ratios to a baseline of the same kind and boundary."""

from __future__ import annotations

import msgspec
import pytest

from pqeval.analysis import BASELINES, FigureKey, Summary, summaries
from pqeval.catalogue import Boundary, Kind, Metric, Operation, Role, load
from pqeval.errors import CatalogueError
from pqeval.records import Failed, Measurement, Record, Skipped, Stage
from sample_runs import CORTEX_TARGET, HOST_TARGET, measurement, observation, run, series


def _timed(scheme: str, time_ns: int, boundary: Boundary = Boundary.PYTHON) -> Measurement:
    of = series(scheme, target="host", provider="liboqs" if boundary == Boundary.C else "cryptography")
    return measurement(observation(Metric.TIME_NS, time_ns, kind=Kind.MEASURED), of=of, boundary=boundary)


def _rows(*records: Record) -> dict[tuple[str, str], Summary]:
    found = summaries(run(*records), load())
    return {(row.scheme.id, row.target): row for row in found}


def test_a_row_collects_the_cases_of_an_implementation() -> None:
    """Operations at all lengths, what failed and what was left out stand in one row."""
    records: list[Record] = [
        measurement(
            observation(Metric.MODELLED_CYCLES, cycles, kind=Kind.MODELLED),
            of=series("ml_dsa_65", Operation.SIGN, message_bytes=length),
        )
        for length, cycles in ((1024, 70), (32, 50))
    ]
    failed = Failed(series=series("ml_dsa_65", Operation.VERIFY), stage=Stage.KAT, error="wrong")
    skipped = Skipped(series=series("ml_dsa_65", Operation.KEYGEN), reason="over the limit")
    (row,) = summaries(run(*records, failed, skipped), load())

    assert ("ML-DSA-65", "liboqs", "cortex-m4") == (row.scheme.name, row.provider, row.target)
    assert ((failed,), (skipped,), 2) == (row.failed, row.skipped, len(row.measurements))
    shortest = row.figure(Operation.SIGN, Metric.MODELLED_CYCLES)
    longest = row.figure(Operation.SIGN, Metric.MODELLED_CYCLES, 1024)
    assert shortest is not None
    assert longest is not None
    assert (50.0, 70.0) == (shortest.estimate.value, longest.estimate.value)
    assert row.figure(Operation.VERIFY, Metric.MODELLED_CYCLES) is None


def test_ratios_are_to_the_roles_baseline() -> None:
    """ML-KEM through a provider is compared with X25519 through a provider."""
    rows = _rows(_timed("x25519", 50), _timed("ml_kem_768", 75))
    key = FigureKey(Operation.ENCAPS, Metric.TIME_NS)

    assert (1.0, 1.5) == (
        rows["x25519", "host"].figures[key].ratio,
        rows["ml_kem_768", "host"].figures[key].ratio,
    )


def test_there_is_no_ratio_across_boundaries() -> None:
    """A C function must not be set against a Python method."""
    rows = _rows(_timed("x25519", 50), _timed("ml_kem_768", 75, Boundary.C))

    assert rows["ml_kem_768", "host"].figures[FigureKey(Operation.ENCAPS, Metric.TIME_NS)].ratio is None


def test_there_is_no_ratio_across_targets() -> None:
    """A host's baseline says nothing about a part."""
    cortex = measurement(observation(Metric.TIME_NS, 75, kind=Kind.MEASURED), boundary=Boundary.PYTHON)
    rows = _rows(_timed("x25519", 50), cortex)

    assert rows["ml_kem_768", "cortex-m4"].figures[FigureKey(Operation.ENCAPS, Metric.TIME_NS)].ratio is None


def test_the_fit_is_judged_where_there_is_a_part() -> None:
    """A part's memory is judged, a host's is not."""
    rows = _rows(measurement(observation(Metric.STACK_BYTES, 700 << 10)), _timed("ml_kem_768", 75))
    cortex = rows["ml_kem_768", "cortex-m4"].fit

    assert cortex is not None
    assert (False, CORTEX_TARGET.part) == (cortex.fits, cortex.part)
    assert rows["ml_kem_768", "host"].fit is None
    assert HOST_TARGET.part is None


def test_an_unknown_scheme_is_named() -> None:
    """A run of another pqeval may hold schemes that this catalogue lacks."""
    of = msgspec.structs.replace(series(), scheme="ml_kem_9000")

    with pytest.raises(CatalogueError, match="ml_kem_9000"):
        summaries(run(Skipped(series=of, reason="")), load())


def test_baselines_are_schemes_of_their_role() -> None:
    """Each baseline is in the catalogue, under the role that it serves."""
    assert dict(BASELINES) == {load().by_id[scheme].role: scheme for scheme in BASELINES.values()}
    assert set(BASELINES) == set(Role) - {Role.XOF, Role.STATEFUL_SIGNATURE}
