"""The documents are true: examples run, links lead somewhere, names and codes are the program's own."""

from __future__ import annotations

import doctest
import os
import re
import runpy
from pathlib import Path
from typing import Final

import pytest

from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.main import COMMANDS

ROOT: Final = Path(__file__).resolve().parents[2]
DOCUMENTS: Final = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
EXAMPLES: Final = [path for path in DOCUMENTS if "```pycon" in path.read_text(encoding="utf-8")]
VARIABLE: Final = re.compile(r"\b(?:PQEVAL|PQE)_[A-Z][A-Z_]+\b")
C_ONLY: Final = re.compile(r"PQE_(?!WERROR\b)")


def relative(path: Path) -> str:
    """Name a document in a test's id."""
    return str(path.relative_to(ROOT))


def pictures_to_come() -> set[str]:
    """Return the one link that is made by hand from a finished report."""
    return {"docs/images/report.png"}


@pytest.mark.liboqs
@pytest.mark.parametrize("document", EXAMPLES, ids=relative)
def test_examples_run(document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each Python example of a document does what the document shows."""
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```pycon\n(.*?)```", document.read_text(encoding="utf-8"), re.DOTALL)
    flags = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL | doctest.NORMALIZE_WHITESPACE
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, relative(document), str(document), 0)
    report: list[str] = []

    result = doctest.DocTestRunner(optionflags=flags).run(test, out=report.append)

    assert result.failed == 0, "".join(report)
    assert result.attempted >= len(blocks)


@pytest.mark.parametrize("document", DOCUMENTS, ids=relative)
def test_links_lead_somewhere(document: Path) -> None:
    """Every relative link names a file of the tree."""
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", document.read_text(encoding="utf-8"))
    broken = {
        link
        for link in links
        if not (document.parent / link).exists()
        and os.path.relpath(document.parent / link, ROOT) not in pictures_to_come()
    }

    assert broken == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=relative)
def test_commands_exist(document: Path) -> None:
    """Every `pqeval COMMAND` in a document is a command."""
    text = document.read_text(encoding="utf-8")
    shell = "\n".join(re.findall(r"```sh\n(.*?)```", text, re.DOTALL))
    named = set(re.findall(r"^(?:[A-Z_]+=\S+ )*pqeval ([a-z]+(?:-[a-z]+)*)", shell, re.MULTILINE))
    named |= set(re.findall(r"`pqeval ([a-z]+(?:-[a-z]+)*)", text))

    assert named - set(COMMANDS) == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=relative)
def test_goals_exist(document: Path) -> None:
    """Every `make GOAL` in a document is a goal of the Makefile."""
    goals = set(
        re.findall(r"^\.PHONY: ([a-z-]+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    text = document.read_text(encoding="utf-8")
    named = set(re.findall(r"`make ([a-z-]+)", text)) | set(
        re.findall(r"^make ([a-z-]+)", text, re.MULTILINE)
    )

    assert named - goals == set()


def test_exit_codes_are_the_programs_own() -> None:
    """The page of exit codes has exactly the codes of the command line, by number and name."""
    page = (ROOT / "docs/reference/exit-codes.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| `([A-Z]+)` \|", page, re.MULTILINE)

    assert rows == [(str(code.value), code.name) for code in ExitCode]


def test_readme_names_every_exit_code() -> None:
    """The table of the README has the same numbers."""
    rows = re.findall(r"^\| (\d+) \| ", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)

    assert rows == [str(code.value) for code in ExitCode]


@pytest.mark.parametrize(
    "tool",
    [
        "cli_reference.py",
        "cores_page.py",
        "decisions_page.py",
        pytest.param("lightweight_figures_page.py", marks=pytest.mark.slow),
        pytest.param("lightweight_page.py", marks=pytest.mark.slow),
        "validation_page.py",
        "validity_page.py",
    ],
)
def test_generated_pages_are_current(tool: str) -> None:
    """They are what `make docs` writes."""
    written = runpy.run_path(str(ROOT / "tools" / tool))

    assert written["PAGE"].read_text(encoding="utf-8") == written["page"]()


def test_the_page_of_decisions_is_current_in_japanese_too() -> None:
    """The same questions in the same order, with Japanese answers."""
    written = runpy.run_path(str(ROOT / "tools" / "decisions_page.py"))

    assert written["PAGE_JA"].read_text(encoding="utf-8") == written["page_ja"]()


def test_environment_variables_are_documented() -> None:
    """The page of environment variables names exactly those that sources, tools and Makefile read."""
    sources = [*ROOT.glob("src/**/*.py"), *ROOT.glob("tools/*"), ROOT / "Makefile"]
    read = {
        name
        for path in sources
        if path.is_file()
        for name in VARIABLE.findall(path.read_text(encoding="utf-8"))
    }
    page = (ROOT / "docs/reference/environment.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE))

    assert {name for name in read if not C_ONLY.match(name)} == {n for n in documented if VARIABLE.match(n)}
