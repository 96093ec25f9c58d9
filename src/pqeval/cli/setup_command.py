"""`pqeval setup`: build and install what is missing."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from functools import partial
from typing import Final

from pqeval.cli.command import Subparsers, add_command
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.output import note
from pqeval.cli.progress import ProgressLine
from pqeval.errors import PqevalError
from pqeval.native.cores import CORE_FLAGS

__all__ = ["add"]

_Step = tuple[str, Callable[[], str]]

_EXAMPLES = """\
  pqeval setup                     liboqs for this host and for Cortex-M4, and the Arm cross compiler
  pqeval setup --host-only         only what the host needs
  pqeval setup openssl             OpenSSL 4.0 for this host: SLH-DSA, second ML-KEM and ML-DSA (optional)
  pqeval setup --core cortex-m0plus --core cortex-m3       liboqs for these cores, too
  PQEVAL_NO_INSTALL=1 pqeval setup         install no system packages, say what is missing
  PQEVAL_LIBOQS=/opt/liboqs pqeval setup   use an installed liboqs for the host
  PQEVAL_LIBOQS_SOURCE=../liboqs pqeval setup   build from this source tree
  PQEVAL_OPENSSL=/opt/openssl pqeval setup openssl   use an installed OpenSSL 3.5 or newer

without cargo (which fetches the pinned sources) set one of these variables. Everything is built in the
user's cache directory; PQEVAL_CACHE chooses another one.
"""


def add(commands: Subparsers) -> None:
    """Add the command."""
    parser = add_command(
        commands, "setup", _run, summary="build liboqs and install what is missing", examples=_EXAMPLES
    )
    parser.add_argument(
        "what",
        nargs="*",
        choices=tuple(_PARTS),
        default="liboqs",
        help="`liboqs` (the default, with what Cortex-M targets need) and `openssl` (optional)",
    )
    parser.add_argument("--host-only", action="store_true", help="nothing for Cortex-M targets")
    parser.add_argument(
        "--core",
        action="append",
        choices=tuple(CORE_FLAGS),
        help="the core that liboqs is built for (default: cortex-m4); may be repeated",
    )


def _run(arguments: argparse.Namespace) -> ExitCode:
    chosen = [arguments.what] if isinstance(arguments.what, str) else arguments.what
    progress = ProgressLine()
    code = ExitCode.OK
    steps = [step for part in dict.fromkeys(chosen) for step in _PARTS[part](arguments, progress)]
    for what, step in steps:
        try:
            words = step()
        except PqevalError as error:
            progress.close()
            note(f"✗ {what}: {error}")
            code = ExitCode.FAILED
        else:
            progress.close()
            note(f"✓ {what}: {words}")
    return code


def _liboqs_steps(arguments: argparse.Namespace, progress: ProgressLine) -> list[_Step]:
    steps: list[_Step] = [("liboqs for this host", lambda: _host(progress))]
    if not arguments.host_only:
        steps.append(("Arm cross compiler", lambda: _cross_compiler(progress)))
        cores = dict.fromkeys(arguments.core or ("cortex-m4",))
        steps += [(f"liboqs for {core}", partial(_cortex_m, core, progress)) for core in cores]
    return steps


def _openssl_steps(_: argparse.Namespace, progress: ProgressLine) -> list[_Step]:
    return [("OpenSSL for this host", lambda: _openssl(progress))]


_PARTS: Final[dict[str, Callable[[argparse.Namespace, ProgressLine], list[_Step]]]] = {
    "liboqs": _liboqs_steps,
    "openssl": _openssl_steps,
}


def _openssl(progress: ProgressLine) -> str:
    from pqeval.openssl.build import library  # noqa: PLC0415 - not needed for --help

    found = library(progress.step)
    return f"{found.version} in {found.prefix}"


def _host(progress: ProgressLine) -> str:
    from pqeval.liboqs.build import host_library  # noqa: PLC0415 - not needed for --help

    library = host_library(progress.step)
    return f"{library.version} in {library.prefix}"


def _cortex_m(core: str, progress: ProgressLine) -> str:
    from pqeval.liboqs.build import cortex_m_library  # noqa: PLC0415 - not needed for --help

    library = cortex_m_library(core, progress.step)
    return f"{library.version} in {library.archive.parent.parent}"


def _cross_compiler(progress: ProgressLine) -> str:
    from pqeval.native.packages import ARM_PACKAGES, install  # noqa: PLC0415 - not needed for --help
    from pqeval.native.tools import arm_toolchain_problem, find_tool, require_tool  # noqa: PLC0415 - likewise

    if arm_toolchain_problem():
        install(ARM_PACKAGES, progress.step)
        find_tool.cache_clear()
    return require_tool("arm-none-eabi-gcc").version_line
