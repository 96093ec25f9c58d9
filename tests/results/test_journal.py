"""The journal: what was appended is read back, a torn last line is dropped, damage is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqeval.catalogue import Metric
from pqeval.errors import RecordError
from pqeval.records import SCHEMA_VERSION, Piece
from pqeval.results.journal import Journal, JournalHeader, read_journal
from sample_runs import BUILD, CORTEX_TARGET, HOST, measurement, observation, run

_PIECES = [
    Piece(replicate=number, record=measurement(observation(Metric.TIME_NS, number))) for number in range(4)
]


def _header(schema_version: int = SCHEMA_VERSION) -> JournalHeader:
    return JournalHeader(
        schema_version=schema_version,
        pqeval_version="0.1.0",
        started="2026-11-23T20:00:00Z",
        plan=run(measurement(observation(Metric.TIME_NS, 1))).plan,
        plan_digest="e" * 64,
        host=HOST,
    )


def _written(path: Path) -> bytes:
    journal = Journal.create(path, _header())
    journal.append(BUILD)
    for piece in _PIECES:
        journal.append(piece)
    journal.append(CORTEX_TARGET)
    journal.end("2026-11-23T20:09:00Z")
    journal.close()
    return path.read_bytes()


def test_everything_is_read_back(tmp_path: Path) -> None:
    """Header, builds, pieces, target facts and the end are as they were appended."""
    _written(tmp_path / "run.jsonl")
    contents = read_journal(tmp_path / "run.jsonl")

    assert _header() == contents.header
    assert {BUILD.hash: BUILD} == contents.builds
    assert _PIECES == contents.pieces
    assert {"cortex-m4": CORTEX_TARGET} == contents.targets
    assert (False, 0, "2026-11-23T20:09:00Z") == (contents.torn, contents.resumed, contents.ended)


def test_each_event_is_on_disk_when_append_returns(tmp_path: Path) -> None:
    """A journal that is never closed, as after `kill -9`, holds all that was appended."""
    journal = Journal.create(tmp_path / "run.jsonl", _header())
    journal.append(_PIECES[0])
    contents = read_journal(tmp_path / "run.jsonl")
    journal.close()

    assert (_PIECES[:1], "") == (contents.pieces, contents.ended)


def test_a_journal_is_never_overwritten(tmp_path: Path) -> None:
    """Beginning a journal where one exists is refused."""
    before = _written(tmp_path / "run.jsonl")

    with pytest.raises(FileExistsError):
        Journal.create(tmp_path / "run.jsonl", _header())
    assert before == (tmp_path / "run.jsonl").read_bytes()


@given(st.data())
def test_a_cut_at_any_byte_loses_at_most_the_line_in_flight(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Cut anywhere after the header, the whole lines are read and resuming goes on cleanly."""
    folder = tmp_path_factory.mktemp("journal")
    whole = _written(folder / "whole.jsonl")
    header_end = whole.index(b"\n") + 1
    cut = data.draw(st.integers(header_end, len(whole)))
    path = folder / "cut.jsonl"
    path.write_bytes(whole[:cut])
    contents = read_journal(path)
    lines = whole[:cut].count(b"\n")

    assert min(max(lines - 2, 0), len(_PIECES)) == len(contents.pieces)
    assert (cut != whole[:cut].rfind(b"\n") + 1) == contents.torn

    journal = Journal.open_for_resume(path, contents, "2026-11-23T21:00:00Z")
    journal.append(Piece(replicate=9, record=_PIECES[0].record))
    journal.close()
    resumed = read_journal(path)

    assert (False, 1, 9) == (resumed.torn, resumed.resumed, resumed.pieces[-1].replicate)
    assert contents.pieces == resumed.pieces[:-1]


def test_a_tail_of_zeros_counts_as_torn(tmp_path: Path) -> None:
    """After a power cut a file may end in zeros."""
    path = tmp_path / "run.jsonl"
    path.write_bytes(_written(tmp_path / "whole.jsonl") + b"\0" * 100)

    assert (True, _PIECES) == (read_journal(path).torn, read_journal(path).pieces)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda lines: [], "no whole line"),
        (lambda lines: lines[1:], "does not begin with a journal's header"),
        (lambda lines: [lines[0], b"{}\n", *lines[1:]], "line 2"),
        (lambda lines: [lines[0], b"\xff\n", *lines[1:]], "line 2"),
        (lambda lines: [lines[0], b"[" * 100_000 + b"\n"], "line 2"),
        (lambda lines: [lines[0], *lines], "line 2: a second header"),
        (lambda lines: [lines[0].replace(b'version":1', b'version":2', 1)], "schema version 2"),
    ],
)
def test_damage_is_named(tmp_path: Path, change: object, message: str) -> None:
    """Damage before the last line, a missing header and an unknown version are errors that say where."""
    path = tmp_path / "run.jsonl"
    lines = _written(path).splitlines(keepends=True)
    path.write_bytes(b"".join(change(lines)))  # type: ignore[operator]  # parametrize loses the type

    with pytest.raises(RecordError, match=message) as caught:
        read_journal(path)
    assert str(path) in str(caught.value)


def test_a_journal_that_is_not_there(tmp_path: Path) -> None:
    """A missing file is an error with its path."""
    with pytest.raises(RecordError, match=r"none\.jsonl cannot be read"):
        read_journal(tmp_path / "none.jsonl")
