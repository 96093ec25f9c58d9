r"""An export as LaTeX: tables of `longtable` and `booktabs`, to be `\input` into a guideline.

Each file names the packages it needs in its head; `document` makes one that LuaLaTeX compiles alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from pqeval.export.condense import FEW_ROWS, condensed
from pqeval.export.layout import Head, Laid, LaidRow, lay
from pqeval.export.table import Export
from pqeval.export.text import Language, say
from pqeval.export.widths import BETWEEN, Part, parts
from pqeval.report.numbers import THIN_SPACE

__all__ = ["document", "escaped", "latex"]

_ESCAPES: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    THIN_SPACE: r"\,",
    "\u200b": r"\allowbreak{}",
    "±": r"\ensuremath{\pm}",
    "×": r"\ensuremath{\times}",
    "≈": r"\ensuremath{\approx}",
    "≤": r"\ensuremath{\leq}",
    "≥": r"\ensuremath{\geq}",
    "→": r"\ensuremath{\rightarrow}",
    "§": r"\S{}",
    "†": r"\dag{}",
    "‡": r"\ddag{}",
    "‖": r"\ensuremath{\|}",
    "¶": r"\P{}",
    "◇": r"\ensuremath{\diamond}",
    "µ": r"\ensuremath{\mu}",
    "–": "--",
    "…": r"\ldots{}",
    "−": r"\ensuremath{-}",
    "✓": r"\ensuremath{\surd}",
    "✗": r"\ensuremath{\times}",
    "⁰": r"\textsuperscript{0}",
    "¹": r"\textsuperscript{1}",
    "²": r"\textsuperscript{2}",
    "³": r"\textsuperscript{3}",
    **{letter: rf"\textsuperscript{{{digit}}}" for digit, letter in enumerate("⁴⁵⁶⁷⁸⁹", start=4)},
}
_BREAK: Final = "\u200b"
_VIEW_BOX: Final = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')
_TALL: Final = 1.4
"""Height over width from which on a figure is turned."""
_PART_NUMBER: Final = re.compile(r"(?<=[0-9])(?=[A-Z])")
_BREAKABLE: Final = "/_=,;]"
_PACKAGES: Final = ("array", "booktabs", "graphicx", "longtable", "xcolor")
_JAPANESE_FONTS: Final = "Japanese by luatexja with its own fonts (Harano Aji, in TeX Live haranoaji)"
_JAPANESE_TITLES: Final = (
    r"\IfFileExists{luatexja.sty}{\usepackage{luatexja}\ltjsetparameter{jacharrange={-2,-3}}}{}"
)
"""Greek and punctuation stay those of the Latin font."""
_GREY: Final = "black!50"


def escaped(text: str) -> str:
    """Text that LaTeX sets as it is.

    Addresses and options may be broken behind their separators, part numbers between a digit and a capital.
    """
    text = _PART_NUMBER.sub(_BREAK, text)
    return "".join(_ESCAPES.get(letter, letter) + _after(letter) for letter in text).replace("\n", " ")


def _after(letter: str) -> str:
    return r"\allowbreak{}" if letter in _BREAKABLE else ""


def latex(export: Export, language: Language) -> str:
    r"""The whole export in one language, for `\input`."""
    return "\n".join(_lines(export, language)) + "\n"


def document(inputs: Sequence[str], title: str, language: Language) -> str:
    """A document that inputs those files; LuaLaTeX compiles it, with luatexja for Japanese.

    An English one uses it where it is installed, for the titles of Japanese sources.
    """
    japanese = (
        [r"\usepackage{luatexja}", r"\renewcommand{\tablename}{表}", r"\renewcommand{\figurename}{図}"]
        if language == "ja"
        else [_JAPANESE_TITLES]
    )
    fonts = f"{_JAPANESE_FONTS}; " if language == "ja" else ""
    lines = [
        f"% Compile with LuaLaTeX: class article, packages {', '.join(_PACKAGES)}; {fonts}figures as PDF.",
        r"\documentclass[a4paper,landscape,10pt]{article}",
        r"\usepackage[margin=15mm]{geometry}",
        *(rf"\usepackage{{{name}}}" for name in _PACKAGES),
        *japanese,
        r"\graphicspath{{figures/}}",
        rf"\title{{{escaped(title)}}}",
        r"\date{}",
        r"\begin{document}",
        r"\maketitle",
        *(rf"\input{{{name}}}" for name in inputs),
        r"\end{document}",
    ]
    return "\n".join(lines) + "\n"


def _lines(export: Export, language: Language) -> Iterable[str]:
    japanese = f" {_JAPANESE_FONTS}." if language == "ja" else ""
    yield f"% {export.id}, written by pqeval. Needs the packages {', '.join(_PACKAGES)}.{japanese}"
    if export.draw is not None:
        yield r"\clearpage"  # a figure stands below its own heading, and not pages later
    yield rf"\section*{{{export.id} {escaped(export.title.to(language))}}}"
    for note in export.notes:
        yield escaped(note.to(language))
        yield ""
    if export.draw is not None:
        drawing = export.draw(language)
        yield r"\begin{figure}[!htbp]"
        yield r"\centering"
        turned = "angle=90," if _is_tall(drawing.svg) else ""
        room = r"width=\linewidth,totalheight=0.7\textheight,keepaspectratio"
        yield rf"\includegraphics[{turned}{room}]{{{export.id}.{language}.pdf}}"
        yield rf"\caption{{{escaped(drawing.title)}}}"
        yield rf"\label{{fig:{export.id}-{language}}}"
        yield r"\end{figure}"
    data_file = f"{export.id}.{language}.csv"
    for table in export.tables:
        rows = sum(1 for _ in table.rows)
        if export.draw is not None and rows > FEW_ROWS:
            yield escaped(say("plotted_values", rows=rows, file=data_file).to(language))
            yield ""
            continue
        laid = lay(table, language)
        yield from _table(laid if export.draw else condensed(laid, data_file, language), language)


def _is_tall(svg: str) -> bool:
    """Whether a figure would come out too small on a page across: it is turned then."""
    box = _VIEW_BOX.search(svg)
    return box is not None and float(box[2]) > _TALL * float(box[1])


def _table(table: Laid, language: Language) -> Iterable[str]:
    found = parts(table)
    yield rf"{{\scriptsize\setlength{{\tabcolsep}}{{{BETWEEN / 2:g}pt}}"
    for number, part in enumerate(found, start=1):
        yield from _part(table, part, language, number, len(found))
    yield "}"
    yield from _below(table, language)


def _part(table: Laid, part: Part, language: Language, number: int, count: int) -> Iterable[str]:
    """The columns of one part; a table that is wider than the page has several, with the same first ones."""
    heads = [table.heads[place] for place in part.places]
    which = f" ({number}/{count})" if count > 1 else ""
    label = f"{table.id}-{language}" + (f"-{number}" if count > 1 else "")
    yield rf"\begin{{longtable}}{{{_columns(heads, part.widths)}}}"
    yield rf"\caption{{{escaped(table.title + which)}}}\label{{tab:{label}}}\\"
    for end in (r"\endfirsthead", r"\endhead"):
        yield r"\toprule"
        yield from _heads(heads, part.widths)
        yield r"\midrule"
        yield end
    yield r"\bottomrule"
    yield r"\endfoot"
    for place, group in enumerate(table.groups):
        if place:
            yield r"\addlinespace"
        if group.heading:
            yield rf"\multicolumn{{{len(heads)}}}{{l}}{{\textbf{{{escaped(group.heading)}}}}}\\*"
        for row in group.rows:
            cells = list(_cells(row))
            yield " & ".join(cells[one] for one in part.places) + r" \\"
    yield r"\end{longtable}"


def _columns(heads: Sequence[Head], widths: Sequence[float]) -> str:
    sides = (r"\raggedleft" if head.numeric else r"\raggedright" for head in heads)
    return "".join(
        rf">{{{side}\arraybackslash}}p{{{width:.1f}pt}}" for side, width in zip(sides, widths, strict=True)
    )


def _heads(heads: Sequence[Head], widths: Sequence[float]) -> Iterable[str]:
    spans = _spans(heads)
    if any(name for name, _, _ in spans):
        yield " & ".join(_span(name, widths[start - 1 :][:count]) for name, start, count in spans) + r" \\"
        yield "".join(
            rf"\cmidrule(lr){{{start}-{start + count - 1}}}" for name, start, count in spans if name
        )
    yield " & ".join(escaped(head.text) for head in heads) + r" \\"
    if any(head.unit for head in heads):
        yield " & ".join(escaped(head.unit) for head in heads) + r" \\"


def _span(name: str, widths: Sequence[float]) -> str:
    """What stands above several columns; broken where it is wider than they are."""
    if not name:
        return "" if len(widths) == 1 else rf"\multicolumn{{{len(widths)}}}{{c}}{{}}"
    whole = sum(widths) + BETWEEN * (len(widths) - 1)
    column = rf">{{\centering\arraybackslash}}p{{{whole:.1f}pt}}"
    return rf"\multicolumn{{{len(widths)}}}{{{column}}}{{{escaped(name)}}}"


def _spans(heads: Sequence[Head]) -> list[tuple[str, int, int]]:
    """Neighbouring columns of one group: its name, its first column from 1, and how many they are."""
    spans: list[tuple[str, int, int]] = []
    for place, head in enumerate(heads, start=1):
        if spans and head.group and spans[-1][0] == head.group:
            name, start, count = spans[-1]
            spans[-1] = (name, start, count + 1)
        else:
            spans.append((head.group, place, 1))
    return spans


def _cells(row: LaidRow) -> Iterable[str]:
    for text, faint, strong in zip(row.cells, row.faint, row.strong, strict=True):
        shown = escaped(text)
        if strong:
            shown = rf"\textbf{{{shown}}}"
        yield rf"\textcolor{{{_GREY}}}{{{shown}}}" if row.grey or faint else shown


def _below(table: Laid, language: Language) -> Iterable[str]:
    lines = [escaped(note) for note in table.notes]
    if table.sources:
        listed = " ".join(f"[{number}] {escaped(one)}" for number, one in enumerate(table.sources, start=1))
        lines.append(say("sources_listed", listed=listed).to(language))
    if lines:
        yield r"{\scriptsize\sloppy\noindent"
        yield "\\par\\noindent\n".join(lines)
        yield r"\par}"
        yield ""
