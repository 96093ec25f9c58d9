"""The journal of a look at secrets: every verdict is kept as it comes, and an interrupted look can go on."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

import msgspec

from pqeval.errors import RecordError
from pqeval.records import SCHEMA_VERSION, Build, Evidence, Failed, HostFacts, PlanFacts
from pqeval.results.journal import Journal, JournalContents, JournalHeader, read_journal
from pqeval.runner.clock import now
from pqeval.runner.ct import Event, Question
from pqeval.runner.resuming import require_same_place
from pqeval.version import __version__

__all__ = ["VerdictJournal"]

_SUFFIX: Final = ".verdicts.jsonl"


class VerdictJournal:
    """Builds, verdicts and failures of one look, beside the run document that they are for.

    Attributes:
        path: the journal's file.
        started: when the look began first.
        resumed: how often it was gone on with.
        events: what had been found before.
    """

    def __init__(self, journal: Journal, contents: JournalContents) -> None:
        self.path = journal.path
        self.started = contents.header.started
        self.resumed = contents.resumed
        self.events: tuple[Event, ...] = (*contents.builds.values(), *contents.verdicts)
        self._journal = journal

    @classmethod
    def begun(cls, output: Path, target: str, question: Question, host: HostFacts) -> VerdictJournal:
        """A new journal for the run document `output`.

        Raises:
            RecordError: it cannot be written, or an interrupted look left one.
        """
        path = _place(output)
        header = _header(target, question, host)
        try:
            return cls(Journal.create(path, header), JournalContents(header=header))
        except FileExistsError:
            raise RecordError(
                f"{path} is of a look that was interrupted: go on with `pqeval ct ... --resume`, or remove it"
            ) from None
        except OSError as error:
            raise RecordError(f"the journal {path} cannot be written: {error.strerror}") from error

    @classmethod
    def resumed_for(cls, output: Path, target: str, question: Question, host: HostFacts) -> VerdictJournal:
        """The journal that an interrupted look at the same question left beside `output`.

        Raises:
            RecordError: there is none, it is damaged, or of another question, machine or version.
        """
        path = _place(output)
        if not path.is_file():
            raise RecordError(
                f"there is no {path}: nothing for {output} was interrupted, begin without --resume"
            )
        contents = read_journal(path)
        require_same_place(contents.header, host, path)
        if contents.header.plan_digest != _digest(target, question):
            asked = " ".join(contents.header.plan.selection)
            raise RecordError(
                f"{path} is of another question ({asked} on {contents.header.plan.targets[0]}): ask the same "
                "schemes, target, operations, pairs and seed, or remove it"
            )
        opened = Journal.open_for_resume(path, contents, now())
        contents.resumed += 1
        return cls(opened, contents)

    def add(self, event: Build | Evidence | Failed) -> None:
        """Keep an event; it is on disk when this returns."""
        self._journal.append(event)

    def close(self) -> None:
        """Close the file; what is in it stays."""
        self._journal.close()

    def remove(self) -> None:
        """Everything stands in the run document now."""
        self.close()
        self.path.unlink(missing_ok=True)


def _place(output: Path) -> Path:
    return output.with_name(f"{output.name}{_SUFFIX}")


def _header(target: str, question: Question, host: HostFacts) -> JournalHeader:
    return JournalHeader(
        schema_version=SCHEMA_VERSION,
        pqeval_version=__version__,
        started=now(),
        plan=PlanFacts(name="ct", selection=question.terms, targets=(target,), seed=question.seed, cases=()),
        plan_digest=_digest(target, question),
        host=host,
    )


def _digest(target: str, question: Question) -> str:
    """Names the question: what is looked at, where, and with which inputs."""
    return hashlib.sha256(msgspec.json.encode((target, question))).hexdigest()
