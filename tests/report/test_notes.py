"""Notes of the catalogue and reasons of comparisons in Japanese: none missing or stale, all numbers alike."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Final

import pytest

from pqeval.analysis.conditions import CONDITION_NAMES
from pqeval.catalogue import Scheme, load_all
from pqeval.export.text import word_of
from pqeval.report import words as words_module
from pqeval.report.words import words

_FIELDS: Final = ("status_note", "security_note", "hardness_assumption")
_SCHEMES: Final = load_all().schemes
_DATA: Final = Path(words_module.__file__).parent / "data"
_NOTES: Final = tomllib.loads((_DATA / "notes.ja.toml").read_text(encoding="utf-8"))
_JAPANESE: Final = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


def _texts() -> dict[str, Scheme]:
    return {text: scheme for scheme in _SCHEMES for field in _FIELDS if (text := getattr(scheme, field))}


@pytest.mark.parametrize("text", sorted(_texts()))
def test_every_note_of_the_catalogue_has_its_japanese(text: str) -> None:
    """Whatever a report or export prints of a scheme is in the reader's language."""
    japanese = words("ja").sentence(text)
    assert japanese != text, f"{_texts()[text].id}: notes.ja.toml does not have: {text}"
    assert words("en").sentence(text) == text


def test_numbers_are_the_same_in_both_languages() -> None:
    """Every number of a note stands in its translation, and no other."""
    for english, japanese in _NOTES.items():
        assert sorted(_numbers(english)) == sorted(_numbers(japanese)), english


def _numbers(text: str) -> list[str]:
    """Numbers; those that names and dates of events are made of count once, whatever stands around them."""
    return re.findall(r"\d+(?:[.,/-]\d+)*", text)


def test_no_translation_is_stale() -> None:
    """Each sentence of the file is said by the catalogue or by the comparison."""
    root = Path(words_module.__file__).parents[1]
    said = " ".join(_texts()) + "".join(
        path.read_text(encoding="utf-8") for path in (root / "analysis").glob("*.py")
    )
    for english in _NOTES:
        piece = max(re.split(r"\{\w+\}|the (?:old|new) run", english), key=len)
        assert piece.strip() in said, english


@pytest.mark.parametrize("name", CONDITION_NAMES)
def test_a_condition_has_its_words(name: str) -> None:
    """Names of conditions are data of a run, not words for readers."""
    found = word_of("condition", name)
    assert _JAPANESE.search(found.ja)
    assert found.en != name or "_" not in name


def test_half_a_translation_is_none() -> None:
    """A text of which one sentence is not known stays as it is."""
    text = "A tag of 64 bits. Nobody ever wrote this."
    assert words("ja").sentence(text) == text
    assert (
        words("ja").sentence("A tag of 64 bits. Kept for history.") == "認証タグは64ビット。記録として残す。"
    )
