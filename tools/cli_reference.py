# SPDX-License-Identifier: MIT
"""Write docs/reference/cli.md from the command line's own parsers."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from pqeval.cli.main import _parser

PAGE: Final = Path(__file__).resolve().parents[1] / "docs/reference/cli.md"

HEAD: Final = """\
# Command line

Written by `make docs` from the program itself. Data goes to stdout, progress and remarks to stderr.
The [exit codes](exit-codes.md) are the same for every command.
"""


def option(action: argparse.Action) -> str:
    """Render one argument as a row of a table."""
    name = ", ".join(action.option_strings) or str(action.metavar or action.dest)
    if action.choices is not None:
        name += " " + "\\|".join(str(choice) for choice in action.choices)
    elif action.option_strings and action.nargs != 0:
        name += f" {action.metavar or action.dest.upper()}".replace("|", chr(92) + "|")
    return f"| `{name}` | {meaning(action).replace('|', chr(92) + '|')} |"


def meaning(action: argparse.Action) -> str:
    """Say what `--help` says of an argument, its default filled in; a command alone fills these in itself."""
    told = {"default": action.default, "dest": action.dest, "metavar": action.metavar}
    return (action.help or "") % told


def table(parser: argparse.ArgumentParser) -> str:
    """Render every argument of a parser but `--help`."""
    actions = [
        action
        for action in parser._actions  # noqa: SLF001 - argparse has no public list of them
        if not isinstance(action, argparse._HelpAction | argparse._SubParsersAction)  # noqa: SLF001 - likewise
    ]
    if not actions:
        return "No arguments.\n"
    return "\n".join(["| argument | meaning |", "|---|---|", *map(option, actions)]) + "\n"


def commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Map the name of each command to its parser."""
    for action in parser._actions:  # noqa: SLF001 - argparse has no public list of them
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - likewise
            return dict(action.choices)
    return {}


def page() -> str:
    """Render the whole page."""
    parser = _parser()
    parts = [HEAD, "## pqeval\n", table(parser)]
    for name, command in commands(parser).items():
        examples = (command.epilog or "").removeprefix("examples:\n").rstrip()
        parts += [
            f"## pqeval {name}\n",
            f"{command.description}\n",
            table(command),
            f"```text\n{examples}\n```\n",
        ]
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
