"""The parent's side of folders on the host: built, checked once in full, and remembered if they are sound."""

from __future__ import annotations

from collections.abc import Generator, Sequence

import msgspec

from pqeval.errors import PqevalError, TargetError
from pqeval.plan.case import Unit
from pqeval.records import Build, Correctness, Failed, Measurement, Piece, Record, Series, Stage
from pqeval.targets.folder.build import host_code
from pqeval.targets.folder.folder import PROVIDER, Folder, FolderCode
from pqeval.targets.folder.kat import is_digest
from pqeval.targets.host.child import Worker
from pqeval.targets.host.protocol import CheckAnswer, Mode, Request
from pqeval.targets.target import Progress

__all__ = ["FolderRuns", "source_of"]


def source_of(series: Series) -> str:
    """What a build belongs to: a provider, or one folder."""
    if series.provider != PROVIDER:
        return series.provider
    return f"{series.provider}/{series.scheme}/{series.variant}"


class FolderRuns:
    """The folders of a run.

    Args:
        folders: implementations of other people.
        timeout_s: time limit of a folder's check, in seconds.
    """

    def __init__(self, folders: Sequence[Folder], timeout_s: float) -> None:
        self.folders = tuple(folders)
        self._timeout_s = timeout_s
        self._by_source = {f"{PROVIDER}/{one.scheme.id}/{one.name}": one for one in folders}
        self._codes: dict[str, FolderCode] = {}
        self._checks: dict[str, Correctness] = {}

    def code_of(self, series: Series) -> FolderCode | None:
        """What a worker needs to run a case of a folder; None for other cases."""
        return self._codes.get(source_of(series))

    def with_check(self, record: Record) -> Record:
        """The record with the whole check of its folder, of which each worker repeated a part."""
        check = self._checks.get(source_of(record.series))
        if check is None or not isinstance(record, Measurement):
            return record
        return msgspec.structs.replace(record, correctness=check)

    def made_ready(
        self, units: Sequence[Unit], builds: dict[str, str], progress: Progress
    ) -> Generator[Build | Piece, None, list[Unit]]:
        """Build and check the folders of `units`; yields their builds, and failures of all their units.

        What was built is added to `builds`. Returns the units that may run. A folder that gives a wrong
        answer, crashes or hangs does so here, once, before anything of it is timed.
        """
        sound: list[Unit] = []
        failures: dict[str, tuple[Stage, str]] = {}
        for unit in units:
            source = source_of(unit.case.series)
            if unit.case.series.provider == PROVIDER and source not in failures and source not in self._codes:
                progress.step(f"host: building and checking the folder {unit.case.series.variant}")
                build, failure = self._tried(source, unit)
                if build is not None:
                    builds[source] = build.hash
                    yield build
                if failure is not None:
                    failures[source] = failure
            if source in failures:
                yield _failed(unit, *failures[source], builds.get(source, ""))
            else:
                sound.append(unit)
        return sound

    def _tried(self, source: str, unit: Unit) -> tuple[Build | None, tuple[Stage, str] | None]:
        folder = self._by_source[source]
        try:
            made = host_code(folder)
        except PqevalError as error:
            return None, (Stage.BUILD, str(error))
        names = folder.functions.names
        code = FolderCode(
            library=str(made.library),
            scheme=folder.scheme,
            signed_messages_only=folder.signed_messages_only,
            makes_signed_messages="sign" in names and "sign_open" in names,
            algorithm=folder.algorithm,
            kat=folder.kat,
        )
        answer = self._checked(code, unit, made.build.hash)
        if answer.correctness is None:
            return made.build, (Stage.KAT, answer.error)
        # What the workers repeat must be quick: the first vector of a file, no digest over many.
        quick = msgspec.structs.replace(code, kat="" if is_digest(code.kat) else code.kat)
        self._codes[source] = quick
        self._checks[source] = answer.correctness
        return made.build, None

    def _checked(self, code: FolderCode, unit: Unit, build: str) -> CheckAnswer:
        request = Request(
            case=unit.case, replicate=0, replicates=1, build=build, mode=Mode.CHECK, kat="all", folder=code
        )
        with Worker() as worker:
            try:
                answer = worker.ask(request, self._timeout_s)
            except TargetError as error:
                return CheckAnswer(error=f"while it was checked: {error}")
        if not isinstance(answer, CheckAnswer):
            return CheckAnswer(error="the worker answered something else")
        return answer


def _failed(unit: Unit, stage: Stage, error: str, build: str) -> Piece:
    record = Failed(series=unit.case.series, stage=stage, error=error, build=build)
    return Piece(replicate=unit.replicate, record=record)
