"""Small run documents for tests: every field filled with something plausible, each part replaceable."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pqeval.catalogue import Boundary, CostClass, Kind, Metric, Operation
from pqeval.records import (
    SCHEMA_VERSION,
    Build,
    Conditions,
    Correctness,
    Evidence,
    HostFacts,
    Measurement,
    ModelFacts,
    Observation,
    PartFacts,
    PlanFacts,
    Record,
    Run,
    Series,
    TargetFacts,
)

HOST = HostFacts(
    cpu="Example CPU",
    architecture="x86_64",
    logical_cpus=2,
    memory_bytes=8 << 30,
    kernel="6.1",
    os="Debian 12",
    python="3.11",
    packages={"msgspec": "0.20"},
)
PART = PartFacts(name="STM32L4R5", ram_bytes=640 << 10, flash_bytes=2 << 20)
MODEL = ModelFacts(
    id="armv7em-table-1",
    mean_error_percent=5.6,
    max_error_percent=31.0,
    validated_against="a board",
    source="a comparison",
)
HOST_TARGET = TargetFacts(name="host", title="This host", replicates=6, instruments={"time_ns": "clock"})
CORTEX_TARGET = TargetFacts(name="cortex-m4", title="Cortex-M4", replicates=1, model=MODEL, part=PART)
BUILD = Build(
    hash="b" * 64,
    what="firmware",
    library="liboqs",
    library_version="0.13.0",
    compiler="arm-none-eabi-gcc 12.2",
    flags="-O3",
    facts={"options": "embedded"},
    files={"image.elf": "c" * 64},
)


def series(
    scheme: str = "ml_kem_768",
    operation: Operation = Operation.ENCAPS,
    target: str = "cortex-m4",
    message_bytes: int | None = None,
    provider: str = "liboqs",
) -> Series:
    """A series; the default is ML-KEM-768 encaps on the Cortex-M4."""
    return Series(
        scheme=scheme,
        provider=provider,
        variant="generic",
        operation=operation,
        target=target,
        message_bytes=message_bytes,
    )


def observation(
    metric: Metric,
    *values: int,
    kind: Kind = Kind.COUNTED,
    operations: Sequence[int] = (),
    processes: Sequence[int] = (),
    tags: Sequence[int] = (),
    seeds: Sequence[int] = (),
) -> Observation:
    """An observation with these values."""
    return Observation(
        metric=metric,
        kind=kind,
        instrument="test",
        values=values,
        operations=tuple(operations),
        processes=tuple(processes),
        tags=tuple(tags),
        seeds=tuple(seeds),
    )


def measurement(
    *observations: Observation,
    of: Series | None = None,
    build: str = BUILD.hash,
    boundary: Boundary = Boundary.C,
    seed: str = "pqeval-1",
    cost_class: CostClass = CostClass.FIXED,
) -> Measurement:
    """A measurement of the default series with these observations."""
    return Measurement(
        series=of or series(),
        build=build,
        correctness=Correctness(method="kat single", source="a file", digest="d" * 64),
        conditions=Conditions(
            boundary=boundary, cost_class=cost_class, random_source="drbg", seed=seed, keys_rotated=16
        ),
        observations=observations,
    )


def run(
    *records: Record | Evidence,
    build: Build = BUILD,
    targets: Sequence[TargetFacts] = (HOST_TARGET, CORTEX_TARGET),
    host: HostFacts = HOST,
) -> Run:
    """A run with these records; its id is empty."""
    return Run(
        schema_version=SCHEMA_VERSION,
        id="",
        pqeval_version="0.1.0",
        started="2026-11-23T20:00:00Z",
        finished="2026-11-23T20:01:00Z",
        plan=PlanFacts(
            name="quick",
            selection=("ML-KEM-*",),
            targets=tuple(target.name for target in targets),
            seed="pqeval-1",
            cases=tuple(record.series for record in records),
        ),
        host=host,
        targets=tuple(targets),
        builds={build.hash: build},
        records=records,
    )


def changed(build: Build, **changes: object) -> Build:
    """The build with some fields changed."""
    return msgspec.structs.replace(build, **changes)
