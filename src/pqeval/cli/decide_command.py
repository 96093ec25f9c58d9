"""`pqeval decide`: which scheme for this device, link, authority and year, and why not the others."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from pqeval.cli.command import Subparsers, add_command
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.facts_command import add_facts_options
from pqeval.cli.output import note, render
from pqeval.cli.past_day import note_past_day
from pqeval.cli.runs import add_results_folder, find_run
from pqeval.errors import FactsError

if TYPE_CHECKING:
    from pqeval.guideline.decide import Decision

__all__ = ["add"]

_ROLES: Final = "kem, kem-initiator, kem-responder, signature, sign, verify, firmware"
_FORMATS: Final = ("table", "md", "json")

_EXAMPLES = """\
  pqeval decide --device m4_128k_40k --role kem --category 3 --authority cryptrec --until 2040 RUN
  pqeval decide --device m0plus_64k_8k --link lorawan_dr5 --role firmware --authority nist --until 2040 \\
                --signatures 200 --care
  pqeval decide --device m7_stm32h743 --link v2x_broadcast --role verify --until 2040 --latency-ms 5 \\
                --research
  pqeval decide --device m33_nrf9160 --role kem --until 2035 --portfolio ML-DSA-65 --weight energy=3 --lang ja

Devices, links and authorities: `pqeval facts list devices` (links, authorities). Without a run, published
figures and those of other processors are used, and marked. Nothing passing is an answer too (exit code 0).
"""


def add(commands: Subparsers) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "decide",
        _run,
        summary="choose a scheme for a device, link, authority and year, with the reasons",
        examples=_EXAMPLES,
    )
    parser.add_argument("runs", nargs="*", metavar="RUN", help="run files or ids whose figures are used")
    parser.add_argument("--device", required=True, help="device profile")
    parser.add_argument("--role", required=True, help=f"what the device does: {_ROLES}")
    parser.add_argument("--until", required=True, type=int, metavar="YEAR", help="last year of operation")
    parser.add_argument("--link", default="", help="link profile")
    parser.add_argument("--authority", default="", help="whose approvals count")
    parser.add_argument("--category", type=int, default=1, help="least NIST category (default: 1)")
    for name, unit, text in _LIMITS:
        kind = int if unit in {"BYTES", "COUNT"} else float
        parser.add_argument(f"--{name}", type=kind, metavar=unit, help=text)
    parser.add_argument("--research", action="store_true", help="admit candidates and drafts")
    parser.add_argument("--care", action="store_true", help="admit what exceeds a budget, not the device")
    parser.add_argument("--hybrid", action="store_true", help="a classical scheme beside each, always")
    parser.add_argument("--no-state", action="store_true", help="the signer keeps no state")
    parser.add_argument(
        "--require",
        action="append",
        default=[],
        metavar="NAME",
        help="known-answers, constant-time, maintained, production or validated; may be repeated",
    )
    parser.add_argument(
        "--diverse", action="store_true", help="only another hardness class than the portfolio's"
    )
    parser.add_argument(
        "--portfolio",
        action="append",
        default=[],
        metavar="SCHEME",
        help="a scheme already in use; may be repeated",
    )
    parser.add_argument(
        "--weight", action="append", default=[], metavar="NAME=N", help="bytes, cycles, ram, flash or energy"
    )
    parser.add_argument(
        "--most", type=int, default=12, metavar="N", help="rejects to list of each filter (default: 12)"
    )
    parser.add_argument(
        "--survivors",
        type=int,
        default=20,
        metavar="N",
        help="survivors to list (default: 20)",
    )
    parser.add_argument(
        "--as-of", metavar="DATE", help="day for which to decide (default: that of the facts)"
    )
    parser.add_argument("--lang", choices=("en", "ja"), default="en", help="language (default: en)")
    parser.add_argument("--format", choices=_FORMATS, default="table", help="form (default: table)")
    add_facts_options(parser)
    add_results_folder(parser)


_LIMITS: Final = (
    ("ram-bytes", "BYTES", "RAM for cryptography, instead of the device's budget"),
    ("flash-bytes", "BYTES", "flash for cryptography, instead of the device's budget"),
    ("latency-ms", "MS", "for the device's slowest operation"),
    ("energy-mj", "MJ", "for one exchange, radio included"),
    ("wait-s", "S", "for one message under the link's duty cycle"),
    ("message-bytes", "BYTES", "for one message"),
    ("signatures", "COUNT", "how many a key must make"),
    ("per-second", "N", "exchanges a second that the device must manage"),
)


def _run(arguments: argparse.Namespace) -> ExitCode:
    from pqeval.guideline.costs import core_of  # noqa: PLC0415 - not needed for --help
    from pqeval.guideline.decide import decide  # noqa: PLC0415 - likewise
    from pqeval.guideline.load import load_facts  # noqa: PLC0415 - likewise
    from pqeval.guideline.query import query  # noqa: PLC0415 - likewise
    from pqeval.results.document import load_run  # noqa: PLC0415 - likewise

    facts = load_facts(arguments.facts)
    if arguments.as_of:
        facts = facts.on(_day(arguments.as_of))
        note_past_day(facts.as_of, arguments.facts)
    limits: dict[str, Any] = {name.replace("-", "_"): None for name, _, _ in _LIMITS}
    limits |= {name: value for name in limits if (value := getattr(arguments, name)) is not None}
    if limits["signatures"] is None:
        del limits["signatures"]
    asked = query(
        facts,
        device=arguments.device,
        role=arguments.role,
        until=arguments.until,
        link=arguments.link,
        authority=arguments.authority,
        category=arguments.category,
        portfolio=tuple(arguments.portfolio),
        weights=_weights(arguments.weight),
        research=arguments.research,
        care=arguments.care,
        hybrid=arguments.hybrid,
        stateful=not arguments.no_state,
        diverse=arguments.diverse,
        require=tuple(arguments.require),
        **limits,
    )
    runs = [load_run(find_run(name, arguments.results)) for name in arguments.runs]
    target = asked.device.target
    if runs and target and not any(core_of(one.name) == target for run in runs for one in run.targets):
        have = ", ".join(dict.fromkeys(one.name for run in runs for one in run.targets))
        lacking = f"no run has the platform {target} of {asked.device.id} (they have: {have})"
        note(f"{lacking}: other figures are used, and marked")
    _print(decide(facts, asked, runs), arguments)
    return ExitCode.OK


def _print(decision: Decision, arguments: argparse.Namespace) -> None:
    from pqeval.report.decision import decision_text  # noqa: PLC0415 - not needed for --help
    from pqeval.report.words import words  # noqa: PLC0415 - likewise

    if arguments.format == "json":
        from pqeval.guideline.frame import to_rows  # noqa: PLC0415 - likewise

        print(json.dumps(to_rows(decision), indent=2, ensure_ascii=False))
        return
    language = words(arguments.lang)
    text = decision_text(decision, language, max(arguments.most, 0), max(arguments.survivors, 1))
    form = arguments.format
    head = "## " if form == "md" else ""
    print(f"{head}{text.title}\n")
    print("\n\n".join(text.answer) if form == "md" else "\n".join(text.answer))
    if text.survivors:
        print(f"\n{'#' + head if form == 'md' else ''}{language('decide_survivors')}\n")
        print(render(text.survivors_head, text.survivors, form))
        print("\n" + ("\n\n" if form == "md" else "\n").join(text.survivors_note))
    print(f"\n{'#' + head if form == 'md' else ''}{language('decide_rejected')}\n")
    print(render(text.rejected_head, text.rejected, form))
    print("\n" + ("\n\n" if form == "md" else "\n").join(text.after))


def _weights(texts: list[str]) -> Mapping[str, float]:
    found = {}
    for text in texts:
        name, sign, number = text.partition("=")
        try:
            found[name] = float(number)
        except ValueError:
            sign = ""
        if not sign:
            raise FactsError(f"the weight `{text}` is not NAME=NUMBER, as in energy=3")
    return found


def _day(text: str) -> Any:  # noqa: ANN401 - a date, whose module is not needed for --help
    import datetime as dt  # noqa: PLC0415 - not needed for --help

    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise FactsError(f"the day `{text}` is not a date such as 2026-11-23") from error
