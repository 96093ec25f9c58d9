"""Benchmark firmware of others, in the manner of pqm4: run an image, read what it prints."""

from __future__ import annotations

import csv
import re
import statistics
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pqeval.errors import RecordError, TargetError, TargetTimeout
from pqeval.targets.cortex_m.emulator import emulator_command
from pqeval.targets.cortex_m.parts import Part

__all__ = [
    "OPERATIONS",
    "PublishedRow",
    "compiler_of",
    "cycles_of",
    "find_image",
    "means_of",
    "read_published",
]

OPERATIONS: Final = {"kem": ("keygen", "encaps", "decaps"), "sign": ("keygen", "sign", "verify")}
_SECTIONS: Final = {"Key Encapsulation Schemes": "kem", "Signature Schemes": "sign"}
_SPEED: Final = "Speed Evaluation"
_MEANS: Final = (2, 5, 8)
"""Columns of the means; the fewest and the most cycles stand behind each."""
_PRINTED: Final = re.compile(r"^(keypair|encaps|decaps|sign|verify) cycles:\n(\d+)$", re.MULTILINE)
_NAMES: Final = {"keypair": "keygen"}
_LIMIT_CODE: Final = 4


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """Published cycles of one implementation, in the order of `OPERATIONS[kind]`: means, fewest and most."""

    kind: str
    scheme: str
    implementation: str
    cycles: tuple[int, int, int]
    fewest: tuple[int, int, int]
    most: tuple[int, int, int]


def read_published(path: Path) -> list[PublishedRow]:
    """The speed section of a file in the layout of pqm4's `benchmarks.csv`.

    Raises:
        RecordError: it cannot be read, or a row is not understood; the line is named.
    """
    rows = []
    section = kind = ""
    try:
        with path.open(newline="", encoding="utf-8") as file:
            for number, line in enumerate(csv.reader(file), 1):
                first = line[0] if line else ""
                if first.endswith("Evaluation"):
                    section = first
                elif first in _SECTIONS:
                    kind = _SECTIONS[first]
                elif section == _SPEED and first not in {"", "Scheme"}:
                    rows.append(_row(kind, line, f"{path}, line {number}"))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RecordError(f"the published figures {path} cannot be read: {error}") from error
    if not rows:
        raise RecordError(f"{path} has no section `{_SPEED}`: it is not laid out as pqm4's benchmarks.csv")
    return rows


def _row(kind: str, line: list[str], place: str) -> PublishedRow:
    try:
        cycles, fewest, most = (_of_each(line, behind) for behind in range(3))
    except (IndexError, ValueError) as error:
        raise RecordError(f"{place}: no mean, fewest and most cycles in columns 3 to 11: {error}") from error
    if not kind or min(cycles) <= 0:
        raise RecordError(f"{place}: a row outside a section of schemes, or cycles that are not positive")
    return PublishedRow(kind, line[0].partition(" (")[0], line[1], cycles, fewest, most)


def _of_each(line: list[str], behind: int) -> tuple[int, int, int]:
    keygen, middle, last = (int(line[column + behind]) for column in _MEANS)
    return keygen, middle, last


def find_image(folder: Path, row: PublishedRow) -> Path | None:
    """The row's speed image, by the names that pqm4's build gives; None if it is not there."""
    name = f"crypto_{row.kind}_{row.scheme}_{row.implementation}_speed.elf"
    return next((path for path in sorted(folder.glob(f"*{name}")) if path.is_file()), None)


def compiler_of(image: Path) -> str:
    """What the image says of its compiler (section .comment), or an empty string."""
    found = re.search(rb"GCC: \([^)\0]{0,80}\) [0-9.]+( [0-9]+)?", image.read_bytes())
    return found[0].decode("ascii", errors="replace") if found else ""


def cycles_of(
    image: Path, part: Part, *, seed: int, max_instructions: int, timeout_s: int
) -> dict[str, float]:
    """Run an image once with random bytes from `seed`: mean modelled cycles by operation.

    An image with a generator of its own, which no seed reaches, varies from one execution to the next alone.

    Raises:
        TargetError: it faulted or printed no cycles.
        TargetTimeout: a limit was hit.
    """
    limits = [str(max_instructions), str(timeout_s)]
    words = [*emulator_command(part, image), *limits, "published", str(seed)]
    try:
        done = subprocess.run(words, capture_output=True, check=False, timeout=timeout_s + 10)
    except OSError as error:
        raise TargetError(f"the emulator cannot be started: {error}") from error
    except subprocess.TimeoutExpired as error:
        raise TargetTimeout(f"{image.name}: no end within {timeout_s + 10} s") from error
    if done.returncode != 0:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        kind = TargetTimeout if done.returncode == _LIMIT_CODE else TargetError
        raise kind(f"{image.name}: {lines[-1] if lines else f'exit code {done.returncode}'}")
    cycles = means_of(done.stdout.decode(errors="replace"))
    if not cycles:
        raise TargetError(f"{image.name}: it printed no cycles")
    return cycles


def means_of(printed: str) -> dict[str, float]:
    """Mean cycles by operation of what an image printed; it may execute each operation several times."""
    cycles: dict[str, list[int]] = {}
    for operation, number in _PRINTED.findall(printed):
        cycles.setdefault(_NAMES.get(operation, operation), []).append(int(number))
    return {operation: statistics.fmean(numbers) for operation, numbers in cycles.items()}
