"""A whole run: plan, journal, targets one after the other, run document; or the rest of one."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import msgspec

from pqeval.catalogue import Capabilities, Scheme, load
from pqeval.errors import PlanError, RecordError, TargetError
from pqeval.plan import ExpandedPlan, Plan, asked_for, expand, units
from pqeval.records import SCHEMA_VERSION, HostFacts, Run
from pqeval.results.document import finish, save_run
from pqeval.results.journal import Journal, JournalContents, JournalHeader, read_journal
from pqeval.runner.clock import now
from pqeval.runner.events import Observer
from pqeval.runner.resuming import require_same_place
from pqeval.runner.run import run_units
from pqeval.targets.folder.folder import PROVIDER
from pqeval.targets.target import Target
from pqeval.version import __version__

__all__ = ["Interrupted", "bench", "find_journals", "resume"]

_SUFFIX = ".journal.jsonl"


class Interrupted(KeyboardInterrupt):
    """Ctrl-C; what was finished stands in the journal at `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(str(path))


@dataclass(frozen=True, slots=True)
class _Prepared:
    """The targets of a plan with what they offer, and the cases that follow."""

    targets: Sequence[Target]
    capabilities: Mapping[str, Capabilities]
    expanded: ExpandedPlan

    @property
    def digest(self) -> str:
        """Names the expanded plan: implementations, sizes, seeds and order."""
        return hashlib.sha256(msgspec.json.encode(self.expanded.cases)).hexdigest()


def bench(
    plan: Plan,
    targets: Mapping[str, Target],
    host: HostFacts,
    results: Path,
    observer: Observer,
    *,
    schemes: Sequence[Scheme] = (),
) -> tuple[Path, Run]:
    """Run a plan from its beginning and write the run document into `results`.

    `schemes` are those that the catalogue does not have: of implementations that the targets were given.

    Raises:
        PlanError: the plan asks for what does not exist.
        RecordError: `results` cannot be written.
        Interrupted: Ctrl-C; the journal is kept.
    """
    prepared = _prepare(plan, targets, observer, schemes)
    started = now()
    stem = f"{started[:19].replace('-', '').replace(':', '')}-{plan.name}"
    header = JournalHeader(
        schema_version=SCHEMA_VERSION,
        pqeval_version=__version__,
        started=started,
        plan=prepared.expanded.facts(),
        plan_digest=prepared.digest,
        host=host,
        schemes=tuple(schemes),
    )
    journal = _new_journal(results, stem, header)
    return _complete(prepared, journal, JournalContents(header=header), observer)


def _new_journal(results: Path, stem: str, header: JournalHeader) -> Journal:
    """A journal of a name that no other run has, not even one that began in the same second."""
    for number in count(1):
        name = stem if number == 1 else f"{stem}-{number}"
        try:
            return Journal.create(results / f"{name}{_SUFFIX}", header)
        except FileExistsError:
            if not results.is_dir():
                raise RecordError(f"{results} is a file, not a folder for runs") from None
        except OSError as error:
            raise RecordError(f"the folder {results} cannot be written: {error.strerror}") from error
    raise AssertionError("counting ends nowhere")


def resume(
    journal: Path, targets: Callable[[Plan], Mapping[str, Target]], host: HostFacts, observer: Observer
) -> tuple[Path, Run]:
    """Finish what a journal began; `targets` gives those that suit its plan.

    Raises:
        RecordError: the journal is damaged, or what it began cannot be finished here and now: plan,
            versions, machine or libraries differ; names them.
        Interrupted: Ctrl-C; the journal is kept.
    """
    contents = read_journal(journal)
    plan = _plan_of(contents.header, journal)
    require_same_place(contents.header, host, journal)
    suiting = targets(plan)
    _require_folders(contents.header, suiting, journal)
    prepared = _prepare(plan, suiting, observer, contents.header.schemes)
    if prepared.digest != contents.header.plan_digest:
        raise RecordError(
            f"{journal} cannot be finished: what its targets offer has changed since; begin anew, or set up "
            "the same libraries and tools as before"
        )
    opened = Journal.open_for_resume(journal, contents, now())
    contents.resumed += 1
    return _complete(prepared, opened, contents, observer)


def find_journals(results: Path) -> list[Path]:
    """Unfinished runs in a folder, oldest first."""
    return sorted(results.glob(f"*{_SUFFIX}"))


def _prepare(
    plan: Plan, targets: Mapping[str, Target], observer: Observer, schemes: Sequence[Scheme]
) -> _Prepared:
    unknown = [name for name in plan.targets if name not in targets]
    if unknown:
        raise PlanError(f"there is no target `{unknown[0]}` (known: {', '.join(sorted(targets))})")
    chosen = [targets[name] for name in plan.targets]
    catalogue = load().with_schemes(schemes)
    for target in chosen:
        if not target.unavailable():
            target.prepare(observer, asked_for(plan.select, catalogue, target.name))
    capabilities = {target.name: target.capabilities() for target in chosen}
    return _Prepared(chosen, capabilities, expand(plan, catalogue, capabilities))


def _complete(
    prepared: _Prepared, journal: Journal, contents: JournalContents, observer: Observer
) -> tuple[Path, Run]:
    plan = prepared.expanded.plan
    try:
        for target in prepared.targets:
            offered = prepared.capabilities[target.name]
            mine = units(prepared.expanded.cases, offered, plan.seed, least=plan.short_replicates)
            first = [unit for unit in mine if unit.replicate < offered.replicates]
            further = mine[len(first) :]
            run_units(target, first, contents.pieces, journal.append, observer, of_short=further)
        finished = now()
        journal.end(finished)
    except KeyboardInterrupt:
        raise Interrupted(journal.path) from None
    except OSError as error:
        raise TargetError(
            f"the journal {journal.path} cannot be written: {error.strerror}; when that is mended, "
            "`pqeval bench --resume` goes on"
        ) from error
    finally:
        journal.close()
    run = finish(read_journal(journal.path), prepared.expanded.skipped, finished)
    path = save_run(run, journal.path.parent)
    journal.path.unlink()  # everything in it stands in the run document now
    return path, run


def _plan_of(header: JournalHeader, journal: Path) -> Plan:
    try:
        return msgspec.json.decode(header.plan.definition, type=Plan)
    except msgspec.DecodeError as error:
        raise RecordError(f"{journal} does not hold its plan: {error}") from error


def _require_folders(header: JournalHeader, targets: Mapping[str, Target], journal: Path) -> None:
    """Where somebody's folder lies is not kept, so it must be named again."""
    wanted = {series.variant for series in header.plan.cases if series.provider == PROVIDER}
    offered = {
        one.variant
        for name in header.plan.targets
        if name in targets
        for one in targets[name].capabilities().implementations
        if one.provider == PROVIDER
    }
    if missing := sorted(wanted - offered):
        raise RecordError(
            f"{journal} measures the folder {', '.join(missing)}: name each again with --implementation, in "
            "the same order as before"
        )
