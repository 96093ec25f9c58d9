r"""An export as LaTeX: tables of `longtable` and `booktabs`, to be `\input` into a guideline.

Each file names the packages it needs in its head; `document` makes one that LuaLaTeX compiles alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pqeval.export.layout import Head, Laid, LaidRow, lay
from pqeval.export.table import Export
from pqeval.export.text import Language, say
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
    "✓": r"\ensuremath{\surd}",
    "✗": r"\ensuremath{\times}",
    "⁰": r"\textsuperscript{0}",
    "¹": r"\textsuperscript{1}",
    "²": r"\textsuperscript{2}",
    "³": r"\textsuperscript{3}",
    **{letter: rf"\textsuperscript{{{digit}}}" for digit, letter in enumerate("⁴⁵⁶⁷⁸⁹", start=4)},
}
_BREAKABLE: Final = "/_=,;"
_PACKAGES: Final = ("array", "booktabs", "graphicx", "longtable", "xcolor")
_GREY: Final = "black!50"
_NARROW_SHARE: Final = 0.07
_LEAST_SHARE: Final = 0.3


def escaped(text: str) -> str:
    """Text that LaTeX sets as it is; addresses and options may be broken behind their separators."""
    return "".join(_ESCAPES.get(letter, letter) + _after(letter) for letter in text).replace("\n", " ")


def _after(letter: str) -> str:
    return r"\allowbreak{}" if letter in _BREAKABLE else ""


def latex(export: Export, language: Language) -> str:
    r"""The whole export in one language, for `\input`."""
    return "\n".join(_lines(export, language)) + "\n"


def document(inputs: Sequence[str], title: str, language: Language) -> str:
    """A document that inputs those files; LuaLaTeX compiles it, with luatexja for Japanese."""
    japanese = (
        [r"\usepackage{luatexja}", r"\renewcommand{\tablename}{表}", r"\renewcommand{\figurename}{図}"]
        if language == "ja"
        else []
    )
    lines = [
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
    yield f"% {export.id}, written by pqeval. Needs the packages {', '.join(_PACKAGES)}."
    yield rf"\section*{{{export.id} {escaped(export.title.to(language))}}}"
    for note in export.notes:
        yield escaped(note.to(language))
        yield ""
    if export.draw is not None:
        drawing = export.draw(language)
        yield r"\begin{figure}[htbp]"
        yield r"\centering"
        yield rf"\includegraphics[width=\linewidth]{{{export.id}.{language}.pdf}}"
        yield rf"\caption{{{escaped(drawing.title)}}}"
        yield rf"\label{{fig:{export.id}-{language}}}"
        yield r"\end{figure}"
    for table in export.tables:
        yield from _table(lay(table, language), language)


def _table(table: Laid, language: Language) -> Iterable[str]:
    yield r"{\footnotesize\setlength{\tabcolsep}{4pt}"
    yield rf"\begin{{longtable}}{{{_columns(table.heads)}}}"
    yield rf"\caption{{{escaped(table.title)}}}\label{{tab:{table.id}-{language}}}\\"
    for end in (r"\endfirsthead", r"\endhead"):
        yield r"\toprule"
        yield from _heads(table.heads)
        yield r"\midrule"
        yield end
    yield r"\bottomrule"
    yield r"\endfoot"
    for number, group in enumerate(table.groups):
        if number:
            yield r"\addlinespace"
        if group.heading:
            yield rf"\multicolumn{{{len(table.heads)}}}{{l}}{{\textbf{{{escaped(group.heading)}}}}}\\"
        for row in group.rows:
            yield " & ".join(_cells(row)) + r" \\"
    yield r"\end{longtable}}"
    yield from _below(table, language)


def _columns(heads: Sequence[Head]) -> str:
    """Columns of sentences share what the narrow ones leave of the line."""
    wide = sum(head.wide for head in heads)
    left = max(_LEAST_SHARE, 0.95 - _NARROW_SHARE * (len(heads) - wide))
    width = rf">{{\raggedright\arraybackslash}}p{{{left / wide:.3f}\linewidth}}" if wide else ""
    return "".join("r" if head.numeric else width if head.wide else "l" for head in heads)


def _heads(heads: Sequence[Head]) -> Iterable[str]:
    spans = _spans(heads)
    if any(name for name, _, _ in spans):
        yield (
            " & ".join(
                rf"\multicolumn{{{count}}}{{c}}{{{escaped(name)}}}" if name or count > 1 else ""
                for name, _, count in spans
            )
            + r" \\"
        )
        yield "".join(
            rf"\cmidrule(lr){{{start}-{start + count - 1}}}" for name, start, count in spans if name
        )
    yield " & ".join(_centred(head.text) if head.numeric else escaped(head.text) for head in heads) + r" \\"
    if any(head.unit for head in heads):
        yield " & ".join(_centred(head.unit) if head.unit else "" for head in heads) + r" \\"


def _centred(text: str) -> str:
    return rf"\multicolumn{{1}}{{c}}{{{escaped(text)}}}"


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
        lines.append(f"{say('sources').to(language)}: {listed}")
    if lines:
        yield r"{\scriptsize\sloppy\noindent"
        yield "\\par\\noindent\n".join(lines)
        yield r"\par}"
        yield ""
