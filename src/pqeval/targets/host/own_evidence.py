"""Constant-time evidence on our own primitives on the host: Valgrind follows their secrets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from pqeval.catalogue import Implementation, Operation, Role, Scheme, load
from pqeval.errors import PqevalError, TargetError
from pqeval.lightweight.kat import verify
from pqeval.lightweight.offers import own_of
from pqeval.native.cache import entry, file_digest, key_of
from pqeval.native.code import MODE_SOURCE, code_digest
from pqeval.native.objects import compiled, include_words
from pqeval.native.process import run
from pqeval.native.sources import native_root, sources_digest
from pqeval.native.tools import Tool, require_tool
from pqeval.records import Build, Correctness, Evidence, Failed, Outcome, Series, Stage
from pqeval.targets.host.memcheck import watch
from pqeval.targets.own_code import own_code
from pqeval.targets.secrets import uses_of
from pqeval.version import __version__

__all__ = ["OwnEvidence"]

_METHOD: Final = "secrets marked as undefined for Valgrind's memcheck"
_FLAGS: Final = ("-std=c99", "-D_DEFAULT_SOURCE", "-DPQE_WATCH_SECRETS", "-O3", "-g")
_DRIVER: Final = "lightweight/ct_driver.c"
_PASS: Final = "nothing that Valgrind reports hangs on a secret"  # noqa: S105 - a sentence, no password
_LEAK: Final = "Valgrind reports branches or addresses that hang on a secret"
_LIMITS: Final = (
    "what this host's compiler made of the code is looked at, at -O3, for one length of message",
    "Valgrind sees branches and addresses; it does not see operands of divisions",
)
_LENGTH: Final = 70
_ASSOCIATED: Final = 21


class OwnEvidence:
    """Looks at our own primitives on this host.

    Args:
        valgrind: the tool.
        progress: told what is being done.
    """

    def __init__(self, valgrind: Tool, progress: Callable[[str], None]) -> None:
        self._valgrind = valgrind
        self._progress = progress

    def look(
        self, implementation: Implementation, operations: Iterable[Operation]
    ) -> Iterator[Build | Evidence | Failed]:
        """The build, then a verdict for each operation; what cannot be built or run is a failure."""
        scheme = load().scheme(implementation.scheme)
        stage = Stage.BUILD
        try:
            driver, build = _built(scheme, implementation)
            if not watch(self._valgrind.path, driver, ["self-test"]).findings:
                raise TargetError("Valgrind does not report a branch on a planted secret: reinstall it")
            stage = Stage.KAT
            correctness = verify(scheme.id, implementation.variant, implementation.provider)
        except PqevalError as error:
            for one in operations:
                series = _series(scheme, implementation, one)
                yield Failed(series=series, stage=stage, error=str(error))
            return
        yield build
        for operation in operations:
            self._progress(f"host: {scheme.name} {operation} under Valgrind")
            series = _series(scheme, implementation, operation)
            try:
                yield self._evidence(scheme, series, (driver, build), correctness)
            except PqevalError as error:
                yield Failed(series=series, stage=Stage.MEASURE, error=str(error), build=build.hash)

    def _evidence(
        self, scheme: Scheme, series: Series, built: tuple[Path, Build], correctness: Correctness
    ) -> Evidence:
        driver, build = built
        seen = watch(self._valgrind.path, driver, [str(series.operation)])
        uses = uses_of(scheme.id, series.operation)
        return Evidence(
            series=series,
            build=build.hash,
            outcome=Outcome.LEAK if seen.findings else Outcome.PASS,
            method=f"{_METHOD} ({self._valgrind.version_line})",
            reason=_LEAK if seen.findings else _PASS,
            correctness=correctness,
            cases=("right tag", "wrong tag")
            if series.operation == Operation.DECRYPT and scheme.sizes.tag_bytes
            else (),
            varied=tuple(one for use in uses for one in use.varied(scheme.id)),
            findings=seen.findings,
            notes=(*_LIMITS, *seen.notes),
        )


def _built(scheme: Scheme, implementation: Implementation) -> tuple[Path, Build]:
    """The driver for one scheme, built first if it is missing."""
    compiler = require_tool("cc")
    own = own_of(scheme.id, implementation.variant)
    code = own_code(scheme, own)
    words = [*_FLAGS, f"-DPQE_SHAPE_{own.shape.upper()}", *code.definitions]
    root = native_root()
    below = sources_digest("include", "common", _DRIVER, *own.inputs)

    def build(part: Path) -> None:
        sources = [
            str(
                root / name
                if name in {_DRIVER, MODE_SOURCE}
                else compiled(compiler, _FLAGS, name, "own-ct-objects")
            )
            for name in (_DRIVER, *code.sources)
        ]
        run([compiler.path, *words, *include_words(), *sources, "-o", part / "ct_driver"])

    driver = entry("own-ct", key_of(below, compiler.version_line, *words), build) / "ct_driver"
    digest = file_digest(driver)
    record = Build(
        hash=key_of("own-ct", digest),
        what=f"{scheme.name} (pqeval, {implementation.variant}) for Valgrind",
        library="pqeval",
        library_version=__version__,
        compiler=compiler.version_line,
        flags=" ".join(_FLAGS),
        files={"ct_driver": digest},
        notes={"code": code_digest(own)},
    )
    return driver, record


def _series(scheme: Scheme, implementation: Implementation, operation: Operation) -> Series:
    return Series(
        scheme=implementation.scheme,
        provider=implementation.provider,
        variant=implementation.variant,
        operation=operation,
        target="host",
        message_bytes=None if operation == Operation.KEY_SCHEDULE else _LENGTH,
        associated_data_bytes=_ASSOCIATED if scheme.role == Role.AEAD else None,
    )
