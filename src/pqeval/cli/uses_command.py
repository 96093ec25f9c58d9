"""`pqeval uses`: which lightweight ciphers keep to what a use leaves them, from a run."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final

from pqeval.cli.command import Subparsers, add_command, add_format
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.facts_command import add_facts_options
from pqeval.cli.output import Cell, note, print_table
from pqeval.cli.runs import add_results_folder, load_runs
from pqeval.errors import FactsError

if TYPE_CHECKING:
    from pqeval.guideline.lightweight import UseRow
    from pqeval.guideline.quantity import Missing, Quantity
    from pqeval.report.words import Words

__all__ = ["add"]

_EXAMPLES = """\
  pqeval bench lightweight --target cortex-m0plus --target cortex-m4
  pqeval uses                                every use, from the newest run
  pqeval uses rfid medical RUN --lang ja
  pqeval uses rfid --meeting --format csv    only what meets the needs

The uses and what they leave are planning values: `pqeval facts list uses`; your own are a row of uses.toml in
--facts DIR. Block ciphers are no answer by themselves: their modes are listed.
"""
_MARK: Final = "◇"
_COLUMNS: Final = (
    "use",
    "kind",
    "scheme",
    "implementation",
    "status",
    "code",
    "ram",
    "latency",
    "verdict",
    "flags",
)


def add(commands: Subparsers) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "uses",
        _run,
        summary="say which lightweight ciphers meet the needs of a use",
        examples=_EXAMPLES,
    )
    parser.add_argument(
        "names", nargs="*", metavar="USE|RUN", help="uses, and runs (default: all; the newest)"
    )
    parser.add_argument("--meeting", action="store_true", help="only what meets every need")
    parser.add_argument("--lang", choices=("en", "ja"), default="en", help="language (default: en)")
    add_facts_options(parser)
    add_results_folder(parser)
    add_format(parser)


def _run(arguments: argparse.Namespace) -> ExitCode:
    from pqeval.guideline.lightweight import lightweight_by_use  # noqa: PLC0415 - not needed for --help
    from pqeval.guideline.load import load_facts  # noqa: PLC0415 - likewise
    from pqeval.report.words import words  # noqa: PLC0415 - likewise

    facts, language = load_facts(arguments.facts), words(arguments.lang)
    chosen = [name for name in arguments.names if name in facts.uses] or list(facts.uses)
    runs = load_runs([name for name in arguments.names if name not in facts.uses], arguments.results)
    found = [one for one in lightweight_by_use(facts, runs) if one.use.id in chosen]
    if not found:
        raise FactsError(
            "the runs have no lightweight cipher on a Cortex-M: "
            "`pqeval bench lightweight --target cortex-m0plus --target cortex-m4` makes one"
        )
    shown = [one for one in sorted(found, key=_order) if one.meets or not arguments.meeting]
    head = tuple(language(f"uses_{name}") for name in _COLUMNS)
    print_table(head, [_row(one, language) for one in shown], arguments.format)
    note(language("uses_note"))
    return ExitCode.OK


def _order(one: UseRow) -> tuple[str, str, int, bool, float]:
    """By use and kind; what meets the needs first, sound schemes before flagged ones, the quicker first."""
    from pqeval.guideline.quantity import Quantity  # noqa: PLC0415 - not needed for --help

    verdict = {True: 0, None: 1, False: 2}[one.meets]
    latency = one.latency.value if isinstance(one.latency, Quantity) else float("inf")
    return one.use.id, one.scheme.role, verdict, bool(one.scheme.security_note), latency


def _row(one: UseRow, language: Words) -> tuple[Cell, ...]:
    from pqeval.report.lightweight import flag_words  # noqa: PLC0415 - not needed for --help

    return (
        one.use.name.in_(language.language),
        language.of("uses_kind", one.scheme.role),
        one.scheme.name,
        one.implementation + (f" {_MARK}" if one.predicted else ""),
        language.of("status", one.scheme.status),
        _number(one.code),
        _number(one.ram),
        _number(one.latency),
        _verdict(one, language),
        flag_words(one.scheme, language),
    )


def _verdict(one: UseRow, language: Words) -> str:
    if one.meets is None:
        return language("uses_unknown")
    if one.meets:
        return language("uses_meets")
    short = [
        language(f"uses_over_{need}", short=f"{-one.margins[need].value:,.0f}".replace(",", "\u202f"))
        for need in one.failed
    ]
    return language.joined(short, ", ")


def _number(value: Quantity | Missing) -> float | None:
    from pqeval.guideline.quantity import Missing  # noqa: PLC0415 - not needed for --help

    return None if isinstance(value, Missing) else round(value.value)
