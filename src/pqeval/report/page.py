"""Compose the pages: one a language, from one or more runs."""

from __future__ import annotations

from collections.abc import Sequence

from pqeval.analysis.summary import summaries
from pqeval.catalogue import load
from pqeval.records import Run
from pqeval.report.answer import answer_tables, device_of, views
from pqeval.report.beside import beside_tables
from pqeval.report.blocks import Page, Section
from pqeval.report.charts import charts
from pqeval.report.cores import cores_section
from pqeval.report.detail import conditions_section, detail_sections, glossary_section, missing_section
from pqeval.report.evidence import evidence_section
from pqeval.report.handshakes import handshake_section
from pqeval.report.lightweight import lightweight_section
from pqeval.report.words import Words, words

__all__ = ["SHORT_ID", "compose"]

SHORT_ID = 12


def compose(run: Run, language: str, evidence: Sequence[Run] = ()) -> Page:
    """The page of one run in one language; `evidence` are runs whose constant-time evidence it shows, too."""
    w = words(language)
    catalogue = load().with_schemes(run.schemes)
    device = device_of(run)
    grouped = views(summaries(run, catalogue), catalogue, device.name if device else "")
    measured = [
        view for view in grouped if view.leading is not None or view.on_device is not None or view.elsewhere
    ]
    page = Page(
        language=language,
        language_name=w("language_name"),
        title=w("title"),
        provenance=_provenance(run, w),
        contents=w("contents"),
        sort_hint=w("sort_hint"),
    )
    tables = tuple(answer_tables(measured, run, w))
    drawn = tuple(charts(measured, run, w))
    shown = evidence_section((run, *evidence), catalogue, w)
    handshakes = handshake_section(measured, w)
    if tables or (shown is None and handshakes is None):
        empty = () if tables else (w("empty_run"),)
        page.sections.append(Section("answer", w("answer"), tables=tables[:1], paragraphs=empty))
    if drawn:
        page.sections.append(Section("charts", w("charts"), charts=drawn))
    if (side_by_side := cores_section(measured, run, w)) is not None:
        page.sections.append(side_by_side)
    if any(record.series.provider == "folder" for record in run.records):
        # Somebody asked about an implementation: how it stands beside others is the answer, no detail.
        beside = tuple(table for view in measured for table in beside_tables(view.scheme, run, w))
        page.sections += [Section("beside", w("beside"), tables=beside)] if beside else []
    if handshakes is not None:
        page.sections.append(handshakes)
    if (light := lightweight_section(measured, run, w)) is not None:
        page.sections.append(light)
    if tables[1:]:
        page.sections.append(Section("more", w("more"), tables=tables[1:]))
    if shown is not None:
        page.sections.append(shown)
    page.sections += detail_sections(measured, run, w)
    page.sections.append(missing_section(run, catalogue, w))
    page.sections.append(conditions_section(run, w))
    page.sections.append(Section("cite", w("cite"), paragraphs=(_cite(run, w),)))
    page.sections.append(glossary_section(w))
    return page


def _provenance(run: Run, w: Words) -> str:
    return w(
        "provenance",
        version=run.pqeval_version,
        run=run.id[:SHORT_ID],
        date=run.started[:10],
        plan=run.plan.name,
        targets=", ".join(target.name for target in run.targets),
    )


def _cite(run: Run, w: Words) -> str:
    models: Sequence[str] = [target.model.label for target in run.targets if target.model is not None]
    return w(
        "cite_text",
        version=run.pqeval_version,
        run=run.id[:SHORT_ID],
        date=run.started[:10],
        plan=run.plan.name,
        models=", ".join(models) or "–",
        full=run.id,
    )
