"""The reference of plans says what plans are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from pqeval.catalogue import load
from pqeval.plan import Plan
from pqeval.plan import load as load_plan
from pqeval.plan.selection import FIELDS, parse

_REFERENCE: Final = Path(__file__).parents[2] / "docs" / "reference" / "plans.md"


def test_every_key_is_described() -> None:
    """The table of keys has each key of a plan file, and no other."""
    described = set(re.findall(r"^\| `(\w+)` \|", _REFERENCE.read_text(encoding="utf-8"), re.MULTILINE))

    assert set(Plan.__struct_fields__) - {"name"} == described


def test_every_field_is_described() -> None:
    """The table of terms names each field of the selection language."""
    (row,) = re.findall(
        r"^\| `role:kem` \| a field: (.*) \|$", _REFERENCE.read_text(encoding="utf-8"), re.MULTILINE
    )

    assert set(FIELDS) == set(re.findall(r"`(\w+)`", row))


def test_the_example_is_a_plan(tmp_path: Path) -> None:
    """The plan file that is shown can be read, and its terms select something."""
    (example,) = re.findall(r"```toml\n(.*?)```", _REFERENCE.read_text(encoding="utf-8"), re.DOTALL)
    path = tmp_path / "example.toml"
    path.write_text(example, encoding="utf-8")
    plan = load_plan(str(path))

    assert plan.select == parse(plan.select, load()).text
    assert 100 == plan.samples
