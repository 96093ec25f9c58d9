"""Traces of an operation in the emulator, and where two of them first differ.

A trace is what native/emulator/trace.h keeps: running hashes of the addresses of instructions, of the data
addresses that they access, of the operands of those whose latency depends on operands, and of conditional
instructions. Each trace is taken in a process of its own, so that every one begins in the same state.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple, Self

from pqeval.errors import WireError
from pqeval.records import FindingKind
from pqeval.targets.cortex_m.emulator import Emulator, Ran
from pqeval.targets.cortex_m.parts import Part

__all__ = ["Comparison", "Divergence", "Inputs", "Mark", "Scope", "Traced", "Tracer", "compare"]

_CHUNK: Final = 4096
"""Instructions between kept hashes (TRACE_CHUNK in native/emulator/trace.h)."""
_SUM_FIELDS: Final = 6
_EVENT_FIELDS: Final = 4


class Scope(StrEnum):
    """What of a marked function is left out of a trace, because it is public."""

    CALLS = "calls"
    """The function and all that it calls, until it returns."""
    BODY = "body"
    """Its own instructions; what it calls is traced."""
    END = "end"
    """Everything from its first call on."""
    COUNT = "count"
    """Nothing: its calls are counted."""


class Mark(NamedTuple):
    """A marked function of the image: address and length of its code."""

    scope: Scope
    address: int
    length: int


class Hashes(NamedTuple):
    """The running hashes at one position, one for each `FindingKind`."""

    pc: str
    address: str
    operand: str
    condition: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """What an operation runs with: objects and words of the image, and the seed of its random bytes.

    `outputs` are the objects that it fills, with their lengths in bytes.
    """

    operation: int
    objects: Mapping[str, bytes] = field(default_factory=dict)
    words: Mapping[str, int] = field(default_factory=dict)
    seed: tuple[int, bytes] | None = None
    outputs: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Traced:
    """A trace as a whole, with what the operation gave.

    `calls` has a number for each mark of the scope `count`, in their order.
    """

    status: int
    instructions: int
    hashes: Hashes
    operand_instructions: int
    calls: tuple[int, ...]
    outputs: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Divergence:
    """Where two traces first differ in one respect.

    `address` is that of the instruction; where the addresses of instructions themselves differ, of the last
    one in common, which is the branch. `values` is what the two runs had there, in words.
    """

    kind: FindingKind
    position: int
    address: int
    values: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two traces, and their first divergence of each kind in the order of their positions."""

    first: Traced
    second: Traced
    divergences: tuple[Divergence, ...]


class _Event(NamedTuple):
    pc: int
    what: str
    values: tuple[int, int]
    position: int


class Tracer(Emulator):
    """An emulator that traces; limits as for `Emulator`, but it runs about four times slower.

    Args:
        image: an executable of native/firmware.
        part: its memories.
        marks: functions that are left out or counted.
        long_multiplies: operands of long multiplications are traced too, as for a Cortex-M3.
    """

    def __init__(
        self,
        image: Path,
        *,
        part: Part,
        marks: Sequence[Mark] = (),
        long_multiplies: bool = False,
        max_instructions: int = 20_000_000_000,
        timeout_s: int = 1800,
    ) -> None:
        mode = "trace-long" if long_multiplies else "trace"
        super().__init__(image, part=part, max_instructions=max_instructions, timeout_s=timeout_s, mode=mode)
        try:
            for mark in marks:
                self._expect("ok", f"trace mark {mark.scope} {mark.address} {mark.length}")
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        """The tracer itself."""
        return self

    def traced(self, inputs: Inputs) -> Traced:
        """Run an operation and return its trace."""
        ran = self._run_with(inputs)
        fields = self._expect("trace", "trace sum").split()
        if len(fields) < _SUM_FIELDS:
            raise WireError("the emulator's trace has another form")
        return Traced(
            status=ran.status,
            instructions=self._number(fields[0]),
            hashes=Hashes(*fields[1:5]),
            operand_instructions=self._number(fields[5]),
            calls=tuple(self._number(one) for one in fields[_SUM_FIELDS:]),
            outputs=tuple(self.read(name, length) for name, length in inputs.outputs),
        )

    def at(self, chunk: int) -> Hashes:
        """The hashes of the last trace after that many whole chunks."""
        fields = self._expect("trace", f"trace at {chunk}").split()
        if len(fields) != len(Hashes._fields):
            raise WireError("the emulator's hashes have another form")
        return Hashes(*fields)

    def events(self, inputs: Inputs, first: int, count: int) -> list[_Event]:
        """Run an operation and return those of its instructions that stand at these positions."""
        self._expect("ok", f"trace window {first} {count}")
        self._run_with(inputs)
        found: list[_Event] = []
        position = first
        for text in self._expect("trace", "trace events").split():
            found.append(self._event(text, position))
            position += found[-1].what != "c"
        return found

    def _run_with(self, inputs: Inputs) -> Ran:
        for name, data in inputs.objects.items():
            self.write(name, data)
        for name, value in inputs.words.items():
            self.set(name, value)
        if inputs.seed is not None:
            self.seed(*inputs.seed)
        return self.run(inputs.operation)

    @staticmethod
    def _event(text: str, position: int) -> _Event:
        fields = text.split(":")
        try:
            pc, first, second = (int(fields[number], 16) for number in (0, 2, 3))
        except (ValueError, IndexError) as error:
            raise WireError(f"the emulator gave `{text[:40]}` where an event belongs") from error
        if len(fields) != _EVENT_FIELDS:
            raise WireError(f"the emulator gave `{text[:40]}` where an event belongs")
        return _Event(pc, fields[1], (first, second), position)


def compare(open_tracer: Callable[[], Tracer], one: Inputs, other: Inputs) -> Comparison:
    """Trace an operation with both inputs; where the traces differ, run both again to find the places."""
    with ExitStack() as stack:
        tracers = [stack.enter_context(open_tracer()) for _ in range(2)]
        traces = [tracer.traced(inputs) for tracer, inputs in zip(tracers, (one, other), strict=True)]
        chunks = {kind: _first_chunk(tracers, traces, kind) for kind in FindingKind}
    found: list[Divergence] = []
    end: int | None = None
    for kind, chunk in chunks.items():
        if chunk is None:
            continue
        # One instruction more in front: where addresses of instructions differ, the one before is named.
        first = max(0, chunk * _CHUNK - 1)
        window = [_window(open_tracer, inputs, first) for inputs in (one, other)]
        divergence = _first_divergence(kind, window[0], window[1])
        if divergence is not None and (end is None or divergence.position < end):
            found.append(divergence)
            end = divergence.position if kind == FindingKind.PC else end
    return Comparison(traces[0], traces[1], tuple(sorted(found, key=lambda one: one.position)))


def _window(open_tracer: Callable[[], Tracer], inputs: Inputs, first: int) -> list[_Event]:
    with open_tracer() as tracer:
        return tracer.events(inputs, first, _CHUNK + 1)


def _first_chunk(tracers: Sequence[Tracer], traces: Sequence[Traced], kind: FindingKind) -> int | None:
    """The first chunk (from 0) in which the traces differ in that respect, or None.

    Hashes run on, so that once they differ they go on differing: the chunk is found by halving.
    """
    if len({getattr(trace.hashes, kind) for trace in traces}) == 1:
        return None
    low, high = 0, min(one.instructions for one in traces) // _CHUNK
    while low < high:
        middle = (low + high) // 2
        values = {getattr(tracer.at(middle + 1), kind) for tracer in tracers}
        low, high = (middle + 1, high) if len(values) == 1 else (low, middle)
    return low


def _first_divergence(kind: FindingKind, one: list[_Event], other: list[_Event]) -> Divergence | None:
    """The first difference of that kind in two windows."""
    if kind == FindingKind.CONDITION:
        return _first_condition(one, other)
    one, other = ([event for event in window if event.what != "c"] for window in (one, other))
    if kind == FindingKind.PC:
        return _first_branch(one, other)
    wanted = "a" if kind == FindingKind.ADDRESS else "dm"
    for mine, its in zip(one, other, strict=False):
        if mine.pc == its.pc and mine.what in wanted and mine.values != its.values:
            return Divergence(kind, mine.position, mine.pc, _values(kind, mine, its))
    return None


def _first_branch(one: list[_Event], other: list[_Event]) -> Divergence | None:
    length = min(len(one), len(other))
    index = next((i for i in range(length) if one[i].pc != other[i].pc), length)
    if index == len(one) == len(other):
        return None
    last = one[max(0, index - 1)]
    ways = [f"0x{trace[index].pc:08x}" if index < len(trace) else "the end" for trace in (one, other)]
    return Divergence(FindingKind.PC, last.position, last.pc, f"goes on at {ways[0]} or {ways[1]}")


def _first_condition(one: list[_Event], other: list[_Event]) -> Divergence | None:
    """The first conditional instruction that one run executes and the other does not."""
    for mine, its in zip(one, other, strict=False):
        if mine.pc != its.pc:
            skipped = min((event for event in (mine, its) if event.what == "c"), default=None)
            if skipped is None:
                return None
            return Divergence(FindingKind.CONDITION, skipped.position, skipped.pc, "executed or skipped")
    return None


def _values(kind: FindingKind, mine: _Event, its: _Event) -> str:
    if kind == FindingKind.ADDRESS:
        return f"accesses 0x{mine.values[0]:08x} or 0x{its.values[0]:08x}"
    pairs = [f"{one.values[0]:#x} and {one.values[1]:#x}" for one in (mine, its)]
    what = "division" if mine.what == "d" else "long multiplication"
    return f"variable-latency {what} with differing operands: {pairs[0]}, or {pairs[1]}"
