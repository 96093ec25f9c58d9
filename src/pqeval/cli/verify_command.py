"""`pqeval verify`: known-answer tests without timing."""

from __future__ import annotations

import argparse

from pqeval.cli.command import Subparsers, add_command, add_format
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.output import note, print_table

__all__ = ["add"]

_EXAMPLES = """\
  pqeval verify                        the first known answer of everything on this host
  pqeval verify --all                  every known answer (minutes)
  pqeval verify ML-KEM-768 'role:signature,!MAYO-*'
  pqeval verify ML-KEM-768 --target cortex-m4
  pqeval verify role:stateful_signature     LMS and XMSS: known answers, and forgeries of them
"""


def add(commands: Subparsers) -> None:
    """Add the command."""
    parser = add_command(
        commands, "verify", _run, summary="check implementations against known answers", examples=_EXAMPLES
    )
    parser.add_argument("select", nargs="*", metavar="TERM", help="selection terms (default: everything)")
    parser.add_argument("--all", action="store_true", help="every known answer, not the first alone")
    parser.add_argument("--target", default="host", metavar="TARGET", help="where (default: host)")
    add_format(parser)


def _run(arguments: argparse.Namespace) -> ExitCode:
    from pqeval.errors import PlanError  # noqa: PLC0415 - not needed for --help
    from pqeval.runner.verify import verify  # noqa: PLC0415 - loads targets
    from pqeval.targets.registry import chosen_targets  # noqa: PLC0415 - likewise

    (name,), known = chosen_targets([arguments.target])
    if name not in known:
        raise PlanError(f"there is no target `{arguments.target}` (known: {', '.join(known)})")
    target = known[name]
    if reason := target.unavailable():
        note(f"target {arguments.target} is not available: {reason}")
        return ExitCode.FAILED
    rows: list[tuple[str, str, str, str, str]] = []
    code = ExitCode.OK
    which = "all" if arguments.all else "single"
    for checked in verify(target, tuple(arguments.select), which):
        one = checked.implementation
        if checked.correctness is None:
            code = ExitCode.FAILED
            note(f"✗ {one.scheme} ({one.provider}, {one.variant}): {checked.error}")
            rows.append((one.scheme, one.provider, one.variant, "WRONG", checked.error))
            continue
        method = checked.correctness.method
        rows.append((one.scheme, one.provider, one.variant, method, checked.correctness.source))
    print_table(("scheme", "provider", "variant", "check", "source"), rows, arguments.format)
    note(f"{len(rows)} checked, {sum(row[3] == 'WRONG' for row in rows)} wrong")
    return code
