"""`pqeval facts`: look at the facts of guidelines, and check one's own."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pqeval.cli.command import Subparsers, add_command, add_format
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.output import Cell, note, print_table
from pqeval.errors import FactsError

if TYPE_CHECKING:
    from pqeval.guideline import Facts
    from pqeval.guideline.facts import Fact

__all__ = ["add", "add_facts_options"]

_EXAMPLES = """\
  pqeval facts list                        the tables, with the number of rows of each confidence
  pqeval facts list devices                the rows of a table
  pqeval facts list timeline --format csv
  pqeval facts show devices m0plus_64k_8k  everything about one row, with its source
  pqeval facts check                       whether the facts hold together
  pqeval facts check --facts my-facts      the same with files of your own, which extend or override

A file of your own is named as its table (my-facts/devices.toml) and holds rows:

  version = 1
  as_of = 2026-11-23
  [[row]]
  id = "m0plus_64k_8k"                     # a row of the package: only what changes, and your source
  crypto_ram_budget_bytes = 5_120
  source = "our meter's memory map, release 4"

The schema of all tables is docs/reference/facts.schema.json.
"""

_SHOWN: Final[dict[str, tuple[str, ...]]] = {
    "authorities": ("name", "jurisdiction", "hybrid_kem", "hybrid_signature"),
    "approvals": ("authority", "stance", "schemes", "hybrid", "until"),
    "positions": ("authority", "means", "text"),
    "timeline": ("authority", "date", "milestone", "applies_to", "scope"),
    "standards": ("title", "state", "date"),
    "devices": ("part", "core", "clock_hz", "flash_bytes", "ram_bytes"),
    "links": ("name", "usable_payload_bytes", "bitrate_bps"),
    "scenarios": ("name", "links", "devices"),
    "hybrids": ("name", "parts", "standard"),
    "costs": ("scheme", "implementation", "core"),
    "assurances": ("implementations", "maintained", "production", "constant_time", "validated"),
    "licences": ("software", "implementations", "spdx", "text"),
    "predictions": ("schemes", "like", "cycles", "stack", "text"),
    "uses": ("name", "code_budget_bytes", "ram_budget_bytes", "latency_budget_us"),
    "exports": ("kind", "title"),
}


def add(commands: Subparsers) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "facts",
        _run,
        summary="list, show and check the facts of guidelines: deadlines, approvals, devices, links",
        examples=_EXAMPLES,
    )
    parser.add_argument("what", choices=("list", "show", "check"), help="what to do")
    parser.add_argument("table", nargs="?", default="", metavar="TABLE", help="a table, for list and show")
    parser.add_argument("row", nargs="?", default="", metavar="ID", help="a row, for show")
    parser.add_argument("--lang", choices=("en", "ja"), default="en", help="language of texts (default: en)")
    add_facts_options(parser)
    add_format(parser)


def add_facts_options(parser: argparse.ArgumentParser) -> None:
    """Add `--facts`."""
    parser.add_argument(
        "--facts", type=Path, metavar="DIR", help="folder with facts of your own, which extend or override"
    )


def _run(arguments: argparse.Namespace) -> ExitCode:
    from pqeval.guideline import load_facts  # noqa: PLC0415 - not needed for --help

    facts = load_facts(arguments.facts)
    if arguments.what == "check":
        return _check(facts, arguments.lang)
    if arguments.what == "show":
        return _show(facts, arguments)
    if not arguments.table:
        return _tables(facts, arguments.format, arguments.lang)
    rows = [
        (
            row.id,
            *(_cell(getattr(row, name), arguments.lang) for name in _SHOWN[arguments.table]),
            row.confidence,
        )
        for row in facts.table(arguments.table).values()
    ]
    print_table(("id", *_SHOWN[arguments.table], "confidence"), rows, arguments.format)
    return ExitCode.OK


def _check(facts: Facts, language: str) -> ExitCode:
    """Loading has checked everything; what is wrong was raised."""
    from pqeval.guideline import TABLES  # noqa: PLC0415 - not needed for --help
    from pqeval.report.words import words  # noqa: PLC0415 - likewise

    count = sum(len(facts.table(name)) for name in TABLES)
    said = words(language)
    own = said("facts_own", count=len(facts.overridden)) if facts.overridden else ""
    print(said("facts_hold", count=count, date=facts.as_of, own=own))
    return ExitCode.OK


def _show(facts: Facts, arguments: argparse.Namespace) -> ExitCode:
    if not (arguments.table and arguments.row):
        raise FactsError("`facts show` needs a table and an ID, as in `facts show devices m4_128k_40k`")
    rows = facts.table(arguments.table)
    if arguments.row not in rows:
        raise FactsError(
            f"there is no `{arguments.row}` in {arguments.table}; "
            f"`pqeval facts list {arguments.table}` names all"
        )
    row = rows[arguments.row]
    cells = [(name, _long(row, name, arguments.lang), _evidence(row, name)) for name in row.__struct_fields__]
    print_table(("field", "value", "confidence"), [cell for cell in cells if cell[1]], arguments.format)
    return ExitCode.OK


def _tables(facts: Facts, form: str, language: str) -> ExitCode:
    from pqeval.catalogue import Confidence  # noqa: PLC0415 - not needed for --help
    from pqeval.guideline import TABLES  # noqa: PLC0415 - likewise
    from pqeval.report.words import words  # noqa: PLC0415 - likewise

    rows: list[tuple[Cell, ...]] = []
    for name in TABLES:
        found = [row.confidence for row in facts.table(name).values()]
        rows.append((name, len(found), *[found.count(one) for one in Confidence]))
    print_table(("table", "rows", *Confidence), rows, form)
    note(words(language)("facts_as_of", date=facts.as_of))
    return ExitCode.OK


def _evidence(row: Fact, name: str) -> str:
    if name in row.assumed:
        return "assumed"
    return str(row.field_confidence.get(name, row.confidence)) if name not in _ABOUT else ""


_ABOUT: Final = ("id", "source", "read", "confidence", "field_confidence", "assumed", "note")


def _long(row: Fact, name: str, language: str) -> Cell:
    value = getattr(row, name)
    if name == "steps":
        return "; ".join(f"{step.name} [{step.unit}] = {step.formula}" for step in value)
    if name in _SAID and language == "ja":
        from pqeval.report.words import words  # noqa: PLC0415 - not needed for --help

        return words(language).source(str(value)) or None
    return _cell(value, language)


_SAID: Final = ("source", "note", "part", "document")
"""Fields of English text that are printed in Japanese where that is known."""


def _cell(value: object, language: str) -> Cell:
    """One value as text, a number as a number."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return _words(value, language) or None


def _words(value: object, language: str) -> str:
    import msgspec  # noqa: PLC0415 - not needed for --help

    from pqeval.guideline import Text  # noqa: PLC0415 - likewise

    words = ""
    match value:
        case None:
            pass
        case bool():
            words = "yes" if value else "no"
        case Text():
            words = value.in_(language)
        case tuple():
            words = ", ".join(_words(one, language) for one in value)
        case msgspec.Struct():
            words = json.dumps(msgspec.to_builtins(value), ensure_ascii=False)
        case dict():
            words = ", ".join(f"{key} = {_words(one, language)}" for key, one in value.items())
        case _:
            words = str(value)
    return words
