"""Run documents: made from a journal, written whole, read with distrust."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pqeval.catalogue import Kind, Metric, Operation
from pqeval.errors import RecordError
from pqeval.records import Failed, Measurement, Piece, Run, Skipped, Stage
from pqeval.results.document import find_runs, finish, load_run, run_id, save_run
from pqeval.results.journal import JournalContents, JournalHeader
from sample_runs import BUILD, CORTEX_TARGET, HOST, measurement, observation, run, series

_FAILED = Failed(series=series("mayo_5"), stage=Stage.KAT, error="wrong digest")
_SKIPPED = Skipped(series=series("bike_l1"), reason="not offered by the library here")


def _identified(one: Run) -> Run:
    return msgspec.structs.replace(one, id=run_id(one))


def _run() -> Run:
    timed = observation(
        Metric.TIME_NS, 10, 20, kind=Kind.MEASURED, operations=(2, 3), processes=(0, 1), tags=(0, 1)
    )
    return _identified(run(measurement(timed, observation(Metric.STACK_BYTES, 512)), _FAILED, _SKIPPED))


def _refused(path: Path) -> str:
    with pytest.raises(RecordError) as caught:
        load_run(path)
    assert str(path) in str(caught.value)
    return str(caught.value)


def test_a_run_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    """Nothing is lost between writing and reading."""
    assert _run() == load_run(save_run(_run(), tmp_path / "new"))


_OBSERVATIONS = st.builds(
    lambda metric, kind, rows, columns: observation(
        metric,
        *(row[0] for row in rows),
        kind=kind,
        operations=[row[1] for row in rows] if columns[0] else (),
        processes=[row[2] for row in rows] if columns[1] else (),
        tags=[row[3] for row in rows] if columns[2] else (),
    ),
    st.sampled_from(Metric),
    st.sampled_from(Kind),
    st.lists(
        st.tuples(st.integers(0, 2**63 - 1), st.integers(1, 10**6), st.integers(0, 99), st.integers(0, 3)),
        min_size=1,
        max_size=6,
    ),
    st.tuples(st.booleans(), st.booleans(), st.booleans()),
)


@given(
    st.lists(_OBSERVATIONS, max_size=4, unique_by=lambda one: one.metric),
    st.text(max_size=30),
    st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=3),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_run_survives_the_round_trip(
    tmp_path: Path, observations: list[object], text: str, facts: dict[str, str]
) -> None:
    """Whatever was observed and whatever an error says, the document keeps it."""
    build = msgspec.structs.replace(BUILD, facts=facts)
    failed = msgspec.structs.replace(_FAILED, error=text)
    one = _identified(run(measurement(*observations), failed, build=build))  # type: ignore[arg-type]  # drawn

    assert one == load_run(save_run(one, tmp_path))


def test_the_id_can_be_checked_without_pqeval(tmp_path: Path) -> None:
    """The SHA-256 of the file with its id emptied is the id; the file's own SHA-256 stands beside it."""
    path = save_run(_run(), tmp_path)
    data = path.read_bytes()
    emptied = re.sub(rb'"id":"[0-9a-f]*"', b'"id":""', data, count=1)

    assert _run().id == hashlib.sha256(emptied).hexdigest()
    assert f"{hashlib.sha256(data).hexdigest()}  {path.name}\n" == (
        path.with_suffix(".json.sha256").read_text(encoding="utf-8")
    )


def test_names_sort_by_start_and_tell_plan_and_id(tmp_path: Path) -> None:
    """A file's name says when, what and which; the newest is the last."""
    later = _identified(msgspec.structs.replace(_run(), started="2026-11-24T08:00:00Z"))
    paths = [save_run(later, tmp_path), save_run(_run(), tmp_path)]

    assert f"20261123T200000-quick-{_run().id[:12]}.json" == paths[1].name
    assert paths[::-1] == find_runs(tmp_path)


def test_a_plan_name_cannot_leave_the_folder(tmp_path: Path) -> None:
    """Whatever a plan is called, its run is written into the folder."""
    plan = msgspec.structs.replace(_run().plan, name="../../étc/x y")
    path = save_run(_identified(msgspec.structs.replace(_run(), plan=plan)), tmp_path)

    assert tmp_path == path.parent
    assert load_run(path).plan.name == "../../étc/x y"


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """Where a file stands in the way, the error names the folder."""
    (tmp_path / "file").write_text("")

    with pytest.raises(RecordError, match="file"):
        save_run(_run(), tmp_path / "file")


def test_a_newer_schema_version_is_refused_with_advice(tmp_path: Path) -> None:
    """A file of a later pqeval is not half understood."""
    path = tmp_path / "new.json"
    path.write_text('{"schema_version": 2, "shape": "unknown"}')

    assert "update pqeval" in _refused(path)


@given(st.integers(0, 10_000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_truncated_file_is_refused(tmp_path: Path, cut: int) -> None:
    """Cut at any byte, the file is not taken for a run."""
    data = msgspec.json.encode(_run())
    path = tmp_path / "cut.json"
    path.write_bytes(data[: cut % len(data)])

    _refused(path)


@given(st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_refused_with_a_record_error(tmp_path: Path, data: bytes) -> None:
    """No file makes the reader fail in another way."""
    path = tmp_path / "any.json"
    path.write_bytes(data)

    _refused(path)


@pytest.mark.parametrize(
    "data", [b"[" * 100_000, b'{"schema_version":' * 50_000, b'{"schema_version":1e400}']
)
def test_hostile_nesting_and_numbers_are_refused(tmp_path: Path, data: bytes) -> None:
    """Deep nesting and absurd numbers are errors, not crashes."""
    path = tmp_path / "deep.json"
    path.write_bytes(data)

    _refused(path)


def test_the_place_of_a_mistake_is_named(tmp_path: Path) -> None:
    """A wrong value is found by its path in the document."""
    path = save_run(_run(), tmp_path)
    path.write_bytes(path.read_bytes().replace(b'"metric":"time_ns"', b'"metric":"time"'))

    assert "$.records[0].observations[0].metric" in _refused(path)


def test_a_changed_value_is_noticed(tmp_path: Path) -> None:
    """A figure that was edited afterwards does not match the id."""
    path = save_run(_run(), tmp_path)
    path.write_bytes(path.read_bytes().replace(b'"values":[512]', b'"values":[500]'))

    assert "was changed after it was written" in _refused(path)


def _rehashed(path: Path, change: Callable[[bytes], bytes]) -> None:
    """Change the file and give it the id that fits, as a forger or another program would."""
    emptied = change(re.sub(rb'"id":"[0-9a-f]*"', b'"id":""', path.read_bytes(), count=1))
    digest = hashlib.sha256(emptied).hexdigest().encode()
    path.write_bytes(emptied.replace(b'"id":""', b'"id":"%s"' % digest, 1))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b'"plan":', b'"started":"x","plan":', "the key 'started' twice"),
        (b'"operations":[2,3]', b'"operations":[2]', "length of operations is 1"),
        (b'"values":[512]', b'"values":[]', "no values"),
        (b'"operations":[2,3]', b'"operations":[2,0]', "less than one operation"),
        (b'"metric":"stack_bytes"', b'"metric":"time_ns"', "two observations of one metric"),
        (b'"scheme":"bike_l1"', b'"scheme":"mayo_5"', "another record of this series"),
        (b'"build":"bbb', b'"build":"abb', "is not described"),
    ],
)
def test_contradictions_are_refused_even_with_a_fitting_id(
    tmp_path: Path, old: bytes, new: bytes, message: str
) -> None:
    """The id proves nothing about sense: doubled keys, uneven columns and loose ends are found."""
    path = save_run(_run(), tmp_path)
    before = path.read_bytes()
    _rehashed(path, lambda data: data.replace(old, new))

    assert before != path.read_bytes()
    assert message in _refused(path)


def test_a_field_of_another_version_does_not_hinder_reading(tmp_path: Path) -> None:
    """A file that a version with one more field wrote keeps its id and is read."""
    path = save_run(_run(), tmp_path)
    _rehashed(path, lambda data: data.replace(b'"plan":', b'"comment":"x","plan":', 1))

    assert _run().records == load_run(path).records


def test_a_document_holds_its_journal(tmp_path: Path) -> None:
    """Pieces are merged, records stand in the order of the plan, what was left out follows."""
    keygen, encaps = series(operation=Operation.KEYGEN), series()
    plan = run(*(measurement(of=one) for one in (keygen, encaps))).plan
    header = JournalHeader(
        schema_version=1,
        pqeval_version="0.1.0",
        started="2026-11-23T20:00:00Z",
        plan=plan,
        plan_digest="",
        host=HOST,
    )
    pieces = [
        Piece(replicate=replicate, record=measurement(observation(Metric.TIME_NS, value), of=of))
        for of, replicate, value in ((encaps, 1, 4), (keygen, 0, 1), (encaps, 0, 3), (keygen, 1, 2))
    ]
    contents = JournalContents(
        header=header,
        builds={BUILD.hash: BUILD},
        pieces=pieces,
        targets={"cortex-m4": CORTEX_TARGET},
        resumed=1,
    )
    one = finish(contents, [_SKIPPED], "2026-11-23T21:00:00Z")

    assert [keygen, encaps, _SKIPPED.series] == [record.series for record in one.records]
    assert [(1, 2), (3, 4)] == [
        record.observations[0].values for record in one.records if isinstance(record, Measurement)
    ]
    assert (1, (CORTEX_TARGET,), run_id(one)) == (one.resumed, one.targets, one.id)
    assert one == load_run(save_run(one, tmp_path))


def test_a_run_file_is_plain_json(tmp_path: Path) -> None:
    """Any program can read a run file: it is UTF-8 JSON with named fields and a version."""
    content = json.loads(save_run(_run(), tmp_path).read_text(encoding="utf-8"))

    assert (1, "measurement") == (content["schema_version"], content["records"][0]["result"])
