"""Build liboqs, or take an installed one: shared for the host, static for a Cortex-M."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from pqeval.catalogue.vocabulary import Optimisation
from pqeval.errors import BuildError, LibraryError
from pqeval.liboqs.companion import companion_library
from pqeval.liboqs.recipe import cortex_m_options, host_options
from pqeval.liboqs.source import Source, chosen_tree, pinned_checksum, source
from pqeval.native.cache import entry, file_digest, find_entry, key_of
from pqeval.native.cores import CORE_FLAGS
from pqeval.native.process import run_watched
from pqeval.native.sources import native_root, sources_digest
from pqeval.native.tools import Tool, arm_toolchain_problem, require_tool
from pqeval.records import Build

__all__ = [
    "PREFIX_VARIABLE",
    "CortexMLibrary",
    "HostLibrary",
    "compile_liboqs",
    "cortex_m_arguments",
    "cortex_m_library",
    "find_cortex_m_library",
    "find_host_library",
    "host_library",
]

PREFIX_VARIABLE: Final = "PQEVAL_LIBOQS"
_MINIMUM: Final = (0, 13)
_OPTIONS_FILE: Final = "build-options.txt"
_REPRESENTATIVE: Final = "src/common/common.c"
_NO_FLAGS_FROM_OUTSIDE: Final = dict.fromkeys(("CFLAGS", "CPPFLAGS", "ASMFLAGS", "LDFLAGS"), "")
"""The key of an entry knows the recipe's flags only, so none may come from the environment."""
_RECIPE: Final = "3"
"""Part of every key: raised when the steps below change what an entry holds."""

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class HostLibrary:
    """A liboqs for this host. `companion` is the folder to give to the Python binding as install path."""

    prefix: Path
    library: Path
    include: Path
    companion: Path
    version: str
    build: Build = field(hash=False)


@dataclass(frozen=True, slots=True)
class CortexMLibrary:
    """A static liboqs for one core."""

    core: str
    archive: Path
    include: Path
    version: str
    build: Build = field(hash=False)


def _quiet(_: str) -> None:
    pass


def host_library(progress: Progress = _quiet) -> HostLibrary:
    """The liboqs for this host, built first if it is missing.

    Raises:
        LibraryError, BuildError: it can be neither found nor built; the message lists the ways out.
    """
    if (prefix := _chosen_prefix()) is not None:
        return _described_host(prefix, progress)
    compiler = require_tool("cc")
    tree = source(progress)
    key = _key(tree.identity, host_options(), compiler, "")
    folder = entry(
        "liboqs-host",
        key,
        lambda part: compile_liboqs(
            part,
            tree,
            host_options(),
            arguments=[f"-DCMAKE_C_COMPILER={compiler.path}"],
            what="host",
            progress=progress,
        ),
    )
    return _described_host(folder, progress)


def find_host_library() -> HostLibrary | None:
    """The liboqs that `host_library` would give, if it is there already; never builds liboqs."""
    if (prefix := _chosen_prefix()) is not None:
        return _described_host(prefix, _quiet)
    try:
        key = _key(_known_identity(), host_options(), require_tool("cc"), "")
    except BuildError:
        return None
    folder = find_entry("liboqs-host", key)
    return None if folder is None else _described_host(folder, _quiet)


def cortex_m_library(
    core: str = "cortex-m4", progress: Progress = _quiet, optimisation: Optimisation = Optimisation.O3
) -> CortexMLibrary:
    """The static liboqs for `core`, built first if it is missing.

    Raises:
        LibraryError, BuildError: the sources or the cross compiler are missing; names the remedy.
    """
    compiler = _cross_compiler(core)
    tree = source(progress)
    options = cortex_m_options(optimisation)
    key = _cortex_m_key(core, tree.identity, compiler, options)
    what = core if optimisation == Optimisation.O3 else f"{core} -{optimisation}"
    arguments = cortex_m_arguments(core, compiler)
    folder = entry(
        f"liboqs-{core}",
        key,
        lambda part: compile_liboqs(part, tree, options, arguments=arguments, what=what, progress=progress),
    )
    return _described_cortex_m(core, folder, compiler)


def cortex_m_arguments(core: str, compiler: Tool) -> list[str]:
    """What CMake is told beside the options: the tools for the core."""
    room = native_root() / "liboqs"
    return [
        f"-DCMAKE_TOOLCHAIN_FILE={room / 'cortex-m.cmake'}",
        f"-DCMAKE_C_COMPILER={compiler.path}",
        f"-DCMAKE_C_FLAGS={_flags_of(core)}",
        f"-DCMAKE_ASM_FLAGS={_flags_of(core)}",
        f"-DCMAKE_PROJECT_INCLUDE={room / 'no-pic.cmake'}",
    ]


def find_cortex_m_library(
    core: str = "cortex-m4", optimisation: Optimisation = Optimisation.O3
) -> CortexMLibrary | None:
    """The library that `cortex_m_library` would give, if it is there already; never builds."""
    try:
        compiler = _cross_compiler(core)
        identity = _known_identity()
    except BuildError:
        return None
    key = _cortex_m_key(core, identity, compiler, cortex_m_options(optimisation))
    folder = find_entry(f"liboqs-{core}", key)
    return None if folder is None else _described_cortex_m(core, folder, compiler)


def _chosen_prefix() -> Path | None:
    named = os.environ.get(PREFIX_VARIABLE)
    if not named:
        return None
    prefix = Path(named).absolute()
    if not (prefix / "include" / "oqs" / "oqs.h").is_file():
        raise LibraryError(f"{PREFIX_VARIABLE}={named} is not the prefix of a liboqs (no include/oqs/oqs.h)")
    return prefix


def _known_identity() -> str:
    """What `source().identity` would be, without fetching anything."""
    if chosen_tree() is not None:
        return source(_quiet).identity
    return f"crate {pinned_checksum()}"


def _cross_compiler(core: str) -> Tool:
    if core not in CORE_FLAGS:
        raise BuildError(f"liboqs is not built for `{core}` (known: {', '.join(CORE_FLAGS)})")
    if problem := arm_toolchain_problem():
        raise BuildError(problem)
    return require_tool("arm-none-eabi-gcc")


def _cortex_m_key(core: str, identity: str, compiler: Tool, options: Mapping[str, str]) -> str:
    descriptions = sources_digest("liboqs/cortex-m.cmake", "liboqs/no-pic.cmake")
    return _key(identity, options, compiler, descriptions + _flags_of(core))


def _flags_of(core: str) -> str:
    return " ".join((*CORE_FLAGS[core], "-ffunction-sections", "-fdata-sections"))


def _key(identity: str, options: Mapping[str, str], compiler: Tool, extra: str) -> str:
    words = [f"{name}={value}" for name, value in sorted(options.items())]
    return key_of(_RECIPE, identity, *words, compiler.version_line, extra)


def compile_liboqs(
    part: Path,
    tree: Source,
    options: Mapping[str, str],
    *,
    arguments: Sequence[str],
    what: str,
    progress: Progress,
) -> None:
    """Configure, build and install liboqs into `part`; the work folder is removed afterwards."""
    work = part / "work"
    cmake, ninja = require_tool("cmake").path, require_tool("ninja").path
    definitions = [f"-D{name}={value}" for name, value in options.items()]
    progress(f"liboqs {what}: configuring")
    places = [f"-DCMAKE_INSTALL_PREFIX={part}", "-DCMAKE_INSTALL_LIBDIR=lib", f"-DCMAKE_MAKE_PROGRAM={ninja}"]
    run_watched(
        [str(cmake), "-S", str(tree.tree), "-B", str(work), "-G", "Ninja", *places, *arguments, *definitions],
        _quiet,
        env=_NO_FLAGS_FROM_OUTSIDE,
    )

    def line(text: str) -> None:
        if counted := re.match(r"\[(\d+/\d+)\]", text):
            progress(f"liboqs {what}: {counted.group(1)} files compiled")

    jobs = str(len(os.sched_getaffinity(0)))
    run_watched([cmake, "--build", work, "--parallel", jobs], line, env=_NO_FLAGS_FROM_OUTSIDE)
    run_watched([cmake, "--install", work], _quiet)
    _keep_facts(part, tree, options, _flags(work / "compile_commands.json"))
    shutil.rmtree(work)


class _Command(msgspec.Struct, frozen=True):
    file: str
    command: str


def _flags(commands: Path) -> str:
    """The flags common to all files; what single algorithms add (`-mavx2`) is chosen by the library."""
    found = msgspec.json.decode(commands.read_bytes(), type=list[_Command])
    command = next(one.command for one in found if one.file.endswith(_REPRESENTATIVE))
    words = command.split()[1:]
    return " ".join(word for word in words[: words.index("-o")] if not word.startswith("-I"))


def _keep_facts(part: Path, tree: Source, options: Mapping[str, str], flags: str) -> None:
    text = "".join(f"{name}={value}\n" for name, value in sorted(options.items()))
    text += f"flags={flags}\n"
    (part / _OPTIONS_FILE).write_text(text + f"source={tree.identity}\n", encoding="utf-8")
    for role in ("kem", "sig"):
        digests = tree.tree / "tests" / "KATs" / role / "kats.json"
        if digests.is_file():
            (part / "kats").mkdir(exist_ok=True)
            shutil.copyfile(digests, part / "kats" / f"{role}.json")
    stateful = tree.tree / "tests" / "KATs" / "sig_stfl"
    for answers in (*stateful.glob("kats.json"), *stateful.glob("*/*.rsp")):
        (part / "kats" / "stfl").mkdir(parents=True, exist_ok=True)
        shutil.copyfile(answers, part / "kats" / "stfl" / answers.name)


def _described_host(prefix: Path, progress: Progress) -> HostLibrary:
    library = _shared_object(prefix)
    include = prefix / "include"
    version = _version(include)
    if tuple(int(part) for part in re.findall(r"\d+", version)[:2]) < _MINIMUM:
        raise LibraryError(f"liboqs {version} in {prefix} is too old: 0.13 or newer is needed")
    companion = companion_library(library, include, progress)
    build = _build_record("liboqs for the host", library, include, prefix, require_tool("cc").version_line)
    return HostLibrary(prefix, library, include, companion, version, build)


def _described_cortex_m(core: str, folder: Path, compiler: Tool) -> CortexMLibrary:
    archive, include = folder / "lib" / "liboqs.a", folder / "include"
    build = _build_record(f"liboqs for {core}", archive, include, folder, compiler.version_line)
    return CortexMLibrary(core, archive, include, _version(include), build)


def _shared_object(prefix: Path) -> Path:
    candidates = [*prefix.glob("lib*/liboqs.so"), *prefix.glob("lib/*/liboqs.so")]
    if not candidates:
        raise LibraryError(
            f"there is no shared liboqs.so below {prefix}/lib: build it with BUILD_SHARED_LIBS=ON"
        )
    return candidates[0].resolve()


def _config(include: Path) -> dict[str, str]:
    text = (include / "oqs" / "oqsconfig.h").read_text(encoding="utf-8", errors="replace")
    return {
        name: (value or "1").strip().strip('"') for name, value in re.findall(r"#define (OQS_\w+)(.*)", text)
    }


def _version(include: Path) -> str:
    config = _config(include)
    if "OQS_VERSION_TEXT" not in config:
        raise LibraryError(f"{include}/oqs/oqsconfig.h does not say which version of liboqs this is")
    return config["OQS_VERSION_TEXT"]


def _build_record(what: str, library: Path, include: Path, prefix: Path, compiler: str) -> Build:
    config = _config(include)
    kept = prefix / _OPTIONS_FILE
    options = kept.read_text(encoding="utf-8").split("\n") if kept.is_file() else []
    facts = dict(line.split("=", 1) for line in options if "=" in line)
    for name in ("OQS_DIST_BUILD", "OQS_USE_OPENSSL", "OQS_BUILD_TYPE"):
        if name in config:
            facts.setdefault(name, config[name])
    flags = facts.pop("flags", "")
    if not kept.is_file():
        compiler = "unknown: this library was installed by someone else"
    digest = file_digest(library)
    return Build(
        hash=key_of(what, digest),
        what=what,
        library="liboqs",
        library_version=config.get("OQS_VERSION_TEXT", ""),
        compiler=compiler,
        flags=flags,
        facts=facts,
        files={library.name: digest},
    )
