"""A day before the facts were read: what has come since is among them, which a reader must be told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from pqeval.cli.output import note

__all__ = ["note_past_day"]


def note_past_day(day: dt.date, facts: Path | None) -> None:
    """Say so, if `day` is before that of the facts (of `facts`, a user's folder, or the package's own)."""
    from pqeval.guideline.load import load_facts  # noqa: PLC0415 - not needed for --help

    read = load_facts(facts).as_of
    if day < read:
        note(
            f"as of {day}, but the facts were read on {read}: dates are counted from {day}, "
            "and standards and approvals that came later are among them"
        )
