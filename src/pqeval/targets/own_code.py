"""What a compiler needs to build one of our own schemes alone: its sources, and definitions by its shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pqeval.catalogue import Scheme
from pqeval.native.code import MODE_SOURCE
from pqeval.native.manifests import SHAPES, OwnScheme
from pqeval.provider.sizes import sizes_of

__all__ = ["OwnCode", "own_code"]

_SIZES: Final = ("key_bytes", "nonce_bytes", "tag_bytes", "digest_bytes", "block_bytes")


@dataclass(frozen=True, slots=True)
class OwnCode:
    """`sources` are below native/; `definitions` name functions, lengths and header for a shape's main."""

    sources: tuple[str, ...]
    definitions: tuple[str, ...]


def own_code(scheme: Scheme, own: OwnScheme) -> OwnCode:
    """The code of one scheme in one variant."""
    verbs = [f"-DPQE_{verb.upper()}={own.prefix}_{verb}" for verb in SHAPES[own.shape]]
    sizes = [
        f"-DPQE_{name.upper()}={length}"
        for name in _SIZES
        if (length := getattr(scheme.sizes, name)) is not None
    ]
    if own.shape == "block":
        verbs.append(f"-DPQE_KEY={own.prefix}_key")
    if not own.mode:
        return OwnCode(own.variant.sources, (f'-DPQE_HEADER="{own.header}"', *verbs, *sizes))
    header = '-DPQE_HEADER="lightweight/modes/declaration.h"'
    return OwnCode((*own.variant.sources, MODE_SOURCE), (header, *verbs, *sizes, *_mode_definitions(own)))


def _mode_definitions(own: OwnScheme) -> tuple[str, ...]:
    """What the template of a mode of operation asks for."""
    cipher = own.prefix.replace(own.scheme, own.cipher, 1)
    sizes = sizes_of(own.cipher)
    return (
        f"-DPQE_CIPHER={cipher}",
        f"-DPQE_CIPHER_KEY_BYTES={sizes.key_bytes}",
        f"-DPQE_CIPHER_BLOCK_BYTES={sizes.block_bytes}",
        f"-DPQE_CIPHER_BLOCKS={own.variant.blocks}",
        f"-DPQE_{own.mode.upper()}={own.prefix}",
        f'-DPQE_CIPHER_HEADER="{own.header}"',
        f'-DPQE_MODE_TEMPLATE="lightweight/modes/{own.mode}.h"',
        f"-DPQE_DECLARATION=PQE_DECLARE_{own.shape.upper()}({own.prefix})",
    )
