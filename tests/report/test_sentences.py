"""Sentences that come with a run, in Japanese: what stands in for a number is repeated."""

from __future__ import annotations

import pytest

from pqeval.report.words import words
from pqeval.targets.cortex_m.emulator import Unaligned
from pqeval.targets.cortex_m.unaligned import unaligned_note


@pytest.mark.parametrize(
    ("text", "repeated"),
    [
        ("its known-answer test needs more than 2000000000 instructions, the plan's limit", ["2000000000"]),
        ("it, or what it works on, needs more than 17 instructions, the plan's limit", ["17"]),
        ("8 of 200 seeds: the rest would exceed the budget of instructions", ["8", "200"]),
        ("4 of 32 seeds: the rest would exceed the budget of cycles", ["4", "32"]),
        ("96 bytes of stack were reserved in crypto_sign_open and not written", ["96", "crypto_sign_open"]),
    ],
)
def test_numbers_and_names_are_repeated(text: str, repeated: list[str]) -> None:
    """Nothing of the English sentence is left but them."""
    japanese = words("ja").sentence(text)
    assert japanese != text
    assert all(one in japanese for one in repeated)
    assert not {"of", "the", "its", "more", "in", "not"} & set(japanese.split())


@pytest.mark.parametrize(
    "found", [Unaligned(3, 7, 0), Unaligned(3, 7, 2), Unaligned(3, 9000, 0), Unaligned(3, 9000, 1)]
)
@pytest.mark.parametrize("cycles", [0, 1_000_000])
def test_every_form_of_the_note_on_unaligned_accesses_is_known(found: Unaligned, cycles: int) -> None:
    """Whatever its parts are."""
    note = unaligned_note(found, cycles)
    japanese = words("ja").sentence(note)
    assert "非整列" in japanese
    assert "aligned" not in japanese
    assert (str(found.cycles) in japanese) == bool(cycles)


def test_what_is_not_known_stays_as_it_is() -> None:
    """A longer sentence is not taken for one that it begins with."""
    for text in ("8 of 200 seeds", "96 bytes of stack were reserved in f and not written at all", ""):
        assert words("ja").sentence(text) == text
    assert words("en").sentence("8 of 200 seeds: x") == "8 of 200 seeds: x"
