"""Lightweight primitives by length of the message, by size, and by what they are: as guidelines show them.

The table by length is in the manner of NIST's report on lightweight cryptography; the table of code and
memory classes in the manner of CRYPTREC's guideline on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Final

from pqeval.analysis.summary import Summary
from pqeval.catalogue import Metric, Operation, Role, Scheme
from pqeval.records import Measurement, Run
from pqeval.report.answer import SchemeView, device_of
from pqeval.report.blocks import Cell, Chart, Column, Section, Table
from pqeval.report.chart_parts import plain_ticks
from pqeval.report.chart_style import INK, png_bytes, styled, svg_text
from pqeval.report.numbers import bytes_text, significant
from pqeval.report.words import Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["LIGHTWEIGHT_ROLES", "flag_words", "lightweight_section"]

LIGHTWEIGHT_ROLES: Final = (
    Role.AEAD,
    Role.HASH,
    Role.XOF,
    Role.MAC,
    Role.STREAM_CIPHER,
    Role.BLOCK_CIPHER,
)
_OPERATION: Final = {
    Role.AEAD: Operation.ENCRYPT,
    Role.HASH: Operation.DIGEST,
    Role.XOF: Operation.DIGEST,
    Role.MAC: Operation.TAG,
    Role.STREAM_CIPHER: Operation.XOR,
    Role.BLOCK_CIPHER: Operation.ENCRYPT,
}
_SHORT_KEY_BITS: Final = 112
_SMALL: Final = 8
"""Bytes of a block or tag that readers must know of."""
_CODE: Final = (1024, 2048, 4096, 8192)
_MEMORY: Final = (256, 512, 1024)
_COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#999999", "#000000")
_LINES: Final = 8
"""Lines that a chart can tell apart."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One implementation on one target: cost a byte by length, and what it takes."""

    scheme: Scheme
    found: Summary
    costs: dict[int, float]
    code_bytes: int | None
    memory_bytes: int | None

    @property
    def name(self) -> str:
        return f"{self.scheme.name} {self.found.variant}"

    @property
    def longest(self) -> float:
        return self.costs[max(self.costs)]


def lightweight_section(views: Sequence[SchemeView], run: Run, words: Words) -> Section | None:
    """The section, if the run has lightweight primitives at several lengths."""
    device = device_of(run)
    chosen = [view for view in views if view.scheme.role in LIGHTWEIGHT_ROLES]
    places: list[tuple[str, list[_Row]]] = []
    if device is not None:
        places.append((device.name, list(_rows(chosen, device.name, Metric.MODELLED_CYCLES))))
    places.append(("host", list(_rows(chosen, "host", Metric.TIME_NS))))
    places = [(name, rows) for name, rows in places if any(len(row.costs) > 1 for row in rows)]
    if not places:
        return None
    tables = [table for name, rows in places for table in _by_length(name, rows, words)]
    drawn: list[Chart] = []
    with styled(words.language):
        drawn += [_length_chart(name, rows, words) for name, rows in places]
        if device is not None and places[0][0] == device.name:
            tables.append(_classes(places[0][1], words))
            drawn.append(_size_chart(places[0][1], words))
    return Section(
        "lightweight",
        words("lightweight"),
        tables=tuple(tables),
        charts=tuple(drawn),
        paragraphs=(words("lightweight_text"),),
    )


def flag_words(scheme: Scheme, words: Words) -> str:
    """What a reader must know before choosing: short keys, blocks and tags, and what the catalogue flags."""
    sizes = scheme.sizes
    found = []
    if scheme.security_bits is not None and scheme.security_bits < _SHORT_KEY_BITS:
        found.append(words("flag_short_key", bits=scheme.security_bits))
    if sizes.block_bytes == _SMALL or (scheme.mode and _SMALL in (sizes.nonce_bytes, sizes.tag_bytes)):
        found.append(words("flag_small_block"))
    elif sizes.tag_bytes == _SMALL:
        found.append(words("flag_small_tag"))
    flag = words.of("flag", scheme.security_flag)
    return " · ".join([*found, flag] if scheme.security_note or not found else found)


def _rows(views: Iterable[SchemeView], target: str, metric: Metric) -> Iterable[_Row]:
    for view in views:
        operation = _OPERATION[view.scheme.role]
        for one in (*view.host, *view.device):
            if one.target != target:
                continue
            costs = {
                key.message_bytes: figure.estimate.value / key.message_bytes
                for key, figure in one.figures.items()
                if key.operation == operation and key.metric == metric and key.message_bytes
            }
            if costs:
                yield _Row(view.scheme, one, dict(sorted(costs.items())), *_sizes(one.measurements))


def _sizes(measurements: Sequence[Measurement]) -> tuple[int | None, int | None]:
    """Code, and stack with the caller's buffers: the largest over the operations."""

    def largest(metric: Metric) -> int | None:
        found = [one.observation(metric) for one in measurements]
        values = [max(observation.values) for observation in found if observation is not None]
        return max(values) if values else None

    stack, buffers = largest(Metric.STACK_BYTES), largest(Metric.BUFFER_BYTES)
    memory = None if stack is None or buffers is None else stack + buffers
    return largest(Metric.TEXT_BYTES), memory


def _by_length(target: str, rows: Sequence[_Row], words: Words) -> Iterable[Table]:
    """One table a role: cost a byte by length."""
    unit = words("cycles_a_byte" if target != "host" else "ns_a_byte")
    for role in LIGHTWEIGHT_ROLES:
        mine = sorted((row for row in rows if row.scheme.role == role), key=lambda row: row.longest)
        if not mine:
            continue
        lengths = sorted({length for row in mine for length in row.costs})
        columns = (
            Column(words("scheme")),
            Column(words("implementation")),
            *(Column(f"{length} B", unit=unit, numeric=True) for length in lengths),
            Column(words("code"), numeric=True),
            Column(words("memory"), numeric=True),
        )
        yield Table(
            f"lightweight-{role}-{target}",
            words("lightweight_by_length", role=words.of("role", role), unit=unit, target=target),
            columns,
            tuple(_length_row(row, lengths, words) for row in mine),
            notes=(words("lightweight_note"),),
        )


def _length_row(row: _Row, lengths: Sequence[int], words: Words) -> tuple[Cell, ...]:
    costs = [row.costs.get(length) for length in lengths]
    sizes = (row.code_bytes, row.memory_bytes)
    return (
        Cell(row.scheme.name, note=flag_words(row.scheme, words), link=f"scheme-{row.scheme.id}"),
        Cell(f"{row.found.provider} {row.found.variant}"),
        *(Cell("–") if cost is None else Cell(significant(cost), cost) for cost in costs),
        *(Cell("–") if size is None else Cell(bytes_text(size), size) for size in sizes),
    )


def _classes(rows: Sequence[_Row], words: Words) -> Table:
    """Classes of code by classes of memory; in each cell the schemes that fit it and no smaller one."""
    placed: dict[tuple[int, int], list[_Row]] = {}
    for row in rows:
        if row.code_bytes is not None and row.memory_bytes is not None:
            place = (_class_of(row.code_bytes, _CODE), _class_of(row.memory_bytes, _MEMORY))
            placed.setdefault(place, []).append(row)
    heads = [*(f"≤ {bytes_text(limit)}" for limit in _MEMORY), f"> {bytes_text(_MEMORY[-1])}"]
    sides = [*(f"≤ {bytes_text(limit)}" for limit in _CODE), f"> {bytes_text(_CODE[-1])}"]
    body = tuple(
        (
            Cell(side),
            *(_class_cell(placed.get((code, memory), ())) for memory in range(len(heads))),
        )
        for code, side in enumerate(sides)
    )
    group = words("memory")
    return Table(
        "lightweight-classes",
        words("lightweight_classes"),
        (Column(words("code")), *(Column(head, group=group) for head in heads)),
        body,
        notes=(words("lightweight_classes_note"),),
    )


def _class_of(value: int, limits: Sequence[int]) -> int:
    return sum(value > limit for limit in limits)


def _class_cell(rows: Sequence[_Row]) -> Cell:
    ordered = sorted(rows, key=lambda row: row.longest)
    return Cell(", ".join(f"{row.name} ({significant(row.longest)})" for row in ordered) or "–")


def _leading(rows: Sequence[_Row]) -> list[_Row]:
    """As many rows as lines can be told apart: AEADs first, then hashes; the fastest of each."""
    aead = sorted((row for row in rows if row.scheme.role == Role.AEAD), key=lambda row: row.longest)
    others = sorted((row for row in rows if row.scheme.role != Role.AEAD), key=lambda row: row.longest)
    return (aead or others)[:_LINES]


def _length_chart(target: str, rows: Sequence[_Row], words: Words) -> Chart:
    shown = _leading([row for row in rows if len(row.costs) > 1])
    unit = words("cycles_a_byte" if target != "host" else "ns_a_byte")
    best = min(shown, key=lambda row: row.longest)
    title = words(
        "chart_length_title", name=best.name, cost=significant(best.longest), unit=unit, target=target
    )
    subtitle = words("chart_length_subtitle", count=len(shown))
    figure = _figure()
    axes = figure.subplots()
    for number, row in enumerate(shown):
        axes.plot(
            list(row.costs),
            list(row.costs.values()),
            color=_COLOURS[number],
            marker="o",
            markersize=3.5,
            linewidth=1.2,
            label=row.name,
        )
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    axes.set_xlabel(words("message_bytes"))
    axes.set_ylabel(unit)
    lengths = sorted({length for row in shown for length in row.costs})
    axes.set_xticks(lengths, [str(length) for length in lengths])
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    values = [
        (row.scheme.name, row.found.variant, length, round(cost, 4))
        for row in shown
        for length, cost in row.costs.items()
    ]
    svg = svg_text(figure, title, subtitle)
    head = ("scheme", "variant", "message_bytes", "cost_per_byte")
    return Chart(f"lightweight-length-{target}", title, subtitle, svg, png_bytes(figure), head, tuple(values))


def _size_chart(rows: Sequence[_Row], words: Words) -> Chart:
    shown = [row for row in rows if row.code_bytes]
    roles = [role for role in LIGHTWEIGHT_ROLES if any(row.scheme.role == role for row in shown)]
    smallest = min(shown, key=lambda row: row.code_bytes or 0)
    title = words(
        "chart_code_title",
        name=smallest.name,
        code=bytes_text(smallest.code_bytes or 0),
        count=len(shown),
    )
    subtitle = words("chart_code_subtitle")
    middle = median(row.code_bytes or 0 for row in shown)
    figure = _figure()
    axes = figure.subplots()
    for number, role in enumerate(roles):
        mine = [row for row in shown if row.scheme.role == role]
        axes.scatter(
            [row.code_bytes or 0 for row in mine],
            [row.longest for row in mine],
            s=22,
            color=_COLOURS[number],
            label=words.of("role", role),
        )
        if role == Role.AEAD:
            _name_points(axes, mine, middle)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel(f"{words('code')} (B)")
    axes.set_ylabel(words("cycles_a_byte"))
    axes.margins(x=0.08, y=0.1)
    plain_ticks(axes)
    figure.legend(loc="outside lower center", ncols=3)
    values = [
        (row.scheme.name, row.found.variant, str(row.scheme.role), row.code_bytes or 0, round(row.longest, 4))
        for row in shown
    ]
    svg = svg_text(figure, title, subtitle)
    head = ("scheme", "variant", "role", "text_bytes", "cycles_per_byte")
    return Chart("lightweight-code", title, subtitle, svg, png_bytes(figure), head, tuple(values))


def _name_points(axes: Axes, rows: Sequence[_Row], middle: float) -> None:
    """Names beside their points, towards the middle of the chart."""
    for row in rows:
        on_right = (row.code_bytes or 0) > middle
        axes.annotate(
            row.name,
            (row.code_bytes or 0, row.longest),
            textcoords="offset points",
            xytext=(-4 if on_right else 4, 3),
            ha="right" if on_right else "left",
            fontsize=6,
            color=INK,
        )


def _figure() -> Figure:
    from matplotlib.figure import Figure as MatplotlibFigure  # noqa: PLC0415 - slow to import

    return MatplotlibFigure(figsize=(7.2, 3.6), layout="constrained")
