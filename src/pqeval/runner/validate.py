"""Validation: run published firmware under the model and pair its cycles with a board's."""

from __future__ import annotations

import hashlib
import statistics
from collections.abc import Callable, Sequence
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
        runs: runs of each image, at most, each with other random bytes. Once there are three, an image is not
            run again if the standard error of each mean is below 0.2 %, rejection sampling aside.
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
        ),
        failures,
    )


def _rows(row: PublishedRow, image: Path, part: Part, runs: int) -> list[ValidationRow]:
    found: list[dict[str, int]] = []
    for seed in range(1, runs + 1):
        found.append(
            cycles_of(image, part, seed=seed, max_instructions=_MAX_INSTRUCTIONS, timeout_s=_TIMEOUT_S)
        )
        if seed >= _FEWEST_RUNS and all(
            _standard_error(values) < _PRECISE_ENOUGH * statistics.fmean(values)
            for operation in found[0]
            if not is_rejection_sampled(row.scheme, row.implementation, operation)
            and (values := [one[operation] for one in found])
        ):
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
        )
        for operation, cycles in zip(OPERATIONS[row.kind], row.cycles, strict=True)
        if (values := [one[operation] for one in found if operation in one])
    ]


def _standard_error(values: Sequence[int]) -> float:
    return statistics.stdev(values) / len(values) ** 0.5 if len(values) > 1 else 0.0


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
