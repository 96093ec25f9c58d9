"""What our own C offers on a platform: every scheme in every variant, the platform's default marked."""

from __future__ import annotations

from functools import cache

from pqeval.catalogue import Implementation, load
from pqeval.errors import UnsupportedScheme
from pqeval.native.manifests import OwnScheme, own_schemes

__all__ = ["PROVIDER_NAME", "default_variant", "own_implementations", "own_of"]

PROVIDER_NAME = "pqeval"
_NOTES = {
    "aead": ("the key is taken as bytes: its set-up is inside the timed call",),
    "mac": ("the key is taken as bytes: its set-up is inside the timed call",),
    "stream": ("the key is taken as bytes: its set-up is inside the timed call",),
    "block": ("encryption and decryption take an expanded key; key_schedule is timed apart",),
}


@cache
def own_implementations(platform: str) -> tuple[Implementation, ...]:
    """Our own implementations for a platform, each scheme's default variant first.

    Args:
        platform: `host` or the name of a core.
    """
    ordered = sorted(own_schemes(), key=lambda one: not one.is_default_on(platform))
    known = load().by_id
    return tuple(_implementation(one, platform) for one in ordered if one.scheme in known)


def default_variant(scheme: str, platform: str = "host") -> str:
    """The variant of a scheme that is taken on a platform where none is asked for; empty if there is none."""
    for one in own_schemes():
        if one.scheme == scheme and one.is_default_on(platform):
            return one.variant.name
    return ""


def own_of(scheme: str, variant: str) -> OwnScheme:
    """What the manifests say of a scheme in a variant.

    Raises:
        UnsupportedScheme: there is no such thing.
    """
    for one in own_schemes():
        if one.scheme == scheme and one.variant.name == variant:
            return one
    raise UnsupportedScheme(f"pqeval has no code of its own for {scheme} (variant {variant})")


def _implementation(own: OwnScheme, platform: str) -> Implementation:
    yes_no = "yes" if own.is_constant_time_on(platform) else "no"
    return Implementation(
        scheme=own.scheme,
        provider=PROVIDER_NAME,
        variant=own.variant.name,
        library_name=own.scheme,
        licence="MIT",
        constant_time_claim=f"{yes_no}: {own.variant.claim}",
        notes=_NOTES.get(own.shape, ()),
        asked_by="" if own.is_default_on(platform) else "variant",
    )
