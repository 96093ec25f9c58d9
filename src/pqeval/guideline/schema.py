"""The published JSON Schema of files of facts, generated from the row types."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from pqeval.guideline.load import TABLES

__all__ = ["facts_schema"]


def facts_schema() -> str:
    """The JSON Schema (2020-12) of a file of facts: of each table under `$defs`, by the table's name.

    A file is `{"version": 1, "as_of": DATE, "row": [...]}`; a user's file that only changes rows of the
    package needs `id`, `source` and the fields that change.
    """
    definitions: dict[str, Any] = {}
    for name, form in TABLES.items():
        rows, parts = msgspec.json.schema_components([form], ref_template="#/$defs/{name}")
        definitions |= parts
        definitions[name] = {
            "type": "object",
            "properties": {
                "version": {"const": 1},
                "as_of": {"type": "string", "format": "date"},
                "row": {"type": "array", "items": rows[0]},
            },
            "required": ["version", "as_of", "row"],
            "additionalProperties": False,
        }
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:pqeval:facts:1",
        "title": "pqeval files of facts, version 1",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in TABLES],
        "$defs": definitions,
    }
    return json.dumps(head, indent=2, ensure_ascii=False) + "\n"
