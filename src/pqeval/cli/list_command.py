"""`pqeval list`: what there is."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Final

from pqeval.cli.command import Subparsers, add_command, add_format
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.output import print_table

__all__ = ["add"]

_EXAMPLES = """\
  pqeval list                          every scheme of the catalogue, with its sizes and status
  pqeval list schemes 'role:kem,category:3'
  pqeval list implementations          what runs here, by which provider
  pqeval list targets
  pqeval list plans
"""


def add(commands: Subparsers) -> None:
    """Add the command."""
    parser = add_command(
        commands, "list", _run, summary="list schemes, implementations, targets or plans", examples=_EXAMPLES
    )
    parser.add_argument(
        "what", nargs="?", default="schemes", choices=sorted(_LISTS), help="(default: schemes)"
    )
    parser.add_argument(
        "select", nargs="*", metavar="TERM", help="selection terms, for schemes and implementations"
    )
    add_format(parser)


def _run(arguments: argparse.Namespace) -> ExitCode:
    return _LISTS[arguments.what](arguments)


def _schemes(arguments: argparse.Namespace) -> ExitCode:
    from pqeval.catalogue import OPERATIONS, Implementation, load  # noqa: PLC0415 - not needed for --help
    from pqeval.plan.selection import Subject, parse  # noqa: PLC0415 - likewise

    catalogue = load()
    selection = parse(arguments.select, catalogue)
    nobody = Implementation(scheme="", provider="", variant="", library_name="")
    rows = [
        (
            scheme.name,
            scheme.role,
            scheme.nist_category,
            scheme.sizes.public_key_bytes,
            scheme.sizes.ciphertext_bytes or scheme.sizes.signature_bytes,
            scheme.status,
            "" if scheme.security_flag == "none_known" else str(scheme.security_flag),
            scheme.confidence,
        )
        for scheme in catalogue.schemes
        if selection.takes(Subject(scheme, nobody, OPERATIONS[scheme.role][0], ""))
    ]
    head = ("scheme", "role", "category", "public key B", "ct or sig B", "status", "flag", "confidence")
    print_table(head, rows, arguments.format)
    return ExitCode.OK


def _implementations(arguments: argparse.Namespace) -> ExitCode:
    from pqeval.catalogue import OPERATIONS, load  # noqa: PLC0415 - not needed for --help
    from pqeval.plan.selection import Subject, parse  # noqa: PLC0415 - likewise
    from pqeval.targets.registry import targets  # noqa: PLC0415 - loads targets

    catalogue = load()
    selection = parse(arguments.select, catalogue)
    rows = []
    for name, target in targets().items():
        for one in target.capabilities().implementations:
            scheme = catalogue.by_id.get(one.scheme)
            if scheme is None:
                continue
            if selection.takes(Subject(scheme, one, OPERATIONS[scheme.role][0], name)):
                key = f"{one.secret_key_encoding} {one.secret_key_bytes}" if one.secret_key_bytes else ""
                rows.append((name, scheme.name, one.provider, one.variant, one.boundary, key, one.licence))
    head = ("target", "scheme", "provider", "variant", "boundary", "secret key B", "licence")
    print_table(head, rows, arguments.format)
    return ExitCode.OK


def _targets(arguments: argparse.Namespace) -> ExitCode:
    from pqeval.targets.registry import targets  # noqa: PLC0415 - loads targets

    rows = []
    for name, target in targets().items():
        reason = target.unavailable()
        metrics = " ".join(one.metric for one in target.capabilities().provisions)
        rows.append((name, "no" if reason else "yes", metrics, reason))
    print_table(("target", "available", "metrics", "reason"), rows, arguments.format)
    return ExitCode.OK


def _plans(arguments: argparse.Namespace) -> ExitCode:
    from pqeval.plan import BUILT_IN, load  # noqa: PLC0415 - not needed for --help

    rows = []
    for name in BUILT_IN:
        plan = load(name)
        rows.append((name, plan.title, " ".join(plan.select) or "everything", plan.samples))
    print_table(("plan", "title", "selection", "seeds"), rows, arguments.format)
    return ExitCode.OK


_LISTS: Final[dict[str, Callable[[argparse.Namespace], ExitCode]]] = {
    "schemes": _schemes,
    "implementations": _implementations,
    "targets": _targets,
    "plans": _plans,
}
