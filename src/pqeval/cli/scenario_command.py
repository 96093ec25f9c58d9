"""`pqeval scenario`: what a migration costs in bytes, frames, time and energy, each formula visible."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from pqeval.cli.command import Subparsers, add_command, add_format
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.facts_command import add_facts_options
from pqeval.cli.output import FOR_READERS, Cell, note, print_table
from pqeval.cli.runs import add_results_folder, find_run
from pqeval.errors import FactsError

if TYPE_CHECKING:
    from pqeval.guideline.facts import Scenario
    from pqeval.guideline.load import Facts
    from pqeval.guideline.scenario import Case
    from pqeval.guideline.sheet import Sheet, Value

__all__ = ["add"]

_INPUTS: Final = ("input", "value", "unit", "kind", "confidence", "source")
_EXAMPLES = """\
  pqeval scenario                                        the scenarios
  pqeval scenario tls_server --scheme L=ML-DSA-44 --scheme A=ML-DSA-44 --scheme R=ML-DSA-44 --set sct_count=0
  pqeval scenario iot_telemetry --link lorawan_dr5 --device m0plus_192k_20k --explain
  pqeval scenario iot_telemetry --link ble_1m_dle --sensitivity life_days
  pqeval scenario v2x --device m7_stm32h743 RUN          with the figures of a run

Formulas and assumptions are facts: `pqeval facts show scenarios tls_server`. A scenario of your own is a row
of scenarios.toml in --facts DIR.
"""


def add(commands: Subparsers) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "scenario",
        _run,
        summary="compute a migration scenario: bytes, frames, round trips, CPU, energy, lifetime",
        examples=_EXAMPLES,
    )
    parser.add_argument("scenario", nargs="?", default="", metavar="SCENARIO", help="(default: list them)")
    parser.add_argument("runs", nargs="*", metavar="RUN", help="run files or ids whose figures are used")
    parser.add_argument("--link", default="", help="link profile (default: the scenario's first)")
    parser.add_argument("--device", default="", help="device profile (default: the scenario's first)")
    parser.add_argument(
        "--scheme", action="append", default=[], metavar="LETTER=SCHEME", help="may be repeated"
    )
    parser.add_argument("--set", action="append", default=[], metavar="NAME=NUMBER", help="an assumption")
    parser.add_argument("--explain", action="store_true", help="every formula, with its numbers and inputs")
    parser.add_argument(
        "--sensitivity", default="", metavar="STEP", help="what each assumption does to a step"
    )
    parser.add_argument("--lang", choices=("en", "ja"), default="en", help="language (default: en)")
    add_facts_options(parser)
    add_results_folder(parser)
    add_format(parser)


def _run(arguments: argparse.Namespace) -> ExitCode:
    from pqeval.guideline.load import load_facts  # noqa: PLC0415 - not needed for --help
    from pqeval.guideline.scenario import evaluate_scenario, scenario_of  # noqa: PLC0415 - likewise
    from pqeval.results.document import load_run  # noqa: PLC0415 - likewise

    facts = load_facts(arguments.facts)
    if not arguments.scenario:
        rows = [
            (one.id, one.name.in_(arguments.lang), ", ".join(one.schemes.values()))
            for one in facts.scenarios.values()
        ]
        _print(("id", "scenario", "schemes"), rows, arguments)
        return ExitCode.OK
    scenario = scenario_of(facts, arguments.scenario)
    runs = [load_run(find_run(name, arguments.results)) for name in arguments.runs]
    sheet = evaluate_scenario(facts, _case(facts, scenario, arguments), runs)
    if arguments.sensitivity:
        _print_sensitivity(sheet, arguments)
    else:
        _print_sheet(sheet, arguments)
        if arguments.format in FOR_READERS:
            _print_context(facts, scenario, arguments)
    return ExitCode.OK


def _case(facts: Facts, scenario: Scenario, arguments: argparse.Namespace) -> Case:
    from pqeval.guideline.scenario import Case  # noqa: PLC0415 - not needed for --help

    link = arguments.link or next(iter(scenario.links), "")
    device = arguments.device or next(iter(scenario.devices), "")
    for name, rows, what in ((link, facts.links, "link"), (device, facts.devices, "device")):
        if name and name not in rows:
            raise FactsError(f"there is no {what} `{name}` (known: {', '.join(rows)})")
    case = Case(
        scenario=scenario,
        link=facts.links[link] if link else None,
        device=facts.devices[device] if device else None,
        schemes=_pairs(arguments.scheme, str, "L=ML-DSA-44"),
        assumptions=_pairs(arguments.set, float, "sct_count=0"),
    )
    chosen = [
        f"{_word(name, arguments)}: {one.id}"
        for name, one in (("link", case.link), ("device", case.device))
        if one
    ]
    note(
        "; ".join(
            [*chosen, *(f"{letter} = {one}" for letter, one in {**scenario.schemes, **case.schemes}.items())]
        )
    )
    return case


_T = TypeVar("_T")


def _pairs(texts: list[str], form: Callable[[str], _T], example: str) -> dict[str, _T]:
    found = {}
    for text in texts:
        name, _, value = text.partition("=")
        try:
            found[name] = form(value)
        except ValueError as error:
            raise FactsError(f"`{text}` is not of the form {example}") from error
        if not name or not value:
            raise FactsError(f"`{text}` is not of the form {example}")
    return found


def _print_context(facts: Facts, scenario: Scenario, arguments: argparse.Namespace) -> None:
    """What no formula says: threats and limits, dates, and what authorities think of symmetric keys."""
    language = arguments.lang
    threats: list[tuple[Cell, ...]] = [
        (_word("threat", arguments), one.in_(language)) for one in scenario.threats
    ]
    limits = [(_word("limit", arguments), one.in_(language)) for one in scenario.limits]
    print()
    _print(("kind", "text"), [*threats, *limits], arguments)
    dates = sorted((facts.timeline[name] for name in scenario.deadlines), key=lambda row: row.date)
    if dates:
        rows = [
            (
                one.date.isoformat(),
                facts.authorities[one.authority].name.in_(language),
                one.action.in_(language),
            )
            for one in dates
        ]
        print()
        _print(("date", "authority", "action"), rows, arguments)
    positions: list[tuple[Cell, ...]] = [
        (
            one.means,
            facts.authorities[one.authority].name.in_(language),
            one.text.in_(language),
            _graded("confidence", one.confidence, arguments),
        )
        for one in facts.positions.values()
        if one.means in scenario.positions
    ]
    if positions:
        print()
        _print(("means", "authority", "position", "confidence"), positions, arguments)


def _print_sheet(sheet: Sheet, arguments: argparse.Namespace) -> None:
    from pqeval.guideline.quantity import Quantity  # noqa: PLC0415 - not needed for --help

    rows: list[tuple[Cell, ...]] = []
    for line in sheet.lines:
        one = line.result
        known = isinstance(one, Quantity)
        row: tuple[Cell, ...] = (
            line.step.name,
            _number(one),
            _unit(line.step.unit, arguments),
            line.step.text.in_(arguments.lang),
        )
        if arguments.explain:
            rests = ", ".join(one.assumptions) if isinstance(one, Quantity) else ""
            row += (
                line.step.formula,
                line.numbers if known else "",
                _graded("confidence", one.confidence, arguments) if isinstance(one, Quantity) else "",
                rests,
            )
        rows.append((*row, "" if isinstance(one, Quantity) else _origin(one.reason, arguments)))
    head: tuple[str, ...] = ("step", "value", "unit", "what")
    if arguments.explain:
        head += ("formula", "with numbers", "confidence", "rests on")
    steps = _Table((*head, "not known because"), rows)
    if not arguments.explain:
        _print(steps.head, steps.rows, arguments)
    else:
        inputs = [
            (name, _number(one), _unit(one.unit, arguments), *_evidence(one, arguments))
            for name, one in sheet.inputs.items()
        ]
        _print_both(steps, _Table(_INPUTS, inputs), arguments)


@dataclass(frozen=True, slots=True)
class _Table:
    head: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]

    @property
    def objects(self) -> list[dict[str, Cell]]:
        return [dict(zip(self.head, row, strict=True)) for row in self.rows]


def _print_both(steps: _Table, inputs: _Table, arguments: argparse.Namespace) -> None:
    """Two tables for readers; for programs one document: an object of both, or one table of all columns."""
    match arguments.format:
        case "json":
            found = {"steps": steps.objects, "inputs": inputs.objects}
            print(json.dumps(found, indent=2, ensure_ascii=False))
        case "csv":
            columns = ("part", "name", *dict.fromkeys((*steps.head[1:], *inputs.head[1:])))
            parts = [
                {**row, "part": table.head[0], "name": row[table.head[0]]}
                for table in (steps, inputs)
                for row in table.objects
            ]
            print_table(columns, [[row.get(one, "") for one in columns] for row in parts], "csv")
        case _:
            _print(steps.head, steps.rows, arguments)
            print()
            _print(inputs.head, inputs.rows, arguments)


def _print_sensitivity(sheet: Sheet, arguments: argparse.Namespace) -> None:
    from pqeval.guideline.sheet import sensitivity  # noqa: PLC0415 - not needed for --help

    found = sensitivity(sheet, arguments.sensitivity)
    rows = [
        (
            one.assumption,
            _unit(one.unit, arguments),
            one.low,
            one.high,
            _number(one.result_low),
            _number(one.result_high),
        )
        for one in found
    ]
    note(f"{arguments.sensitivity}: {_number(sheet[arguments.sensitivity])}")
    head = ("assumption", "unit", "halved", "doubled", "result if halved", "result if doubled")
    _print(head, rows, arguments)


def _print(head: Sequence[str], rows: Sequence[Sequence[Cell]], arguments: argparse.Namespace) -> None:
    """A table: its heads are words of the language for readers, and the same names always for programs."""
    if arguments.format in FOR_READERS:
        head = [_word(one, arguments) for one in head]
    print_table(head, rows, arguments.format)


def _word(name: str, arguments: argparse.Namespace) -> str:
    from pqeval.report.words import words  # noqa: PLC0415 - not needed for --help

    return words(arguments.lang).of("column", name.replace(" ", "_"))


def _graded(prefix: str, value: object, arguments: argparse.Namespace) -> str:
    """A kind of evidence or a confidence: by its name, but for Japanese readers in their words."""
    from pqeval.report.words import words  # noqa: PLC0415 - not needed for --help

    if arguments.lang == "en" or arguments.format not in FOR_READERS:
        return str(value)
    return words(arguments.lang).known(f"{prefix}_{value}", str(value))


def _unit(unit: str, arguments: argparse.Namespace) -> str:
    from pqeval.export.sheets import unit_text  # noqa: PLC0415 - not needed for --help

    return unit_text(unit).ja if arguments.lang == "ja" and arguments.format in FOR_READERS else unit


def _number(value: Value) -> Cell:
    from pqeval.guideline.quantity import Quantity  # noqa: PLC0415 - not needed for --help

    return float(f"{value.value:.6g}") if isinstance(value, Quantity) else None


def _evidence(value: Value, arguments: argparse.Namespace) -> tuple[Cell, Cell, Cell]:
    from pqeval.guideline.quantity import Quantity  # noqa: PLC0415 - not needed for --help

    if isinstance(value, Quantity):
        kind, confidence = (
            _graded("kind", value.kind, arguments),
            _graded("confidence", value.confidence, arguments),
        )
        return kind, confidence, _origin(value.source, arguments)
    return None, None, _origin(value.reason, arguments)


def _origin(text: str, arguments: argparse.Namespace) -> str:
    """A source, or why a value is missing, in the reader's language."""
    from pqeval.report.words import words  # noqa: PLC0415 - not needed for --help

    return words(arguments.lang).source(text) if arguments.format in FOR_READERS else text
