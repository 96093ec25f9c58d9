"""The catalogue: every scheme that pqeval knows, from the data files beside this module."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Final

import msgspec

from pqeval.catalogue.handshakes import handshake_schemes
from pqeval.catalogue.modes import Mode, in_modes
from pqeval.catalogue.scheme import Scheme, Sizes
from pqeval.catalogue.vocabulary import Role
from pqeval.errors import CatalogueError

__all__ = ["Catalogue", "check_sizes", "load", "load_all"]

_FILES: Final = ("kem.json", "signature.json", "stateful_signature.json")
_LIGHTWEIGHT: Final = "lightweight"
"""A folder: one file a primitive."""
_MODES: Final = "modes.json"
_REFERENCE: Final = "reference.json"
_NAMES: Final = "liboqs_names.json"


class _File(msgspec.Struct, frozen=True):
    as_of: str
    schemes: tuple[Scheme, ...]


class _LibraryName(msgspec.Struct, frozen=True, rename={"since": "from"}):
    """What liboqs calls a scheme, from version `since` on and before version `before`."""

    name: str
    scheme: str
    since: str
    before: str = ""

    def covers(self, version: tuple[int, ...]) -> bool:
        """Whether the name has this meaning in that version."""
        return _version(self.since) <= version and (not self.before or version < _version(self.before))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Schemes by identifier, in the order of the data files; `as_of` is the date of the facts."""

    as_of: str
    by_id: Mapping[str, Scheme]
    liboqs_names: tuple[_LibraryName, ...]

    @property
    def schemes(self) -> tuple[Scheme, ...]:
        """All schemes, in catalogue order."""
        return tuple(self.by_id.values())

    def with_schemes(self, schemes: Iterable[Scheme]) -> Catalogue:
        """This catalogue and behind it schemes of a run that it does not have.

        Raises:
            CatalogueError: one has the identifier of another.
        """
        by_id = dict(self.by_id)
        for scheme in schemes:
            if by_id.setdefault(scheme.id, scheme) != scheme:
                raise CatalogueError(f"two different schemes have the identifier {scheme.id}")
        return Catalogue(as_of=self.as_of, by_id=by_id, liboqs_names=self.liboqs_names)

    def scheme(self, name: str) -> Scheme:
        """The scheme of that name (`ML-KEM-768`) or identifier (`ml_kem_768`).

        Raises:
            CatalogueError: there is none; names the closest ones.
        """
        found = self.by_id.get(name) or self.by_id.get(_identifier(name))
        if found is not None:
            return found
        names = {scheme.name.lower(): scheme.name for scheme in self.schemes}
        close = [names[one] for one in difflib.get_close_matches(name.lower(), names, n=3, cutoff=0.5)]
        hint = f"; did you mean {' or '.join(close)}?" if close else "; `pqeval list` names all"
        raise CatalogueError(f"the catalogue has no scheme `{name}`{hint}")

    def of_liboqs(self) -> tuple[str, ...]:
        """The identifiers of schemes that some version of liboqs has."""
        return tuple(dict.fromkeys(name.scheme for name in self.liboqs_names))

    def by_library(self, library: str, version: str, library_name: str) -> Scheme:
        """What `library_name` means in that version of the library.

        Raises:
            CatalogueError: the catalogue does not say.
        """
        if library == "liboqs":
            for name in self.liboqs_names:
                if name.name == library_name and name.covers(_version(version)):
                    return self.by_id[name.scheme]
        raise CatalogueError(f"the catalogue does not know what {library} {version} calls `{library_name}`")


@cache
def load() -> Catalogue:
    """The catalogue, read once.

    Raises:
        CatalogueError: a data file is damaged or contradicts another.
    """
    folder = resources.files("pqeval.catalogue").joinpath("data")
    by_id: dict[str, Scheme] = {}
    dates = set()
    try:
        modes = msgspec.json.decode(folder.joinpath(_MODES).read_bytes(), type=tuple[Mode, ...])
        for file in _data_files(folder):
            content = msgspec.json.decode(file.read_bytes(), type=_File)
            dates.add(content.as_of)
            for scheme in _with_modes(content.schemes, modes):
                if by_id.setdefault(scheme.id, scheme) is not scheme:
                    raise CatalogueError(f"{file.name}: scheme {scheme.id} is there twice")
        names = msgspec.json.decode(folder.joinpath(_NAMES).read_bytes(), type=tuple[_LibraryName, ...])
    except (OSError, msgspec.DecodeError) as error:
        raise CatalogueError(f"the catalogue's data are damaged ({error}): install pqeval again") from error
    for scheme in handshake_schemes(by_id):
        by_id[scheme.id] = scheme
    for name in names:
        if name.scheme not in by_id:
            raise CatalogueError(
                f"{_NAMES}: {name.name} means {name.scheme}, which the catalogue does not have"
            )
    return Catalogue(as_of=max(dates), by_id=by_id, liboqs_names=names)


@cache
def load_all() -> Catalogue:
    """The catalogue with schemes that are only referred to: standards to come, and what was broken.

    No provider offers them, so no plan is about them; guidelines name them all the same.

    Raises:
        CatalogueError: a data file is damaged or contradicts another.
    """
    place = resources.files("pqeval.catalogue").joinpath("data").joinpath(_REFERENCE)
    try:
        content = msgspec.json.decode(place.read_bytes(), type=_File)
    except (OSError, msgspec.DecodeError) as error:
        raise CatalogueError(f"the catalogue's data are damaged ({error}): install pqeval again") from error
    return load().with_schemes(content.schemes)


def _data_files(folder: Traversable) -> Iterator[Traversable]:
    yield from (folder.joinpath(name) for name in _FILES)
    files = (file for file in folder.joinpath(_LIGHTWEIGHT).iterdir() if file.name.endswith(".json"))
    yield from sorted(files, key=lambda file: file.name)


def _with_modes(schemes: Iterable[Scheme], modes: tuple[Mode, ...]) -> Iterator[Scheme]:
    """Each scheme, and behind a block cipher what it is in each mode."""
    for scheme in schemes:
        yield scheme
        if scheme.role == Role.BLOCK_CIPHER:
            yield from in_modes(scheme, modes)


def check_sizes(scheme: Scheme, found: Sizes, where: str) -> None:
    """Compare the catalogue's lengths with those that a library states.

    Raises:
        CatalogueError: they differ; names both values.
    """
    for field in Sizes.__struct_fields__:
        ours, theirs = getattr(scheme.sizes, field), getattr(found, field)
        if ours is not None and theirs is not None and ours != theirs:
            raise CatalogueError(
                f"{scheme.name}: {field} is {ours} in the catalogue, but {theirs} in {where}"
            )


def _identifier(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])
