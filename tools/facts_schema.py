# SPDX-License-Identifier: MIT
"""Write docs/reference/facts.schema.json from the types of facts."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from pqeval.guideline.schema import facts_schema

PAGE: Final = Path(__file__).resolve().parents[1] / "docs/reference/facts.schema.json"

if __name__ == "__main__":
    PAGE.write_text(facts_schema(), encoding="utf-8")
