"""Constant-time evidence as rows of a table."""

from __future__ import annotations

from typing import Final

from pqeval.cli.output import Cell
from pqeval.records import Evidence, Finding

__all__ = ["EVIDENCE_HEAD", "evidence_cells", "place_text"]

EVIDENCE_HEAD: Final = (
    "series",
    "verdict",
    "kind",
    "first divergence",
    "position",
    "known",
    "pairs",
    "instructions",
    "reason",
)


def evidence_cells(one: Evidence) -> tuple[Cell, ...]:
    """One row; the first divergence is that of the smallest position."""
    first = min(one.findings, key=lambda finding: finding.position or 0, default=None)
    return (
        one.series.key,
        one.outcome,
        first.kind if first else None,
        place_text(first) if first else None,
        first.position if first else None,
        len(one.known),
        one.pairs,
        one.instructions,
        one.reason,
    )


def place_text(finding: Finding) -> str:
    """Function, file and line of a finding, as far as they are known."""
    return f"{finding.function} ({finding.file}:{finding.line})" if finding.file else finding.function
