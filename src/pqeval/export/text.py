"""Text in both languages at once: whoever builds a table builds it once, so that numbers cannot differ."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final, Literal

from pqeval.errors import PlanError
from pqeval.report.words import FULL_WIDTH, words

__all__ = [
    "EMPTY",
    "LANGUAGES",
    "Language",
    "Text",
    "joined",
    "languages_of",
    "origin",
    "plain",
    "say",
    "word_of",
]

Language = Literal["en", "ja"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "ja")
_CHOICES: Final[dict[str, tuple[Language, ...]]] = {"en": ("en",), "ja": ("ja",), "both": LANGUAGES}


@dataclass(frozen=True, slots=True)
class Text:
    """The same thing in English and in Japanese."""

    en: str
    ja: str

    def to(self, language: Language) -> str:
        """The text in that language."""
        return self.ja if language == "ja" else self.en

    def __bool__(self) -> bool:
        """Whether there is any text."""
        return bool(self.en or self.ja)


EMPTY: Final = Text("", "")


def plain(text: object) -> Text:
    """What is the same in both languages: names, versions, hashes, what a source says of itself."""
    return Text(str(text), str(text))


def origin(text: str) -> Text:
    """Where something is from, or why it is not there, as data have it: in Japanese where that is known."""
    return Text(text, words("ja").source(text))


def say(key: str, **values: object) -> Text:
    """The words under `key`, with `values` (texts or anything else) filled in."""
    return Text(
        *(
            _words()[language][key].format(
                **{
                    name: value.to(language) if isinstance(value, Text) else value
                    for name, value in values.items()
                }
            )
            for language in LANGUAGES
        )
    )


def word_of(prefix: str, name: str) -> Text:
    """The word for a name that comes with a run, or the name itself where there is none."""
    key = f"{prefix}_{name}"
    return Text(*(_words()[language].get(key, name) for language in LANGUAGES))


def joined(parts: list[Text] | tuple[Text, ...], separator: str = "; ") -> Text:
    """The parts that say something, one after the other, with each language's own separators."""
    said = [part for part in parts if part]
    full_width = FULL_WIDTH.get(separator, separator)
    return Text(separator.join(part.en for part in said), full_width.join(part.ja for part in said))


def languages_of(choice: str) -> tuple[Language, ...]:
    """The languages that `en`, `ja` or `both` asks for.

    Raises:
        PlanError: it is none of them.
    """
    if choice not in _CHOICES:
        raise PlanError(f"exports are not written in `{choice}` (choose {', '.join(_CHOICES)})")
    return _CHOICES[choice]


@cache
def _words() -> dict[str, dict[str, str]]:
    data = resources.files("pqeval.export").joinpath("data", "words.toml").read_text(encoding="utf-8")
    return tomllib.loads(data)
