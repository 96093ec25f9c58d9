# SPDX-License-Identifier: MIT
"""Write docs/reference/run.schema.json from the types of the run document."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pqeval.results.schema import run_schema

PAGE: Final = Path(__file__).resolve().parents[1] / "docs/reference/run.schema.json"

if __name__ == "__main__":
    PAGE.write_text(run_schema(), encoding="utf-8")
