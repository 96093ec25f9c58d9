"""The manifests of our own primitives: the schemes of a folder of C, their variants and platforms.

`native/lightweight/<primitive>/primitive.toml` is all that the build, the Python wrappers, the firmware and
the reference page know of a primitive. The build reads it too, where nothing but Python itself is installed:
this module imports the standard library alone.
"""

from __future__ import annotations

import posixpath
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from pqeval.errors import BuildError
from pqeval.native.sources import native_root

__all__ = [
    "MODES",
    "PLATFORMS",
    "SHAPES",
    "Manifest",
    "OwnScheme",
    "Variant",
    "manifests",
    "own_schemes",
    "read",
]

PLATFORMS: Final = (
    "host",
    "cortex-m4",
    "cortex-m3",
    "cortex-m33",
    "cortex-m7",
    "cortex-m0plus",
    "cortex-m0",
)
SHAPES: Final[Mapping[str, tuple[str, ...]]] = {
    "aead": ("encrypt", "decrypt"),
    "hash": ("digest",),
    "xof": ("digest",),
    "mac": ("tag",),
    "stream": ("xor",),
    "block": ("key_schedule", "encrypt", "decrypt"),
}
"""The verbs of each shape of call; a function is `pqe_<scheme>_<variant>_<verb>`."""
MODES: Final[Mapping[str, str]] = {
    "ctr": "stream",
    "cmac": "mac",
    "lightmac": "mac",
    "ccm": "aead",
    "gcm": "aead",
}
"""The shape of each mode of operation; `native/lightweight/modes/<mode>.h` is its template."""
_SCHEME_KEYS: Final = {"shape", "modes", "header", "wrapper"}
_VARIANT_KEYS: Final = {
    "sources",
    "schemes",
    "default_on",
    "constant_time",
    "varies_on",
    "claim",
    "blocks",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One way in which a primitive is written.

    `sources` are below native/. `blocks` is how many blocks of a cipher one pass takes (0: not said); modes
    hand over so many. `varies_on` are platforms on which it is not constant time, though it is elsewhere.
    """

    name: str
    sources: tuple[str, ...]
    schemes: tuple[str, ...]
    default_on: tuple[str, ...]
    constant_time: bool
    varies_on: tuple[str, ...]
    claim: str
    blocks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A primitive: its folder below native/lightweight, its name, and what it has.

    `shapes`, `modes`, `headers` (below native/) and `wrappers` (`module:class` of pqeval.lightweight, where
    the general class of the shape is not enough) are by the identifier of a scheme.
    """

    primitive: str
    name: str
    shapes: Mapping[str, str]
    modes: Mapping[str, tuple[str, ...]]
    headers: Mapping[str, str]
    wrappers: Mapping[str, str]
    variants: tuple[Variant, ...]

    @property
    def folder(self) -> str:
        """The folder below native/."""
        return f"lightweight/{self.primitive}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnScheme:
    """A scheme in one variant. `mode` and `cipher` are there if it is a mode of operation of that cipher."""

    scheme: str
    shape: str
    manifest: Manifest
    variant: Variant
    mode: str = ""
    cipher: str = ""

    @property
    def prefix(self) -> str:
        """What the names of its C functions begin with."""
        return f"pqe_{self.scheme}_{self.variant.name}"

    @property
    def header(self) -> str:
        """The header that declares it (or its cipher), below native/."""
        return self.manifest.headers[self.cipher or self.scheme]

    @property
    def wrapper(self) -> str:
        """A Python class of its own, or empty."""
        return self.manifest.wrappers.get(self.scheme, "")

    @property
    def inputs(self) -> tuple[str, ...]:
        """Folders and files below native/ that its code is made of."""
        folders = {posixpath.dirname(source) for source in (*self.variant.sources, self.header)}
        return (*sorted(folders), "lightweight/shapes.h", *(("lightweight/modes",) if self.mode else ()))

    def is_constant_time_on(self, platform: str) -> bool:
        """Whether constant time is claimed for a platform."""
        return self.variant.constant_time and platform not in self.variant.varies_on

    def is_default_on(self, platform: str) -> bool:
        """Whether this variant is the one to take on a platform."""
        return platform in self.variant.default_on


def read(path: Path) -> Manifest:
    """Read one manifest.

    Raises:
        BuildError: it is not one; names the file and what is wrong.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        manifest = _manifest(path.parent.name, content)
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        reason = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise BuildError(f"{path.parent.name}/{path.name} is not a sound manifest: {reason}") from error
    return manifest


@cache
def manifests(root: Path | None = None) -> tuple[Manifest, ...]:
    """Every manifest below native/lightweight (or below `root`), in order of the folders.

    Raises:
        BuildError: one is not sound, or two offer the same scheme in the same variant.
    """
    folder = (root or native_root()) / "lightweight"
    found = tuple(read(path) for path in sorted(folder.glob("*/primitive.toml")))
    seen: dict[tuple[str, str], str] = {}
    for manifest in found:
        for one in _schemes_of(manifest):
            other = seen.setdefault((one.scheme, one.variant.name), manifest.primitive)
            if other != manifest.primitive:
                raise BuildError(
                    f"{manifest.primitive} and {other} both have {one.scheme} {one.variant.name}"
                )
    return found


def own_schemes(root: Path | None = None) -> tuple[OwnScheme, ...]:
    """Every scheme in every variant, those of modes behind their cipher; the host's default variant first."""
    return tuple(one for manifest in manifests(root) for one in _schemes_of(manifest))


def _schemes_of(manifest: Manifest) -> Iterator[OwnScheme]:
    for scheme, shape in manifest.shapes.items():
        variants = [one for one in manifest.variants if scheme in one.schemes]
        variants.sort(key=lambda one: "host" not in one.default_on)
        for variant in variants:
            yield OwnScheme(scheme=scheme, shape=shape, manifest=manifest, variant=variant)
        for mode in manifest.modes.get(scheme, ()):
            for variant in variants:
                yield OwnScheme(
                    scheme=f"{scheme}_{mode}",
                    shape=MODES[mode],
                    manifest=manifest,
                    variant=variant,
                    mode=mode,
                    cipher=scheme,
                )


def _manifest(primitive: str, content: Mapping[str, Any]) -> Manifest:
    schemes: Mapping[str, Mapping[str, Any]] = content["scheme"]
    folder = f"lightweight/{primitive}"
    for scheme, facts in schemes.items():
        _require_known(f"scheme.{scheme}", facts, _SCHEME_KEYS)
        if facts["shape"] not in SHAPES:
            raise ValueError(f"scheme.{scheme} has shape {facts['shape']!r}; known are {', '.join(SHAPES)}")
        if unknown := set(facts.get("modes", ())) - set(MODES):
            raise ValueError(f"scheme.{scheme} has unknown modes {', '.join(sorted(unknown))}")
        if facts.get("modes") and facts["shape"] != "block":
            raise ValueError(f"scheme.{scheme} has modes, but is no block cipher")
    variants = tuple(_variant(folder, name, facts) for name, facts in content["variant"].items())
    _require_defaults(schemes, variants)
    header = content["header"]
    return Manifest(
        primitive=primitive,
        name=content["name"],
        shapes={scheme: facts["shape"] for scheme, facts in schemes.items()},
        modes={scheme: tuple(facts.get("modes", ())) for scheme, facts in schemes.items()},
        headers={
            scheme: posixpath.normpath(f"{folder}/{facts.get('header', header)}")
            for scheme, facts in schemes.items()
        },
        wrappers={scheme: facts["wrapper"] for scheme, facts in schemes.items() if "wrapper" in facts},
        variants=variants,
    )


def _variant(folder: str, name: str, facts: Mapping[str, Any]) -> Variant:
    _require_known(f"variant.{name}", facts, _VARIANT_KEYS)
    varies = tuple(facts.get("varies_on", ()))
    if unknown := {*facts["default_on"], *varies} - set(PLATFORMS):
        raise ValueError(f"variant.{name} names unknown platforms {', '.join(sorted(unknown))}")
    return Variant(
        name=name,
        sources=tuple(posixpath.normpath(f"{folder}/{source}") for source in facts["sources"]),
        schemes=tuple(facts["schemes"]),
        default_on=tuple(facts["default_on"]),
        constant_time=bool(facts["constant_time"]),
        varies_on=varies,
        claim=str(facts["claim"]),
        blocks=int(facts.get("blocks", 0)),
    )


def _require_known(where: str, facts: Mapping[str, Any], keys: set[str]) -> None:
    if unknown := set(facts) - keys:
        raise ValueError(f"{where} has unknown keys {', '.join(sorted(unknown))}")


def _require_defaults(schemes: Mapping[str, object], variants: tuple[Variant, ...]) -> None:
    """Each scheme has one default on each platform."""
    for variant in variants:
        if unknown := set(variant.schemes) - set(schemes):
            raise ValueError(f"variant.{variant.name} has unknown schemes {', '.join(sorted(unknown))}")
    for scheme in schemes:
        for platform in PLATFORMS:
            names = [one.name for one in variants if scheme in one.schemes and platform in one.default_on]
            if len(names) != 1:
                raise ValueError(
                    f"{scheme} needs one default variant on {platform}, but has {', '.join(names) or 'none'}"
                )
