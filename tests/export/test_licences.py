"""T15 names the licence of each library that was measured, as a fact with its source, if it is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pqeval.catalogue import Confidence
from pqeval.export.material import Material, gather
from pqeval.export.registry import make
from pqeval.export.table import Absent, Cell, Words
from pqeval.guideline import load_facts
from sample_exports import sample_runs

pytestmark = pytest.mark.xdist_group("exports")


@pytest.fixture(scope="module")
def material() -> Material:
    """A host's run and a device's."""
    return gather(sample_runs())


def _licences(material: Material) -> dict[str, Cell]:
    table = next(one for one in make("T15", material).tables if one.id == "T15-licences")
    return {row.key: row.cells[1] for row in table.rows}


def test_each_library_that_was_measured_has_its_licence(material: Material) -> None:
    """Once, whatever number of its implementations was measured; those that were not are not listed."""
    found = _licences(material)
    assert set(found) == {"liboqs 0.13.0"}
    cell = found["liboqs 0.13.0"]
    assert isinstance(cell, Words)
    assert cell.text.en == "MIT"
    assert cell.source
    assert cell.confidence == Confidence.CONFIRMED


def test_an_unknown_licence_is_said_to_be_unknown(material: Material) -> None:
    """Somebody's own implementation, of which the facts have nothing."""
    bare = replace(material, facts=replace(material.facts, licences={}))
    (cell,) = set(_licences(bare).values())
    assert isinstance(cell, Absent)
    assert cell.is_gap


def test_every_library_of_ours_has_a_licence_among_the_facts() -> None:
    """Providers of the package, each by SPDX expression and source."""
    patterns = {one for row in load_facts().licences.values() for one in row.implementations}
    assert patterns == {
        f"{name}/*" for name in ("liboqs", "openssl", "cryptography", "pycryptodome", "pqeval")
    }
    assert all(row.spdx and row.source for row in load_facts().licences.values())
