"""Draws a figure in one language as SVG, PDF and PNG; once, whatever formats are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

from pqeval.catalogue import Scheme
from pqeval.export.sections import is_grey, section_of
from pqeval.export.table import Drawing
from pqeval.export.text import Language, Text
from pqeval.report.chart_style import pdf_bytes, png_bytes, styled, svg_text
from pqeval.report.numbers import THIN_SPACE

if TYPE_CHECKING:
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

__all__ = ["HATCHES", "SHADES", "WIDTH", "drawn", "grouped_ticks", "shown_of"]

WIDTH: Final = 6.7
"""Inches: two columns of 85 mm, at 8 points."""

SHADES: Final = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
"""Okabe and Ito's palette, in an order in which neighbours also differ in lightness."""
HATCHES: Final = ("", "////", "....", "xxxx", "\\\\\\\\", "++++")
"""What tells the same things apart without colour."""


_FAR: Final = 300.0
"""An axis that spans more than this has room for its decades alone."""
_LEAST: Final = 1e-9


def drawn(
    title: Text, alt: Text, height: float, plot: Callable[[Figure, Language], None]
) -> Callable[[Language], Drawing]:
    """A function that draws the figure: `plot` fills it, `alt` says in words what it shows."""

    @cache
    def draw(language: Language) -> Drawing:
        from matplotlib.figure import Figure as MatplotlibFigure  # noqa: PLC0415 - slow to import

        with styled(language):
            figure = MatplotlibFigure(figsize=(WIDTH, height), layout="constrained")
            plot(figure, language)
            texts = title.to(language), alt.to(language)
            return Drawing(svg_text(figure, *texts), pdf_bytes(figure), png_bytes(figure), *texts)

    return draw


def shown_of(schemes: Sequence[Scheme], most: int) -> frozenset[str]:
    """What a figure has room for: of more than `most`, none that is greyed, then no mere candidate.

    The table below a figure holds all of them.
    """
    if len(schemes) <= most:
        return frozenset(one.id for one in schemes)
    sound = [one for one in schemes if not is_grey(one)]
    if len(sound) > most:
        sound = [one for one in sound if section_of(one) not in {"research", "other"}]
    return frozenset(one.id for one in sound)


def grouped_ticks(axis: Axis, *, logarithmic: bool = False) -> None:
    """Numbers in the axis's own unit, grouped by thin spaces; logarithmic axes at 1, 2 and 5."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter  # noqa: PLC0415 - slow to import

    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.10g}".replace(",", THIN_SPACE)))
    if logarithmic:
        low, high = axis.get_view_interval()
        close = high / max(low, _LEAST) < _FAR
        axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0) if close else (1.0,)))
        axis.set_minor_formatter(NullFormatter())
