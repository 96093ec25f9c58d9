# SPDX-License-Identifier: MIT
"""Write docs/reference/cortex-m-validation.md from the validation record of this version of the model."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pqeval.targets.cortex_m.validation import (
    Agreement,
    ValidationRow,
    agreement,
    held_out,
    released_validation,
)

PAGE: Final = Path(__file__).resolve().parents[1] / "docs/reference/cortex-m-validation.md"

HEAD: Final = """\
# Cortex-M4 cycles: the model against a board

Written by `make docs` from the validation record that belongs to this version of the model; nothing here is
typed by hand. Board figures are the means of pqm4's `benchmarks.csv` at commit cc2c1b9 (Nucleo-L4R5ZI, gcc
11.3). Images were built from the same sources for pqm4's platform `mps2-an386`; they are not kept here,
their SHA-256 are in the record. Whoever builds them repeats this page with `pqeval validate --published
benchmarks.csv --elf-dir DIR`.

Rules and constants were chosen on the rows of `train` alone. `held_out_1` and `held_out_2` were written
down before the model ran on them, and are evaluated once for each version that is released. The error that
reports print is that of both held-out sets together. Rows marked ~ are ruled by rejection sampling: their
means come from a few runs only, and they are in no statistic. *Spread* is how far the board's own executions
lie apart (the most less the fewest cycles, of the mean): where it is large, the published mean of 10 or 100
executions is itself uncertain. *±* is the standard error of the modelled mean, of the board's.
"""

SETS: Final = {
    "train": "train",
    "held_out_1": "held out, first set",
    "held_out_2": "held out, second set",
}


def summary(name: str, found: Agreement) -> str:
    """Render one row of the statistics."""
    shares = " | ".join(f"{100 * share:.0f} %" for share in (found.within_1, found.within_2, found.within_5))
    figures = (
        found.implementations,
        found.operations,
        f"**{found.mean:.2f}**",
        f"{found.median:.2f}",
        f"{found.largest:.1f}",
        f"{found.bias:+.2f}",
    )
    return f"| {name} | {' | '.join(map(str, figures))} | {shares} |"


def statistics(rows: tuple[ValidationRow, ...]) -> list[str]:
    """Render the statistics of each set."""
    titles = ("set", "implementations", "operations", "mean %", "median %", "largest %", "bias %")
    shares = ("≤ 1 %", "≤ 2 %", "≤ 5 %")
    lines = [f"| {' | '.join((*titles, *shares))} |", "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"]
    groups = {title: [row for row in rows if row.set == name] for name, title in SETS.items()}
    groups["held out, both"] = held_out(rows)
    return [
        *lines,
        *(
            summary(title, found)
            for title, group in groups.items()
            if (found := agreement(group)) is not None
        ),
    ]


def details(rows: list[ValidationRow]) -> list[str]:
    """Render one row an implementation."""
    lines = [
        "| scheme | implementation | operation | board | spread % | model | error % | ± % | runs |",
        "|---|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        mark = "~" if row.rejection_sampled else ""
        board = f"{row.published_cycles} | {row.published_spread_percent:.2f}"
        model = (
            f"{row.modelled_cycles:.0f} | {mark}{row.error_percent:+.2f} | {row.standard_error_percent:.2f}"
        )
        lines.append(
            f"| {row.scheme} | {row.implementation} | {row.operation} | {board} | {model} | {row.runs} |"
        )
    return lines


def page() -> str:
    """Render the whole page."""
    released = released_validation()
    facts = [
        f"Model `{released.model}`, part `{released.part}`.",
        f"Published figures: `{released.published}`, SHA-256 `{released.published_sha256}`.",
        f"Compiler of the images: {', '.join(released.compilers)}.",
        "",
        " ".join([released.protocol, *released.remarks]),
    ]
    parts = [HEAD, "\n".join(facts), "", *statistics(released.rows)]
    for name, title in SETS.items():
        parts += ["", f"## {title[0].upper()}{title[1:]}", ""]
        parts += details([row for row in released.rows if row.set == name])
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
