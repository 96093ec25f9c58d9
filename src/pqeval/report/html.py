"""One HTML page: self-contained, readable without scripts, in one or two languages."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from pqeval.report.blocks import Chart, Page, Table
from pqeval.report.plain import chart_csv, table_csv

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["html"]


def html(pages: Mapping[str, Sequence[Page]]) -> str:
    """The page; `pages` holds, for each language, a page a run."""
    languages = list(pages)
    template = _environment().get_template("report.html.j2")
    return template.render(
        languages=languages,
        pages=pages,
        style=_text("style.css"),
        script=_text("script.js"),
        first=pages[languages[0]][0],
        several=any(len(several) > 1 for several in pages.values()),
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined  # noqa: PLC0415 - slow to import
    from markupsafe import Markup  # noqa: PLC0415 - comes with it

    # Run files are untrusted: everything is escaped, except what this package drew or wrote itself.
    environment = Environment(
        loader=FunctionLoader(_text),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def figure(chart: Chart, prefix: str) -> Markup:
        return Markup(_with_own_ids(chart.svg, f"{prefix}-{chart.name}"))  # noqa: S704 - drawn by this package

    environment.filters["figure"] = figure
    environment.filters["chart_csv"] = lambda chart: _data("text/csv", chart_csv(chart).encode())
    environment.filters["table_csv"] = lambda table: _data("text/csv", table_csv(table).encode())
    environment.filters["svg"] = lambda chart: _data("image/svg+xml", chart.svg.encode())
    environment.filters["png"] = lambda chart: _data("image/png", chart.png)
    environment.filters["groups"] = _groups
    environment.filters["own"] = Markup
    return environment


def _with_own_ids(svg: str, prefix: str) -> str:
    """Several charts stand in one page: each gets identifiers of its own."""
    svg = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', svg)
    svg = re.sub(r'href="#([^"]+)"', rf'href="#{prefix}-\1"', svg)
    svg = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", svg)
    return re.sub(r'(<svg [^>]*?)width="[^"]*" height="[^"]*"', r"\1", svg, count=1)


def _groups(table: Table) -> list[tuple[str, int]]:
    """The upper row of heads: neighbouring columns of one group, and how many they are."""
    found: list[tuple[str, int]] = []
    for column in table.columns:
        if found and column.group and found[-1][0] == column.group:
            found[-1] = (column.group, found[-1][1] + 1)
        else:
            found.append((column.group, 1))
    return found


def _data(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


def _text(name: str) -> str:
    return resources.files("pqeval.report").joinpath("templates", name).read_text(encoding="utf-8")
