"""Constant-time evidence on the host: Valgrind follows secrets through code built for that."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from pqeval.catalogue import Implementation, Operation, Scheme, load
from pqeval.errors import PqevalError, TargetError
from pqeval.liboqs.library import KINDS, identifier, require_host_library
from pqeval.liboqs.variants import WatchedLibrary, watched_library
from pqeval.native.tools import require_tool
from pqeval.records import Build, Correctness, Evidence, Failed, Finding, Outcome, Series, Stage, Varied
from pqeval.targets.host.memcheck import Seen, Suppression, read_suppressions, watch
from pqeval.targets.host.own_evidence import OwnEvidence
from pqeval.targets.secrets import layout_of, uses_of

__all__ = ["HostEvidence"]

_METHOD: Final = "secrets marked as undefined for Valgrind's memcheck"
_ROUNDS: Final = 2
_PASS: Final = "nothing that Valgrind reports hangs on a secret"  # noqa: S105 - a sentence, no password
_KNOWN: Final = "Valgrind reports nothing beyond what liboqs itself lists for this scheme"
_ISSUES: Final = "Valgrind reports nothing beyond what liboqs itself lists, part of it as open issues"
_LEAK: Final = "Valgrind reports what liboqs does not list"
_VERIFY: Final = "verification handles the public key, the message and the signature"
_LIMITS: Final = (
    "a Debug build: what an optimising compiler makes of the code is not looked at",
    "Valgrind sees branches and addresses; it does not see operands of divisions",
    "liboqs itself declares some values public where it is built for this",
)
_VERDICTS: Final = {"passes": "liboqs passes it", "issues": "liboqs lists it as an open issue"}


class HostEvidence:
    """Looks at liboqs, and at our own primitives, on this host.

    Args:
        progress: told what is being done.

    Raises:
        BuildError: Valgrind is missing; names the remedy.
    """

    providers: tuple[str, ...] = ("liboqs", "pqeval")

    def __init__(self, *, progress: Callable[[str], None]) -> None:
        self._valgrind = require_tool("valgrind")
        self._progress = progress

    def look(
        self, implementation: Implementation, operations: Iterable[Operation]
    ) -> Iterator[Build | Evidence | Failed]:
        """The build, then a verdict for each operation; what cannot be built or run is a failure."""
        if implementation.provider != "liboqs":
            yield from OwnEvidence(self._valgrind, self._progress).look(implementation, operations)
            return
        scheme = load().scheme(implementation.scheme)
        try:
            include = require_host_library().include
            name = identifier(implementation.library_name, include, scheme.role)
            library = watched_library(scheme.role, name, implementation.library_name, self._progress)
            self._require_sight(library)
        except PqevalError as error:
            yield from (
                Failed(series=_series(implementation, one), stage=Stage.BUILD, error=str(error))
                for one in operations
            )
            return
        yield library.build
        for operation in operations:
            self._progress(f"host: {scheme.name} {operation} under Valgrind")
            series = _series(implementation, operation)
            try:
                yield self._evidence(scheme, implementation, series, library)
            except PqevalError as error:
                yield Failed(series=series, stage=Stage.MEASURE, error=str(error), build=library.build.hash)

    def _require_sight(self, library: WatchedLibrary) -> None:
        """Look at a branch on a secret first: no report of it would make every pass worthless."""
        if not self._seen(library, ["self-test"], []).findings:
            raise TargetError("Valgrind does not report a branch on a secret that was planted: reinstall it")

    def _evidence(
        self, scheme: Scheme, implementation: Implementation, series: Series, library: WatchedLibrary
    ) -> Evidence:
        operation = series.operation
        method = f"{_METHOD} ({self._valgrind.version_line})"
        build = library.build.hash
        if operation == Operation.VERIFY:
            return Evidence(series=series, build=build, outcome=Outcome.PASS, method=method, reason=_VERIFY)
        ranges = _secret_ranges(scheme, operation)
        words = [KINDS[scheme.role], implementation.library_name, str(operation), str(_ROUNDS), *ranges]
        listed = [(verdict, one) for verdict, path in library.suppressions for one in read_suppressions(path)]
        seen = self._seen(library, words, [path for _, path in library.suppressions])
        known = _known(listed, seen)
        outcome, reason = _judged(seen, known)
        return Evidence(
            series=series,
            build=build,
            outcome=outcome,
            method=method,
            reason=reason,
            correctness=Correctness(method="roundtrip only"),
            cases=_cases(operation),
            varied=_secrets(scheme, operation),
            findings=seen.findings,
            known=known,
            notes=(*_LIMITS, *seen.notes),
        )

    def _seen(self, library: WatchedLibrary, words: list[str], suppressions: list[Path]) -> Seen:
        return watch(self._valgrind.path, library.driver, words, suppressions)


def _series(implementation: Implementation, operation: Operation) -> Series:
    has_message = operation in {Operation.SIGN, Operation.VERIFY}
    return Series(
        scheme=implementation.scheme,
        provider=implementation.provider,
        variant=implementation.variant,
        operation=operation,
        target="host",
        message_bytes=32 if has_message else None,
    )


def _secret_ranges(scheme: Scheme, operation: Operation) -> list[str]:
    """The secret parts of the secret key as `offset:length`; empty where they are not known: then all is."""
    layout = layout_of(scheme)
    if layout is None or operation not in {Operation.DECAPS, Operation.SIGN}:
        return []
    ranges = []
    place = 0
    for part in layout.parts:
        length = part.length(scheme.id)
        if part.secret:
            ranges.append(f"{place}:{length}")
        place += length
    return ranges


def _cases(operation: Operation) -> tuple[str, ...]:
    return ("valid ciphertext", "invalid ciphertext") if operation == Operation.DECAPS else ()


def _secrets(scheme: Scheme, operation: Operation) -> tuple[Varied, ...]:
    """What was undefined: the secret parts of the key, and random bytes where they are drawn."""
    layout = layout_of(scheme)
    uses = uses_of(scheme.id, operation)
    random = Varied(
        what="random",
        reason=next((use.reason for use in uses if use.reason), "random bytes that the operation draws"),
        source=uses[0].source if uses else "",
    )
    if operation in {Operation.KEYGEN, Operation.ENCAPS}:
        return (random,)
    if layout is None:
        key = Varied(what="secret key", reason="all of it: its parts are not told apart here", source="")
        keys: tuple[Varied, ...] = (key,)
    else:
        keys = tuple(
            Varied(what=part.name, reason=part.reason, source=layout.source)
            for part in layout.parts
            if part.secret
        )
    return (*keys, random) if operation == Operation.SIGN else keys


def _judged(seen: Seen, known: tuple[Finding, ...]) -> tuple[Outcome, str]:
    """The outcome, and the sentence that says what it rests on."""
    if seen.findings:
        return Outcome.LEAK, _LEAK
    if any(one.known.startswith(_VERDICTS["issues"]) for one in known):
        return Outcome.KNOWN_ISSUE, _ISSUES
    return Outcome.PASS, _KNOWN if known else _PASS


def _known(listed: list[tuple[str, Suppression]], seen: Seen) -> tuple[Finding, ...]:
    """What was reported and suppressed, by the names under which liboqs lists it."""
    found: dict[str, Finding] = {}
    for verdict, one in listed:
        times = seen.suppressed.get(one.name, 0)
        if times and one.name not in found:
            found[one.name] = Finding(
                kind=one.kind,
                function=one.function,
                detail=f"{times} times",
                known=f"{_VERDICTS[verdict]}: {one.name}",
            )
    return tuple(found.values())
