# SPDX-License-Identifier: MIT
"""What is kept of runs on our own primitives: a file a target below docs/records/lightweight."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from pqeval.native.code import code_digest
from pqeval.native.manifests import OwnScheme

__all__ = [
    "CODE_DIGITS",
    "FOLDER",
    "PARTS",
    "RUN_DIGITS",
    "TARGETS",
    "Kept",
    "Row",
    "key_of",
    "ram",
    "read",
    "write",
]

FOLDER: Final = Path(__file__).resolve().parents[1] / "docs/records/lightweight"
TARGETS: Final = ("host", "cortex-m4", "cortex-m3", "cortex-m0plus")
PARTS: Final = ("runs", "figures", "verdicts", "failures")
"""What a file holds: the runs, and by the key of a row figures, verdicts, and why there are none."""
CODE_DIGITS: Final = 16
RUN_DIGITS: Final = 12
WORST: Final = ("leak", "not_comparable", "known_issue", "pass")
Row = dict[str, Any]


def key_of(scheme: str, variant: str, operation: str, length: int | None) -> str:
    """The key of a row."""
    return f"{scheme}/{variant}/{operation}/{'-' if length is None else length}"


class Kept:
    """The records, read once.

    Args:
        folder: where they are.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder

    @cached_property
    def content(self) -> dict[str, dict[str, dict[str, Row]]]:
        """Everything, by target, part and key."""
        return {target: read(self._folder / f"{target}.json") for target in TARGETS}

    def figure(self, own: OwnScheme, operation: str, target: str, length: int | None) -> Row | None:
        """The figures of one operation at one length."""
        key = key_of(own.scheme, own.variant.name, operation, length)
        return self.content[target]["figures"].get(key)

    def figures(self, own: OwnScheme, target: str) -> list[Row]:
        """All figures of a scheme in a variant."""
        return self._of(own, target, "figures")

    def verdict(self, own: OwnScheme, target: str) -> Row | None:
        """The worst verdict over the operations; None if there is none."""
        found = self._of(own, target, "verdicts")
        return min(found, key=lambda row: WORST.index(row["outcome"]), default=None)

    def failure(self, own: OwnScheme, target: str) -> str:
        """Why there are no figures; empty if nothing is known."""
        found = self._of(own, target, "failures")
        return str(found[0]["error"]) if found else ""

    def is_current(self, own: OwnScheme, row: Row) -> bool:
        """Whether a row is of the code as it is now."""
        return bool(row["code"] == code_digest(own)[:CODE_DIGITS])

    def _of(self, own: OwnScheme, target: str, part: str) -> list[Row]:
        begin = f"{own.scheme}/{own.variant.name}/"
        return [row for key, row in self.content[target][part].items() if key.startswith(begin)]


def ram(row: Row) -> int:
    """Stack, static data and the buffers that the caller holds, without the message, in bytes."""
    return sum(int(row[f"{name}_bytes"]) for name in ("stack", "data", "bss", "buffer"))


def read(path: Path) -> dict[str, dict[str, Row]]:
    """One file; empty parts if it is not there."""
    kept: dict[str, dict[str, Row]] = {part: {} for part in PARTS}
    if path.is_file():
        kept |= json.loads(path.read_text(encoding="utf-8"))
    return kept


def write(path: Path, kept: dict[str, dict[str, Row]]) -> None:
    """One row a line, in order of the keys."""
    parts = [
        f' "{part}": {{\n'
        + ",\n".join(f"  {json.dumps(key)}: {json.dumps(row)}" for key, row in sorted(kept[part].items()))
        + "\n }"
        for part in PARTS
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")
