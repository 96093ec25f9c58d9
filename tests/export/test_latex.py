"""LaTeX of a pack is compiled where LuaLaTeX is installed; its structure is checked everywhere."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from pqeval.export.material import gather
from pqeval.export.pack import write_pack
from sample_exports import sample_runs


@pytest.mark.full
@pytest.mark.skipif(shutil.which("lualatex") is None, reason="LuaLaTeX is not installed")
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_pack_compiles(language: str, tmp_path: Path) -> None:
    """Tables, figures, marks and Japanese text; no error, and a page comes out."""
    names = ("T01", "T02", "T03", "T04", "T07", "T08", "T14", "F01", "F04")
    folder = write_pack(gather(sample_runs()), tmp_path / "pack", ["tex", "pdf"], names).folder
    command = ["lualatex", "-interaction=nonstopmode", "-halt-on-error", f"pack.{language}.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, errors="replace")
    assert done.returncode == 0, done.stdout[-2000:]
    assert (folder / f"pack.{language}.pdf").stat().st_size > 10_000
    log = (folder / f"pack.{language}.log").read_text(encoding="utf-8", errors="replace")
    assert "Missing character" not in log
