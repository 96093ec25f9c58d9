"""`pqeval risk`: is it late already? The risk clock, for several years to a quantum computer."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from pqeval.cli.command import Subparsers, add_command, add_format
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.facts_command import add_facts_options
from pqeval.cli.output import FOR_READERS, Cell, note, print_table
from pqeval.errors import FactsError

if TYPE_CHECKING:
    from pqeval.guideline.load import Facts
    from pqeval.report.words import Words

__all__ = ["add"]

_EXAMPLES = """\
  pqeval risk --secret-years 10 --migration-years 8 --crqc-years 10,15,20
  pqeval risk --secret-years 15 --migration-years 5 --crqc-years 9 --authority nco --lang ja

x + y > z is late: x years must data stay secret (for signatures: must the verification key be trusted),
y years does migration take, z years are there to a quantum computer that breaks today's keys. z is yours:
pqeval has no opinion about it, so give several.
"""


def add(commands: Subparsers) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "risk",
        _run,
        summary="read the risk clock (x + y > z) for several years to a quantum computer",
        examples=_EXAMPLES,
    )
    years = {"type": float, "required": True, "metavar": "YEARS"}
    parser.add_argument("--secret-years", help="x: how long data must stay secret", **years)  # type: ignore[arg-type]  # argparse's own types are looser than its stubs
    parser.add_argument("--migration-years", help="y: how long migration takes", **years)  # type: ignore[arg-type]  # likewise
    parser.add_argument(
        "--crqc-years",
        required=True,
        metavar="YEARS",
        help="z: years to a quantum computer, with commas between",
    )
    parser.add_argument("--authority", default="", help="whose deadlines to set beside it")
    parser.add_argument("--lang", choices=("en", "ja"), default="en", help="language (default: en)")
    add_facts_options(parser)
    add_format(parser)


def _run(arguments: argparse.Namespace) -> ExitCode:
    from pqeval.guideline.load import load_facts  # noqa: PLC0415 - not needed for --help
    from pqeval.guideline.risk import risk_clock  # noqa: PLC0415 - likewise
    from pqeval.report.words import words  # noqa: PLC0415 - likewise

    facts, language = load_facts(arguments.facts), words(arguments.lang)
    clock = risk_clock(
        facts.as_of, arguments.secret_years, arguments.migration_years, _years(arguments.crqc_years)
    )
    deadlines = _deadlines(facts, arguments.authority, arguments.lang)
    rows: list[tuple[Cell, ...]] = [
        (
            one.years_to_crqc.value,
            one.margin.value,
            language("risk_late" if one.late else "risk_in_time"),
            int(one.latest_start.value),
        )
        for one in clock
    ]
    head = tuple(language(f"risk_{name}") for name in ("z", "margin", "verdict", "start"))
    print_table(head, rows, arguments.format)
    if deadlines and arguments.format in FOR_READERS:  # programs find the deadlines among the facts
        print()
        print_table(
            tuple(language(f"risk_{name}") for name in ("date", "what", "scope")), deadlines, arguments.format
        )
    note(_formula(arguments, facts, language))
    return ExitCode.OK


def _formula(arguments: argparse.Namespace, facts: Facts, language: Words) -> str:
    x, y = f"{arguments.secret_years:g}", f"{arguments.migration_years:g}"
    return language("risk_note", x=x, y=y, as_of=facts.as_of.isoformat())


def _years(text: str) -> list[float]:
    try:
        return [float(word) for word in text.split(",")]
    except ValueError as error:
        raise FactsError(f"the years `{text}` are not numbers with commas between, as in 10,15,20") from error


def _deadlines(facts: Facts, authority: str, language: str) -> list[tuple[Cell, ...]]:
    """The dates of an authority that are still to come."""
    if not authority:
        return []
    have = dict.fromkeys(row.authority for row in facts.timeline.values())
    if authority.lower() not in have:
        raise FactsError(f"no dates of an authority `{authority}` are known (known: {', '.join(have)})")
    coming = [
        row
        for row in facts.timeline.values()
        if row.authority == authority.lower() and row.date >= facts.as_of
    ]
    return [
        (row.date.isoformat(), row.action.in_(language), row.scope.in_(language))
        for row in sorted(coming, key=lambda row: row.date)
    ]
