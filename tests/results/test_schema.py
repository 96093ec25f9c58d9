"""The published JSON Schema: up to date, sound, and telling runs from what is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import msgspec
import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # it ships no types

from pqeval.catalogue import Kind, Metric
from pqeval.records import Failed, Skipped, Stage
from pqeval.results.schema import run_schema
from sample_runs import measurement, observation, run, series

_PUBLISHED: Final = Path(__file__).parents[2] / "docs" / "reference" / "run.schema.json"


def _document() -> dict[str, object]:
    timed = observation(Metric.TIME_NS, 10, kind=Kind.MEASURED, operations=(2,))
    one = run(
        measurement(timed),
        Failed(series=series("mayo_5"), stage=Stage.KAT, error="wrong"),
        Skipped(series=series("bike_l1"), reason="not offered"),
    )
    content: dict[str, object] = json.loads(msgspec.json.encode(one))
    return content


def test_the_published_schema_is_up_to_date() -> None:
    """The file in the reference is what the record types give (`pqeval.results.schema.run_schema`)."""
    assert run_schema() == _PUBLISHED.read_text(encoding="utf-8")


def test_the_schema_is_a_schema() -> None:
    """It satisfies the meta-schema of JSON Schema 2020-12."""
    Draft202012Validator.check_schema(json.loads(run_schema()))


def test_a_run_document_is_valid() -> None:
    """A document with a measurement, a failure and something left out satisfies the schema."""
    errors = list(Draft202012Validator(json.loads(run_schema())).iter_errors(_document()))

    assert [] == errors


@pytest.mark.parametrize("field", ["schema_version", "id", "plan", "host", "builds", "records"])
def test_a_document_that_lacks_a_field_is_invalid(field: str) -> None:
    """The schema requires what every run has."""
    content = {name: value for name, value in _document().items() if name != field}

    assert not Draft202012Validator(json.loads(run_schema())).is_valid(content)


def test_a_value_that_is_no_integer_is_invalid() -> None:
    """Raw samples are integers."""
    text = json.dumps(_document()).replace('"values": [10]', '"values": [10.5]')

    assert not Draft202012Validator(json.loads(run_schema())).is_valid(json.loads(text))
