"""Every word that a run can hold has words in both languages."""

from __future__ import annotations

import pytest

from pqeval.catalogue import Boundary, HardnessClass, Operation, Role, SecurityFlag, Status
from pqeval.report.words import words


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_value_of_the_vocabulary_can_be_said(language: str) -> None:
    """A role, an operation or a boundary that was added cannot break a report."""
    table = words(language)
    for prefix, values in (
        ("role", Role),
        ("op", Operation),
        ("boundary", Boundary),
        ("hardness", HardnessClass),
        ("status", Status),
        ("flag", SecurityFlag),
    ):
        for value in values:
            # Two flags are left unsaid on purpose: nothing is known, or the status says it already.
            assert table.of(prefix, value).strip() or prefix == "flag", (prefix, value)
