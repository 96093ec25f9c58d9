"""The answer tables: one row a scheme, one table a role, figures of host and device side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pqeval.analysis.fit import Fit
from pqeval.analysis.summary import BASELINES, Figure, Summary
from pqeval.catalogue import (
    OPERATIONS,
    Boundary,
    Catalogue,
    CostClass,
    Metric,
    Role,
    Scheme,
    SecurityFlag,
    Status,
)
from pqeval.catalogue import Confidence as Sureness
from pqeval.records import Run, TargetFacts
from pqeval.report.blocks import Cell, Column, Table
from pqeval.report.numbers import bytes_text, estimate_text, power_text, ratio_text, time_text
from pqeval.report.words import Words

__all__ = ["ROLES", "SchemeView", "answer_tables", "is_greyed", "marks", "role_anchor", "views", "wire_bytes"]

ROLES: Final = (
    Role.KEM,
    Role.SIGNATURE,
    Role.STATEFUL_SIGNATURE,
    Role.AEAD,
    Role.HASH,
    Role.XOF,
    Role.MAC,
    Role.STREAM_CIPHER,
    Role.BLOCK_CIPHER,
)
_PLACED: Final = (Metric.MOVED_CYCLES, Metric.ALIGNED_CYCLES)
_BEST: Final = 3
_LONG_MESSAGE: Final = 1024
_SHORT_MESSAGE: Final = 32
_GREY_STATUS: Final = frozenset({Status.SUPERSEDED, Status.ELIMINATED, Status.BROKEN})
_GREY_FLAG: Final = frozenset(
    {SecurityFlag.BROKEN, SecurityFlag.BROKEN_BELOW_CATEGORY, SecurityFlag.DEPRECATED}
)


@dataclass(frozen=True, slots=True)
class SchemeView:
    """A scheme with what was found of it: on the host (C functions first), the device, and other devices."""

    scheme: Scheme
    host: tuple[Summary, ...]
    device: tuple[Summary, ...]
    others: tuple[Summary, ...] = ()

    @property
    def leading(self) -> Summary | None:
        """The host's figures for the answer: of the C function if there is one."""
        measured = [one for one in self.host if one.measurements]
        ordered = sorted(measured, key=lambda one: one.boundary != Boundary.C)
        return ordered[0] if ordered else None

    @property
    def elsewhere(self) -> bool:
        """Whether there are figures of other devices."""
        return any(one.measurements for one in self.others)

    @property
    def on_device(self) -> Summary | None:
        """The device's figures, if there are any."""
        return next((one for one in self.device if one.measurements), None)


def views(found: Iterable[Summary], catalogue: Catalogue, device: str) -> list[SchemeView]:
    """Group summaries by scheme, in catalogue order."""
    by_scheme: dict[str, list[Summary]] = {}
    for one in found:
        by_scheme.setdefault(one.scheme.id, []).append(one)
    return [
        SchemeView(
            catalogue.by_id[scheme],
            tuple(one for one in by_scheme[scheme] if one.target == "host"),
            tuple(one for one in by_scheme[scheme] if one.target == device),
            tuple(one for one in by_scheme[scheme] if one.target not in ("host", device)),
        )
        for scheme in catalogue.by_id
        if scheme in by_scheme
    ]


def is_greyed(scheme: Scheme) -> bool:
    """Superseded, eliminated, broken, or flagged so that it should not be chosen."""
    return scheme.status in _GREY_STATUS or scheme.security_flag in _GREY_FLAG


def wire_bytes(scheme: Scheme) -> int | None:
    """Public key and ciphertext, or public key and signature; None for other roles."""
    sizes = scheme.sizes
    second = sizes.ciphertext_bytes if scheme.role == Role.KEM else sizes.signature_bytes
    return None if sizes.public_key_bytes is None or second is None else sizes.public_key_bytes + second


def role_anchor(role: Role) -> str:
    """The anchor of a role's table."""
    return f"answer-{role}"


def answer_tables(all_views: Sequence[SchemeView], run: Run, words: Words) -> list[Table]:
    """The answer table of each role that the run has."""
    return [
        _Answer(role, [view for view in all_views if view.scheme.role == role], run, words).table()
        for role in ROLES
        if any(view.scheme.role == role for view in all_views)
    ]


class _Answer:
    """Builds the answer table of one role."""

    def __init__(self, role: Role, rows: Sequence[SchemeView], run: Run, words: Words) -> None:
        self._role = role
        self._views = rows
        self._run = run
        self._words = words
        self._device = device_of(run)
        self._length = None if self._is_stateful else _length(role, rows)  # there the known answer's own

    def table(self) -> Table:
        cells = [self._row(view) for view in self._views]
        greyed = frozenset(index for index, view in enumerate(self._views) if is_greyed(view.scheme))
        rows = _with_best(cells, greyed, self._comparable())
        return Table(
            name=role_anchor(self._role),
            caption=self._words.of("role", self._role),
            columns=tuple(self._columns()),
            rows=tuple(tuple(row) for row in rows),
            notes=tuple(self._notes()),
            greyed=greyed,
        )

    def _columns(self) -> Iterable[Column]:
        w = self._words
        yield Column(w("scheme"))
        yield Column(w("status"))
        yield Column(w(self._strength_word), numeric=True)
        if self._has_wire:
            yield Column(w("wire_bytes"), unit=w(f"wire_bytes_{self._role}"), numeric=True)
        for operation in OPERATIONS[self._role]:
            yield Column(w.of("op", operation), numeric=True, group=w("host_time"))
        if self._device is not None and self._device.model is not None:
            group = w("modelled_cycles", core=self._device.name, model=self._device.model.label)
            for operation in OPERATIONS[self._role]:
                yield Column(w.of("op", operation), numeric=True, group=group)
            title = w.known(f"target_title_{self._device.name}", self._device.title)
            yield Column(w("stack"), numeric=True, group=title)
            yield Column(w("code"), numeric=True, group=title)
            part = self._device.part.name if self._device.part else ""
            yield Column(w("fits", part=part), group=title)

    @property
    def _has_category(self) -> bool:
        return self._role in {Role.KEM, Role.SIGNATURE}

    @property
    def _is_stateful(self) -> bool:
        return self._role == Role.STATEFUL_SIGNATURE

    @property
    def _strength_word(self) -> str:
        if self._is_stateful:
            return "signatures_per_key"
        return "category" if self._has_category else "security_bits"

    @property
    def _has_wire(self) -> bool:
        return self._role in {Role.KEM, Role.SIGNATURE, Role.STATEFUL_SIGNATURE}

    def _row(self, view: SchemeView) -> list[Cell]:
        cells = [self._name(view), self._status(view.scheme), self._strength(view.scheme)]
        if self._has_wire:
            wire = wire_bytes(view.scheme)
            cells.append(Cell("–" if wire is None else bytes_text(wire), wire))
        leading = view.leading
        for operation in OPERATIONS[self._role]:
            figure = leading.figure(operation, Metric.TIME_NS, self._message(operation)) if leading else None
            cells.append(self._figure(figure, leading, view))
        if self._device is not None and self._device.model is not None:
            cells += self._device_cells(view)
        return cells

    def _message(self, operation: str) -> int | None:
        with_message = operation in {"sign", "verify", "encrypt", "decrypt", "digest", "xor", "tag"}
        return self._length if with_message else None

    def _device_cells(self, view: SchemeView) -> list[Cell]:
        found = view.on_device
        cells = []
        for operation in OPERATIONS[self._role]:
            message = self._message(operation)
            figure = found.figure(operation, Metric.MODELLED_CYCLES, message) if found else None
            placed = [
                one for metric in _PLACED if found and (one := found.figure(operation, metric, message))
            ]
            cells.append(self._figure(figure, found, view, modelled=True, placed=placed))
        fitted = found.fit if found else None
        if fitted is None:
            return [*cells, *(self._absent(view) for _ in range(3))]
        return [
            *cells,
            Cell(bytes_text(fitted.stack_bytes), fitted.stack_bytes),
            Cell(bytes_text(fitted.text_bytes), fitted.text_bytes),
            self._fits(fitted),
        ]

    def _fits(self, fitted: Fit) -> Cell:
        w = self._words
        note = f"{w('ram')} {bytes_text(fitted.ram_bytes)}"
        if fitted.fits is None:
            return Cell(w("unknown"), note=note)
        return Cell(w("yes") if fitted.fits else w("no"), float(fitted.fits), note=note)

    def _figure(
        self,
        figure: Figure | None,
        found: Summary | None,
        view: SchemeView,
        *,
        modelled: bool = False,
        placed: Sequence[Figure] = (),
    ) -> Cell:
        if figure is None:
            return self._absent(view)
        one = figure.estimate
        mark = (
            ""
            if one.mark
            else "§"
            if modelled
            else "¶"
            if found is not None and found.boundary == Boundary.PYTHON
            else ""
        )
        if one.distribution is not None:
            mark = f"~{mark}"
        text, _, interval = estimate_text(one).partition(" ±")
        note = [f"±{interval}"] if interval else []
        if placed:
            note.append(_range(one.value, [other.estimate.value for other in placed]))
        if figure.ratio is not None and view.scheme.id != BASELINES.get(self._role):
            note.append(ratio_text(figure.ratio))
        return Cell(f"{text}{' ' + mark if mark else ''}", one.value, note=" · ".join(note))

    def _absent(self, view: SchemeView) -> Cell:
        missing = any(one.skipped or one.failed for one in (*view.host, *view.device))
        return Cell(self._words("not_measured"), link="missing") if missing else Cell("–")

    def _name(self, view: SchemeView) -> Cell:
        scheme = view.scheme
        flag = self._words.of("flag", scheme.security_flag)
        mark = " ‡" if scheme.confidence == Sureness.UNCONFIRMED else ""
        return Cell(scheme.name + mark, note=flag, link=f"scheme-{scheme.id}")

    def _status(self, scheme: Scheme) -> Cell:
        return Cell(self._words.of("status", scheme.status))

    def _strength(self, scheme: Scheme) -> Cell:
        if self._is_stateful and scheme.signatures_log2 is not None:
            return Cell(power_text(scheme.signatures_log2), scheme.signatures_log2)
        value = scheme.nist_category if self._has_category else scheme.security_bits
        return Cell("–" if value is None else str(value), value)

    def _comparable(self) -> Callable[[int], bool]:
        """Whether a row may be among the best: timed like the rest, by a C function."""
        c_timed = [view.leading is None or view.leading.boundary == Boundary.C for view in self._views]
        if not any(view.leading is not None and view.leading.boundary == Boundary.C for view in self._views):
            return lambda _: True
        return lambda index: c_timed[index]

    def _notes(self) -> Iterable[str]:
        w = self._words
        host = next((one for one in self._run.targets if one.name == "host"), None)
        if host is not None:
            instrument = host.instruments.get(Metric.TIME_NS, "CLOCK_MONOTONIC")
            yield w("note_interval", processes=host.replicates, instrument=instrument)
        if self._is_stateful:
            yield w("note_stateful")
        elif self._length is not None:
            yield w("note_short", bytes=self._length)
        yield from marks(self._run, self._views, w)
        if self._device is not None and self._device.part is not None:
            part = self._device.part
            sizes = {"ram": bytes_text(part.ram_bytes), "flash": bytes_text(part.flash_bytes)}
            yield w("note_part", part=part.name, **sizes)
        on_device = [view.on_device for view in self._views if view.on_device is not None]
        metrics = {key.metric for one in on_device for key in one.figures}
        if Metric.ALIGNED_CYCLES in metrics:
            yield w("note_placed")
        elif Metric.MOVED_CYCLES in metrics:
            yield w("note_moved")
        if any(is_greyed(view.scheme) for view in self._views):
            yield w("mark_greyed")
        yield w("mark_best")


def _length(role: Role, rows: Sequence[SchemeView]) -> int | None:
    """The message length of a role's table: the usual one, else the longest below it, else the shortest.

    None if nothing with a message was measured.
    """
    usual = _SHORT_MESSAGE if role == Role.SIGNATURE else _LONG_MESSAGE
    found = {
        one.series.message_bytes
        for view in rows
        for summary in (*view.host, *view.device)
        for one in summary.measurements
    }
    lengths = {one for one in found if one}
    if usual in lengths:
        return usual
    return max((one for one in lengths if one < usual), default=min(lengths, default=None))


def _range(figure: float, others: Sequence[float]) -> str:
    """How far the same code in other placements is from a figure; one of them is a difference, no range."""
    percent = [100 * (other / figure - 1) for other in others]
    if len(percent) == 1:
        return f"↷ {percent[0]:+.1f} %"
    return f"↷ {min(0.0, *percent):+.1f} … {max(0.0, *percent):+.1f} %"


def device_of(run: Run) -> TargetFacts | None:
    """The run's first target with a timing model, one whose model was validated before others."""
    modelled = [target for target in run.targets if target.model is not None]
    return min(modelled, key=lambda one: bool(one.model and one.model.mark), default=None)


def marks(run: Run, rows: Sequence[SchemeView], words: Words, *, others: bool = False) -> Iterable[str]:
    """The explanations of the marks that these rows carry; `others`: also of devices beside the first."""
    summaries = [one for view in rows for one in (view.leading, view.on_device) if one is not None]
    measurements = [record for one in summaries for record in one.measurements]
    overheads = [
        record.conditions.call_overhead_ns or 0.0
        for record in measurements
        if record.conditions.boundary == Boundary.PYTHON
    ]
    if overheads:
        yield words("mark_python", overhead=time_text(max(overheads)))
    shown = {
        one.target
        for view in rows
        for one in (*view.device, *(view.others if others else ()))
        if one.measurements
    }
    models = [one.model for one in run.targets if one.name in shown and one.model is not None]
    for model in models:
        if model.mark:
            yield words(f"mark_{model.mark}", model=model.id, note=words.sentence(model.note))
            continue
        yield words(
            "mark_modelled",
            model=model.id,
            mean=model.mean_error_percent,
            largest=model.max_error_percent,
            against=words("model_against", operations=model.operations, implementations=model.implementations)
            if model.operations
            else words.known(f"model_against_{model.id}", model.validated_against),
            note=words.known(f"model_note_{model.id}", model.note),
        )
    stochastic = [r for r in measurements if r.conditions.cost_class == CostClass.STOCHASTIC]
    if stochastic:
        seeds = max(len(set(one.seeds)) for r in stochastic for one in r.observations)
        yield words("mark_stochastic", seeds=seeds)
    if any(view.scheme.confidence == Sureness.UNCONFIRMED for view in rows):
        yield words("mark_unconfirmed")


def _with_best(
    rows: list[list[Cell]], greyed: frozenset[int], comparable: Callable[[int], bool]
) -> list[list[Cell]]:
    """Mark the smallest figures of each numeric column behind the third."""
    if not rows:
        return rows
    for column in range(3, len(rows[0])):
        ranked = sorted(
            (value, index)
            for index, row in enumerate(rows)
            if (value := row[column].sort) is not None and index not in greyed and comparable(index)
        )
        if len(ranked) <= _BEST or ranked[-1][0] <= 1:
            continue
        for _, index in ranked[:_BEST]:
            cell = rows[index][column]
            rows[index][column] = Cell(cell.text, cell.sort, cell.note, best=True, link=cell.link)
    return rows
