"""Reads declarations out of C text: enough for the few functions of the interfaces, no parser of C."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

__all__ = ["Prototype", "has_main", "prototypes", "type_of", "without_comments", "without_directives"]

_COMMENT: Final = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"", re.DOTALL)
_DIRECTIVE: Final = re.compile(r"^[ \t]*#(?:[^\n\\]|\\\n|\\.)*", re.MULTILINE)
_MAIN: Final = re.compile(r"\b(?:int|void)\s+main\s*\(")
_NOT_A_TYPE: Final = ("return", "else", "case", "goto", "sizeof", "define")


class Prototype(NamedTuple):
    """A function as it is declared or, with `defined`, defined: its name and parameters as written."""

    name: str
    parameters: tuple[str, ...]
    defined: bool


def without_comments(text: str) -> str:
    """The text without comments and without what stands in string literals."""
    return _COMMENT.sub(lambda found: '""' if found.group().startswith('"') else " ", text)


def without_directives(text: str) -> str:
    """The text without preprocessor lines, so that their words are not taken for types."""
    return _DIRECTIVE.sub("", text)


def prototypes(text: str, name: str) -> list[Prototype]:
    """Declarations and definitions of the functions whose whole name matches the pattern `name`.

    A name that follows no type is a call and is left out. `text` has no comments.
    """
    text = without_directives(text)
    pattern = re.compile(
        rf"\b([A-Za-z_]\w*)[\s*]+\b({name})\s*\(([^()]*)\)\s*(?:__attribute__[^;{{]*)?([;{{])"
    )
    return [
        Prototype(found[1], tuple(" ".join(one.split()) for one in found[2].split(",")), found[3] == "{")
        for found in pattern.findall(text)
        if found[0] not in _NOT_A_TYPE
    ]


def has_main(text: str) -> bool:
    """Whether a source is a program of its own. `text` has no comments."""
    return _MAIN.search(text) is not None


def type_of(parameter: str) -> str:
    """The type that a parameter names or points to: `size_t` of `const size_t *len`.

    The name of the parameter may be missing, so a single word is the type itself.
    """
    words = [word for word in re.findall(r"\w+", parameter.split("[", maxsplit=1)[0]) if word != "const"]
    basic = {"unsigned", "signed", "long", "short", "int", "char"}
    if words and words[0] in basic:
        return " ".join(word for word in words if word in basic)
    return words[0] if words else ""
