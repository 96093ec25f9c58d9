"""Modes of operation: which schemes follow from a block cipher, so that none is written out by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from pqeval.catalogue.scheme import Scheme, Sizes
from pqeval.catalogue.vocabulary import Confidence, Role

__all__ = ["Mode", "in_modes"]

_WELL_SOURCED = (Confidence.CONFIRMED, Confidence.QUOTED, Confidence.SECONDARY)


class Mode(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A mode of operation, for ciphers with blocks of these lengths; of these families only, if any is named.

    `keys` is how many keys of the cipher its own key is made of.
    """

    name: str
    role: Role
    block_bytes: tuple[int, ...]
    standard: str
    source: str
    families: tuple[str, ...] = ()
    keys: int = 1
    nonce_bytes: int | None = None
    nonce_is_block: bool = False
    tag_bytes: int | None = None
    tag_is_block: bool = False
    most_message_bytes: int | None = None

    def takes(self, cipher: Scheme) -> bool:
        """Whether the mode is defined for a block cipher."""
        families = not self.families or cipher.family in self.families
        return families and cipher.sizes.block_bytes in self.block_bytes


def in_modes(cipher: Scheme, modes: Sequence[Mode]) -> Iterator[Scheme]:
    """The schemes that a block cipher gives in each mode. Status and flags are the cipher's."""
    for mode in modes:
        if mode.takes(cipher):
            yield _in_mode(cipher, mode)


def _in_mode(cipher: Scheme, mode: Mode) -> Scheme:
    name = f"{cipher.name}-{mode.name}"
    block, key = cipher.sizes.block_bytes, cipher.sizes.key_bytes or 0
    return msgspec.structs.replace(
        cipher,
        id=re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_"),
        name=name,
        role=mode.role,
        sizes=Sizes(
            key_bytes=mode.keys * key,
            nonce_bytes=block if mode.nonce_is_block else mode.nonce_bytes,
            tag_bytes=block if mode.tag_is_block else mode.tag_bytes,
        ),
        standard="; ".join(part for part in (cipher.standard, mode.standard) if part),
        source=f"{mode.source}; {cipher.source}",
        confidence=Confidence.SECONDARY if cipher.confidence in _WELL_SOURCED else cipher.confidence,
        mode=mode.name,
        cipher=cipher.id,
        most_message_bytes=mode.most_message_bytes,
    )
