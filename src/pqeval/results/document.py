"""Run documents: made from a finished journal, written whole or not at all, read with distrust."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from pqeval.errors import RecordError
from pqeval.records import SCHEMA_VERSION, Evidence, Measurement, Piece, Record, Run, merge
from pqeval.results.journal import JournalContents

__all__ = ["find_runs", "finish", "load_run", "run_id", "save_run", "write_run", "write_whole"]

_LARGEST_BYTES: Final = 500_000_000
_SHORT_ID: Final = 12


def finish(contents: JournalContents, skipped: Iterable[Record], finished: str) -> Run:
    """Make the run document of a complete journal; `skipped` was left out while planning."""
    by_case: dict[str, list[Piece]] = {}
    for piece in contents.pieces:
        by_case.setdefault(piece.record.series.key, []).append(piece)
    order = {series.key: index for index, series in enumerate(contents.header.plan.cases)}
    records = [merge(by_case[key]) for key in sorted(by_case, key=lambda key: order.get(key, len(order)))]
    run = Run(
        schema_version=SCHEMA_VERSION,
        id="",
        pqeval_version=contents.header.pqeval_version,
        started=contents.header.started,
        finished=finished,
        plan=contents.header.plan,
        host=contents.header.host,
        targets=tuple(contents.targets.values()),
        builds=contents.builds,
        records=(*records, *skipped),
        resumed=contents.resumed,
        schemes=contents.header.schemes,
    )
    return msgspec.structs.replace(run, id=run_id(run))


def run_id(run: Run) -> str:
    """SHA-256 of the document with an empty `id`, in hex.

    `sed 's/"id":"[0-9a-f]*"/"id":""/' RUN.json | sha256sum` gives the same, without pqeval.
    """
    return hashlib.sha256(_canonical(msgspec.structs.replace(run, id=""))).hexdigest()


def save_run(run: Run, folder: Path) -> Path:
    """Write the document into `folder` as `<start>-<plan>-<id>.json`, with its SHA-256 beside it.

    Raises:
        RecordError: the folder cannot be written; nothing is left half-written.
    """
    stamp = run.started[:19].replace("-", "").replace(":", "")
    path = folder / f"{stamp}-{_plain(run.plan.name)}-{run.id[:_SHORT_ID]}.json"
    data = _canonical(run)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(path, data)
        digest = hashlib.sha256(data).hexdigest()
        write_whole(path.with_suffix(".json.sha256"), f"{digest}  {path.name}\n".encode())
    except OSError as error:
        raise RecordError(f"the run cannot be written to {folder}: {error.strerror}") from error
    return path


def write_run(run: Run, path: Path) -> None:
    """Write the document to a file of that name.

    Raises:
        OSError: it cannot be written; nothing of it is left then.
    """
    write_whole(path, _canonical(run))


def load_run(path: Path) -> Run:
    """Read a run document.

    Raises:
        RecordError: it cannot be read, is truncated or malformed (names the place in it), of an unknown
            schema version, not what its id says, or contradicts itself.
    """
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise RecordError(f"{path} is larger than {_LARGEST_BYTES} bytes: that is no run file")
        data = path.read_bytes()
    except OSError as error:
        raise RecordError(f"{path} cannot be read: {error.strerror}") from error
    _require_known_version(path, data)
    try:
        run = msgspec.json.decode(data, type=Run)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RecordError(f"{path} is not a sound run file: {error}") from error
    _require_unchanged(path, data, run)
    _require_consistent(path, run)
    return run


def find_runs(folder: Path) -> list[Path]:
    """The run files in `folder`, oldest first by their names."""
    return sorted(path for path in folder.glob("*.json") if path.is_file())


class _Version(msgspec.Struct):
    schema_version: int


def _require_known_version(path: Path, data: bytes) -> None:
    try:
        version = msgspec.json.decode(data, type=_Version).schema_version
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise RecordError(f"{path} is not a run file, or it is truncated: {error}") from error
    if version > SCHEMA_VERSION:
        raise RecordError(
            f"{path} has the schema version {version}, but this pqeval knows {SCHEMA_VERSION}: update pqeval"
        )
    if version != SCHEMA_VERSION:
        raise RecordError(f"{path} has the unknown schema version {version}")


def _require_unchanged(path: Path, data: bytes, run: Run) -> None:
    """Compare the id with the bytes as they are, so that files of older versions keep their ids."""
    emptied = data.replace(b'"id":"%s"' % run.id.encode(), b'"id":""', 1)
    if hashlib.sha256(emptied).hexdigest() != run.id:
        raise RecordError(
            f"{path} was changed after it was written: its contents do not give its id {run.id[:_SHORT_ID]!r}"
        )
    if data != _canonical(run):
        # Written by another version, which may have had other fields, or not by pqeval at all.
        json.loads(data, object_pairs_hook=lambda pairs: _require_single_keys(path, pairs))


def _require_single_keys(path: Path, pairs: list[tuple[str, object]]) -> None:
    seen = set()
    for name, _ in pairs:
        if name in seen:
            raise RecordError(f"{path} is not a sound run file: an object has the key {name!r} twice")
        seen.add(name)


def _require_consistent(path: Path, run: Run) -> None:
    seen = set()
    for number, record in enumerate(run.records):
        where = f"{path}, $.records[{number}] ({record.series.key})"
        if record.series in seen:
            raise RecordError(f"{where}: there is another record of this series")
        seen.add(record.series)
        if isinstance(record, Measurement | Evidence) and record.build not in run.builds:
            raise RecordError(f"{where} refers to the build {record.build!r}, which is not described")
        if not isinstance(record, Measurement):
            continue
        metrics = [one.metric for one in record.observations]
        if len(set(metrics)) != len(metrics):
            raise RecordError(f"{where} has two observations of one metric")
        for one in record.observations:
            if flaw := one.flaw():
                raise RecordError(f"{where}, {one.metric}: {flaw}")


def _canonical(run: Run) -> bytes:
    return msgspec.json.encode(run, order="deterministic") + b"\n"


def _plain(name: str) -> str:
    return "".join(letter if letter.isalnum() or letter in "-_" else "-" for letter in name)[:40] or "plan"


def write_whole(path: Path, data: bytes) -> None:
    """Write a file that is there whole or not at all.

    Raises:
        OSError: it cannot be written; nothing of it is left then.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        # mkstemp makes private files; a result is for everyone whom the umask allows.
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
