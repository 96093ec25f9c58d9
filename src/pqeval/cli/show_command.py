"""`pqeval show`: the figures of a run as a table."""

from __future__ import annotations

import argparse

from pqeval.analysis.estimate import estimates
from pqeval.analysis.side_by_side import LEADING, side_by_side
from pqeval.cli.command import Subparsers, add_command, add_format
from pqeval.cli.evidence_rows import EVIDENCE_HEAD, evidence_cells
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.output import Cell, note, print_table
from pqeval.cli.runs import add_results_folder, load_runs
from pqeval.records import Evidence, Failed, Measurement, Run

__all__ = ["add"]

_EXAMPLES = """\
  pqeval show                                  the newest run
  pqeval show results/RUN.json --metric modelled_cycles
  pqeval show RUN_ID --format csv
  pqeval show --side-by-side                   implementations of one scheme against the first of them
"""


def add(commands: Subparsers) -> None:
    """Add the command."""
    parser = add_command(commands, "show", _run, summary="show the figures of a run", examples=_EXAMPLES)
    parser.add_argument(
        "run_file", nargs="?", metavar="RUN", help="run file or its id (default: the newest run)"
    )
    parser.add_argument(
        "--metric", action="append", metavar="METRIC", help="only this metric; may be repeated"
    )
    parser.add_argument(
        "--side-by-side",
        action="store_true",
        help="only what several implementations of a scheme did, with the ratio to the first",
    )
    add_results_folder(parser)
    add_format(parser)


def _run(arguments: argparse.Namespace) -> ExitCode:
    run = load_runs([arguments.run_file] if arguments.run_file else [], arguments.results)[0]
    note(f"run {run.id[:12]} of {run.started[:19]}, plan {run.plan.name}, pqeval {run.pqeval_version}")
    if arguments.side_by_side:
        _print_side_by_side(run, arguments)
        return ExitCode.OK
    evidence = [record for record in run.records if isinstance(record, Evidence)]
    if not evidence or any(isinstance(record, Measurement) for record in run.records):
        print_table(
            ("series", "metric", "kind", "value", "mark", "unit", "± %", "n", "how"),
            _rows(run, set(arguments.metric or ())),
            arguments.format,
        )
    if evidence:
        note("constant-time evidence")
        print_table(EVIDENCE_HEAD, [evidence_cells(one) for one in evidence], arguments.format)
    for record in run.records:
        if isinstance(record, Failed):
            note(f"failed: {record.series.key}: {record.error.splitlines()[0]}")
    return ExitCode.OK


def _print_side_by_side(run: Run, arguments: argparse.Namespace) -> None:
    rows: list[tuple[Cell, ...]] = []
    for row in side_by_side(run, arguments.metric or LEADING):
        where = (row.scheme, row.operation, row.message_bytes, row.target, row.metric)
        for entry in row.entries:
            one = entry.estimate
            width = one.relative_half_width
            percent = None if width is None else round(100 * width, 2)
            ratio = entry.ratio
            ends = ratio and (round(ratio.low, 3), round(ratio.high, 3))
            cells = (ratio and round(ratio.value, 3), *(ends or (None, None)), ratio and ratio.pairing)
            name = f"{entry.provider} ({entry.variant})"
            rows.append((*where, name, round(one.value, 1), one.unit, percent, *cells))
    head = (
        "scheme",
        "operation",
        "bytes",
        "target",
        "metric",
        "implementation",
        "value",
        "unit",
        "± %",
        "ratio",
        "low",
        "high",
        "pairs",
    )
    print_table(head, rows, arguments.format)
    if not rows:
        note("no scheme of this run has figures of several implementations on one target")


def _rows(run: Run, metrics: set[str]) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    for record in run.records:
        if not isinstance(record, Measurement):
            continue
        for metric, one in estimates(record).items():
            if metrics and metric not in metrics:
                continue
            width = one.relative_half_width
            percent = None if width is None else round(100 * width, 2)
            value = round(one.value, 1)
            how = (percent, one.samples, one.method)
            rows.append((record.series.key, metric, one.kind, value, str(one.mark), one.unit, *how))
    return rows
