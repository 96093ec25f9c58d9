"""The tools that builds need: where they are, which version, and what to do when one is missing."""

from __future__ import annotations

import re
import shutil
import sys
import sysconfig
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pqeval.errors import BuildError
from pqeval.native.process import run

__all__ = ["Tool", "arm_toolchain_problem", "find_tool", "require_tool"]


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool that was found, with the first line it prints about its version."""

    path: Path
    version_line: str

    @property
    def version(self) -> tuple[int, ...]:
        """The first dotted number in the version line."""
        found = re.search(r"(\d+(?:\.\d+)+)", self.version_line)
        return tuple(int(part) for part in found.group(1).split(".")) if found else ()


@dataclass(frozen=True, slots=True)
class _Need:
    minimum: tuple[int, ...]
    remedy: str


_NEEDS: dict[str, _Need] = {
    "cmake": _Need((3, 25), "install the PyPI package cmake into this environment"),
    "ninja": _Need((1, 10), "install the PyPI package ninja into this environment"),
    "cargo": _Need(
        (1, 78), "install cargo 1.78 or newer (rustup), or point PQEVAL_LIBOQS at an installed liboqs"
    ),
    "perl": _Need((), "install perl with its modules (Debian: apt-get install perl)"),
    "make": _Need((), "install make (Debian: apt-get install make)"),
    "valgrind": _Need((3, 14), "install Valgrind with its headers (Debian: apt-get install valgrind)"),
    "cc": _Need((), "install a C compiler (Debian: apt-get install gcc libc6-dev)"),
    "arm-none-eabi-gcc": _Need(
        (), "run `pqeval setup`, or install the packages gcc-arm-none-eabi and libnewlib-arm-none-eabi"
    ),
}


@cache
def find_tool(name: str) -> Tool | None:
    """The tool `name`, first from this interpreter's environment, then from PATH; None if missing."""
    scripts = [sysconfig.get_path("scripts"), str(Path(sys.executable).parent)]
    found = next((hit for folder in scripts if (hit := shutil.which(name, path=folder))), None)
    found = found or shutil.which(name)
    if found is None:
        return None
    try:
        output = run([found, "--version"], timeout_s=30)
    except BuildError:
        return None
    return Tool(Path(found), output.strip().splitlines()[0] if output.strip() else "")


def require_tool(name: str) -> Tool:
    """The tool `name`.

    Raises:
        BuildError: it is missing or too old; the message says what to do.
    """
    need = _NEEDS[name]
    tool = find_tool(name)
    if tool is None:
        raise BuildError(f"{name} is missing: {need.remedy}")
    if tool.version < need.minimum:
        wanted = ".".join(map(str, need.minimum))
        raise BuildError(f"{name} is too old ({tool.version_line}; {wanted} is needed): {need.remedy}")
    return tool


def arm_toolchain_problem() -> str:
    """Empty if C for Cortex-M can be compiled and linked here, else what is missing and the remedy."""
    compiler = find_tool("arm-none-eabi-gcc")
    if compiler is None:
        return f"arm-none-eabi-gcc is missing: {_NEEDS['arm-none-eabi-gcc'].remedy}"
    answer = run([compiler.path, "-print-file-name=libc.a"], timeout_s=30).strip()
    if not Path(answer).is_absolute():
        return f"newlib for Arm is missing: {_NEEDS['arm-none-eabi-gcc'].remedy}"
    return ""
