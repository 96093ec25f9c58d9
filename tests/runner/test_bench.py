"""Whole runs with a small target of our own: journal, resume, refusal, faults."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from pqeval.catalogue import Boundary, Capabilities, CostClass, Implementation, Kind, Metric, Provision
from pqeval.errors import PlanError, RecordError, TargetError
from pqeval.plan import Asked, Case, Plan, Unit
from pqeval.records import (
    Build,
    Conditions,
    Correctness,
    Failed,
    HostFacts,
    Measurement,
    Observation,
    Piece,
    Run,
    Skipped,
    TargetFacts,
)
from pqeval.results.document import load_run
from pqeval.runner.bench import Interrupted, bench, find_journals, resume
from pqeval.runner.events import SilentObserver
from pqeval.targets.folder.read import read_folder
from pqeval.targets.host.target import HostTarget
from pqeval.targets.target import Progress
from sample_folders import HASH, put

HOST = HostFacts(
    cpu="test", architecture="test", logical_cpus=1, memory_bytes=1, kernel="k", os="o", python="p"
)
PLAN = Plan(name="test", select=("ML-KEM-*",), targets=("counter",))
CASES = 9


class Counter:
    """A target that "measures" the length of a series' key; it stops where a test wants it to."""

    name = "counter"

    def __init__(
        self, *, stop_after: int | None = None, fault: BaseException | None = None, short: str = ""
    ) -> None:
        self.stop_after = stop_after
        self.fault = fault
        self.short = short
        self.asked: list[tuple[str, int]] = []
        self.reason = ""

    def unavailable(self) -> str:
        """Whatever the test set."""
        return self.reason

    def capabilities(self) -> Capabilities:
        """Three schemes, two replicates."""
        return Capabilities(
            target=self.name,
            provisions=(Provision(metric=Metric.INSTRUCTIONS, kind=Kind.COUNTED, instrument="len"),),
            implementations=tuple(
                Implementation(scheme=f"ml_kem_{n}", provider="test", variant="x", library_name="x")
                for n in (512, 768, 1024)
            ),
            replicates=2,
        )

    def prepare(self, progress: Progress, asked: Asked) -> None:
        """Nothing to prepare."""

    def facts(self) -> TargetFacts:
        """The least there can be."""
        return TargetFacts(name=self.name, title="counter", replicates=2, unavailable=self.reason)

    def check(self, case: Case, which: str) -> Correctness:
        """Always right."""
        return Correctness(method="none")

    def run(self, units: Sequence[Unit], progress: Progress) -> Iterator[Build | Piece]:
        """Answer until it is time to stop."""
        yield Build(hash="b", what="test", library="test", library_version="1")
        for unit in units:
            if self.stop_after is not None and len(self.asked) >= self.stop_after:
                if self.fault is not None:
                    raise self.fault
                return
            key = unit.case.series.key
            self.asked.append((key, unit.replicate))
            time_ns = 9_000_000 if unit.case.series.scheme == self.short else 11_000_000
            yield Piece(
                replicate=unit.replicate,
                record=Measurement(
                    series=unit.case.series,
                    build="b",
                    correctness=Correctness(method="none"),
                    conditions=Conditions(
                        boundary=Boundary.C, cost_class=CostClass.FIXED, random_source="", seed=unit.case.seed
                    ),
                    observations=(
                        Observation(
                            metric=Metric.INSTRUCTIONS,
                            kind=Kind.COUNTED,
                            instrument="len",
                            values=(len(key),),
                        ),
                        Observation(
                            metric=Metric.TIME_NS,
                            kind=Kind.MEASURED,
                            instrument="none",
                            values=(2 * time_ns,),
                            operations=(2,),
                        ),
                    ),
                ),
            )


def run_bench(target: Counter, results: Path) -> tuple[Path, Run]:
    """Run the plan on one target."""
    return bench(PLAN, {target.name: target}, HOST, results, SilentObserver())


def run_short(target: Counter, results: Path) -> tuple[Path, Run]:
    """Run the plan with five replicates of short operations."""
    plan = msgspec.structs.replace(PLAN, short_replicates=5)
    return bench(plan, {target.name: target}, HOST, results, SilentObserver())


def run_resume(target: Counter, results: Path, host: HostFacts = HOST) -> tuple[Path, Run]:
    """Resume the only journal."""
    (journal,) = find_journals(results)
    return resume(journal, lambda _: {target.name: target}, host, SilentObserver())


def test_a_run_is_written_and_its_journal_removed(tmp_path: Path) -> None:
    """The document holds every case, each with both replicates."""
    path, run = run_bench(Counter(), tmp_path)
    assert load_run(path) == run
    assert len(run.records) == CASES
    assert find_journals(tmp_path) == []
    first = run.records[0]
    assert isinstance(first, Measurement)
    assert first.observations[0].processes == (0, 1)


@pytest.mark.parametrize("stop_after", [0, 1, 7, 17])
def test_an_interrupted_run_is_finished_without_repeating(tmp_path: Path, stop_after: int) -> None:
    """After Ctrl-C the journal stays; resume runs the rest only, and the cells are those of a whole run."""
    with pytest.raises(Interrupted):
        run_bench(Counter(stop_after=stop_after, fault=KeyboardInterrupt()), tmp_path)
    rest = Counter()
    _, run = run_resume(rest, tmp_path)
    assert len(rest.asked) == 2 * CASES - stop_after
    _, whole = run_bench(Counter(), tmp_path / "whole")
    assert run.records == whole.records
    assert run.resumed == 1


def test_short_operations_have_further_replicates(tmp_path: Path) -> None:
    """In rounds after those of all cases; the others are not visited again."""
    target = Counter(short="ml_kem_512")
    _, run = run_short(target, tmp_path)
    assert len(target.asked) == 2 * CASES + 3 * 3
    assert [replicate for _, replicate in target.asked] == sorted(number for _, number in target.asked)
    processes = {
        record.series.scheme: record.observations[0].processes
        for record in run.records
        if isinstance(record, Measurement)
    }
    assert processes == {"ml_kem_512": (0, 1, 2, 3, 4), "ml_kem_768": (0, 1), "ml_kem_1024": (0, 1)}


@pytest.mark.parametrize("stop_after", [0, 4, 2 * CASES, 2 * CASES + 4])
def test_further_replicates_are_resumed(tmp_path: Path, stop_after: int) -> None:
    """Which cases have them follows from the journal, wherever the run was stopped."""
    with pytest.raises(Interrupted):
        run_short(Counter(short="ml_kem_768", stop_after=stop_after, fault=KeyboardInterrupt()), tmp_path)
    rest = Counter(short="ml_kem_768")
    _, run = run_resume(rest, tmp_path)
    assert len(rest.asked) == 2 * CASES + 3 * 3 - stop_after
    _, whole = run_short(Counter(short="ml_kem_768"), tmp_path / "whole")
    assert run.records == whole.records


def test_without_an_answer_there_are_no_further_replicates(tmp_path: Path) -> None:
    """A target that is not there is not asked for more."""
    target = Counter(short="ml_kem_512")
    target.reason = "install something"
    _, run = run_short(target, tmp_path)
    assert target.asked == []
    assert all(isinstance(record, Skipped) for record in run.records)


def test_runs_of_one_second_have_journals_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two runs that begin at the same time in one folder do not meet, whether they end or not."""
    monkeypatch.setattr("pqeval.runner.bench.now", lambda: "2026-01-02T03:04:05.678+00:00")
    for _ in range(2):
        with pytest.raises(Interrupted):
            run_bench(Counter(stop_after=1, fault=KeyboardInterrupt()), tmp_path)
    assert len(find_journals(tmp_path)) == 2
    run_bench(Counter(), tmp_path)
    assert len(find_journals(tmp_path)) == 2


@pytest.mark.parametrize("kind", ["file", "dangling link"])
def test_results_that_are_no_folder_are_named(tmp_path: Path, kind: str) -> None:
    """Something else of that name is neither replaced nor tried again for ever."""
    place = tmp_path / "results"
    if kind == "file":
        place.write_text("mine", encoding="utf-8")
    else:
        place.symlink_to(tmp_path / "nowhere")
    with pytest.raises(RecordError, match="results"):
        run_bench(Counter(), place)


def test_a_torn_last_line_is_dropped(tmp_path: Path) -> None:
    """What a killed process wrote half is run again."""
    with pytest.raises(Interrupted):
        run_bench(Counter(stop_after=5, fault=KeyboardInterrupt()), tmp_path)
    (journal,) = find_journals(tmp_path)
    journal.write_bytes(journal.read_bytes()[:-20])
    rest = Counter()
    _, run = run_resume(rest, tmp_path)
    assert len(rest.asked) == 2 * CASES - 4
    assert len(run.records) == CASES


def test_another_machine_cannot_finish_a_run(tmp_path: Path) -> None:
    """The message names what differs."""
    with pytest.raises(Interrupted):
        run_bench(Counter(stop_after=5, fault=KeyboardInterrupt()), tmp_path)
    with pytest.raises(RecordError, match=r"cpu \(test then, other now\)"):
        run_resume(Counter(), tmp_path, msgspec.structs.replace(HOST, cpu="other"))
    assert len(find_journals(tmp_path)) == 1


def test_a_target_that_breaks_down_leaves_reasons(tmp_path: Path) -> None:
    """What it had answered stays; the rest is skipped with its words."""
    _, run = run_bench(Counter(stop_after=2 * CASES - 2, fault=TargetError("no power")), tmp_path)
    skipped = [record for record in run.records if isinstance(record, Skipped)]
    assert skipped
    assert all(record.reason == "no power" for record in skipped)
    assert any(isinstance(record, Measurement) for record in run.records)


def test_a_target_that_goes_silent_has_failed(tmp_path: Path) -> None:
    """A unit without an answer is a failure, not a gap."""
    _, run = run_bench(Counter(stop_after=2 * CASES - 1), tmp_path)
    failed = [record for record in run.records if isinstance(record, Failed)]
    assert len(failed) == 1
    assert "without an answer" in failed[0].error


def test_an_unavailable_target_leaves_the_remedy(tmp_path: Path) -> None:
    """The run is written all the same."""
    target = Counter()
    target.reason = "install something"
    _, run = run_bench(target, tmp_path)
    assert target.asked == []
    assert all(isinstance(record, Skipped) and record.reason == "install something" for record in run.records)
    assert run.targets[0].unavailable == "install something"


def test_unknown_targets_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    """The message names the known ones."""
    plan = msgspec.structs.replace(PLAN, targets=("mars",))
    with pytest.raises(PlanError, match="counter"):
        bench(plan, {"counter": Counter()}, HOST, tmp_path / "results", SilentObserver())
    assert not (tmp_path / "results").exists()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    place = tmp_path / "results"
    place.write_text("", encoding="utf-8")
    with pytest.raises(RecordError, match="results"):
        run_bench(Counter(), place)


def test_folders_must_be_named_again_to_resume(tmp_path: Path) -> None:
    """Where somebody's folder lies is not kept; the journal says which one is wanted."""
    plan = Plan(name="test", select=("provider:folder",), targets=("host",), message_bytes=(32,))
    folder = read_folder(put(tmp_path / "mine", HASH))
    unknown = [folder.scheme]
    with pytest.raises(Interrupted) as caught:
        bench(
            plan,
            {"host": HostTarget(replicates=2, folders=[folder])},
            HOST,
            tmp_path,
            _Stopping(),
            schemes=unknown,
        )

    with pytest.raises(RecordError, match="measures the folder mine: name each again with --implementation"):
        resume(caught.value.path, lambda _: {"host": HostTarget(replicates=2)}, HOST, SilentObserver())
    target = HostTarget(replicates=2, folders=[folder])
    _, run = resume(caught.value.path, lambda _: {"host": target}, HOST, SilentObserver())
    assert [record.series.variant for record in run.records if isinstance(record, Measurement)] == ["mine"]
    assert run.schemes == (folder.scheme,)


class _Stopping(SilentObserver):
    """Presses Ctrl-C after the first unit."""

    def unit_finished(self, done: int, total: int, seconds_left: float | None, key: str) -> None:
        """Stop."""
        raise KeyboardInterrupt
