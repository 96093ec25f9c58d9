# SPDX-License-Identifier: MIT
"""Write docs/reference/decisions.md and decisions.ja.md: questions, and what `pqeval decide` answers."""

from __future__ import annotations

import contextlib
import io
import shlex
import tomllib
from pathlib import Path
from typing import Final

from pqeval.cli.main import main

_FOLDER: Final = Path(__file__).resolve().parents[1] / "docs/reference"
PAGE: Final = _FOLDER / "decisions.md"
PAGE_JA: Final = _FOLDER / "decisions.ja.md"

QUESTIONS: Final = Path(__file__).with_name("decisions.toml")

HEADS: Final = {
    "en": """\
# Decisions, worked

Written by `make docs`: each answer is what the command above it prints from the facts of the package, without
any run: implementations named `pqm4/…` are published figures, ◇ marks what is predicted, from another
processor or a like scheme (`predicted/…`). Name a run behind the command, and its figures stand beside
them. What the words mean, and how to bring facts of your own, is in
[decide for a device](../how-to/decide-for-a-device.md).

The same in Japanese: [方式の選定例](decisions.ja.md).
""",
    "ja": """\
# 方式の選定例

このページは `make docs` が生成する。各回答は、直前のコマンドがパッケージの情報のみから
（測定の実行を用いずに）出力したものである。実装名 `pqm4/…` は公表値、◇は他のコアの値
または類似方式（`predicted/…`）からの予測値を表す。コマンドの末尾に実行を指定すると、
その測定値も比較に加わる。用語と、利用者自身の情報を加える方法は
[機器に適した方式の選定（英語）](../how-to/decide-for-a-device.md)に示す。
英語版：[Decisions, worked](decisions.md)。
""",
}


def page() -> str:
    """The whole page in English."""
    return _page("en")


def page_ja() -> str:
    """The whole page in Japanese."""
    return _page("ja")


def _page(language: str) -> str:
    questions = tomllib.loads(QUESTIONS.read_text(encoding="utf-8"))["question"]
    sections = (_section(one[language], one["words"], language) for one in questions)
    return HEADS[language] + "".join(sections)


def _section(said: dict[str, str], words: str, language: str) -> str:
    asked = words if language == "en" else f"{words} --lang {language}"
    captured = io.StringIO()
    with contextlib.redirect_stdout(captured):
        code = main(["decide", *shlex.split(asked), "--format", "md", "--most", "3", "--survivors", "8"])
    assert code == 0, asked
    # The answer's own headings go one level down.
    answer = "\n".join(
        f"#{line}" if line.startswith("#") else line for line in captured.getvalue().splitlines()
    )
    return f"\n## {said['title']}\n\n{said['text']}\n\n```sh\npqeval decide {asked}\n```\n\n{answer}\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    PAGE_JA.write_text(page_ja(), encoding="utf-8")
