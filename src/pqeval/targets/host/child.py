"""The parent's side of a worker: start it, ask it, and tell what became of it."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import msgspec

from pqeval.errors import TargetError, TargetTimeout, WireError
from pqeval.targets.host.memory import HEAP_SHIM
from pqeval.targets.host.protocol import Answer, Request

__all__ = ["Worker", "WorkerDied"]

_LONGEST_ANSWER: Final = 64_000_000
_STDERR_TAIL: Final = 2000


class WorkerDied(TargetError):
    """The worker ended (or was ended) before it answered; says how."""


class Worker:
    """One worker process; use it in a `with` block."""

    def __init__(self, *, count_heap: bool = False) -> None:
        environment = {**os.environ, "PYTHONHASHSEED": "0"}
        if count_heap:
            environment["LD_PRELOAD"] = str(_shim())
        request_out, self._requests = os.pipe()
        self._answers, answer_in = os.pipe()
        self._stderr = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the worker
        self._process = subprocess.Popen(
            [sys.executable, "-m", "pqeval.targets.host.worker", str(request_out), str(answer_in)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._stderr,
            pass_fds=(request_out, answer_in),
            env=environment,
        )
        os.close(request_out)
        os.close(answer_in)
        self._buffer = b""

    def __enter__(self) -> Self:
        """The worker itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the process."""
        self.close()

    def close(self) -> None:
        """End the process if it still runs."""
        for descriptor in (self._requests, self._answers):
            if descriptor >= 0:
                os.close(descriptor)
        self._requests = self._answers = -1
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self._stderr.close()

    def ask(self, request: Request, timeout_s: float) -> Answer:
        """Send a request and wait for its answer.

        Raises:
            TargetTimeout: there was none in time; the process was killed.
            WorkerDied: the process ended.
            WireError: the answer is not one.
        """
        try:
            os.write(self._requests, msgspec.json.encode(request) + b"\n")
        except BrokenPipeError as error:
            raise WorkerDied(self._how_it_ended()) from error
        line = self._line(timeout_s)
        try:
            answer: Answer = msgspec.json.decode(line, type=Answer)
        except msgspec.DecodeError as error:
            raise WireError(f"the worker's answer is not one: {error}") from error
        return answer

    def _line(self, timeout_s: float) -> bytes:
        while b"\n" not in self._buffer:
            ready, _, _ = select.select([self._answers], [], [], timeout_s)
            if not ready:
                self._process.kill()
                raise TargetTimeout(f"no answer within {timeout_s:g} s")
            chunk = os.read(self._answers, 1 << 20)
            if not chunk:
                raise WorkerDied(self._how_it_ended())
            self._buffer += chunk
            if len(self._buffer) > _LONGEST_ANSWER:
                raise WireError("the worker's answer has no end")
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line

    def _how_it_ended(self) -> str:
        code = self._process.wait()
        self._stderr.seek(0)
        tail = self._stderr.read().decode(errors="replace")[-_STDERR_TAIL:].strip()
        how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        return f"the measuring process {how}" + (f": {tail.splitlines()[-1]}" if tail else "")


def _shim() -> Path:
    from pqeval.targets.host import _timing  # noqa: PLC0415 - for its place alone

    return Path(str(_timing.__file__)).parent / HEAP_SHIM
