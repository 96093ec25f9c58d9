# SPDX-License-Identifier: MIT
"""Keep the stack figures of a run of one Cortex-M target: python tools/stack_record.py RUN."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Final

from pqeval.analysis.estimate import estimates
from pqeval.catalogue import Metric
from pqeval.records import Measurement, Run
from pqeval.results.document import load_run

RECORD: Final = Path(__file__).resolve().parents[1] / "docs/records/stack.json"


def row(run: Run, measurement: Measurement) -> dict[str, object]:
    """The figures of one operation, and the image that they are of."""
    found = estimates(measurement)
    metrics = (Metric.STACK_BYTES, Metric.PAINTED_STACK_BYTES)
    return {
        "scheme": measurement.series.scheme,
        "operation": str(measurement.series.operation),
        **{str(metric): int(found[metric].value) for metric in metrics},
        "image": next(iter(run.builds[measurement.build].files.values())),
    }


def main() -> None:
    """Write the record: of each operation the shortest message."""
    run = load_run(Path(sys.argv[1]))
    shortest: dict[tuple[str, str], Measurement] = {}
    for record in run.records:
        if isinstance(record, Measurement) and record.series.target.startswith("cortex-m"):
            shortest.setdefault((record.series.scheme, record.series.operation), record)
    measured = list(shortest.values())
    if len({one.series.target for one in measured}) != 1:
        raise SystemExit("the run must have exactly one Cortex-M target")
    kept = {
        "run": run.id,
        "target": measured[0].series.target,
        "compiler": run.builds[measured[0].build].compiler,
        "rows": [row(run, one) for one in measured],
    }
    RECORD.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
