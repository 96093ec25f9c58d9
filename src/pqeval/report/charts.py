"""The charts: each title says what it shows, and beside each stand exactly the values that were plotted."""

from __future__ import annotations

from collections.abc import Sequence

from pqeval.records import Run
from pqeval.report.answer import SchemeView
from pqeval.report.blocks import Chart
from pqeval.report.chart_operations import operations_by_platform
from pqeval.report.chart_size import size_against_speed
from pqeval.report.chart_stack import cycles_with_stack
from pqeval.report.chart_style import styled
from pqeval.report.words import Words

__all__ = ["charts"]


def charts(views: Sequence[SchemeView], run: Run, words: Words) -> list[Chart]:
    """The charts that this run has figures for."""
    drawn = []
    with styled(words.language):
        for draw in (size_against_speed, operations_by_platform, cycles_with_stack):
            chart = draw(views, run, words)
            if chart is not None:
                drawn.append(chart)
    return drawn
