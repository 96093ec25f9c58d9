"""TLS handshakes: what each side computes and sends, a row a group with a kind of certificates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pqeval.analysis.summary import BASELINES, Figure, Summary
from pqeval.catalogue import Metric, Operation, Role, handshake_facts, load
from pqeval.report.answer import SchemeView
from pqeval.report.blocks import Cell, Column, Section, Table
from pqeval.report.numbers import estimate_text, ratio_text
from pqeval.report.words import Words

__all__ = ["handshake_section"]

_COMPARED: Final = (Metric.CLIENT_CPU_NS, Metric.SERVER_CPU_NS, Metric.CLIENT_BYTES, Metric.SERVER_BYTES)


def handshake_section(views: Sequence[SchemeView], words: Words) -> Section | None:
    """The section, if the run has handshakes."""
    chosen = [view for view in views if view.scheme.role == Role.HANDSHAKE and view.host]
    if not chosen:
        return None
    baseline = next((view.host[0] for view in chosen if view.scheme.id == BASELINES[Role.HANDSHAKE]), None)
    columns = (
        Column(words("handshake_group")),
        Column(words("handshake_certificates")),
        *(Column(words(f"metric_{metric}"), numeric=True) for metric in (*_COMPARED, Metric.FLIGHTS)),
    )
    table = Table(
        "handshakes",
        words("handshakes_caption"),
        columns,
        tuple(tuple(_row(view, baseline, words)) for view in chosen),
        notes=(words("handshakes_note"),),
    )
    return Section("handshakes", words("role_handshake"), tables=(table,))


def _row(view: SchemeView, baseline: Summary | None, words: Words) -> Iterator[Cell]:
    group, certificate = handshake_facts().parts(view.scheme.id)
    yield Cell(group.name, note=words.of("flag", view.scheme.security_flag), link=f"scheme-{view.scheme.id}")
    yield Cell(load().by_id[certificate.scheme].name)
    for metric in _COMPARED:
        yield _cell(_figure(view.host[0], metric), _figure(baseline, metric) if baseline else None)
    flights = _figure(view.host[0], Metric.FLIGHTS)
    yield Cell("–") if flights is None else Cell(f"{flights.estimate.value:.0f}", flights.estimate.value)


def _figure(found: Summary, metric: Metric) -> Figure | None:
    wanted = ((key, one) for key, one in found.figures.items() if key.metric == metric)
    return next((one for key, one in wanted if key.operation == Operation.HANDSHAKE), None)


def _cell(figure: Figure | None, baseline: Figure | None) -> Cell:
    """The figure, and below it its ratio to X25519 with ECDSA P-256."""
    if figure is None:
        return Cell("–")
    value = figure.estimate.value
    note = ratio_text(value / baseline.estimate.value) if baseline and baseline.estimate.value else ""
    return Cell(estimate_text(figure.estimate), value, note=note)
