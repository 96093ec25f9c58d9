"""The measuring process: `python -m pqeval.targets.host.worker IN OUT` (file descriptors).

One request a line in, one answer a line out. It measures and nothing else: no report code, one thread.
Whatever libraries print goes to stderr, never between the answers.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import BinaryIO

import msgspec

from pqeval.catalogue import Boundary, Operation
from pqeval.errors import PqevalError
from pqeval.records import Conditions, Correctness, Failed, Measurement, Piece, Record, Stage
from pqeval.targets.host._timing import lib
from pqeval.targets.host.check import check
from pqeval.targets.host.kept_inputs import kept_inputs
from pqeval.targets.host.measure import call_overhead_ns, observe
from pqeval.targets.host.memory import memory_observations
from pqeval.targets.host.prepared import Prepared, prepare
from pqeval.targets.host.protocol import Answer, CheckAnswer, MemoryAnswer, Mode, Request, TimedAnswer
from pqeval.targets.inputs import KEYS_ROTATED

__all__ = ["answer", "main"]


def main(arguments: list[str]) -> int:
    """Answer requests until there are no more."""
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with open(int(arguments[0]), "rb") as requests, open(int(arguments[1]), "wb") as answers:  # noqa: PTH123 - descriptors
        serve(requests, answers)
    return 0


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer each line of `requests` by a line to `answers`."""
    lib.pqe_timing_open()
    decoder = msgspec.json.Decoder(Request)
    for line in requests:
        answers.write(msgspec.json.encode(answer(decoder.decode(line))) + b"\n")
        answers.flush()


def answer(request: Request) -> Answer:
    """Run one unit."""
    kept_inputs.folder = Path(request.inputs) if request.inputs else None
    if request.mode == Mode.MEMORY:
        return _memory(request)
    if request.mode == Mode.CHECK:
        return _check_alone(request)
    return TimedAnswer(piece=Piece(replicate=request.replicate, record=_timed(request)))


def _timed(request: Request) -> Record:
    case = request.case
    stage = Stage.KAT
    try:
        correctness = _correctness(request)
        stage = Stage.MEASURE
        return _measurement(request, correctness)
    except PqevalError as error:
        return Failed(series=case.series, stage=stage, error=str(error), build=request.build)


def _correctness(request: Request) -> Correctness:
    if request.folder is None:
        return check(request.case, request.kat)
    from pqeval.targets.host.folder_code import check_folder  # noqa: PLC0415 - only where it is needed

    return check_folder(request.folder, whole=request.kat == "all")


def _prepared(request: Request, *, most_keys: int = KEYS_ROTATED) -> Prepared:
    if request.folder is None:
        return prepare(request.case, most_keys=most_keys)
    from pqeval.targets.host.folder_code import prepare_folder  # noqa: PLC0415 - only where it is needed

    return prepare_folder(request.case, request.folder)


def _check_alone(request: Request) -> CheckAnswer:
    try:
        return CheckAnswer(error="", correctness=_correctness(request))
    except PqevalError as error:
        return CheckAnswer(error=str(error))


def _measurement(request: Request, correctness: Correctness) -> Measurement:
    case = request.case
    if case.series.operation == Operation.HANDSHAKE:
        from pqeval.targets.host.handshake import measure_handshake  # noqa: PLC0415 - only where it is needed

        return measure_handshake(request, correctness)
    prepared = _prepared(request)
    observations = observe(case, prepared, request.replicate, request.replicates)
    python = case.implementation.boundary == Boundary.PYTHON
    return Measurement(
        series=case.series,
        build=request.build,
        correctness=correctness,
        conditions=Conditions(
            boundary=case.implementation.boundary,
            cost_class=case.cost_class,
            random_source=prepared.random_source,
            seed=case.seed,
            secret_key_encoding=case.implementation.secret_key_encoding,
            keys_rotated=prepared.rotation,
            call_overhead_ns=round(call_overhead_ns(python=python), 1),
            notes=prepared.notes,
        ),
        observations=observations,
    )


def _memory(request: Request) -> MemoryAnswer:
    key = request.case.series.key
    try:
        return MemoryAnswer(key=key, observations=memory_observations(_prepared(request, most_keys=1)))
    except PqevalError:
        # The timed pass of the same case meets the same fault and reports it as the case's failure.
        return MemoryAnswer(key=key, observations=())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
