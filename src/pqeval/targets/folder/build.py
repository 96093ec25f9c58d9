"""How a folder is compiled: what goes on the command line for every target, and the host's shared object."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pqeval.catalogue import Role
from pqeval.errors import BuildError, CommandError
from pqeval.native.cache import entry, file_digest, key_of
from pqeval.native.process import run
from pqeval.native.sources import native_root, sources_digest
from pqeval.native.tools import Tool, require_tool
from pqeval.records import Build
from pqeval.targets.folder.folder import PROVIDER, Folder
from pqeval.targets.folder.probe import PROVIDED, missing_header

__all__ = [
    "DIALECT",
    "HOST_FLAGS",
    "NOUNS",
    "HostCode",
    "Ingredients",
    "explained",
    "facts_of",
    "host_code",
    "ingredients",
]

DIALECT: Final = ("-std=gnu11", "-DNDEBUG")
"""As liboqs is compiled: many implementations use GNU's `asm`."""
HOST_FLAGS: Final = (
    "-O3",
    "-fomit-frame-pointer",
    *DIALECT,
    "-fPIC",
    "-fvisibility=hidden",
    "-ffunction-sections",
    "-fdata-sections",
)
_LINK: Final = ("-shared", "-Wl,--gc-sections", "-Wl,-Bsymbolic", "-Wl,-z,defs", "-Wl,-z,noexecstack")
_ENGLISH: Final = {"LC_ALL": "C"}
_TIMEOUT_S: Final = 600
_SHOWN_LINES: Final = 24
_LIBRARY: Final = "implementation.so"
_MACROS: Final = {
    "kem_keypair": "PQE_KEYPAIR",
    "kem_enc": "PQE_ENC",
    "kem_dec": "PQE_DEC",
    "sign_keypair": "PQE_KEYPAIR",
    "sign_signature": "PQE_SIGNATURE",
    "sign_verify": "PQE_VERIFY",
    "sign": "PQE_SIGN",
    "sign_open": "PQE_OPEN",
    "aead_encrypt": "PQE_ENCRYPT",
    "aead_decrypt": "PQE_DECRYPT",
    "hash": "PQE_HASH",
    "auth": "PQE_AUTH",
    "stream_xor": "PQE_STREAM_XOR",
}
_HELPERS: Final = {
    "fips202.h": ("fips202.c",),
    "sha2.h": ("sha256.c", "sha512.c"),
    "aes.h": ("aes.c",),
    "nistseedexpander.h": ("nistseedexpander.c", "aes.c"),
}
NOUNS: Final = {
    Role.KEM: "kem",
    Role.SIGNATURE: "signature",
    Role.AEAD: "aead",
    Role.HASH: "hash",
    Role.MAC: "mac",
    Role.STREAM_CIPHER: "stream",
}
"""How the files of native/implementation are named by role."""


@dataclass(frozen=True, slots=True)
class Ingredients:
    """What a folder is compiled from, for one compiler.

    `arguments` are definitions and places of headers; `provided` names pqeval's own helpers among `sources`;
    `digest` is over everything that the folder brings.
    """

    sources: tuple[Path, ...]
    arguments: tuple[str, ...]
    provided: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class HostCode:
    """A folder's shared object for this host."""

    library: Path
    build: Build


def ingredients(folder: Folder, compiler: Tool, flags: Sequence[str]) -> Ingredients:
    """Find out which headers and helpers a folder needs.

    Raises:
        BuildError: a header is missing; names it and who wants it.
    """
    home, helpers = Path(folder.path), native_root() / PROVIDED
    sources = tuple(home / name for name in folder.sources)
    places = (f"-I{home}", f"-I{helpers}")
    arguments = (*places, *_definitions(folder))
    preprocessed = [one for one in sources if one.suffix != ".s"]
    used = _used_headers(folder, [compiler.path, *flags, *DIALECT, *arguments, "-MM", *preprocessed])
    wanted = [
        helper
        for header, names in _HELPERS.items()
        if helpers / header in used
        for helper in names
        if helper not in folder.sources
    ]
    provided = tuple(dict.fromkeys(wanted))
    elsewhere = sorted(one for one in used if not one.is_relative_to(native_root()) and one.parent != home)
    return Ingredients(
        sources=(*sources, *(helpers / name for name in provided)),
        arguments=arguments,
        provided=provided,
        digest=_digest(home, elsewhere),
    )


def host_code(folder: Folder) -> HostCode:
    """The shared object of a folder, built first if it is missing.

    Raises:
        BuildError: there is no compiler, or it refuses; carries what it said.
    """
    compiler = require_tool("cc")
    found = ingredients(folder, compiler, HOST_FLAGS)
    noun = NOUNS[folder.role]
    ours = [native_root() / "implementation" / name for name in (f"host_{noun}.c", "random.c")]
    words = [word for word in found.arguments if not word.startswith("-I")]
    key = key_of(
        found.digest, sources_digest("implementation"), compiler.version_line, *HOST_FLAGS, *_LINK, *words
    )

    def build(part: Path) -> None:
        output: list[str | Path] = ["-o", part / _LIBRARY, *_LINK, "-lm"]
        command: list[str | Path] = [
            compiler.path,
            *HOST_FLAGS,
            *found.arguments,
            *ours,
            *found.sources,
            *output,
        ]
        try:
            run(command, env=_ENGLISH, timeout_s=_TIMEOUT_S)
        except CommandError as error:
            raise explained(folder, error) from error

    library = entry("implementation", key, build) / _LIBRARY
    return HostCode(library, _build_record(folder, found, library, compiler))


def explained(folder: Folder, error: CommandError) -> BuildError:
    """What a compiler said of a folder, from its beginning, where the first mistake stands."""
    text = _without_places(error.stderr or error.stdout, folder)
    lines = text.strip().splitlines()
    shown = lines[:_SHOWN_LINES]
    if len(lines) > len(shown):
        shown.append(f"… and {len(lines) - len(shown)} more lines")
    said = "\n".join(shown)
    compiler = Path(error.command[0]).name
    return BuildError(
        f"{folder.name} cannot be built by {compiler} (if it is for another target, name that with "
        f"--target):\n{said}"
    )


def facts_of(folder: Folder, found: Ingredients) -> dict[str, str]:
    """What a build record says of a folder."""
    facts = {"sources": found.digest}
    if found.provided:
        facts["provided"] = f"{' '.join(found.provided)} ({sources_digest(PROVIDED)[:16]})"
    for name, reason in folder.left_out.items():
        facts[f"left out: {name}"] = reason
    return facts


def _definitions(folder: Folder) -> tuple[str, ...]:
    functions = folder.functions
    words = [f"-D{_MACROS[verb]}={name}" for verb, name in sorted(functions.names.items())]
    words.append(f"-DPQE_LENGTH={functions.length}")
    words.append(f"-DPQE_RANDOM_LENGTH={folder.random_length}")
    if folder.random_alias:
        words.append(f"-DPQE_RANDOM_ALIAS={folder.random_alias}")
    if functions.with_context:
        words.append("-DPQE_WITH_CONTEXT")
    if not functions.declared:
        words.append("-DPQE_UNDECLARED")
    sizes = folder.scheme.sizes
    lengths = {field: getattr(sizes, field) for field in sizes.__struct_fields__}
    words += [f"-DPQE_{field.upper()}={value}" for field, value in lengths.items() if value is not None]
    return tuple(words)


def _used_headers(folder: Folder, command: Sequence[str | Path]) -> set[Path]:
    try:
        rules = run(command, env=_ENGLISH, timeout_s=_TIMEOUT_S)
    except CommandError as error:
        if header := missing_header(error.stderr):
            raise BuildError(
                f"{folder.name} needs the header `{header}`, which is neither in the folder nor provided by "
                f"pqeval:\n{_without_places(error.stderr, folder).strip()}"
            ) from error
        raise explained(folder, error) from error
    words = re.findall(r"(?:\\.|[^\s\\])+", rules.replace("\\\n", " "))
    # In make's rules a space in a name has a backslash before it, and a dollar sign is doubled.
    names = (re.sub(r"\\(.)", r"\1", word).replace("$$", "$") for word in words if not word.endswith(":"))
    return {Path(name).resolve() if ".." in name else Path(name) for name in names}


def _digest(home: Path, elsewhere: Sequence[Path]) -> str:
    """SHA-256 over the names and contents of the folder's files and of the headers elsewhere."""
    digest = hashlib.sha256()
    inside = sorted(one for one in home.iterdir() if one.is_file() and not one.name.startswith("."))
    for file in (*inside, *elsewhere):
        digest.update(f"{file.name}\0{file_digest(file)}\0".encode())
    return digest.hexdigest()


def _without_places(text: str, folder: Folder) -> str:
    for place in (folder.path, str(native_root())):
        text = text.replace(f"{place}/", "")
    return text


def _build_record(folder: Folder, found: Ingredients, library: Path, compiler: Tool) -> Build:
    digest = file_digest(library)
    return Build(
        hash=key_of("folder", digest),
        what=f"{folder.scheme.name} of the folder {folder.name}, for the host",
        library=PROVIDER,
        library_version=found.digest[:16],
        compiler=compiler.version_line,
        flags=" ".join((*HOST_FLAGS, *_LINK)),
        facts=facts_of(folder, found),
        files={_LIBRARY: digest},
    )
