"""The journal of a run in progress: one JSON object a line, appended and never changed.

It begins with a header (versions, plan, host) and goes on with what happens: builds, pieces, verdicts on
constant time, facts of targets; the last line says that the run is complete. Each line is on disk before the
next is begun, so a killed run loses the unit in flight alone; a torn last line is recognised and dropped on
resume.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from pqeval.catalogue.scheme import Scheme
from pqeval.errors import RecordError
from pqeval.records import SCHEMA_VERSION, Build, Evidence, Failed, HostFacts, Piece, PlanFacts, TargetFacts

__all__ = ["Journal", "JournalContents", "JournalHeader", "read_journal"]

_LARGEST_BYTES: Final = 2_000_000_000


class JournalHeader(msgspec.Struct, frozen=True, kw_only=True, tag_field="line", tag="header"):
    """What was to be done, by which version, on which machine; `plan_digest` names the expanded plan.

    `schemes` are those that the catalogue does not have.
    """

    schema_version: int
    pqeval_version: str
    started: str
    plan: PlanFacts
    plan_digest: str
    host: HostFacts
    schemes: tuple[Scheme, ...] = ()


class _BuildLine(msgspec.Struct, frozen=True, tag_field="line", tag="build"):
    build: Build


class _PieceLine(msgspec.Struct, frozen=True, tag_field="line", tag="piece"):
    piece: Piece


class _VerdictLine(msgspec.Struct, frozen=True, tag_field="line", tag="verdict"):
    verdict: Evidence | Failed


class _TargetLine(msgspec.Struct, frozen=True, tag_field="line", tag="target"):
    target: TargetFacts


class _ResumedLine(msgspec.Struct, frozen=True, tag_field="line", tag="resumed"):
    at: str


class _EndLine(msgspec.Struct, frozen=True, tag_field="line", tag="end"):
    at: str


_Event = _BuildLine | _PieceLine | _VerdictLine | _TargetLine | _ResumedLine | _EndLine
_Line = JournalHeader | _Event


@dataclass(slots=True)
class JournalContents:
    """Everything that a journal holds.

    `torn` says that its last line was not whole and is ignored; `ended` is when the run was complete, empty
    if it was not.
    """

    header: JournalHeader
    builds: dict[str, Build] = field(default_factory=dict)
    pieces: list[Piece] = field(default_factory=list)
    verdicts: list[Evidence | Failed] = field(default_factory=list)
    targets: dict[str, TargetFacts] = field(default_factory=dict)
    resumed: int = 0
    torn: bool = False
    ended: str = ""
    whole_bytes: int = 0


class Journal:
    """A journal that is open for appending."""

    def __init__(self, path: Path, stream: BinaryIO) -> None:
        self.path = path
        self._stream = stream

    @classmethod
    def create(cls, path: Path, header: JournalHeader) -> Journal:
        """Begin a new journal.

        Raises:
            FileExistsError: there is one already.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        journal = cls(path, path.open("xb"))
        journal._append(header)
        return journal

    @classmethod
    def open_for_resume(cls, path: Path, contents: JournalContents, at: str) -> Journal:
        """Go on with a journal that was read before; a torn last line is cut off first."""
        with path.open("r+b") as stream:
            stream.truncate(contents.whole_bytes)
        journal = cls(path, path.open("ab"))
        journal._append(_ResumedLine(at))
        return journal

    def append(self, event: Build | Piece | TargetFacts | Evidence | Failed) -> None:
        """Append an event; it is on disk when this returns."""
        match event:
            case Build():
                self._append(_BuildLine(event))
            case Piece():
                self._append(_PieceLine(event))
            case Evidence() | Failed():
                self._append(_VerdictLine(event))
            case TargetFacts():
                self._append(_TargetLine(event))

    def end(self, at: str) -> None:
        """Say that every unit was answered."""
        self._append(_EndLine(at))

    def close(self) -> None:
        """Close the file; what was appended stays."""
        self._stream.close()

    def _append(self, line: _Line) -> None:
        self._stream.write(msgspec.json.encode(line) + b"\n")
        self._stream.flush()
        os.fsync(self._stream.fileno())


def read_journal(path: Path) -> JournalContents:
    """Read a journal.

    Raises:
        RecordError: it is not a journal, is damaged before its last line, or of an unknown schema version.
    """
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise RecordError(f"the journal {path} is larger than {_LARGEST_BYTES} bytes")
        data = path.read_bytes()
    except OSError as error:
        raise RecordError(f"the journal {path} cannot be read: {error.strerror}") from error
    whole = data[: data.rfind(b"\n") + 1]
    contents = _interpreted(path, whole.split(b"\n")[:-1])
    contents.torn, contents.whole_bytes = len(whole) != len(data), len(whole)
    return contents


def _interpreted(path: Path, lines: Iterable[bytes]) -> JournalContents:
    contents: JournalContents | None = None
    decoder = msgspec.json.Decoder(_Line)
    for number, text in enumerate(lines, start=1):
        try:
            line = decoder.decode(text)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise RecordError(f"{path}, line {number}: {error}") from error
        if contents is None:
            contents = _begun(path, line)
        elif isinstance(line, JournalHeader):
            raise RecordError(f"{path}, line {number}: a second header")
        else:
            _take(contents, line)
    if contents is None:
        raise RecordError(f"{path} has no whole line: nothing was run, remove it and begin anew")
    return contents


def _begun(path: Path, line: _Line) -> JournalContents:
    if not isinstance(line, JournalHeader):
        raise RecordError(f"{path} does not begin with a journal's header")
    if line.schema_version != SCHEMA_VERSION:
        raise RecordError(
            f"{path} has the schema version {line.schema_version}, but this pqeval knows {SCHEMA_VERSION}: "
            "finish it with the version of pqeval that began it"
        )
    return JournalContents(header=line)


def _take(contents: JournalContents, line: _Event) -> None:
    match line:
        case _BuildLine(build=build):
            contents.builds[build.hash] = build
        case _PieceLine(piece=piece):
            contents.pieces.append(piece)
        case _VerdictLine(verdict=verdict):
            contents.verdicts.append(verdict)
        case _TargetLine(target=target):
            contents.targets[target.name] = target
        case _ResumedLine():
            contents.resumed += 1
        case _EndLine(at=at):
            contents.ended = at
