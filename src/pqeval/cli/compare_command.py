"""`pqeval compare`: two runs, verdict by verdict; with `--fail` a gate for CI."""

from __future__ import annotations

import argparse

from pqeval.analysis.compare import Comparison, Row, Verdict, compare
from pqeval.analysis.limit import parse_limit
from pqeval.cli.command import Subparsers, add_command, add_format
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.output import Cell, note, print_table
from pqeval.cli.runs import add_results_folder, find_run
from pqeval.results.document import load_run

__all__ = ["add"]

_EXAMPLES = """\
  pqeval compare base.json new.json
  pqeval compare base.json new.json --fail modelled_cycles:0.5% --fail text_bytes:0 --fail stack_bytes:64
  pqeval compare base.json new.json --allow library_version --all

exit codes: 0 within the limits; 1 a limit is exceeded; 2 wrong usage; 4 a limit could not be judged, because
conditions differ (named) or a figure is missing. Exact metrics are judged; time is shown, not judged.
"""


def add(commands: Subparsers) -> None:
    """Add the command."""
    parser = add_command(
        commands, "compare", _run, summary="compare two runs; with --fail, a gate", examples=_EXAMPLES
    )
    parser.add_argument("base", metavar="BASE", help="run file or id")
    parser.add_argument("new", metavar="NEW", help="run file or id")
    parser.add_argument(
        "--fail", action="append", default=[], metavar="LIMIT", help="METRIC:AMOUNT or METRIC:PERCENT%%"
    )
    parser.add_argument(
        "--allow", action="append", default=[], metavar="CONDITION", help="a condition that may differ"
    )
    parser.add_argument("--all", action="store_true", help="also what did not change")
    add_results_folder(parser)
    add_format(parser)


def _run(arguments: argparse.Namespace) -> ExitCode:
    limits = [parse_limit(text) for text in arguments.fail]
    base, new = (load_run(find_run(name, arguments.results)) for name in (arguments.base, arguments.new))
    comparison = compare(base, new, limits, arguments.allow)
    rows = [row for row in comparison.rows if arguments.all or _is_news(row)]
    head = ("series", "metric", "base", "new", "change", "verdict", "why")
    print_table(head, [_cells(row) for row in rows], arguments.format)
    _summarise(comparison, len(comparison.rows) - len(rows))
    if comparison.exceeded:
        return ExitCode.REGRESSED
    return ExitCode.INCOMPARABLE if comparison.unanswered and limits else ExitCode.OK


def _is_news(row: Row) -> bool:
    return row.verdict not in {Verdict.EQUIVALENT, Verdict.NOT_JUDGED} or bool(row.exceeded)


def _cells(row: Row) -> tuple[Cell, ...]:
    change = None if row.change is None else f"{100 * row.change:+.2f} %"
    why = "; ".join([f"over {limit}" for limit in row.exceeded] + ([row.reason] if row.reason else []))
    return (
        row.series.key,
        row.metric or "",
        _figure(row, new=False),
        _figure(row, new=True),
        change,
        row.verdict,
        why,
    )


def _figure(row: Row, *, new: bool) -> Cell:
    one = row.new if new else row.base
    if one is None:
        return None
    width = one.relative_half_width
    mark = f" ({one.mark})" if one.mark else ""
    return f"{one.value:.6g}{mark}" + (f" ± {100 * width:.1f} %" if width else "")


def _summarise(comparison: Comparison, hidden: int) -> None:
    counts: dict[str, int] = {}
    for row in comparison.rows:
        counts[row.verdict] = counts.get(row.verdict, 0) + 1
    note(", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items())) or "nothing in common")
    if hidden:
        note(f"{hidden} rows without news are not shown; --all shows them")
    for difference in comparison.conditions:
        note(f"condition differs: {difference}")
    for difference in comparison.host:
        note(f"host differs: {difference}")
    for reason in comparison.unanswered:
        note(f"not judged: {reason}")
    for row in comparison.exceeded:
        note(f"limit exceeded: {row.series.key} {row.metric}: {', '.join(str(one) for one in row.exceeded)}")
