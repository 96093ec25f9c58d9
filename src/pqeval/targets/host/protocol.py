"""What parent and worker say to each other: one JSON object a line, on pipes of their own."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from pqeval.plan.case import Case
from pqeval.records import Correctness, Observation, Piece
from pqeval.targets.folder.folder import FolderCode

__all__ = ["Answer", "CheckAnswer", "MemoryAnswer", "Mode", "Request", "TimedAnswer"]


class Mode(StrEnum):
    """`time`: check, then time. `memory`: run once for stack and heap, unchecked. `check`: check alone."""

    TIME = "time"
    MEMORY = "memory"
    CHECK = "check"


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """One unit for the worker; `build` is the hash that its record will refer to.

    `folder` is there for somebody's implementation. `inputs` is a folder of this run in which workers keep
    keys and signatures for each other; empty: each makes its own.
    """

    case: Case
    replicate: int
    replicates: int
    build: str
    mode: Mode
    kat: str = "single"
    folder: FolderCode | None = None
    inputs: str = ""


class TimedAnswer(msgspec.Struct, frozen=True, kw_only=True, tag="timed"):
    """The piece of a unit: a measurement or its failure."""

    piece: Piece


class MemoryAnswer(msgspec.Struct, frozen=True, kw_only=True, tag="memory"):
    """Stack and heap of a case; empty where they cannot be told."""

    key: str
    observations: tuple[Observation, ...]


class CheckAnswer(msgspec.Struct, frozen=True, kw_only=True, tag="checked"):
    """What is wrong with an implementation (empty if nothing is), and how it was checked."""

    error: str
    correctness: Correctness | None = None


Answer = TimedAnswer | MemoryAnswer | CheckAnswer
