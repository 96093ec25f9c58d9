"""`pqeval doctor`: what is here, what is missing, and what to do about it."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator

from pqeval.cli.command import Subparsers, add_command, add_format
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.output import print_table
from pqeval.errors import PqevalError

__all__ = ["add"]

_EXAMPLES = """\
  pqeval doctor
  pqeval doctor --format json
"""
_TOOLS = ("cc", "cmake", "ninja", "cargo", "arm-none-eabi-gcc")

_Finding = tuple[str, str, str]


def add(commands: Subparsers) -> None:
    """Add the command."""
    parser = add_command(
        commands,
        "doctor",
        _run,
        summary="say what is here, what is missing and the remedy",
        examples=_EXAMPLES,
    )
    add_format(parser)


def _run(arguments: argparse.Namespace) -> ExitCode:
    rows = [*_host(), *_tools(), *_libraries(), *_targets()]
    print_table(("what", "state", "remark"), rows, arguments.format)
    return ExitCode.OK


def _host() -> Iterator[_Finding]:
    from pqeval.native.cache import cache_root  # noqa: PLC0415 - not needed for --help
    from pqeval.targets.host.facts import host_facts  # noqa: PLC0415 - loads compiled code

    facts = host_facts()
    yield "processor", facts.cpu, f"{facts.logical_cpus} logical, {facts.architecture}"
    yield "system", facts.os, facts.kernel
    yield "virtual machine", facts.virtualised, "expect noise" if facts.virtualised.startswith("yes") else ""
    governor = facts.frequency_governor
    advice = "`performance` gives steadier times" if governor not in {"performance", "not visible"} else ""
    yield "frequency governor", governor, advice
    load = os.getloadavg()[0]
    busy = load > 0.5 * facts.logical_cpus
    yield "load", f"{load:.2f}", "other work disturbs timing: wait, or expect tagged batches" if busy else ""
    yield "cache", str(cache_root()), "PQEVAL_CACHE chooses another"


def _tools() -> Iterator[_Finding]:
    from pqeval.native.tools import find_tool, require_tool  # noqa: PLC0415 - not needed for --help

    for name in _TOOLS:
        tool = find_tool(name)
        try:
            require_tool(name)
        except PqevalError as error:
            yield name, "missing" if tool is None else "too old", str(error)
        else:
            yield name, "found", tool.version_line if tool else ""


def _libraries() -> Iterator[_Finding]:
    from pqeval.liboqs.diagnosis import diagnose  # noqa: PLC0415 - loads the library

    yield from diagnose()
    yield "openssl (optional)", *_openssl()


def _openssl() -> tuple[str, str]:
    from pqeval.openssl.build import PREFIX_VARIABLE, find_library  # noqa: PLC0415 - not needed for --help

    try:
        found = find_library()
    except PqevalError as error:
        return "unusable", str(error)
    if found is None:
        return "missing", f"run `pqeval setup openssl`, or set {PREFIX_VARIABLE} to a prefix"
    return found.version, str(found.prefix)


def _targets() -> Iterator[_Finding]:
    from pqeval.targets.registry import targets  # noqa: PLC0415 - loads compiled code

    for name, target in targets().items():
        try:
            reason = target.unavailable()
            provisions = target.capabilities().provisions
        except PqevalError as error:
            yield f"target {name}", "unusable", str(error)
            continue
        instruments = ", ".join(f"{one.metric}: {one.instrument}" for one in provisions)
        yield f"target {name}", "not available" if reason else "available", reason or instruments
