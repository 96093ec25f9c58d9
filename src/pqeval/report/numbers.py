"""Numbers as a reader wants them: three significant digits, thin spaces, units; the same in each language."""

from __future__ import annotations

from math import floor, log10
from typing import Final

from pqeval.analysis.estimate import ROUGHNESS, Estimate
from pqeval.catalogue.vocabulary import Mark

__all__ = [
    "THIN_SPACE",
    "bytes_text",
    "count_text",
    "estimate_text",
    "marked",
    "power_text",
    "ratio_text",
    "significant",
    "time_text",
]

THIN_SPACE: Final = "\u2009"
_DIGITS: Final = 3
_FEW_DIGITS: Final = 2
_PLAIN_BYTES: Final = 10_000
_KIB: Final = 1024
_TIMES: Final = ((1e9, "s"), (1e6, "ms"), (1e3, "µs"), (1.0, "ns"))
_COUNTS: Final = ((1e9, "G"), (1e6, "M"), (1e3, "k"), (1.0, ""))


def significant(value: float, digits: int = _DIGITS) -> str:
    """A number with that many significant digits, grouped by thin spaces, without an exponent."""
    if value == 0:
        return "0"
    decimals = max(0, digits - 1 - floor(log10(abs(value))))
    rounded = round(value, digits - 1 - floor(log10(abs(value))))
    return f"{rounded:,.{decimals}f}".replace(",", THIN_SPACE)


def power_text(exponent: int) -> str:
    """Two to that power."""
    return "2" + str(exponent).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def time_text(nanoseconds: float) -> str:
    """A time with its SI prefix: `31.2 µs`."""
    return _scaled(nanoseconds, _TIMES)


def count_text(count: float, digits: int = _DIGITS) -> str:
    """A count such as cycles: `1.07 M`."""
    return _scaled(count, _COUNTS, digits)


def bytes_text(count: float) -> str:
    """Plain bytes below 10 000, then KiB, then MiB."""
    if count < _PLAIN_BYTES:
        return f"{count:,.0f}".replace(",", THIN_SPACE) + " B"
    if count < _KIB * _KIB:
        return f"{significant(count / _KIB)} KiB"
    return f"{significant(count / _KIB / _KIB)} MiB"


def ratio_text(ratio: float) -> str:
    """`1.8×`: slower or larger; `0.6×`: faster or smaller."""
    return f"{significant(ratio, 2)}×"


def estimate_text(one: Estimate) -> str:
    """A figure with its unit, its mark, and its interval in percent where it has one."""
    match one.unit:
        case "ns":
            text = time_text(one.value)
        case "bytes":
            text = bytes_text(one.value)
        case _:
            text = count_text(one.value, _FEW_DIGITS if one.mark == Mark.ESTIMATE else _DIGITS)
    if one.mark == Mark.ESTIMATE:
        return f"≈{THIN_SPACE}{text} ±{THIN_SPACE}{100 * ROUGHNESS:.0f}{THIN_SPACE}%"
    text += marked(one)
    width = one.relative_half_width
    if not width or one.level in {0, 100}:
        return text
    return f"{text} ±{THIN_SPACE}{significant(100 * width, 2)}{THIN_SPACE}%"


def marked(one: Estimate) -> str:
    """The sign of a mark, to stand behind a figure; empty where there is none."""
    match one.mark:
        case Mark.UNVALIDATED:
            return f"{THIN_SPACE}‖"
        case Mark.ESTIMATE:
            return f"{THIN_SPACE}≈"
        case Mark.NONE:
            return ""


def _scaled(value: float, steps: tuple[tuple[float, str], ...], digits: int = _DIGITS) -> str:
    factor, prefix = next((step for step in steps if abs(value) >= step[0]), steps[-1])
    return f"{significant(value / factor, digits)} {prefix}".rstrip()
