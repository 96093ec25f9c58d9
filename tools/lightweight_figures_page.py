# SPDX-License-Identifier: MIT
"""Write docs/reference/lightweight-figures.md from the committed records: figures by length."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from lightweight_kept import TARGETS, Kept, Row, ram
from pqeval.catalogue import OPERATIONS, load
from pqeval.native.manifests import Manifest, OwnScheme, manifests, own_schemes

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs/reference/lightweight-figures.md"
LENGTHS: Final = (16, 64, 256, 1024, 65536)
NONE: Final = "–"

HEAD: Final = """\
# Lightweight primitives by length

Written by `make docs` from `docs/records/lightweight/`; claims, verdicts, conditions and comparisons are
[on the other page](lightweight.md).

- **16 … 65536** are lengths of the message in bytes, without associated data. On a Cortex-M the unit is
  modelled cycles a byte, on the host ns a byte: times the length, it is the whole call. Key set-up is
  included; for block ciphers it is not, and is a row of its own (`key_schedule`), for one key.
- **text, stack, RAM** in bytes at `-O3`, for 1024 bytes of message: RAM is stack, static data and the buffers
  for keys, expanded keys, nonces, tags and digests, without the message. Text is that of the whole scheme.
- CCM takes messages of at most 65535 bytes: there is no last column.
- **‡** the code has changed since.
"""


class Page:
    """The page, from what was read once."""

    def __init__(self) -> None:
        self.kept = Kept()
        self.schemes = load().by_id

    def text(self) -> str:
        """All of it."""
        return "\n".join([HEAD, *(self._section(manifest) for manifest in manifests())])

    def _section(self, manifest: Manifest) -> str:
        lines = [f"## {manifest.name}", ""]
        head = ("scheme", "variant", "operation", "platform", *map(str, LENGTHS), "text", "stack", "RAM")
        lines += [f"| {' | '.join(head)} |", "| --- | --- | --- | --- |" + " ---: |" * (len(head) - 4)]
        for own in own_schemes():
            if own.manifest == manifest:
                lines += self._rows(own)
        return "\n".join([*lines, "", *self._missing(manifest)])

    def _rows(self, own: OwnScheme) -> list[str]:
        facts = self.schemes[own.scheme]
        return [
            row
            for operation in OPERATIONS[facts.role]
            for target in TARGETS
            if (row := self._row(own, str(operation), target))
        ]

    def _row(self, own: OwnScheme, operation: str, target: str) -> str:
        """One operation on one platform; empty if nothing is known."""
        lengths: tuple[int | None, ...] = (None,) if operation == "key_schedule" else LENGTHS
        found = {length: self.kept.figure(own, operation, target, length) for length in lengths}
        rows = [row for row in found.values() if row is not None]
        if not rows:
            return ""
        old = "" if all(self.kept.is_current(own, row) for row in rows) else "‡"
        cells = [_cost(found.get(length), length) for length in LENGTHS]
        if None in found:
            cells = [f"key: {_cost(found[None], 1)}", *[NONE] * (len(LENGTHS) - 1)]
        sizes = found.get(1024) or rows[-1]
        names = (self.schemes[own.scheme].name, f"`{own.variant.name}`{old}", operation, target)
        return f"| {' | '.join((*names, *cells, *_sizes(sizes)))} |"

    def _missing(self, manifest: Manifest) -> list[str]:
        """Why there are no figures, where it is known."""
        reasons: dict[str, list[str]] = {}
        for own in own_schemes():
            for target in TARGETS:
                if own.manifest == manifest and (reason := self.kept.failure(own, target)):
                    name = f"{self.schemes[own.scheme].name} `{own.variant.name}` on {target}"
                    reasons.setdefault(reason, []).append(name)
        lines = [f"- {'; '.join(names)}: {reason}" for reason, names in reasons.items()]
        return [*lines, ""] if lines else []


def _cost(row: Row | None, length: int) -> str:
    if row is None:
        return NONE
    value = row.get("modelled_cycles", row.get("time_ns"))
    return NONE if value is None else f"{value / length:.{1 if 'modelled_cycles' in row else 2}f}"


def _sizes(row: Row) -> tuple[str, str, str]:
    """Text, stack and RAM; on the host the stack alone is known."""
    if "text_bytes" not in row:
        return NONE, str(row.get("stack_bytes", NONE)), NONE
    return str(row["text_bytes"]), str(row["stack_bytes"]), str(ram(row))


def page() -> str:
    """Render the whole page."""
    return Page().text()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
