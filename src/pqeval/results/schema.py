"""The published JSON Schema of run documents, generated from the record types."""

from __future__ import annotations

import json

import msgspec

from pqeval.records import SCHEMA_VERSION, Run

__all__ = ["run_schema"]


def run_schema() -> str:
    """The JSON Schema (2020-12) of a run document, as the text that is published."""
    schema = msgspec.json.schema(Run)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:pqeval:run:{SCHEMA_VERSION}",
        "title": f"pqeval run document, schema version {SCHEMA_VERSION}",
    }
    return json.dumps({**head, **schema}, indent=2) + "\n"
