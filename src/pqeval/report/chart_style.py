"""How every chart looks: colours that colour-blind readers tell apart, markers beside them, one font."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pqeval.errors import RecordError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["COLOURS", "INK", "MARKERS", "pdf_bytes", "png_bytes", "styled", "svg_text"]

INK: Final = "#1f2933"
COLOURS: Final = {
    "lattice-structured": "#0072B2",
    "lattice-unstructured": "#56B4E9",
    "code-goppa": "#D55E00",
    "code-quasi-cyclic": "#E69F00",
    "code-restricted": "#E69F00",
    "hash": "#009E73",
    "multivariate": "#CC79A7",
    "mpc-in-the-head": "#999999",
    "elliptic-curve-dlog": "#000000",
    "factoring": "#000000",
    "symmetric": "#999999",
    "hybrid": "#000000",
}
"""Okabe and Ito's palette."""
MARKERS: Final = {1: "o", 2: "s", 3: "^", 4: "D", 5: "v", 0: "x"}
"""By NIST category; 0 for classical schemes."""
_JAPANESE: Final = "IPAexGothic"
_FALLBACK: Final = "'IPAexGothic','Noto Sans CJK JP','Noto Sans JP','Hiragino Sans','Yu Gothic',sans-serif"
_DOTS_PER_INCH: Final = 200


@contextmanager
def styled(language: str) -> Iterator[None]:
    """Within this block figures have the project's style; global settings are as before afterwards."""
    import matplotlib as mpl  # noqa: PLC0415 - slow to import
    from matplotlib import font_manager  # noqa: PLC0415 - slow to import

    fonts = font_manager.fontManager
    known = list(fonts.ttflist)
    families = ["DejaVu Sans"]
    if language == "ja":
        fonts.addfont(_japanese_font())
        families = [_JAPANESE, *families]  # which has no micro sign
    style: dict[Any, Any] = {
        "font.family": families,
        "font.size": 8.5,
        "axes.titlesize": 9.5,
        "axes.titleweight": "normal",
        "axes.labelsize": 8.5,
        "axes.edgecolor": INK,
        "axes.labelcolor": INK,
        "axes.linewidth": 0.7,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.unicode_minus": False,
        "axes.axisbelow": True,
        "axes.grid": True,
        "grid.color": "#d5dbe1",
        "grid.linewidth": 0.6,
        "xtick.color": INK,
        "ytick.color": INK,
        "text.color": INK,
        "legend.frameon": False,
        "legend.fontsize": 7.5,
        "svg.fonttype": "none",
        "svg.hashsalt": "pqeval",
        "pdf.fonttype": 42,  # TrueType, which printers and editors keep as text
        "figure.facecolor": "white",
        "savefig.facecolor": "white",
    }
    try:
        with mpl.rc_context(style):
            yield
    finally:
        fonts.ttflist[:] = known


def svg_text(figure: Figure, title: str, description: str) -> str:
    """The figure as SVG with text as text, a title and a description; the same figure gives the same text."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: PLC0415 - slow to import

    stream = BytesIO()
    canvas: Any = FigureCanvasSVG(figure)  # its methods have no types
    canvas.print_svg(stream, metadata={"Date": None, "Creator": None})
    text = stream.getvalue().decode("utf-8")
    text = text[text.index("<svg") :]
    head_end = text.index(">") + 1
    described = f"<title>{_escaped(title)}</title><desc>{_escaped(description)}</desc>"
    text = text[:head_end].replace("<svg ", '<svg role="img" ', 1) + described + text[head_end:]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    return text.replace(f"'{_JAPANESE}'", _FALLBACK).replace("'DejaVu Sans'", "'DejaVu Sans',sans-serif")


def png_bytes(figure: Figure) -> bytes:
    """The figure as PNG; the same figure gives the same bytes."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - slow to import

    stream = BytesIO()
    figure.set_dpi(_DOTS_PER_INCH)
    canvas: Any = FigureCanvasAgg(figure)  # its methods have no types
    canvas.print_png(stream, metadata={"Software": None})
    return stream.getvalue()


def pdf_bytes(figure: Figure) -> bytes:
    """The figure as PDF with its fonts embedded; the same figure gives the same bytes."""
    from matplotlib.backends.backend_pdf import FigureCanvasPdf  # noqa: PLC0415 - slow to import

    stream = BytesIO()
    canvas: Any = FigureCanvasPdf(figure)  # its methods have no types
    canvas.print_pdf(stream, metadata={"CreationDate": None, "Creator": None, "Producer": None})
    return stream.getvalue()


def _japanese_font() -> str:
    spec = find_spec("matplotlib_fontja")
    for place in (spec.submodule_search_locations or []) if spec else []:
        fonts = sorted(Path(place).rglob("ipaexg.ttf"))
        if fonts:
            return str(fonts[0])
    raise RecordError("the Japanese font is missing: install the PyPI package matplotlib-fontja")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
