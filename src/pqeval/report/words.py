"""The words of a report in one language; a missing word is an error, never an empty space."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Final

from pqeval.errors import RecordError

__all__ = ["LANGUAGES", "Words", "words"]

LANGUAGES: Final = ("en", "ja")
_FILES: Final = ("words.toml", "decision_words.toml")


class Words:
    """Looks up words by key, and fills in what stands in braces."""

    def __init__(self, language: str, table: dict[str, str], sentences: dict[str, str]) -> None:
        self.language = language
        self._table = table
        self._sentences = sentences

    def __call__(self, key: str, **values: object) -> str:
        """The words under `key`."""
        return self._table[key].format(**values) if values else self._table[key]

    def known(self, key: str, otherwise: str) -> str:
        """The words under `key` if there are any: for text that comes with a run and may be new here."""
        return self._table.get(key.replace("-", "_"), otherwise)

    def sentence(self, text: str) -> str:
        """A sentence that comes with a run, in this language if it is known here, else as it is."""
        return self._sentences.get(text, text)

    def of(self, prefix: str, value: str) -> str:
        """The word for one value of a closed set: `of("status", "final_standard")`."""
        return self._table[f"{prefix}_{value.replace('-', '_')}"]


@cache
def words(language: str) -> Words:
    """The words of a language.

    Raises:
        RecordError: there is no such language.
    """
    data = resources.files("pqeval.report").joinpath("data")
    if language not in LANGUAGES:
        raise RecordError(f"reports are not written in `{language}` (known: {', '.join(LANGUAGES)})")
    table: dict[str, str] = {}
    for name in _FILES:
        table |= tomllib.loads(data.joinpath(name).read_text(encoding="utf-8"))[language]
    sentences = data.joinpath(f"sentences.{language}.toml")
    known = tomllib.loads(sentences.read_text(encoding="utf-8")) if sentences.is_file() else {}
    return Words(language, table, known)
