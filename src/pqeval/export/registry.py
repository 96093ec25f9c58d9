"""The exports by name, and the module that makes each: a new one is a module and a line here."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Final, cast

from pqeval.errors import PlanError, PqevalError
from pqeval.export.material import Material
from pqeval.export.table import Export
from pqeval.export.text import say

__all__ = ["EXPORTS", "make", "make_all", "named"]

EXPORTS: Final[Mapping[str, str]] = {
    "T01": "status",
    "T02": "timeline",
    "T03": "sizes",
    "T04": "cycles",
    "T05": "server",
    "T06": "hybrids",
    "T07": "handshakes",
    "T08": "fitting",
    "T09": "ciphers",
    "T10": "firmware",
    "T11": "energy",
    "T12": "verification",
    "T13": "chains",
    "T14": "conditions",
    "T15": "assurance",
    "F01": "scatter",
    "F02": "bars",
    "F03": "latency",
    "F04": "gantt",
    "F05": "shares",
    "F06": "battery",
    "F07": "decisions",
    "F08": "violin",
}


def named(names: Sequence[str]) -> tuple[str, ...]:
    """The exports of those names, in the order given; every one for `all`.

    Raises:
        PlanError: there is no such export.
    """
    if [name.lower() for name in names] == ["all"]:
        return tuple(EXPORTS)
    for name in names:
        if name.upper() not in EXPORTS:
            close = difflib.get_close_matches(name.upper(), EXPORTS, n=1)
            hint = f"did you mean {close[0]}? " if close else ""
            raise PlanError(f"there is no export `{name}` ({hint}choose {', '.join(EXPORTS)}, or all)")
    return tuple(dict.fromkeys(name.upper() for name in names))


def make(name: str, material: Material) -> Export:
    """Make one export.

    Raises:
        PqevalError: the runs lack what it needs; says what.
    """
    module = import_module(f"pqeval.export.{EXPORTS[name]}")
    return cast("Callable[[Material], Export]", module.make)(material)


def make_all(material: Material, names: Sequence[str]) -> tuple[list[Export], dict[str, str]]:
    """What of `names` can be made from these runs; and of the others, why not."""
    made, left_out = [], {}
    for name in names:
        try:
            export = make(name, material)
        except PqevalError as error:
            left_out[name] = str(error)
            continue
        if any(True for table in export.tables for _ in table.rows):
            made.append(export)
        else:
            left_out[name] = say("gap_nothing").en
    return made, left_out
