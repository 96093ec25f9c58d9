"""Validation: run published firmware under the model and pair its cycles with a board's."""

from __future__ import annotations

import hashlib
import statistics
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from pqeval.errors import PqevalError, RecordError
from pqeval.targets.cortex_m.model import MODEL_ID
from pqeval.targets.cortex_m.parts import Part
from pqeval.targets.cortex_m.published import (
    OPERATIONS,
    PublishedRow,
    compiler_of,
    cycles_of,
    find_image,
    read_published,
)
from pqeval.targets.cortex_m.validation import (
    Validation,
    ValidationRow,
    is_rejection_sampled,
    set_of,
)

__all__ = ["validate"]

_MAX_INSTRUCTIONS: Final = 20_000_000_000
_TIMEOUT_S: Final = 900
_FEWEST_RUNS: Final = 3
_PRECISE_ENOUGH: Final = 0.002
_FEWEST_OF_WHAT_VARIES: Final = 20
_CYCLES_ENOUGH: Final = 10_000_000_000

_PROTOCOL: Final = (
    "Each image runs with random bytes of other seeds: 3 times, or 20 times if the board's executions of "
    "an operation that counts lie more than 0.2 % apart; on until the standard error of each mean that "
    "counts is below 0.2 %, but after 20 runs only as long as they took less than 1e10 cycles in all; at "
    "most {runs} times. Of an image that executes an operation several times in a run, the mean counts."
)


def validate(
    published: Path,
    folder: Path,
    part: Part,
    *,
    runs: int,
    jobs: int,
    progress: Callable[[str], None],
) -> tuple[Validation, list[str]]:
    """Run every image in `folder` that has a published row.

    Args:
        published: figures in the layout of pqm4's `benchmarks.csv`.
        folder: speed images, named as pqm4's build names them.
        part: whose memories and bus the model takes.
        runs: runs of each image, at most, each with other random bytes. Once there are three (twenty if the
            board's executions differ by more than 0.2 %), an image is not run again if the standard error of
            each mean is below 0.2 %, rejection sampling aside; nor, after twenty, if they took 1e10 cycles.
        jobs: images at a time; results do not depend on it.
        progress: told of each image that is done.

    Returns:
        the record, and what failed, a line each.

    Raises:
        RecordError: the figures cannot be read, or no image belongs to them.
    """
    pairs = [(row, image) for row in read_published(published) if (image := find_image(folder, row))]
    if not pairs:
        raise RecordError(f"no image in {folder} belongs to a row of {published}: expected *_speed.elf")
    rows: list[ValidationRow] = []
    failures: list[str] = []

    def one(pair: tuple[PublishedRow, Path]) -> list[ValidationRow] | str:
        try:
            return _rows(*pair, part, runs)
        except PqevalError as error:
            return f"{pair[0].scheme} {pair[0].implementation}: {error}"

    with ThreadPoolExecutor(jobs) as pool:
        for done, ((row, _), answer) in enumerate(zip(pairs, pool.map(one, pairs), strict=True), 1):
            progress(f"{done}/{len(pairs)} {row.scheme} {row.implementation}")
            if isinstance(answer, str):
                failures.append(answer)
            else:
                rows += answer
    return (
        Validation(
            model=MODEL_ID,
            part=part.name,
            published=published.name,
            published_sha256=_digest(published),
            compilers=tuple(sorted({compiler_of(image) for _, image in pairs} - {""})),
            rows=tuple(rows),
            protocol=_PROTOCOL.format(runs=runs),
        ),
        failures,
    )


def _rows(row: PublishedRow, image: Path, part: Part, runs: int) -> list[ValidationRow]:
    found: list[dict[str, float]] = []
    fewest_runs = _FEWEST_OF_WHAT_VARIES if _varies(row) else _FEWEST_RUNS
    for seed in range(1, runs + 1):
        found.append(
            cycles_of(image, part, seed=seed, max_instructions=_MAX_INSTRUCTIONS, timeout_s=_TIMEOUT_S)
        )
        if seed >= fewest_runs and (_are_precise(row, found) or _took_enough(found)):
            break
    digest = _digest(image)
    return [
        ValidationRow(
            set=set_of(row.scheme, row.implementation),
            scheme=row.scheme,
            implementation=row.implementation,
            operation=operation,
            published_cycles=cycles,
            modelled_cycles=round(statistics.fmean(values), 1),
            standard_error=round(_standard_error(values), 1),
            runs=len(values),
            rejection_sampled=is_rejection_sampled(row.scheme, row.implementation, operation),
            image_sha256=digest,
            published_fewest=fewest,
            published_most=most,
        )
        for operation, cycles, fewest, most in _operations(row)
        if (values := [one[operation] for one in found if operation in one])
    ]


def _varies(row: PublishedRow) -> bool:
    """Whether the board's executions differ: few runs that agree then say nothing of those that would not."""
    return any(
        most - fewest > _PRECISE_ENOUGH * cycles
        for operation, cycles, fewest, most in _operations(row)
        if not is_rejection_sampled(row.scheme, row.implementation, operation)
    )


def _operations(row: PublishedRow) -> Iterable[tuple[str, int, int, int]]:
    """Of each operation, its name, mean, fewest and most cycles."""
    return zip(OPERATIONS[row.kind], row.cycles, row.fewest, row.most, strict=True)


def _are_precise(row: PublishedRow, found: Sequence[dict[str, float]]) -> bool:
    return all(
        _standard_error(values) < _PRECISE_ENOUGH * statistics.fmean(values)
        for operation in found[0]
        if not is_rejection_sampled(row.scheme, row.implementation, operation)
        and (values := [one[operation] for one in found])
    )


def _took_enough(found: Sequence[dict[str, float]]) -> bool:
    cycles = sum(sum(one.values()) for one in found)
    return len(found) >= _FEWEST_OF_WHAT_VARIES and cycles >= _CYCLES_ENOUGH


def _standard_error(values: Sequence[float]) -> float:
    return statistics.stdev(values) / len(values) ** 0.5 if len(values) > 1 else 0.0


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
