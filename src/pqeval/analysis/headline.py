"""A measurement in a few words, for progress lines."""

from __future__ import annotations

from typing import Final

from pqeval.analysis.estimate import ROUGHNESS, Estimate, estimates
from pqeval.catalogue.vocabulary import Mark, Metric
from pqeval.records import Measurement

__all__ = ["figure_text", "headline"]

_FIRST: Final = (Metric.MODELLED_CYCLES, Metric.TIME_NS, Metric.CYCLES, Metric.TSC_TICKS, Metric.INSTRUCTIONS)
_TIMES: Final = ((1e9, "s"), (1e6, "ms"), (1e3, "µs"), (1.0, "ns"))
_COUNTS: Final = ((1e9, "G"), (1e6, "M"), (1e3, "k"), (1.0, ""))
_KIB: Final = 1024
_PLAIN_BELOW: Final = 10_000


def headline(measurement: Measurement) -> str:
    """The leading figure with its interval, and the stack if known: `31.2 µs ± 0.4 %, stack 6.1 KiB`."""
    found = estimates(measurement)
    leading = next((found[metric] for metric in _FIRST if metric in found), None)
    words = [figure_text(leading)] if leading else []
    if Metric.STACK_BYTES in found:
        words.append(f"stack {figure_text(found[Metric.STACK_BYTES])}")
    return ", ".join(words) or "checked, nothing measured"


def figure_text(one: Estimate) -> str:
    """A figure with its unit and, where it has one, its interval (`± 0.4 %`)."""
    match one.unit:
        case "ns":
            text = _scaled(one.value, _TIMES)
        case "bytes":
            plain = one.value < _PLAIN_BELOW
            text = f"{one.value:.0f} B" if plain else f"{one.value / _KIB:.1f} KiB"
        case _ if one.mark == Mark.ESTIMATE:
            return f"≈ {_scaled(one.value, _COUNTS, 2)} modelled cycles (estimate) ± {100 * ROUGHNESS:.0f} %"
        case _:
            words = "modelled cycles" if one.metric == Metric.MODELLED_CYCLES else one.unit
            text = f"{_scaled(one.value, _COUNTS)} {words}".replace("  ", " ")
    text += f" ({one.mark})" if one.mark else ""
    half = one.relative_half_width
    shows_interval = one.low != one.high and half is not None and one.unit != "bytes"
    return f"{text} ± {100 * half:.1f} %" if shows_interval and half is not None else text


def _scaled(value: float, steps: tuple[tuple[float, str], ...], most: int = 3) -> str:
    """Three significant digits, or `most`, with the largest prefix that leaves at least 1."""
    for factor, prefix in steps:
        if value >= factor or factor == 1:
            scaled = value / factor
            digits = max(0, most - (3 if scaled >= 100 else 2 if scaled >= 10 else 1))  # noqa: PLR2004
            return f"{scaled:.{digits}f} {prefix}".rstrip()
    raise AssertionError(value)
