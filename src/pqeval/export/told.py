"""Facts and results of models as cells: nothing of their evidence is lost, nothing unknown becomes 0."""

from __future__ import annotations

from pqeval.catalogue import Confidence
from pqeval.export.table import Absent, Cell, Number, Words
from pqeval.export.text import EMPTY, LANGUAGES, Text, origin, plain, say
from pqeval.guideline.candidates import Candidate
from pqeval.guideline.facts import Device, Fact, Precision, TimelineRow
from pqeval.guideline.facts import Text as FactText
from pqeval.guideline.quantity import Missing, Quantity
from pqeval.report.decision import candidate_name
from pqeval.report.words import words

__all__ = ["candidate_text", "date_text", "device_text", "fact_words", "told", "value_cell"]

_MONTH: int = 7
_YEAR: int = 4


def told(text: FactText | None) -> Text:
    """A fact's text in both languages; empty where there is none."""
    return EMPTY if text is None else Text(text.en, text.ja)


def device_text(device: Device) -> Text:
    """A device by its part and core."""
    return say("device_core", part=origin(device.part), core=device.core)


def candidate_text(candidate: Candidate) -> Text:
    """A candidate of a decision by scheme and implementation."""
    return Text(*(candidate_name(candidate, words(language)) for language in LANGUAGES))


def fact_words(row: Fact, text: Text | str, field: str = "", *, cited: bool = False) -> Words:
    """Words of a fact, with its confidence where that must be printed; `cited` adds the source."""
    confidence = row.field_confidence.get(field, row.confidence)
    return Words(
        plain(text) if isinstance(text, str) else text,
        source=row.source if cited else "",
        confidence=confidence if cited or confidence == Confidence.UNCONFIRMED else None,
    )


def value_cell(value: Quantity | Missing | None) -> Cell:
    """A value, or that it is not known and why."""
    match value:
        case None:
            return Absent()
        case Missing(reason=reason):
            return Absent(say("not_known"), reason)
        case _:
            return Number(value)


def date_text(row: TimelineRow) -> str:
    """A date as exactly as its source gives it."""
    day = row.date.isoformat()
    match row.precision:
        case Precision.YEAR:
            return day[:_YEAR]
        case Precision.MONTH:
            return day[:_MONTH]
        case Precision.DAY:
            return day
