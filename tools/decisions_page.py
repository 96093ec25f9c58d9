# SPDX-License-Identifier: MIT
"""Write docs/reference/decisions.md: questions of different kinds, and what `pqeval decide` answers."""

from __future__ import annotations

import contextlib
import io
import shlex
import tomllib
from pathlib import Path
from typing import Final

from pqeval.cli.main import main

PAGE: Final = Path(__file__).resolve().parents[1] / "docs/reference/decisions.md"

QUESTIONS: Final = Path(__file__).with_name("decisions.toml")

HEAD: Final = """\
# Decisions, worked

Written by `make docs`: each answer is what the command above it prints from the facts of the package, without
any run: implementations named `pqm4/…` are published figures, ◇ marks what is predicted, from another
processor or a like scheme (`predicted/…`). Name a run behind the command, and its figures stand beside
them. What the words mean, and how to bring facts of your own, is in
[decide for a device](../how-to/decide-for-a-device.md).
"""


def page() -> str:
    """The whole page."""
    questions = tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))["question"]
    return HEAD + "".join(_section(one["title"], one["text"], one["words"]) for one in questions)


def _section(title: str, text: str, words: str) -> str:
    captured = io.StringIO()
    with contextlib.redirect_stdout(captured):
        code = main(["decide", *shlex.split(words), "--format", "md", "--most", "3", "--survivors", "8"])
    assert code == 0, words
    # The answer's own headings go one level down.
    answer = "\n".join(
        f"#{line}" if line.startswith("#") else line for line in captured.getvalue().splitlines()
    )
    return f"\n## {title}\n\n{text}\n\n```sh\npqeval decide {words}\n```\n\n{answer}\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
