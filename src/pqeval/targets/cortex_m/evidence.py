"""Constant-time evidence on a Cortex-M: traces of pairs of runs that differ in secrets alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from pqeval.catalogue import Implementation, Operation, Role, Scheme, load
from pqeval.errors import PqevalError, TargetError
from pqeval.liboqs.build import CortexMLibrary, find_cortex_m_library
from pqeval.liboqs.library import identifier
from pqeval.liboqs.variants import cortex_m_library_with_lines
from pqeval.records import (
    Build,
    Correctness,
    Evidence,
    Failed,
    Finding,
    FindingKind,
    LeftOut,
    Outcome,
    Series,
    Stage,
    Varied,
)
from pqeval.targets.cortex_m.cores import core as core_of
from pqeval.targets.cortex_m.drive import driver_for
from pqeval.targets.cortex_m.emulator import Emulator
from pqeval.targets.cortex_m.firmware import Image, build_image, build_twin
from pqeval.targets.cortex_m.lines import Lines, functions_of, matching
from pqeval.targets.cortex_m.own_pairs import OwnWorkshop
from pqeval.targets.cortex_m.pairs import ASSOCIATED_BYTES, MESSAGE_BYTES, Candidates, Workshop, first_fit
from pqeval.targets.cortex_m.parts import part_for
from pqeval.targets.cortex_m.symbols import symbols_of
from pqeval.targets.cortex_m.trace import Comparison, Inputs, Mark, Scope, Tracer, compare
from pqeval.targets.secrets import SecretUse, uses_of

__all__ = ["METHOD", "CortexMEvidence", "findings_of"]

METHOD: Final = "equal traces of instruction addresses, data addresses and operands of divisions"
_METHOD_LONG: Final = f"{METHOD} and long multiplications"
_LONG_MULTIPLIERS: Final = ("cortex-m3",)
"""Cores on which UMULL, SMULL, UMLAL and SMLAL take longer or shorter with their operands."""
_WITHOUT_MESSAGE: Final = frozenset(
    {Operation.KEYGEN, Operation.ENCAPS, Operation.DECAPS, Operation.KEY_SCHEDULE}
)
_MAX_INSTRUCTIONS: Final = 20_000_000_000
_TIMEOUT_S: Final = 1800

_PASS: Final = "the traces of every pair are equal"  # noqa: S105 - a sentence, no password
_LEAK: Final = "the traces of a pair differ"
_UNKNOWN: Final = "it is not known here what is secret in this operation"
_NO_PAIR: Final = "no two runs with the same attempts were found"
_NO_EFFECT: Final = "what took other values changes no output, so that nothing was shown"
_CONDITIONS: Final = "the traces of every pair are equal, but for conditional instructions of one cycle"
_ONE_CYCLE: Final = "skipped or executed, the instruction takes one cycle on this core"
_TELLS: Final = (
    "the return value tells a rejected ciphertext from an accepted one; the traces do not hang on it"
)
_EQUAL_WHEN_SKIPPED: Final = ("cortex-m4", "cortex-m3")
"""Cores on which an instruction of one cycle takes one cycle too where its condition fails."""


@dataclass(slots=True)
class _Seen:
    """What the pairs of one operation showed."""

    pairs: int = 0
    instructions: int = 0
    cases: dict[str, None] = field(default_factory=dict)
    findings: dict[tuple[str, str, str, int], Finding] = field(default_factory=dict)
    known: dict[tuple[str, str, str, int], Finding] = field(default_factory=dict)
    obstacles: dict[str, None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Subject:
    """What is looked at."""

    scheme: Scheme
    implementation: Implementation
    image: Image
    lines: Lines


class CortexMEvidence:
    """Looks at implementations on one core.

    Args:
        target: the name of the core.
        pairs: pairs of inputs for each operation and case.
        seed: the published seed that every input follows from.
        progress: told what is being done.
    """

    providers: tuple[str, ...] = ("liboqs", "pqeval")

    def __init__(self, target: str, *, pairs: int, seed: str, progress: Callable[[str], None]) -> None:
        self._core = core_of(target)
        self._part = part_for(self._core)
        self._pairs = pairs
        self._seed = seed
        self._progress = progress
        self._long = target in _LONG_MULTIPLIERS

    def look(
        self, implementation: Implementation, operations: Iterable[Operation]
    ) -> Iterator[Build | Evidence | Failed]:
        """The build, then a verdict for each operation; what cannot be built or run is a failure."""
        scheme = load().scheme(implementation.scheme)
        library = find_cortex_m_library(self._core.code)
        try:
            image = build_image(scheme, implementation, library, self._core)
        except PqevalError as error:
            yield from (
                Failed(series=self._series(scheme, implementation, one), stage=Stage.BUILD, error=str(error))
                for one in operations
            )
            return
        yield image.build
        lines = Lines(image.path, lambda: self._twin(scheme, implementation, library))
        subject = _Subject(scheme, implementation, image, lines)
        correctness: Correctness | None = None
        for operation in operations:
            series = self._series(scheme, implementation, operation)
            self._progress(f"{self._core.name}: {scheme.name} {operation}")
            stage = Stage.KAT if correctness is None else Stage.MEASURE
            try:
                if correctness is None:
                    correctness = self._checked(scheme, implementation, library, image)
                stage = Stage.MEASURE
                yield self._verdict(subject, operation, correctness)
            except PqevalError as error:
                yield Failed(series=series, stage=stage, error=str(error), build=image.build.hash)

    def _checked(
        self, scheme: Scheme, implementation: Implementation, library: CortexMLibrary | None, image: Image
    ) -> Correctness:
        with self._emulator(image) as emulator:
            return driver_for(emulator, scheme, implementation.library_name, library).check()

    def _emulator(self, image: Image) -> Emulator:
        return Emulator(image.path, part=self._part, max_instructions=_MAX_INSTRUCTIONS, timeout_s=_TIMEOUT_S)

    def _twin(self, scheme: Scheme, implementation: Implementation, library: CortexMLibrary | None) -> Path:
        if implementation.provider != "liboqs" or library is None:
            return build_twin(scheme, implementation, None, self._core)
        name = identifier(implementation.library_name, library.include, scheme.role)
        with_lines = cortex_m_library_with_lines(self._core.code, scheme.role, name, self._progress)
        return build_twin(scheme, implementation, with_lines, self._core)

    def _series(self, scheme: Scheme, implementation: Implementation, operation: Operation) -> Series:
        has_message = operation not in _WITHOUT_MESSAGE
        return Series(
            scheme=scheme.id,
            provider=implementation.provider,
            variant=implementation.variant,
            operation=operation,
            target=self._core.name,
            message_bytes=MESSAGE_BYTES.get(scheme.role) if has_message else None,
            associated_data_bytes=ASSOCIATED_BYTES if scheme.role == Role.AEAD else None,
        )

    def _verdict(self, subject: _Subject, operation: Operation, correctness: Correctness) -> Evidence:
        uses = uses_of(subject.scheme.id, operation)
        seen = _Seen()
        for use in uses:
            if not use.public:
                self._compare(subject, operation, use, seen)
        outcome, reason = _judged(uses, seen)
        return Evidence(
            series=self._series(subject.scheme, subject.implementation, operation),
            build=subject.image.build.hash,
            outcome=outcome,
            method=_METHOD_LONG if self._long else METHOD,
            reason=reason,
            seed=self._seed,
            pairs=seen.pairs,
            instructions=seen.instructions,
            correctness=correctness,
            cases=tuple(seen.cases),
            varied=_varied(uses, subject.scheme.id),
            left_out=tuple(
                LeftOut(function=one.function, scope=one.scope, reason=one.reason)
                for use in uses
                for one in use.left_out
            ),
            findings=tuple(seen.findings.values()),
            known=tuple(seen.known.values()),
            notes=tuple(dict.fromkeys([*(limit for use in uses for limit in use.limits), *seen.notes])),
        )

    def _compare(self, subject: _Subject, operation: Operation, use: SecretUse, seen: _Seen) -> None:
        """Compare every pair of one entry of the facts and add to `seen` what is found."""
        image = subject.image
        marks = marks_of(image.path, use)

        def tracer() -> Tracer:
            return Tracer(image.path, part=self._part, marks=marks, long_multiplies=self._long)

        def is_fit(inputs: Inputs) -> bool:
            if use.attempts is None:
                return True
            with tracer() as one:
                return one.traced(inputs).calls[0] == use.attempts.calls

        effect = False
        with self._emulator(image) as emulator:
            workshop = self._workshop(emulator, subject)
            for pair in range(self._pairs):
                for candidates in workshop.candidates(operation, use, pair):
                    chosen = _chosen(candidates, is_fit)
                    if chosen is None:
                        seen.obstacles[_NO_PAIR] = None
                        continue
                    comparison = compare(tracer, *chosen)
                    effect |= comparison.first.outputs != comparison.second.outputs
                    self._take(comparison, candidates, pair, subject.lines, seen)
        if seen.pairs and not effect:
            seen.obstacles[_NO_EFFECT] = None

    def _workshop(self, emulator: Emulator, subject: _Subject) -> Workshop:
        if subject.implementation.provider == "liboqs":
            return Workshop(emulator, subject.scheme, self._seed)
        lengths = {one.name: one.length for one in symbols_of(subject.image.path)}
        return OwnWorkshop(emulator, subject.scheme, self._seed, lengths.get("pqe_buffer_schedule", 0))

    def _take(
        self, comparison: Comparison, candidates: Candidates, pair: int, lines: Lines, seen: _Seen
    ) -> None:
        """Add what one pair showed to `seen`."""
        first, second = comparison.first, comparison.second
        seen.pairs += 1
        seen.cases[candidates.case] = None
        seen.instructions = max(seen.instructions, first.instructions)
        if candidates.refuses is None:
            seen.notes.update({_TELLS: None} if first.status != second.status else {})
        elif any((one.status != 0) != candidates.refuses for one in (first, second)):
            raise TargetError(
                f"the operation ended with status {first.status} and {second.status} ({candidates.case})"
            )
        for one in findings_of(comparison, lines, f"{candidates.case}, pair {pair + 1}"):
            harmless = one.kind == FindingKind.CONDITION and self._core.name in _EQUAL_WHEN_SKIPPED
            place = (one.kind, one.function, one.file, one.line)
            if harmless:
                seen.known.setdefault(place, msgspec.structs.replace(one, known=_ONE_CYCLE))
            else:
                seen.findings.setdefault(place, one)


def marks_of(image: Path, use: SecretUse) -> list[Mark]:
    """The functions of an image that the facts name, as marks for its traces.

    Raises:
        TargetError: the image does not have one of them.
    """
    wanted = [(one.function, Scope(one.scope)) for one in use.left_out]
    if use.attempts is not None:
        wanted.append((use.attempts.function, Scope.COUNT))
    functions = functions_of(image) if wanted else ()
    return [
        Mark(scope, one.address, one.length)
        for pattern, scope in wanted
        for one in matching(functions, pattern)
    ]


def findings_of(comparison: Comparison, lines: Lines, case: str) -> list[Finding]:
    """The divergences of a comparison with the places in the source that they stand for."""
    places = [lines.place(one.address) for one in comparison.divergences]
    return [
        Finding(
            kind=one.kind,
            function=place.function,
            file=place.file,
            line=place.line,
            position=one.position,
            detail=one.values,
            case=case,
        )
        for one, place in zip(comparison.divergences, places, strict=True)
    ]


def _chosen(candidates: Candidates, is_fit: Callable[[Inputs], bool]) -> tuple[Inputs, Inputs] | None:
    one = first_fit(candidates.ones, is_fit)
    other = None if one is None else first_fit(candidates.others(one), is_fit)
    return None if one is None or other is None else (one, other)


def _judged(uses: tuple[SecretUse, ...], seen: _Seen) -> tuple[Outcome, str]:
    """The outcome, and the sentence that says what it rests on."""
    if not uses:
        return Outcome.NOT_COMPARABLE, _UNKNOWN
    if seen.findings:
        return Outcome.LEAK, _LEAK
    if seen.obstacles:
        return Outcome.NOT_COMPARABLE, "; ".join(seen.obstacles)
    public = [use.public for use in uses if use.public]
    if public and not seen.pairs:
        return Outcome.PASS, public[0]
    return Outcome.PASS, _CONDITIONS if seen.known else _PASS


def _varied(uses: tuple[SecretUse, ...], scheme: str) -> tuple[Varied, ...]:
    return tuple(dict.fromkeys(one for use in uses for one in use.varied(scheme)))
