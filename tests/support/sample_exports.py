"""Two small runs for tests of exports: a host and an emulated device; standards, candidates, baselines."""

from __future__ import annotations

import msgspec

from pqeval.catalogue import Boundary, CostClass, Kind, Mark, Metric, Operation
from pqeval.records import Measurement, ModelFacts, Run, TargetFacts
from pqeval.results.document import run_id
from sample_runs import HOST_TARGET, PART, measurement, observation, run, series

KEM = (Operation.KEYGEN, Operation.ENCAPS, Operation.DECAPS)
SIGNATURE = (Operation.KEYGEN, Operation.SIGN, Operation.VERIFY)
SCHEMES = {
    "x25519": KEM,
    "ml_kem_512": KEM,
    "ml_kem_768": KEM,
    "hqc_128": KEM,
    "ecdsa_p_256": SIGNATURE,
    "ml_dsa_44": SIGNATURE,
    "ml_dsa_65": SIGNATURE,
    "mayo_1": SIGNATURE,
    "ascon_aead128": (Operation.ENCRYPT, Operation.DECRYPT),
    "aes_128_gcm": (Operation.ENCRYPT, Operation.DECRYPT),
}
_MESSAGES = {Operation.SIGN, Operation.VERIFY, Operation.ENCRYPT, Operation.DECRYPT}
_LENGTHS = (16, 64, 1024)


def host_run(factor: int = 1, started: str = "2026-11-23T20:00:00Z") -> Run:
    """Times of every scheme on a host: six processes of two batches each."""
    records = [
        _timed(scheme, operation, factor * 10_000 * place, length)
        for scheme, operations in SCHEMES.items()
        for place, operation in enumerate(operations, start=1)
        for length in _lengths(operation)
    ]
    return _finished(run(*records, targets=(HOST_TARGET,)), started)


def device_run() -> Run:
    """Modelled cycles, memory and code of every post-quantum scheme and Ascon on a Cortex-M4."""
    return model_run(Mark.NONE)


def model_run(mark: Mark) -> Run:
    """The same with a timing model that carries this mark."""
    model = ModelFacts(
        id="armv7em-2",
        source="a manual",
        mark=mark,
        mean_error_percent=None if mark else 1.53,
        max_error_percent=None if mark else 15.8,
        validated_against="" if mark else "a board",
        operations=148,
        implementations=56,
    )
    target = TargetFacts(name="cortex-m4", title="Cortex-M4F, emulated", replicates=1, model=model, part=PART)
    records = [
        _modelled(scheme, operation, 700_000 * place, length, mark)
        for scheme, operations in SCHEMES.items()
        if scheme not in {"x25519", "ecdsa_p_256", "aes_128_gcm"}
        for place, operation in enumerate(operations, start=1)
        for length in _lengths(operation)
    ]
    return _finished(run(*records, targets=(target,)), "2026-11-23T21:00:00Z")


def sample_runs() -> list[Run]:
    """The host's run and the device's."""
    return [host_run(), device_run()]


def _lengths(operation: Operation) -> tuple[int | None, ...]:
    return _LENGTHS if operation in _MESSAGES else (None,)


def _timed(scheme: str, operation: Operation, nanoseconds: int, length: int | None) -> Measurement:
    size = length or 0
    one = observation(
        Metric.TIME_NS,
        *(100 * (nanoseconds + size) + n for n in range(12)),
        kind=Kind.MEASURED,
        operations=(100,) * 12,
        processes=tuple(n // 2 for n in range(12)),
    )
    boundary = Boundary.PYTHON if scheme == "aes_128_gcm" else Boundary.C
    return measurement(one, of=series(scheme, operation, "host", length), boundary=boundary)


def _modelled(scheme: str, operation: Operation, cycles: int, length: int | None, mark: Mark) -> Measurement:
    stochastic = operation == Operation.SIGN and scheme.startswith("ml_dsa")
    spread = range(0, 400_000, 100_000) if stochastic else range(1)
    seeds = tuple(spread) if stochastic else ()
    cycle_values = tuple(cycles + 10 * (length or 0) + more for more in spread)
    model = msgspec.structs.replace(
        observation(
            Metric.MODELLED_CYCLES, *cycle_values, kind=Kind.MODELLED, seeds=tuple(range(len(seeds)))
        ),
        mark=mark,
    )
    stack = 900_000 if scheme == "mayo_1" else 6000
    counted = {
        Metric.INSTRUCTIONS: cycles * 3 // 4,
        Metric.HASHING_SHARE: 500_000,
        Metric.STACK_BYTES: stack,
        Metric.HEAP_PEAK_BYTES: 0,
        Metric.BUFFER_BYTES: 5000,
        Metric.TEXT_BYTES: 20_000,
        Metric.DATA_BYTES: 0,
        Metric.BSS_BYTES: 100,
    }
    found = [observation(metric, value) for metric, value in counted.items()]
    return measurement(
        model,
        *found,
        of=series(scheme, operation, "cortex-m4", length),
        cost_class=CostClass.STOCHASTIC if stochastic else CostClass.FIXED,
    )


def _finished(one: Run, started: str) -> Run:
    dated = msgspec.structs.replace(one, started=started)
    return msgspec.structs.replace(dated, id=run_id(dated))
