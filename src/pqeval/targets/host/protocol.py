"""What parent and worker say to each other: one JSON object a line, on pipes of their own."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from pqeval.plan.case import Case
from pqeval.records import Observation, Piece

__all__ = ["Answer", "MemoryAnswer", "Mode", "Request", "TimedAnswer"]


class Mode(StrEnum):
    """`time`: check, then time. `memory`: check nothing, run once for stack and heap."""

    TIME = "time"
    MEMORY = "memory"


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One unit for the worker; `build` is the hash that its record will refer to."""

    case: Case
    replicate: int
    replicates: int
    build: str
    mode: Mode
    kat: str = "single"


class TimedAnswer(msgspec.Struct, frozen=True, kw_only=True, tag="timed"):
    """The piece of a unit: a measurement or its failure."""

    piece: Piece


class MemoryAnswer(msgspec.Struct, frozen=True, kw_only=True, tag="memory"):
    """Stack and heap of a case; empty where they cannot be told."""

    key: str
    observations: tuple[Observation, ...]


Answer = TimedAnswer | MemoryAnswer
