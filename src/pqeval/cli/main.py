"""The door: parses the command line, calls one command, turns errors into messages and exit codes."""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Final

from pqeval.cli.exit_codes import ExitCode
from pqeval.errors import (
    CatalogueError,
    FactsError,
    NotComparable,
    PartError,
    PlanError,
    PqevalError,
    RecordError,
)
from pqeval.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

COMMANDS: Final = (
    "list",
    "doctor",
    "setup",
    "verify",
    "bench",
    "ct",
    "show",
    "compare",
    "report",
    "export",
    "guideline-pack",
    "profile",
    "validate",
    "emulate",
    "calibrate",
    "facts",
    "decide",
    "scenario",
    "risk",
    "uses",
    "cbom",
)
"""Each is a module `pqeval.cli.<name>_command` with `add(subparsers)` and `run(arguments) -> ExitCode`.

In the name of a module an underscore stands for a hyphen.
"""

_DESCRIPTION: Final = """\
Evaluate post-quantum and lightweight cryptography: measured on this host, modelled on Cortex-M,
reported in Japanese and English."""

_EPILOG: Final = """\
examples:
  pqeval setup                        build what is missing (liboqs, firmware tools)
  pqeval bench quick                  run the plan `quick` on every target that is available
  pqeval report                       write the report of the newest run
  pqeval compare BASE NEW --fail modelled_cycles:0.5%

exit codes: 0 done; 1 a limit of `compare --fail` is exceeded; 2 wrong usage; 3 a case, check or build
failed; 4 not comparable; 130 interrupted. Data goes to stdout, progress and remarks to stderr.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = _parsed(argv)
    try:
        code = ExitCode(arguments.run(arguments))
        sys.stdout.flush()
    except PqevalError as error:
        if arguments.debug:
            raise
        print(f"pqeval: {error}", file=sys.stderr)
        return _code_of(error)
    except BrokenPipeError:
        # The reader of stdout went away (`pqeval list | head`): not an error, but nothing more can be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.OK
    except KeyboardInterrupt:
        print("pqeval: interrupted", file=sys.stderr)
        return ExitCode.INTERRUPTED
    except OSError as error:
        if arguments.debug:
            raise
        print(f"pqeval: {error}", file=sys.stderr)
        return ExitCode.FAILED
    return code


def _parsed(argv: Sequence[str] | None) -> argparse.Namespace:
    """The arguments, with runs wherever they stand.

    Behind a name and an option (`export T04 --lang ja RUN`) argparse has closed the list of runs already.
    """
    parser = _parser()
    arguments, rest = parser.parse_known_args(argv)
    if rest and getattr(arguments, "runs", None) == [] and not any(word.startswith("-") for word in rest):
        arguments.runs = rest
    elif rest:
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    return arguments


def _code_of(error: PqevalError) -> ExitCode:
    match error:
        case PlanError() | RecordError() | CatalogueError() | FactsError() | PartError():
            return ExitCode.USAGE
        case NotComparable():
            return ExitCode.INCOMPARABLE
        case _:
            return ExitCode.FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="pqeval",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"pqeval {__version__}")
    parser.add_argument("--debug", action="store_true", help="show tracebacks instead of messages")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in COMMANDS:
        import_module(f"pqeval.cli.{name.replace('-', '_')}_command").add(commands)
    return parser
