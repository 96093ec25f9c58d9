"""The catalogue as decisions see it: with schemes that nothing runs yet, and with a user's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import msgspec

from pqeval.catalogue import Catalogue, Scheme
from pqeval.errors import FactsError

__all__ = ["with_schemes"]


def with_schemes(catalogue: Catalogue, rows: Iterable[Mapping[str, Any]], place: str) -> Catalogue:
    """This catalogue with a user's rows: a known `id` changes the fields given, a new one is added.

    Raises:
        FactsError: a row is malformed; names the file, the row and the field.
    """
    by_id = dict(catalogue.by_id)
    for row in rows:
        known = by_id.get(row["id"])
        before: dict[str, Any] = msgspec.to_builtins(known) if known is not None else {}
        if not isinstance(row.get("sizes", {}), dict):
            raise FactsError(f"{place}, `{row['id']}`: field `sizes` must be a table of lengths in bytes")
        merged = {**before, **row, "sizes": {**before.get("sizes", {}), **row.get("sizes", {})}}
        if known is not None and "source" not in row:
            raise FactsError(f"{place}, `{row['id']}`: who overrides a row says a `source` of his own")
        if strange := sorted(set(merged) - set(Scheme.__struct_fields__)):
            raise FactsError(f"{place}, `{row['id']}`: there is no field `{strange[0]}`")
        try:
            by_id[row["id"]] = msgspec.convert(merged, Scheme)
        except msgspec.ValidationError as error:
            what = str(error).replace(" - at `$.", ", field `")
            raise FactsError(f"{place}, `{row['id']}`: {what}") from error
    return replace(catalogue, by_id=by_id)
