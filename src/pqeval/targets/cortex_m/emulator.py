"""The parent's side of an emulator process: commands out, answers in, both taken with distrust."""

from __future__ import annotations

import select
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from pqeval.errors import InstructionLimit, TargetError, TargetTimeout, WireError
from pqeval.targets.cortex_m.parts import Part

__all__ = [
    "Emulator",
    "Profile",
    "Ran",
    "Unaligned",
    "emulator_binary",
    "emulator_command",
    "unicorn_library",
]

_LIMIT_CODE: Final = 4
_TOO_MANY: Final = "more instructions than allowed"
_LONGEST_LINE: Final = 64_000_000


@dataclass(frozen=True, slots=True)
class Ran:
    """What one operation took, between its marks.

    `stack_bytes` is by the stack pointer, which was lowest in the function `deepest`; `painted_bytes` what of
    it was written to. `moved_cycles` is `cycles` with all code moved by two bytes; 0 unless `Emulator.sweep`
    was called. `counted` is how often the function of `Emulator.count` was entered.
    """

    status: int
    instructions: int
    cycles: int
    stack_bytes: int
    painted_bytes: int
    heap_bytes: int
    random_bytes: int
    moved_cycles: int
    counted: int
    deepest: str

    @property
    def effort(self) -> int:
        """How long it takes, roughly: instructions, or cycles where nobody counts instructions."""
        return self.instructions or self.cycles


@dataclass(frozen=True, slots=True)
class Profile:
    """Where the cycles of a run went: of each path of calls (outermost first) its own cycles."""

    divisions: int
    stacks: dict[tuple[str, ...], int]


@dataclass(frozen=True, slots=True)
class Unaligned:
    """Accesses whose address is not a multiple of their size, and what a Cortex-M4 would take more for them.

    Of the accesses, `faulting` are of instructions that no core lets pass then.
    """

    accesses: int
    cycles: int
    faulting: int


_NUMBERS: Final = Ran.__slots__[:-1]


class Emulator:
    """One image in one emulator process; use it in a `with` block.

    Args:
        image: an executable of native/firmware.
        part: whose cycles are asked for.
        max_instructions: limit of one operation.
        timeout_s: limit of one operation, in seconds of the host.
        mode: `bare` hooks nothing but the HAL, counts are 0 then; `unaligned` counts for
            `Emulator.unaligned`, and is slow; others are named in main.c.
    """

    def __init__(
        self, image: Path, *, part: Part, max_instructions: int, timeout_s: int, mode: str = ""
    ) -> None:
        self._timeout_s = timeout_s
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        words = [*emulator_command(part, image), str(max_instructions), str(timeout_s)]
        try:
            self._process = subprocess.Popen(
                words + ([mode] if mode else []),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._stderr,
            )
        except OSError as error:
            raise TargetError(f"the emulator cannot be started: {error}") from error

    def __enter__(self) -> Self:
        """The emulator itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self.close()

    def close(self) -> None:
        """End the process if it still runs."""
        if self._process.poll() is None:
            self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                # It may be gone already; nothing was lost that anyone waits for.
                with suppress(BrokenPipeError):
                    stream.close()
        self._process.wait()
        self._stderr.close()

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether the process can still be asked."""
        return self._process.poll() is None

    def seed(self, kind: int, seed: bytes) -> None:
        """Seed the generator behind the firmware's random bytes (native/random/random.h)."""
        self._expect("ok", f"random {kind} {seed.hex()}")

    def draw(self, length: int) -> None:
        """Draw so many random bytes from that generator, in one piece, and forget them."""
        self._expect("ok", f"draw {length}")

    def sweep(self) -> None:
        """From now on, time the code as if it lay two bytes further on, too."""
        self._expect("ok", "sweep")

    def write(self, name: str, data: bytes) -> None:
        """Fill the beginning of one of the image's objects."""
        self._expect("ok", f"write {name} {data.hex()}")

    def set(self, name: str, value: int) -> None:
        """Store a 32-bit word."""
        self._expect("ok", f"set {name} {value}")

    def get(self, name: str) -> int:
        """Read a 32-bit word."""
        return self._number(self._expect("value", f"get {name}"))

    def read(self, name: str, length: int) -> bytes:
        """Read the beginning of one of the image's objects."""
        answer = self._expect("data", f"read {name} {length}")
        try:
            data = bytes.fromhex(answer)
        except ValueError as error:
            raise WireError("the emulator's data are not hexadecimal") from error
        if len(data) != length:
            raise WireError(f"the emulator gave {len(data)} bytes of {name} instead of {length}")
        return data

    def run(self, operation: int) -> Ran:
        """Run one of the image's operations."""
        fields = self._expect("ran", f"run {operation}").split()
        if len(fields) != len(Ran.__slots__):
            raise WireError("the emulator's report has another form")
        numbers = dict(zip(_NUMBERS, map(self._number, fields), strict=False))
        return Ran(**numbers, deepest=fields[-1])

    def count(self, function: str) -> bool:
        """Count from now on how often the function is entered; only one can be. Whether the image has it."""
        try:
            self._expect("ok", f"count {function}")
        except WireError:
            return False
        return True

    def profile(self, *, wanted: bool) -> None:
        """Gather from now on where cycles go, or no longer."""
        self._expect("ok", f"profile {int(wanted)}")

    def profiled(self) -> Profile:
        """Where the cycles of the last run went that was profiled."""
        divisions, _, paths = self._expect("stacks", "stacks").partition(" ")
        stacks = {}
        for line in filter(None, paths.split("|")):
            path, _, cycles = line.rpartition(" ")
            stacks[tuple(path.split(";"))] = self._number(cycles)
        return Profile(self._number(divisions), stacks)

    def unaligned(self) -> Unaligned:
        """What was not aligned in the last run; only in the mode `unaligned`."""
        fields = self._expect("unaligned", "unaligned").split()
        if len(fields) != len(Unaligned.__slots__):
            raise WireError("the emulator's count of unaligned accesses has another form")
        return Unaligned(*map(self._number, fields))

    def _expect(self, kind: str, command: str) -> str:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(f"{command}\n".encode())
            self._process.stdin.flush()
        except BrokenPipeError as error:
            raise self._ended() from error
        word, _, rest = self._line().partition(" ")
        if word == "error":
            raise WireError(f"the emulator refuses `{command[:60]}`: {rest}")
        if word != kind:
            raise WireError(f"the emulator answered `{word[:40]}` to `{command[:60]}`")
        return rest

    def _line(self) -> str:
        assert self._process.stdout is not None
        # The emulator keeps the time itself; this is for one that hangs outside the emulated code.
        ready, _, _ = select.select([self._process.stdout], [], [], self._timeout_s + 10)
        if not ready:
            raise TargetTimeout(f"the emulator did not answer within {self._timeout_s + 10} s")
        line = self._process.stdout.readline(_LONGEST_LINE)
        if not line.endswith(b"\n"):
            raise self._ended()
        return line.decode("ascii", errors="replace").rstrip("\n")

    def _ended(self) -> TargetError:
        code = self._process.wait()
        self._stderr.seek(0)
        lines = self._stderr.read().decode(errors="replace").strip().splitlines()
        last = lines[-1] if lines else "no message"
        if code == _LIMIT_CODE and _TOO_MANY in last:
            return InstructionLimit(f"the firmware was stopped: {last}")
        if code == _LIMIT_CODE:
            return TargetTimeout(f"the firmware was stopped: {last}")
        return TargetError(f"the emulator ended with code {code}: {last}")

    @staticmethod
    def _number(text: str) -> int:
        try:
            return int(text)
        except ValueError as error:
            raise WireError(f"the emulator gave `{text[:40]}` where a number belongs") from error


def emulator_command(part: Part, image: Path) -> list[str]:
    """The beginning of the emulator's command line; the limits follow.

    Raises:
        TargetError: the emulator or the engine is missing.
    """
    return [str(word) for word in (emulator_binary(), unicorn_library(), part.for_emulator, image)]


def emulator_binary() -> Path:
    """The emulator's executable, which the package carries.

    Raises:
        TargetError: it is missing.
    """
    spec = find_spec("pqeval.targets.cortex_m")
    places = list(spec.submodule_search_locations or []) if spec else []
    import pqeval.lightweight._primitives as neighbour  # noqa: PLC0415 - for its place alone

    # In an editable install compiled files lie beside the extensions, not beside the Python sources.
    places.append(str(Path(str(neighbour.__file__)).parent.parent / "targets" / "cortex_m"))
    for place in places:
        candidate = Path(place) / "pqeval-emulator"
        if candidate.is_file():
            return candidate
    raise TargetError("the emulator is missing: install pqeval again, with the package unicorn present")


def unicorn_library() -> Path:
    """The Unicorn engine's library file, from its own package.

    Raises:
        TargetError: the package is missing.
    """
    spec = find_spec("unicorn")
    for place in (spec.submodule_search_locations or []) if spec else []:
        found = sorted(Path(place).glob("lib/libunicorn.so*"))
        if found:
            return found[0]
    raise TargetError("the Unicorn engine is missing: install the PyPI package unicorn")
