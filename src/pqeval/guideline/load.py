"""Reads the facts beside this module, and a user's own that extend or override them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from pqeval.catalogue import Catalogue
from pqeval.catalogue import load_all as load_catalogue
from pqeval.errors import CatalogueError, FactsError
from pqeval.guideline.facts import (
    Approval,
    Assurance,
    Authority,
    CitedCost,
    Device,
    Export,
    Fact,
    Hybrid,
    Licence,
    Link,
    Position,
    Prediction,
    Scenario,
    Standard,
    TimelineRow,
    Use,
)

__all__ = ["TABLES", "Facts", "load_facts"]

_Row = TypeVar("_Row", bound=Fact)
_Rows = dict[str, dict[str, Any]]

TABLES: Final[Mapping[str, type[Fact]]] = {
    "authorities": Authority,
    "approvals": Approval,
    "positions": Position,
    "timeline": TimelineRow,
    "standards": Standard,
    "devices": Device,
    "links": Link,
    "scenarios": Scenario,
    "hybrids": Hybrid,
    "costs": CitedCost,
    "predictions": Prediction,
    "assurances": Assurance,
    "licences": Licence,
    "uses": Use,
    "exports": Export,
}
"""Each is a file `<name>.toml` with rows `[[row]]`, in the package and in a user's folder."""

SCHEMES_FILE: Final = "schemes.toml"
_HEAD: Final = frozenset({"version", "as_of", "row"})
_LARGEST_BYTES: Final = 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All facts by identifier, in the order of their files. `as_of` is the day for which they hold.

    `overridden` names the rows (`devices/m0plus_64k_8k`) that come from a user.
    """

    as_of: date
    catalogue: Catalogue
    authorities: Mapping[str, Authority]
    approvals: Mapping[str, Approval]
    positions: Mapping[str, Position]
    timeline: Mapping[str, TimelineRow]
    standards: Mapping[str, Standard]
    devices: Mapping[str, Device]
    links: Mapping[str, Link]
    scenarios: Mapping[str, Scenario]
    hybrids: Mapping[str, Hybrid]
    costs: Mapping[str, CitedCost]
    predictions: Mapping[str, Prediction]
    assurances: Mapping[str, Assurance]
    licences: Mapping[str, Licence]
    uses: Mapping[str, Use]
    exports: Mapping[str, Export]
    overridden: tuple[str, ...] = ()

    def table(self, name: str) -> Mapping[str, Fact]:
        """The rows of a table.

        Raises:
            FactsError: there is no such table; names those that are.
        """
        if name not in TABLES:
            raise FactsError(f"there is no table of facts `{name}` (known: {', '.join(TABLES)})")
        found: Mapping[str, Fact] = getattr(self, name)
        return found

    def on(self, day: date) -> Facts:
        """The same facts, looked at on another day: what is due and what is over follows from it."""
        return replace(self, as_of=day)


def load_facts(folder: Path | None = None) -> Facts:
    """The package's facts, with those of a user's folder over them.

    A user's row with a known `id` changes the fields that it gives, and must say its own `source`; with a
    new `id` it is added.

    Raises:
        FactsError: a file cannot be read, or a row is malformed, out of range or refers to nothing: the
            message names file, row and field.
    """
    return _own() if folder is None else _with_folder(folder)


@cache
def _own() -> Facts:
    data = resources.files("pqeval.guideline").joinpath("data")
    texts = {name: data.joinpath(f"{name}.toml").read_text(encoding="utf-8") for name in TABLES}
    parsed = {name: _parsed(f"{name}.toml", text) for name, text in texts.items()}
    rows = {name: _rows(f"{name}.toml", content) for name, content in parsed.items()}
    as_of = max(_as_of(f"{name}.toml", content) for name, content in parsed.items())
    return _assembled(as_of, _catalogue(()), rows, {})


def _with_folder(folder: Path) -> Facts:
    if not folder.is_dir():
        raise FactsError(f"{folder} is no folder: --facts names one with files such as devices.toml")
    found = sorted(path.name for path in folder.glob("*.toml"))
    unknown = [name for name in found if name != SCHEMES_FILE and name.removesuffix(".toml") not in TABLES]
    if unknown or not found:
        names = ", ".join([*(f"{name}.toml" for name in TABLES), SCHEMES_FILE])
        what = f"{folder / unknown[0]} is no file of facts" if unknown else f"{folder} has no file of facts"
        raise FactsError(f"{what} (known: {names})")
    own = _own()
    rows: dict[str, _Rows] = {
        name: {row.id: msgspec.to_builtins(row, builtin_types=(date,)) for row in own.table(name).values()}
        for name in TABLES
    }
    files: dict[str, str] = {}
    for name in TABLES:
        if f"{name}.toml" in found:
            place = folder / f"{name}.toml"
            for identifier, row in _rows(str(place), _parsed(str(place), _text(place))).items():
                files[f"{name}/{identifier}"] = str(place)
                rows[name][identifier] = _merged(str(place), rows[name].get(identifier), row)
    schemes = folder / SCHEMES_FILE
    extra = _rows(str(schemes), _parsed(str(schemes), _text(schemes))) if schemes.is_file() else {}
    files |= {f"schemes/{identifier}": str(schemes) for identifier in extra}
    return _assembled(own.as_of, _catalogue(extra.values(), str(schemes)), rows, files)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise FactsError(f"{path} is larger than {_LARGEST_BYTES} bytes: that is no file of facts")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FactsError(f"{path} cannot be read: {error}") from error


def _parsed(place: str, text: str) -> dict[str, Any]:
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise FactsError(f"{place} is no TOML: {error}") from error
    if strange := sorted(set(content) - _HEAD):
        raise FactsError(f"{place}: `{strange[0]}` is not known; rows begin with [[row]]")
    return content


def _as_of(place: str, content: Mapping[str, Any]) -> date:
    day = content.get("as_of")
    if not isinstance(day, date):
        raise FactsError(f"{place}: `as_of` must be a date such as 2026-11-23")
    return day


def _rows(place: str, content: Mapping[str, Any]) -> _Rows:
    found: _Rows = {}
    listed = content.get("row", [])
    if not isinstance(listed, list):
        raise FactsError(f"{place}: rows begin with [[row]], not [row]")
    for number, row in enumerate(listed, start=1):
        if not isinstance(row, dict):
            raise FactsError(f"{place}, row {number}: rows begin with [[row]]")
        identifier = row.get("id")
        if not isinstance(identifier, str) or not identifier:
            raise FactsError(f"{place}, row {number}: `id` is missing or no text")
        if identifier in found:
            raise FactsError(f"{place}, row {number}: `{identifier}` is there twice")
        found[identifier] = row
    return found


def _merged(place: str, known: Mapping[str, Any] | None, given: Mapping[str, Any]) -> dict[str, Any]:
    if known is None:
        return dict(given)
    if "source" not in given:
        raise FactsError(f"{place}, `{given['id']}`: who overrides a row says a `source` of his own")
    kept = {
        "field_confidence": {
            field: one for field, one in known.get("field_confidence", {}).items() if field not in given
        },
        "assumed": [field for field in known.get("assumed", ()) if field not in given],
    }
    return {**known, **kept, **given}


def _converted(place: str, rows: _Rows, form: type[_Row]) -> dict[str, _Row]:
    found = {}
    for identifier, row in rows.items():
        try:
            found[identifier] = msgspec.convert(row, form, builtin_types=(date,))
        except msgspec.ValidationError as error:
            what = str(error).replace(" - at `$.", ", field `")
            raise FactsError(f"{place}, `{identifier}`: {what}") from error
    return found


def _assembled(
    as_of: date, catalogue: Catalogue, rows: Mapping[str, _Rows], files: Mapping[str, str]
) -> Facts:
    def of(name: str, form: type[_Row]) -> dict[str, _Row]:
        places = {identifier: files.get(f"{name}/{identifier}", f"{name}.toml") for identifier in rows[name]}
        return {
            identifier: one
            for identifier, row in rows[name].items()
            for one in _converted(places[identifier], {identifier: row}, form).values()
        }

    facts = Facts(
        as_of=as_of,
        catalogue=catalogue,
        authorities=of("authorities", Authority),
        approvals=of("approvals", Approval),
        positions=of("positions", Position),
        timeline=of("timeline", TimelineRow),
        standards=of("standards", Standard),
        devices=of("devices", Device),
        links=of("links", Link),
        scenarios=of("scenarios", Scenario),
        hybrids=of("hybrids", Hybrid),
        costs=of("costs", CitedCost),
        predictions=of("predictions", Prediction),
        assurances=of("assurances", Assurance),
        licences=of("licences", Licence),
        uses=of("uses", Use),
        exports=of("exports", Export),
        overridden=tuple(files),
    )
    from pqeval.guideline.check import check  # noqa: PLC0415 - it takes what this module makes

    problems = check(facts, files)
    if problems:
        raise FactsError(problems[0])
    return facts


def _catalogue(extra: Iterable[Mapping[str, Any]], place: str = SCHEMES_FILE) -> Catalogue:
    from pqeval.guideline.schemes import with_schemes  # noqa: PLC0415 - likewise

    try:
        return with_schemes(load_catalogue(), extra, place)
    except CatalogueError as error:
        raise FactsError(str(error)) from error
