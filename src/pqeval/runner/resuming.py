"""An interrupted run is finished on the machine and with the version that began it."""

from __future__ import annotations

from pathlib import Path

from pqeval.errors import RecordError
from pqeval.records import HostFacts
from pqeval.results.journal import JournalHeader
from pqeval.version import __version__

__all__ = ["require_same_place"]


def require_same_place(header: JournalHeader, host: HostFacts, journal: Path) -> None:
    """A run is of one machine and one set of packages: what it says stands side by side.

    Raises:
        RecordError: version, machine or packages differ; names them.
    """
    pairs = {"pqeval": (header.pqeval_version, __version__)}
    for name in HostFacts.__struct_fields__:
        pairs[name] = (str(getattr(header.host, name)), str(getattr(host, name)))
    different = [f"{name} ({old} then, {new} now)" for name, (old, new) in pairs.items() if old != new]
    if different:
        raise RecordError(f"{journal} cannot be finished here: {'; '.join(different)}")
