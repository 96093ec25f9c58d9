"""How a command adds itself to the parser: one summary, one description, examples, one function."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.output import FORMATS

__all__ = ["Subparsers", "add_command", "add_format"]

if TYPE_CHECKING:
    Subparsers: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - no public name
else:
    Subparsers = object


def add_command(
    commands: Subparsers,
    name: str,
    run: Callable[[argparse.Namespace], ExitCode],
    *,
    summary: str,
    examples: str,
) -> argparse.ArgumentParser:
    """Add a subcommand whose help ends with examples."""
    parser = commands.add_parser(
        name,
        help=summary,
        description=summary[0].upper() + summary[1:] + ".",
        epilog="examples:\n" + examples,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def add_format(parser: argparse.ArgumentParser) -> None:
    """Add `--format`."""
    parser.add_argument(
        "--format", choices=FORMATS, default="table", help="form of the output (default: table)"
    )
