"""English that was left in a Japanese text: three words in sequence that are no name and no title."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["english_in"]

_WORDS: Final = re.compile(
    r"(?<![\w/.-])[A-Za-z][A-Za-z'’-]*(?:[ \u2009\u202f][A-Za-z][A-Za-z'’-]*){2,}(?![\w/.-]*[_/])"
)
_NOT_PROSE: Final = re.compile(r"`[^`]*`|https?://\S+|\b\w+(?:[./_]\w+)+\b")
"""Code, addresses, and names with dots, slashes or underscores in them."""
_TITLES: Final = (
    "A Lightweight Block Cipher for Multiple Platforms",
    "A Low-Latency Block Cipher for Pervasive Computing Applications",
    "A MAC Mode for Lightweight Block Ciphers",
    "Agreed Cryptographic Mechanisms",
    "An Ultra-Lightweight Block Cipher",
    "An Ultra-Lightweight Blockcipher",
    "Announcing the CNSA",
    "Bit Block Cipher for Fast Encryption on Common Processors",
    "Coordinated Implementation Roadmap",
    "Coordinated roadmap for the PQC transition of the financial sector",
    "ISM Guidelines for cryptography",
    "Implementation of Quantum Safe Ecosystem in India",
    "Minimum requirements for cryptographic algorithms",
    "PQC transition deadlines",
    "Planning for post-quantum cryptography",
    "Position Paper on Quantum Key Distribution",
    "Preparing for Migration to Post Quantum Cryptography",
    "Quantum-Safe Migration Handbook V",
    "Status Update and Proposal of Chaskey-",
    "The LED Block Cipher",
    "Timelines for migration",
    "Timelines for migration to PQC",
    "Trust Now, Forge Later",
    "a MAC Algorithm for Microcontrollers",
    "a fast short-input PRF",
    "a lightweight cryptographic scheme",
    "and Quantum Computing FAQ",
)
"""Titles of documents, or what of them is left between digits and marks."""
_NAMES: Final = (
    "AND Unlicense AND MIT",  # of a licence expression
    "ECC CDH",
    "Frontgrade Gaisler GR",
    "Raspberry Pi Pico",
    "USB armory Mk II",
    "no-shared no-module no-tests no-docs no-apps enable-pic",  # options of a build
)


def english_in(text: str) -> list[str]:
    """What a Japanese reader would find untranslated, in order."""
    prose = _NOT_PROSE.sub("。", text)
    for known in sorted((*_TITLES, *_NAMES), key=len, reverse=True):
        prose = prose.replace(known, "。")
    return [found[0] for found in _WORDS.finditer(prose)]
