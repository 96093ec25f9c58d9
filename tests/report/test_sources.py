"""Sources and reasons in Japanese: what is no title or name is said, numbers are alike, nothing is stale."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Final

import pytest

from english import english_in
from pqeval.catalogue import load_all
from pqeval.guideline import TABLES, load_facts
from pqeval.report import words as words_module
from pqeval.report.words import words

_ROOT: Final = Path(words_module.__file__).parents[1]
_SOURCES: Final = tomllib.loads((_ROOT / "report" / "data" / "sources.ja.toml").read_text(encoding="utf-8"))
_SECRETS: Final = _ROOT / "targets" / "data" / "secrets.toml"
_PRINTED: Final = ("authorities", "approvals", "positions", "timeline", "devices", "links")
_PRINTED_TOO: Final = ("hybrids", "costs", "assurances", "licences", "predictions", "uses", "scenarios")


def _said_of_facts() -> set[str]:
    """The sources of every fact that exports, decisions and scenarios print, and of every scheme."""
    facts = load_facts()
    rows = [row for table in (*_PRINTED, *_PRINTED_TOO) for row in facts.table(table).values()]
    schemes = load_all().schemes
    documents = {row.document for row in facts.timeline.values()}
    parts = {row.part for row in facts.devices.values()}
    return {row.source for row in rows} | {one.source for one in schemes} | documents | parts


@pytest.mark.parametrize("text", sorted(_said_of_facts()))
def test_a_source_is_said_in_japanese_but_for_titles_and_names(text: str) -> None:
    """Whoever reads the Japanese tables needs no English to know where a value is from."""
    said = words("ja").source(text)
    assert english_in(said) == [], said
    assert not re.search(r"\b(version|section|sections|table|tables|annex|edition|appendix)\b", said), said
    assert words("en").source(text) == text


def test_notes_of_facts_are_said_in_japanese() -> None:
    """What `pqeval facts show --lang ja` prints beside a row."""
    facts = load_facts()
    for table in TABLES:
        for row in facts.table(table).values():
            assert english_in(words("ja").source(row.note)) == [], row.note


def test_standards_are_said_in_japanese() -> None:
    """The column of T01 that names the standard of each scheme."""
    for one in load_all().schemes:
        said = words("ja").source(one.standard)
        assert english_in(said) == [], said
        assert "planned" not in said
        assert "draft" not in said.replace("draft-", "")


def test_sources_of_known_answers_are_said_in_japanese() -> None:
    """The column of T15 that says whose answers an implementation reproduced."""
    for path in sorted((_ROOT / "lightweight" / "data" / "known_answers").glob("*.toml")):
        for vector in tomllib.loads(_text(path)).get("vector", []):
            assert english_in(words("ja").source(vector["source"])) == [], vector["source"]


def _strings(node: object) -> set[str]:
    if isinstance(node, dict):
        return {text for one in node.values() for text in _strings(one)}
    if isinstance(node, list):
        return {text for one in node for text in _strings(one)}
    return {node} if isinstance(node, str) else set()


def test_what_is_secret_is_said_in_japanese() -> None:
    """Reasons and sources of the constant-time evidence."""
    for text in _strings(tomllib.loads(_SECRETS.read_text(encoding="utf-8"))):
        assert english_in(words("ja").source(text)) == [], text


def test_numbers_are_the_same_in_both_languages() -> None:
    """Every number and place of a source stands in its translation; months are digits there."""
    months = {"Feb 2024": "2024-02", "March 2016": "2016-03", "Sep-25": "2025-09"}
    for english, japanese in _SOURCES.items():
        for name, digits in months.items():
            english = english.replace(name, digits)  # noqa: PLW2901 - the same text, in digits
        spelt = {"one": "1", "two": "2", "twelve": "12", "quad": "4", "dual": "2", "first": "1"}
        assert set(_numbers(english)) <= {*_numbers(japanese), *spelt.values()}, english
        assert sorted(re.findall(r"\{\w+\}", english)) == sorted(re.findall(r"\{\w+\}", japanese)), english


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def test_no_translation_is_stale() -> None:
    """Each is of a fact, of a scheme, of a known answer, or of what the code says."""
    facts = load_facts()
    rows = [row for table in TABLES for row in facts.table(table).values()]
    said = "\n".join(
        [
            *_said_of_facts(),
            *(f"{one.name} {one.standard} {one.public_key_encoding}" for one in load_all().schemes),
            *(f"{row.source}\n{row.note}" for row in rows),
            *(row.text.en for row in facts.predictions.values()),
            *(_text(path) for path in sorted(_ROOT.rglob("*.py"))),
            *(_text(path) for path in sorted(_ROOT.rglob("*.toml")) if "report" not in path.parts),
        ]
    )
    for english in (one for one in _SOURCES if "{" not in one):
        piece = max(re.split(r" [+/-] |: ", english), key=len).strip()
        assert piece in said, english


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_predictions_say_in_notes_what_their_rows_say() -> None:
    """The words of a prediction are a fact; a note that repeats them uses the fact's own Japanese."""
    for row in load_facts().predictions.values():
        assert words("ja").source(row.text.en) == row.text.ja


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a; b", "a；b"),
        (
            "planning values; message flow after EDHOC and DTLS 1.3",
            "計画値；メッセージの流れはEDHOCとDTLS 1.3に倣う",
        ),
        ("no run has ECDSA P-256 verify on a host", "ホストでECDSA P-256の署名検証を計測した実行がない"),
        (
            "needs a: no run has X sign on cortex-m4; needs b: no link was chosen",
            "aの値がない（cortex-m4でXの署名生成を計測した実行がない）；bの値がない（通信路の指定がない）",
        ),
        ("run 0123, a/b/c; nobody wrote this", "実行 0123、a/b/c；nobody wrote this"),
    ],
)
def test_pieces_are_said_one_by_one(text: str, said: str) -> None:
    """A piece that is not known stays; places are filled with what they hold, said as well."""
    assert words("ja").source(text) == said
