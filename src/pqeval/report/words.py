"""The words of a report in one language; a missing word is an error, never an empty space."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Final

from pqeval.errors import RecordError

__all__ = ["FULL_WIDTH", "LANGUAGES", "Words", "words"]

LANGUAGES: Final = ("en", "ja")
_PLACE: Final = re.compile(r"\\\{(\w+)\\\}")
"""`{name}` in a sentence, after it was made a pattern: one word or number, which the translation repeats.

A name that ends with `_words` stands for any number of them.
"""
_FILES: Final = ("words.toml", "decision_words.toml")
_SENTENCES: Final = ("sentences", "notes", "sources")
_BETWEEN_SOURCES: Final = "; "
FULL_WIDTH: Final = {"; ": "；", ", ": "、", ": ": "："}
"""What Japanese text has in place of these separators."""


class Words:
    """Looks up words by key, and fills in what stands in braces."""

    def __init__(self, language: str, table: dict[str, str], sentences: dict[str, str]) -> None:
        self.language = language
        self._table = table
        self._sentences = sentences
        self._said: dict[str, str] = {}
        with_places = sorted((key for key in sentences if "{" in key), key=len, reverse=True)
        self._patterns = [(_pattern(key), sentences[key]) for key in with_places]

    def __call__(self, key: str, **values: object) -> str:
        """The words under `key`."""
        return self._table[key].format(**values) if values else self._table[key]

    def beginning(self, *starts: str) -> dict[str, str]:
        """All words whose keys begin so, with what stands in braces unfilled."""
        return {key: text for key, text in self._table.items() if key.startswith(starts)}

    def known(self, key: str, otherwise: str) -> str:
        """The words under `key` if there are any: for text that comes with a run and may be new here."""
        return self._table.get(key.replace("-", "_"), otherwise)

    def sentence(self, text: str) -> str:
        """A sentence that comes with a run or a scheme, in this language if it is known here, else as it is.

        Several sentences, one after the other, are known if each of them is.
        """
        if text in self._sentences:
            return self._sentences[text]
        for pattern, translation in self._patterns:
            if found := pattern.fullmatch(text):
                return translation.format(
                    **{name: self._place(name, value) for name, value in found.groupdict().items()}
                )
        return self._of_sentences(text) or text

    def _place(self, name: str, value: str) -> str:
        """What stands in a place: names of operations and sentences within a sentence are said, too."""
        if name.startswith("operation"):
            return self.joined((self.known(f"op_{one}", one) for one in value.split(", ")), ", ")
        return self.sentence(value) if name.endswith("_words") else value

    def _of_sentences(self, text: str) -> str:
        """The translations of the sentences that a text is made of; empty if one of them is not known."""
        parts, rest = [], text
        while rest:
            whole = (one for one in self._sentences if one.endswith("."))
            begins = (one for one in whole if f"{rest} ".startswith(f"{one} "))
            found = max(begins, key=len, default="")
            if not found:
                return ""
            parts.append(self._sentences[found])
            rest = rest[len(found) :].lstrip()
        return "".join(parts)

    def source(self, text: str) -> str:
        """Where something is from, piece by piece: what is no title or name is said in this language.

        A piece that is not known here stays as it is; the longest known one is taken, since a source may
        itself hold a semicolon.
        """
        if self.language == "en":
            return text
        if text not in self._said:
            self._said[text] = self.joined(self._pieces(text.split(_BETWEEN_SOURCES)), _BETWEEN_SOURCES)
        return self._said[text]

    def _pieces(self, parts: list[str]) -> Iterator[str]:
        while parts:
            ends = range(len(parts), 0, -1)
            known = (end for end in ends if self._is_known(_BETWEEN_SOURCES.join(parts[:end])))
            end = next(known, 1)
            yield self.sentence(_BETWEEN_SOURCES.join(parts[:end]))
            parts = parts[end:]

    def _is_known(self, text: str) -> bool:
        return text in self._sentences or any(pattern.fullmatch(text) for pattern, _ in self._patterns)

    def joined(self, parts: Iterable[str], separator: str) -> str:
        """The parts one after the other, with this language's own form of the separator."""
        return (FULL_WIDTH[separator] if self.language == "ja" else separator).join(parts)

    def of(self, prefix: str, value: str) -> str:
        """The word for one value of a closed set: `of("status", "final_standard")`."""
        return self._table[f"{prefix}_{value.replace('-', '_')}"]


def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile(_PLACE.sub(_group, re.escape(sentence)))


def _group(place: re.Match[str]) -> str:
    name = place[1]
    return f"(?P<{name}>[^;]+?)" if name.endswith("_words") else f"(?P<{name}>[^\\s;,]+)"


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
    known: dict[str, str] = {}
    for name in _SENTENCES:
        sentences = data.joinpath(f"{name}.{language}.toml")
        known |= tomllib.loads(sentences.read_text(encoding="utf-8")) if sentences.is_file() else {}
    return Words(language, table, known)
