# SPDX-License-Identifier: MIT
"""What the records on our own primitives were come by with, and how many verdicts there are of each kind."""

from __future__ import annotations

from collections import Counter
from typing import Final

from lightweight_kept import TARGETS, Kept, Row
from pqeval.catalogue import OPERATIONS, load
from pqeval.native.manifests import OwnScheme, own_schemes

__all__ = ["conditions", "small", "verdicts"]

NONE: Final = "–"
MESSAGE: Final = 1024
SMALL: Final = "small"
VERDICTS: Final = """\
Each scheme in each variant counts once, with the worst verdict over its operations. On a Cortex-M3 nothing is
claimed of variants whose long multiplications take a time that depends on operands, though modes that do not
come across one pass.
"""
REST: Final = """\
A variant `small` is written where it has at least a quarter less text than the default. There is none of
Chaskey, LEA, SipHash, Sparkle, TinyJAMBU and Xoodyak, whose rounds are in a loop as they are; of Camellia,
CLEFIA, GIFT-COFB, Grain and Romulus one would be smaller than the default, and is not written yet. What the
compiler makes of any variant for size is measured by `pqeval bench --optimise Os`.
"""


def conditions(kept: Kept) -> str:
    """Compilers, flags, models and days, by platform."""
    head = ("platform", "what", "compiler", "flags", "model", "part", "runs")
    rows = ["## Conditions", "", f"| {' | '.join(head)} |", "|" + " --- |" * len(head)]
    for target in TARGETS:
        content = kept.content[target]
        for what in ("figures", "verdicts"):
            runs = {row["run"] for row in content[what].values()}
            rows += _runs(target, what, [content["runs"][run] for run in sorted(runs)])
    return "\n".join([*rows, "", *_spread(kept)])


def _runs(target: str, what: str, runs: list[Row]) -> list[str]:
    """One row for each way in which code was built and looked at."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for run in runs:
        key = tuple(str(run.get(name, NONE)) for name in ("compiler", "flags", "model", "part"))
        alike.setdefault(key, []).append(str(run["finished"])[:10])
    return [
        f"| {target} | {what} | {compiler} | `{flags}` | {model} | {part} | "
        f"{len(dates)}, {' to '.join(dict.fromkeys((min(dates), max(dates))))} |"
        for (compiler, flags, model, part), dates in alike.items()
    ]


def _spread(kept: Kept) -> list[str]:
    """How wide the intervals of the host's times are."""
    found = sorted(row["spread_percent"] for row in kept.content["host"]["figures"].values())
    if not found:
        return []
    middle, wide = found[len(found) // 2], found[len(found) * 9 // 10]
    text = f"Half the interval of a time on the host is {middle:.1f} % of it in the median"
    return [f"{text}, and more than {wide:.1f} % for one of ten.", ""]


def verdicts(kept: Kept) -> str:
    """How many schemes in a variant passed, leaked and were not looked at, by what they claim."""
    head = ("platform", "constant time claimed", "pass", "leak", "other", "none")
    rows = ["## Constant-time verdicts", "", f"| {' | '.join(head)} |", "|" + " --- |" * len(head)]
    for target in TARGETS:
        for claimed in (True, False):
            counts = map(str, _counts(kept, target, claimed=claimed))
            rows.append(f"| {target} | {'yes' if claimed else 'no'} | {' | '.join(counts)} |")
    return "\n".join([*rows, "", VERDICTS])


def _counts(kept: Kept, target: str, *, claimed: bool) -> tuple[int, int, int, int]:
    mine = [one for one in own_schemes() if one.is_constant_time_on(target) == claimed]
    found = [row["outcome"] for one in mine if (row := kept.verdict(one, target)) is not None]
    words = Counter(found)
    return words["pass"], words["leak"], len(found) - words["pass"] - words["leak"], len(mine) - len(found)


def small(kept: Kept) -> str:
    """What writing for size saves, and what it costs."""
    head = ("scheme", "platform", "text", "text of `small`", "less", "cycles/byte", "of `small`", "times")
    rows = ["## For size", "", REST, f"| {' | '.join(head)} |", "|" + " --- |" * len(head)]
    for own in own_schemes():
        if own.variant.name == SMALL and not own.mode:
            rows += [row for target in ("cortex-m4", "cortex-m0plus") if (row := _less(kept, own, target))]
    return "\n".join([*rows, ""])


def _less(kept: Kept, own: OwnScheme, target: str) -> str:
    """One scheme on one platform; empty without figures of both variants."""
    facts = load().by_id[own.scheme]
    operation = "encrypt" if own.shape == "block" else str(OPERATIONS[facts.role][0])
    usual = next(one for one in own_schemes() if one.scheme == own.scheme and one.is_default_on(target))
    found = [kept.figure(one, operation, target, MESSAGE) for one in (usual, own)]
    if None in found:
        return ""
    text, cycles = ([row[name] for row in found if row] for name in ("text_bytes", "modelled_cycles"))
    cells = (
        facts.name,
        target,
        *text,
        f"{100 * (1 - text[1] / text[0]):.0f} %",
        *(f"{one / MESSAGE:.1f}" for one in cycles),
        f"{cycles[1] / cycles[0]:.2f}",
    )
    return f"| {' | '.join(map(str, cells))} |"
