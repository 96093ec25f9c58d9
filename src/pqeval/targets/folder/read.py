"""Recognise a folder: which interface it has, what it needs, and what is missing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import msgspec

from pqeval.catalogue import Role, Sizes
from pqeval.targets.folder.c_text import has_main, prototypes, type_of, without_comments
from pqeval.targets.folder.folder import Folder, FolderError
from pqeval.targets.folder.interface import defines_interface, interface_of
from pqeval.targets.folder.kat import is_digest, require_kat
from pqeval.targets.folder.probe import Probe
from pqeval.targets.folder.scheme import scheme_of

__all__ = ["read_folder", "read_folders"]

_LARGEST_FILES: Final = 2000
_LARGEST_BYTES: Final = 100_000_000
_LARGEST_SIZE: Final = 16_000_000
_SUFFIXES: Final = (".c", ".S", ".s")

_SIZES: Final[Mapping[Role, Mapping[str, str]]] = {
    Role.KEM: {
        "PUBLICKEYBYTES": "public_key_bytes",
        "SECRETKEYBYTES": "secret_key_bytes",
        "CIPHERTEXTBYTES": "ciphertext_bytes",
        "BYTES": "shared_secret_bytes",
    },
    Role.SIGNATURE: {
        "PUBLICKEYBYTES": "public_key_bytes",
        "SECRETKEYBYTES": "secret_key_bytes",
        "BYTES": "signature_bytes",
    },
    Role.AEAD: {"KEYBYTES": "key_bytes", "NPUBBYTES": "nonce_bytes", "ABYTES": "tag_bytes"},
    Role.HASH: {"BYTES": "digest_bytes"},
    Role.MAC: {"KEYBYTES": "key_bytes", "BYTES": "tag_bytes"},
    Role.STREAM_CIPHER: {"KEYBYTES": "key_bytes", "NONCEBYTES": "nonce_bytes"},
}


def read_folders(paths: Sequence[Path], schemes: Sequence[str], kats: Sequence[str]) -> list[Folder]:
    """Read several folders; those of one name that implement the same scheme are told apart by their parents.

    Raises:
        FolderError: one is not an implementation, or is there twice.
        CatalogueError: the catalogue has no such scheme, or other sizes for it.
    """
    found = [
        read_folder(path, scheme=scheme, kat=kat)
        for path, scheme, kat in zip(paths, schemes, kats, strict=True)
    ]
    for count in (1, 2, 3):
        names = Counter((one.scheme.id, one.name) for one in found)
        found = [
            one
            if names[one.scheme.id, one.name] == 1
            else msgspec.structs.replace(one, name=_longer_name(Path(one.path), count + 1))
            for one in found
        ]
    twice = [one.path for one in found if [other.path for other in found].count(one.path) > 1]
    if twice or len({(one.scheme.id, one.name) for one in found}) != len(found):
        raise FolderError(
            f"an implementation is given twice: {', '.join(dict.fromkeys(twice)) or found[0].name}"
        )
    return found


def _longer_name(path: Path, parts: int) -> str:
    return "-".join(_printable(part) for part in path.parts[-parts:])


def _printable(name: str) -> str:
    """A name that fits on a line and into a key: what cannot be printed, or would divide it, is replaced."""
    return "".join(letter if letter.isprintable() and letter != "/" else "_" for letter in name)


def read_folder(path: Path, *, scheme: str = "", kat: str = "") -> Folder:
    """Read a folder; nothing in it is built or run.

    Args:
        path: the folder.
        scheme: the catalogue's name or identifier of what it implements; recognised if empty.
        kat: a file of known answers, or a SHA-256 in hex.

    Raises:
        FolderError: it is not an implementation; names what is missing.
        CatalogueError: the catalogue has no such scheme, or other sizes for it.
    """
    return _Reader(path.resolve()).folder(
        scheme, str(Path(kat).resolve()) if kat and not is_digest(kat) else kat
    )


@dataclass(frozen=True)
class _Reader:
    path: Path

    def folder(self, scheme: str, kat: str) -> Folder:
        if not self.path.is_dir():
            raise FolderError(f"{self.path} is not a folder")
        if not (self.path / "api.h").is_file():
            raise FolderError(
                f"{self.path} has no api.h: an implementation states its sizes (CRYPTO_BYTES and so on) there"
            )
        sources, left_out = self._sources()
        role, prefix, functions = interface_of(self.name, self._probe, sources)
        sizes = self._sizes(role, prefix)
        algorithm = self._algorithm(prefix)
        known = scheme_of(role, sizes, self._titles(algorithm, prefix), scheme, self.name)
        require_kat(kat, role)
        length, alias = self._random()
        return Folder(
            path=str(self.path),
            name=self.name,
            role=role,
            functions=functions,
            scheme=known.scheme,
            known=known.known,
            sources=tuple(sources),
            left_out=left_out,
            random_length=length,
            random_alias=alias,
            algorithm=algorithm,
            kat=kat,
        )

    @property
    def name(self) -> str:
        """The folder's name."""
        return _printable(self.path.name)

    @cached_property
    def _texts(self) -> dict[str, str]:
        """Every C and assembly file by name, without comments."""
        files = sorted(one for one in self.path.iterdir() if one.suffix in {".h", *_SUFFIXES})
        if len(files) > _LARGEST_FILES:
            raise FolderError(f"{self.name} has {len(files)} sources: that is no single implementation")
        texts: dict[str, str] = {}
        total = 0
        for file in files:
            if not file.is_file():
                raise FolderError(f"{self.name}: {file.name} is missing: a link to a file that is not there")
            total += file.stat().st_size
            if total > _LARGEST_BYTES:
                raise FolderError(f"{self.name}: its sources have over {_LARGEST_BYTES} bytes")
            texts[file.name] = without_comments(file.read_text(encoding="utf-8", errors="replace"))
        return texts

    @cached_property
    def _probe(self) -> Probe:
        return Probe(self.path)

    def _sources(self) -> tuple[dict[str, str], dict[str, str]]:
        """What is compiled, by name; and what is not, with the reason."""
        taken: dict[str, str] = {}
        left_out: dict[str, str] = {}
        for name, text in self._texts.items():
            if not name.endswith(_SUFFIXES):
                continue
            if name.endswith(".c") and has_main(text) and not defines_interface(text):
                left_out[name] = "a program of its own"
            elif any(one.defined for one in prototypes(text, "randombytes")):
                self._require_nothing_else(name, text)
                left_out[name] = "defines randombytes, which pqeval supplies"
            else:
                taken[name] = text
        if not taken:
            kinds = ", ".join(f"*{suffix}" for suffix in _SUFFIXES)
            raise FolderError(
                f"{self.path} has no source to compile ({kinds}), but for programs and generators"
            )
        return taken, left_out

    def _require_nothing_else(self, name: str, text: str) -> None:
        if defines_interface(text):
            raise FolderError(
                f"{self.name}: {name} defines randombytes beside the implementation; move it to a file of "
                "its own, because pqeval supplies randombytes"
            )

    # ---- types and sizes ----

    def _sizes(self, role: Role, prefix: str) -> Sizes:
        macros = self._probe.macros
        chosen: dict[str, str] = {}
        missing: list[str] = []
        for macro in _SIZES[role]:
            names = (f"{prefix}CRYPTO_{macro}", f"CRYPTO_{macro}")
            found = next((name for name in names if name in macros), "")
            chosen[macro] = found
            if not found:
                missing.append(names[0])
        if missing:
            raise FolderError(f"{self.name}: api.h does not state {' and '.join(missing)}")
        values = self._probe.values(chosen)
        for macro, name in chosen.items():
            if not 0 < values.get(macro, 0) <= _LARGEST_SIZE:
                raise FolderError(f"{self.name}: {name} is {values.get(macro)}, which is no length in bytes")
        self._require_no_secret_number(role, prefix)
        return Sizes(**{field: values[macro] for macro, field in _SIZES[role].items()})

    def _require_no_secret_number(self, role: Role, prefix: str) -> None:
        names = (f"{prefix}CRYPTO_NSECBYTES", "CRYPTO_NSECBYTES")
        name = next((one for one in names if one in self._probe.macros), "")
        if role == Role.AEAD and name and self._probe.values({"nsec": name})["nsec"] != 0:
            raise FolderError(f"{self.name}: {name} is not 0; secret message numbers are not supported")

    def _algorithm(self, prefix: str) -> str:
        """What api.h calls itself, or the empty string."""
        macros = self._probe.macros
        stated = macros.get(f"{prefix}CRYPTO_ALGNAME", macros.get("CRYPTO_ALGNAME", ""))
        title = re.fullmatch(r'"([^"]{1,80})"', stated.strip())
        return title[1] if title else ""

    def _titles(self, algorithm: str, prefix: str) -> tuple[str, ...]:
        """What the scheme may be called, the likeliest first: by api.h and by the folders' names."""
        names = [algorithm, self.name, prefix.strip("_")]
        # SUPERCOP and PQClean lay out as crypto_kem/SCHEME/IMPLEMENTATION; api.h's name there is often old.
        if self.path.parent.parent.name.startswith("crypto_"):
            names.insert(0, self.path.parent.name)
        return tuple(name for name in names if name)

    def _random(self) -> tuple[str, str]:
        """The type of length of the folder's randombytes, and another name that a macro gives to it."""
        types: dict[str, str] = {}
        alias = ""
        for name, text in self._texts.items():
            for one in prototypes(text, "randombytes"):
                if len(one.parameters) == len(("out", "length")):
                    types.setdefault(type_of(one.parameters[1]), name)
            if found := re.search(r"^\s*#\s*define\s+randombytes\s+(\w+)\s*$", text, re.MULTILINE):
                alias = found[1]
        if len(types) > 1:
            said = " and ".join(f"`{kind}` in {name}" for kind, name in types.items())
            raise FolderError(f"{self.name} declares randombytes with two types of length: {said}")
        return next(iter(types), "size_t"), "" if alias == "PQCLEAN_randombytes" else alias
