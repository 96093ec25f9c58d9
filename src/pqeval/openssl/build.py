"""Build OpenSSL from the pinned crate, or take an installed one; then the bridge that we call it through."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pqeval.errors import BuildError, LibraryError
from pqeval.native.cache import entry, file_digest, find_entry, key_of
from pqeval.native.crates import SourceCrate
from pqeval.native.process import run, run_watched
from pqeval.native.sources import native_root, sources_digest
from pqeval.native.tools import require_tool
from pqeval.records import Build

__all__ = ["PREFIX_VARIABLE", "OpensslLibrary", "find_library", "library"]

PREFIX_VARIABLE: Final = "PQEVAL_OPENSSL"
_MINIMUM: Final = (3, 5)
"""The first version with ML-KEM, ML-DSA and SLH-DSA."""
_WAYS_OUT: Final = f"set {PREFIX_VARIABLE} to the prefix of an installed OpenSSL 3.5 or newer."
_CRATE: Final = SourceCrate(name="openssl-src", room="openssl", inner="openssl", ways_out=_WAYS_OUT)
_OPTIONS: Final = ("no-shared", "no-module", "no-tests", "no-docs", "no-apps", "enable-pic")
_NOWHERE: Final = "/pqeval-openssl"
"""Compiled in as the folder of settings: none is there, so that a user's openssl.cnf changes no figure."""
_RECIPE: Final = "1"
"""Part of every key: raised when the steps below change what an entry holds."""

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class OpensslLibrary:
    """An OpenSSL and our two programs against it: `bridge` is loaded, `handshake` is run."""

    prefix: Path
    version: str
    bridge: Path
    handshake: Path
    build: Build = field(hash=False)


def _quiet(_: str) -> None:
    pass


def library(progress: Progress = _quiet) -> OpensslLibrary:
    """The OpenSSL for this host, built first if it is missing.

    Raises:
        LibraryError, BuildError: it can be neither found nor built; the message lists the ways out.
    """
    if (prefix := _chosen_prefix()) is not None:
        return _described(prefix, progress, build_bridge=True)
    folder = entry("openssl", _key(), lambda part: _compile(part, progress))
    return _described(folder, progress, build_bridge=True)


def find_library() -> OpensslLibrary | None:
    """The OpenSSL that `library` would give, if it is there already; never builds.

    Raises:
        LibraryError: the prefix that was named is not one.
    """
    try:
        prefix = _chosen_prefix() or find_entry("openssl", _key())
        return None if prefix is None else _described(prefix, _quiet, build_bridge=False)
    except BuildError:
        return None


def _chosen_prefix() -> Path | None:
    named = os.environ.get(PREFIX_VARIABLE)
    if not named:
        return None
    prefix = Path(named).absolute()
    if not (prefix / "include" / "openssl" / "opensslv.h").is_file():
        raise LibraryError(
            f"{PREFIX_VARIABLE}={named} is not the prefix of an OpenSSL (no include/openssl/opensslv.h)"
        )
    return prefix


def _key() -> str:
    return key_of(_RECIPE, _CRATE.checksum(), *_OPTIONS, require_tool("cc").version_line)


def _compile(part: Path, progress: Progress) -> None:
    """Configure, build and install libraries and headers into `part`."""
    tree = _CRATE.tree(progress)
    work = part / "work"
    work.mkdir()
    progress("openssl: configuring")
    places = [f"--prefix={_NOWHERE}", f"--openssldir={_NOWHERE}", "--libdir=lib"]
    environment = {"CC": str(require_tool("cc").path), "CFLAGS": "", "CPPFLAGS": "", "LDFLAGS": ""}
    perl, make = require_tool("perl").path, require_tool("make").path
    run([perl, tree / "Configure", *_OPTIONS, *places], cwd=work, env=environment)
    compiled = 0

    def line(text: str) -> None:
        nonlocal compiled
        if " -c -o " in text:
            compiled += 1
            if compiled % 100 == 0:
                progress(f"openssl: {compiled} files compiled")

    # A make above us must not lend its jobs: this one counts its own.
    alone = {"MAKEFLAGS": "", "MFLAGS": ""}
    jobs = str(len(os.sched_getaffinity(0)))
    run_watched([make, "-j", jobs, "build_libs"], line, cwd=work, env=alone)
    run([make, "install_dev", f"DESTDIR={part / 'root'}"], cwd=work, env=alone)
    for name in ("lib", "include"):
        (part / "root" / _NOWHERE.strip("/") / name).rename(part / name)
    shutil.copyfile(tree / "LICENSE.txt", part / "LICENSE.txt")
    for folder in ("work", "root"):
        shutil.rmtree(part / folder)


def _described(prefix: Path, progress: Progress, *, build_bridge: bool) -> OpensslLibrary:
    version = _version(prefix / "include")
    if tuple(int(part) for part in version.split(".")[:2]) < _MINIMUM:
        raise LibraryError(f"OpenSSL {version} in {prefix} is too old: 3.5 or newer is needed")
    libraries = _libraries(prefix)
    digests = {path.name: file_digest(path.resolve()) for path in libraries}
    compiler = require_tool("cc").version_line
    key = key_of(_RECIPE, *digests.values(), str(prefix), sources_digest("openssl"), compiler)

    def compile_all(part: Path) -> None:
        progress("openssl bridge: compiling")
        for name, flags in _PROGRAMS.items():
            _compile_program(part / name, flags, prefix, libraries)

    if build_bridge:
        folder = entry("openssl-bridge", key, compile_all)
    elif (found := find_entry("openssl-bridge", key)) is not None:
        folder = found
    else:
        raise BuildError("the bridge to OpenSSL is not built yet: run `pqeval setup openssl`")
    build = _build_record(version, compiler, digests)
    return OpensslLibrary(
        prefix, version, folder / "libpqe-openssl.so", folder / "pqe-openssl-handshake", build
    )


_PROGRAMS: Final = {
    "libpqe-openssl.so": ("bridge.c", "-shared", "-Wl,-Bsymbolic", "-Wl,--exclude-libs,ALL"),
    "pqe-openssl-handshake": ("handshake.c", "certificates.c"),
}


def _compile_program(output: Path, words: tuple[str, ...], prefix: Path, libraries: list[Path]) -> None:
    root = native_root() / "openssl"
    sources = [str(root / word) for word in words if word.endswith(".c")]
    flags = [word for word in words if not word.endswith(".c")]
    common = [
        "-std=c99",
        "-O2",
        "-fPIC",
        "-fvisibility=hidden",
        "-Wall",
        "-Wextra",
        "-D_POSIX_C_SOURCE=200809L",
    ]
    places = [f"-I{prefix / 'include'}", f"-I{root}", f"-Wl,-rpath,{libraries[0].parent}"]
    linked = [str(path) for path in libraries]
    run(
        [
            require_tool("cc").path,
            *common,
            *places,
            *sources,
            *flags,
            "-o",
            output,
            *linked,
            "-ldl",
            "-pthread",
        ]
    )


def _libraries(prefix: Path) -> list[Path]:
    """The files of libssl and libcrypto, in the linker's order; archives are preferred."""
    folders = [*prefix.glob("lib*"), *prefix.glob("lib/*-linux-*")]
    for ending in (".a", ".so"):
        for folder in folders:
            found = [folder / f"lib{name}{ending}" for name in ("ssl", "crypto")]
            if all(path.is_file() for path in found):
                return found
    raise LibraryError(f"there are no libssl and libcrypto below {prefix}/lib")


def _version(include: Path) -> str:
    text = (include / "openssl" / "opensslv.h").read_text(encoding="utf-8", errors="replace")
    parts = dict(re.findall(r"# *define OPENSSL_VERSION_(MAJOR|MINOR|PATCH)\s+(\d+)", text))
    if len(parts) != 3:  # noqa: PLR2004 - major, minor, patch
        raise LibraryError(f"{include}/openssl/opensslv.h does not say which version of OpenSSL this is")
    return f"{parts['MAJOR']}.{parts['MINOR']}.{parts['PATCH']}"


def _build_record(version: str, compiler: str, digests: dict[str, str]) -> Build:
    ours = _chosen_prefix() is None
    facts = {"options": " ".join(_OPTIONS), "source": f"crate {_CRATE.checksum()}"} if ours else {}
    if not ours:
        compiler = "unknown: this library was installed by someone else"
    return Build(
        hash=key_of("openssl", *digests.values()),
        what="OpenSSL for the host",
        library="openssl",
        library_version=version,
        compiler=compiler,
        facts=facts,
        files=digests,
    )
