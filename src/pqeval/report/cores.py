"""Cores side by side: what an operation takes on each device of a run, one column a device."""

from __future__ import annotations

from collections.abc import Sequence

from pqeval.analysis.summary import Summary
from pqeval.catalogue import OPERATIONS, Metric, Operation
from pqeval.records import Run, TargetFacts
from pqeval.report.answer import SchemeView, marks
from pqeval.report.blocks import Cell, Column, Section, Table
from pqeval.report.numbers import estimate_text
from pqeval.report.words import Words

__all__ = ["cores_section"]


def cores_section(views: Sequence[SchemeView], run: Run, words: Words) -> Section | None:
    """The section, or None if the run has fewer than two devices."""
    devices = [target for target in run.targets if _metric(target) is not None and not target.unavailable]
    rows = []
    for view in views:
        for operation in OPERATIONS[view.scheme.role]:
            cells = [_cell(view, device, operation) for device in devices]
            if any(cell.sort is not None for cell in cells):
                name = Cell(view.scheme.name, link=f"scheme-{view.scheme.id}")
                rows.append((name, Cell(words.of("op", operation)), *cells))
    if len(devices) < 2 or not rows:  # noqa: PLR2004 - one has nothing beside it
        return None
    columns = (
        Column(words("scheme")),
        Column(words("operation")),
        *(Column(_head(device, words), numeric=True) for device in devices),
    )
    notes = (words("note_cores"), *marks(run, views, words, others=True))
    table = Table("cores", words("cores_caption"), columns, tuple(rows), notes=notes)
    return Section("cores", words("cores"), tables=(table,))


def _metric(device: TargetFacts) -> Metric | None:
    """What a device says of speed: a model, a board's counter, or instructions; None if nothing."""
    if device.part is None:
        return None
    if device.model is not None:
        return Metric.MODELLED_CYCLES
    return next((one for one in (Metric.CYCLES, Metric.INSTRUCTIONS) if one in device.instruments), None)


def _head(device: TargetFacts, words: Words) -> str:
    if device.model is not None:
        return words("modelled_cycles", core=device.name, model=device.model.label)
    measured = _metric(device) == Metric.CYCLES
    return words("cycles_on" if measured else "instructions_on", core=device.name)


def _cell(view: SchemeView, device: TargetFacts, operation: Operation) -> Cell:
    metric = _metric(device)
    assert metric is not None, "devices without one have no column"
    for one in (*view.device, *view.others):
        if one.target == device.name and (cell := _figure(one, operation, metric)):
            return cell
    return Cell("–")


def _figure(one: Summary, operation: Operation, metric: Metric) -> Cell | None:
    figure = one.figure(operation, metric)
    if figure is None:
        return None
    text, _, interval = estimate_text(figure.estimate).partition(" ±")
    rejects = "~" if figure.estimate.distribution is not None else ""
    fits = "" if one.fit is None or one.fit.fits is not False else "✗"
    mark = f" {fits}{rejects}" if fits or rejects else ""
    return Cell(f"{text}{mark}", figure.estimate.value, note=f"±{interval}" if interval else "")
