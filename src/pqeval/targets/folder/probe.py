"""Lets a compiler say what api.h means: macros, declarations after expansion, values of sizes."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from pqeval.errors import CommandError
from pqeval.native.process import run
from pqeval.native.sources import native_root
from pqeval.native.tools import find_tool, require_tool
from pqeval.targets.folder.folder import FolderError

__all__ = ["PROVIDED", "Probe", "missing_header"]

PROVIDED: Final = "implementation/provided"
_TIMEOUT_S: Final = 60
_MISSING: Final = re.compile(
    r"^(?P<where>[^\n:]*):\d+:\d+: fatal error: (?P<header>[^:\n]+): No such file", re.MULTILINE
)
_SIZE: Final = re.compile(r"\.size\s+pqe_size_(\w+),\s*(\d+)")


@dataclass(frozen=True)
class Probe:
    """A compiler that reads one folder's api.h. It runs nothing of the folder."""

    folder: Path

    @cached_property
    def macros(self) -> dict[str, str]:
        """Every macro without parameters that is defined after api.h, with its text."""
        text = self._ask(["-E", "-dM"], '#include "api.h"\n')
        return dict(re.findall(r"^#define (\w+) ?(.*)$", text, re.MULTILINE))

    @cached_property
    def declarations(self) -> str:
        """What api.h amounts to once it is preprocessed."""
        return self._ask(["-E", "-P"], '#include "api.h"\n')

    def expanded(self, name: str) -> str:
        """What a name is replaced by after api.h."""
        text = self._ask(["-E", "-P"], f'#include "api.h"\npqe_expanded {name}\n')
        return text.rpartition("pqe_expanded")[2].strip()

    def values(self, expressions: Mapping[str, str]) -> dict[str, int]:
        """The values of integer constant expressions, which may use api.h's macros."""
        lines = [
            f"const char pqe_size_{name}[(unsigned long)({text}) + 1] = {{1}};"
            for name, text in expressions.items()
        ]
        text = self._ask(["-S", "-O0"], "\n".join(['#include "api.h"', *lines, ""]))
        return {name: int(size) - 1 for name, size in _SIZE.findall(text)}

    def _ask(self, options: Sequence[str], source: str) -> str:
        compiler = find_tool("cc") or find_tool("arm-none-eabi-gcc") or require_tool("cc")
        with tempfile.TemporaryDirectory(prefix="pqeval-") as scratch:
            probe = Path(scratch) / "probe.c"
            probe.write_text(source, encoding="utf-8")
            places = [f"-I{self.folder}", f"-I{native_root() / PROVIDED}"]
            words: list[str | Path] = [compiler.path, "-std=gnu11", "-w", *options, *places, "-o", "-", probe]
            try:
                return run(words, env={"LC_ALL": "C"}, timeout_s=_TIMEOUT_S)
            except CommandError as error:
                raise FolderError(self._explained(error)) from error

    def _explained(self, error: CommandError) -> str:
        if header := missing_header(error.stderr):
            return f"{self.folder.name}: api.h needs the header `{header}`, which is not in the folder"
        said = "\n".join(_lines(error.stderr, str(self.folder)))
        return f"{self.folder.name}: the compiler cannot read api.h:\n{said}"


def missing_header(stderr: str) -> str:
    """The header that a compiler did not find, or the empty string."""
    found = _MISSING.search(stderr)
    return found.group("header").strip() if found else ""


def _lines(text: str, folder: str) -> Iterable[str]:
    return (line.replace(f"{folder}/", "") for line in text.strip().splitlines()[:20])
