"""The table of a scheme's implementations side by side: one column an implementation, ratios to the first."""

from __future__ import annotations

from pqeval.analysis.ratio import Ratio
from pqeval.analysis.side_by_side import Entry, Row, side_by_side
from pqeval.catalogue import Metric, Scheme
from pqeval.records import Run
from pqeval.report.blocks import Cell, Column, Table
from pqeval.report.numbers import bytes_text, estimate_text, ratio_text
from pqeval.report.words import Words

__all__ = ["beside_tables"]


def beside_tables(scheme: Scheme, run: Run, words: Words) -> tuple[Table, ...]:
    """The table of a scheme, if several implementations of it were measured on one target."""
    rows = [row for row in side_by_side(run) if row.scheme == scheme.id]
    if not rows:
        return ()
    names = list(dict.fromkeys(_name(entry) for row in rows for entry in row.entries))
    columns = (
        Column(words("platform")),
        Column(words("operation")),
        Column(words("message"), numeric=True),
        *(Column(name, numeric=True) for name in names),
    )
    return (
        Table(
            name=f"beside-{scheme.id}",
            caption=f"{scheme.name}: {words('beside')}",
            columns=columns,
            rows=tuple(_cells(row, names, words) for row in rows),
            notes=(words("note_beside", first=_firsts(rows)),),
        ),
    )


def _firsts(rows: list[Row]) -> str:
    """What the ratios are to: on each platform the first that was measured there."""
    found = dict.fromkeys((row.target, _name(row.entries[0])) for row in rows)
    return ", ".join(f"{name} ({target})" for target, name in found)


def _cells(row: Row, names: list[str], words: Words) -> tuple[Cell, ...]:
    by_name = {_name(entry): entry for entry in row.entries}
    length = row.message_bytes
    return (
        Cell(row.target),
        Cell(words.of("op", row.operation)),
        Cell("–" if length is None else bytes_text(length), length),
        *(_figure(by_name.get(name), row, words) for name in names),
    )


def _figure(entry: Entry | None, row: Row, words: Words) -> Cell:
    if entry is None:
        return Cell("–")
    one = entry.estimate
    text, _, interval = estimate_text(one).partition(" ±")
    if row.metric == Metric.MODELLED_CYCLES:
        text = f"{text} {words('unit_cycles')} §"
    mark = "~" if one.distribution is not None else ""
    note = [f"±{interval}"] if interval else []
    if entry.ratio is not None and entry is not row.entries[0]:
        note.append(_ratio(entry.ratio))
    return Cell(f"{text}{mark}", one.value, note=" · ".join(note))


def _ratio(ratio: Ratio) -> str:
    """The ratio; with its interval where that is wider than the digits that are shown."""
    ends = ratio_text(ratio.low), ratio_text(ratio.high)
    text = ratio_text(ratio.value)
    return text if ends == (text, text) else f"{text} ({ends[0]}–{ends[1]})"


def _name(entry: Entry) -> str:
    return f"{entry.provider} ({entry.variant})"
