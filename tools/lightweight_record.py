# SPDX-License-Identifier: MIT
"""Keep the figures and verdicts on lightweight primitives of runs: python tools/lightweight_record.py RUN...

A run of `pqeval bench lightweight` gives figures, one of `pqeval ct` verdicts. What is kept already stays,
unless a run has the same series anew.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

from pqeval.analysis.estimate import estimates
from pqeval.catalogue import Metric
from pqeval.records import Evidence, Measurement, Run
from pqeval.results.document import load_run

RECORD: Final = Path(__file__).resolve().parents[1] / "docs/records/lightweight.json"
METRICS: Final = (
    Metric.MODELLED_CYCLES,
    Metric.TIME_NS,
    Metric.INSTRUCTIONS,
    Metric.TEXT_BYTES,
    Metric.STACK_BYTES,
    Metric.BUFFER_BYTES,
)
Rows = dict[str, dict[str, object]]


def figures(run: Run) -> Rows:
    """The figures of our own primitives, by the key of their series."""
    rows: Rows = {}
    for record in run.records:
        if isinstance(record, Measurement) and record.series.provider == "pqeval":
            found = estimates(record)
            rows[record.series.key] = {
                **{str(one): round(found[one].value, 1) for one in METRICS if one in found},
                "checked": record.correctness.method,
                "run": run.id,
                "date": run.finished[:10],
                "compiler": run.builds[record.build].compiler,
            }
    return rows


def verdicts(run: Run) -> Rows:
    """The verdicts on our own primitives, by the key of their series."""
    return {
        record.series.key: {
            "outcome": str(record.outcome),
            "reason": record.reason,
            "run": run.id,
            "date": run.finished[:10],
        }
        for record in run.records
        if isinstance(record, Evidence) and record.series.provider == "pqeval"
    }


def main() -> None:
    """Add the runs to the record."""
    kept: dict[str, Rows] = {"figures": {}, "verdicts": {}}
    if RECORD.is_file():
        kept = json.loads(RECORD.read_text(encoding="utf-8"))
    for name in sys.argv[1:]:
        run = load_run(Path(name))
        kept["figures"] |= figures(run)
        kept["verdicts"] |= verdicts(run)
    kept = {part: dict(sorted(rows.items())) for part, rows in kept.items()}
    lines = [
        f' "{part}": {{\n'
        + ",\n".join(f"  {json.dumps(key)}: {json.dumps(row)}" for key, row in rows.items())
        + "\n }"
        for part, rows in kept.items()
    ]
    RECORD.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
