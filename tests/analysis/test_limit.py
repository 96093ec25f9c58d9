"""Limits as they are written on the command line."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqeval.analysis import Limit, parse_limit
from pqeval.analysis.limit import NEVER_JUDGED
from pqeval.catalogue import Metric
from pqeval.errors import PlanError

_JUDGED = [metric for metric in Metric if metric not in NEVER_JUDGED]


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("modelled_cycles:0.5%", Limit(Metric.MODELLED_CYCLES, 0.5, percent=True)),
        ("text_bytes:0", Limit(Metric.TEXT_BYTES, 0, percent=False)),
        ("stack_bytes:+64", Limit(Metric.STACK_BYTES, 64, percent=False)),
    ],
)
def test_forms(text: str, limit: Limit) -> None:
    """A percentage, an amount, an amount with its sign."""
    assert limit == parse_limit(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "METRIC:AMOUNT"),
        ("text_bytes", "METRIC:AMOUNT"),
        ("text_bytes:", "METRIC:AMOUNT"),
        ("text_bytes:-1", "METRIC:AMOUNT"),
        ("text_bytes:nan", "METRIC:AMOUNT"),
        ("text_bytes:1e9", "METRIC:AMOUNT"),
        ("text_bytes:1%%", "METRIC:AMOUNT"),
        ("text_bytes:1 KiB", "METRIC:AMOUNT"),
        ("code:0", "names no metric"),
        (":0", "names no metric"),
        ("time_ns:3%", "not judged"),
        ("cycles:3%", "not judged"),
        ("text_bytes:" + "9" * 400, "too large"),
    ],
)
def test_nonsense_is_refused(text: str, message: str) -> None:
    """What is no limit is named, with what is."""
    with pytest.raises(PlanError, match=message):
        parse_limit(text)


@given(st.sampled_from(_JUDGED), st.integers(0, 10**6), st.booleans())
def test_a_limit_reads_back_as_it_was_written(metric: Metric, amount: int, percent: bool) -> None:  # noqa: FBT001 - drawn
    """The text of a limit is parsed to the same limit."""
    limit = Limit(metric, amount / 100 if percent else amount, percent)

    assert limit == parse_limit(str(limit))


@given(st.text(max_size=40))
def test_any_text_is_a_limit_or_a_plan_error(text: str) -> None:
    """No text makes the parser fail in another way."""
    with suppress(PlanError):
        assert parse_limit(text).amount >= 0
