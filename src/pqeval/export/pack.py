"""The whole pack: every export in both languages and all formats, an annex, and hashes of every file."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pqeval.errors import RecordError
from pqeval.export.explorer import explorer
from pqeval.export.files import FORMATS, contents
from pqeval.export.gaps import with_gaps
from pqeval.export.latex import document
from pqeval.export.material import SHORT_ID, Material
from pqeval.export.page import page
from pqeval.export.registry import EXPORTS, make_all
from pqeval.export.table import Absent, Export
from pqeval.export.text import LANGUAGES, Language, plain, say
from pqeval.version import __version__

__all__ = ["MANIFEST", "Pack", "write_pack"]

MANIFEST: Final = "manifest.json"
_FOLDERS: Final = ("tables", "figures")
_PICTURE: Final = "svg"
"""What the page shows of a figure, so it is written whatever formats are asked for."""


@dataclass(frozen=True, slots=True)
class Pack:
    """What was written, and which exports could not be made, with the reason."""

    folder: Path
    files: tuple[str, ...]
    left_out: Mapping[str, str]


def write_pack(
    material: Material,
    folder: Path,
    formats: Sequence[str] = FORMATS,
    names: Sequence[str] = tuple(EXPORTS),
) -> Pack:
    """Write the pack into `folder`, all of it or nothing; an earlier pack there is replaced.

    An export that these runs cannot fill is left out, and the manifest says why.

    Raises:
        RecordError: the folder cannot be written, or holds something that is no pack.
    """
    _require_replaceable(folder)
    _require_writable(folder)
    made, left_out = make_all(material, names)
    made = with_gaps(made, {name: plain(reason) for name, reason in left_out.items()})
    files = _files(made, material, (*dict.fromkeys((*formats, _PICTURE)),))
    files[MANIFEST] = _manifest(made, left_out, files, material)
    try:
        temporary = _beside(folder)
        try:
            for name, content in files.items():
                path = temporary / name
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(content)
            temporary.chmod(0o755)
            _replace(folder, temporary)
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        raise RecordError(f"the pack cannot be written to {folder}: {error.strerror or error}") from error
    return Pack(folder, tuple(files), left_out)


def _files(made: Sequence[Export], material: Material, formats: Sequence[str]) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    beside: dict[tuple[str, Language], list[tuple[str, str]]] = {
        (export.id, language): [] for export in made for language in LANGUAGES
    }
    for export in made:
        place = _FOLDERS[export.draw is not None]
        for name, content in contents(export, LANGUAGES, formats):
            files[f"{place}/{name}"] = content
            _, *written, kind = name.split(".")
            for one in LANGUAGES:
                if written in ([], [one]):  # JSON holds both languages
                    beside[export.id, one].append((kind.upper(), f"{place}/{name}"))
    ids = ", ".join(run.id[:SHORT_ID] for run in material.runs)
    provenance = say("pack_provenance", version=__version__, runs=plain(ids), date=material.as_of)
    files["index.html"] = page(made, LANGUAGES, provenance, beside).encode()
    files["explorer.html"] = explorer(material).encode()
    if "tex" in formats:
        for language in LANGUAGES:
            inputs = [f"{_FOLDERS[export.draw is not None]}/{export.id}.{language}.tex" for export in made]
            title = say("pack_title").to(language)
            files[f"pack.{language}.tex"] = document(inputs, title, language).encode()
    return files


def _manifest(
    made: Sequence[Export], left_out: Mapping[str, str], files: Mapping[str, bytes], material: Material
) -> bytes:
    content: dict[str, Any] = {
        "pqeval_version": __version__,
        "as_of": material.as_of.isoformat(),
        "authority": material.authority.id if material.authority else "",
        "runs": [run.id for run in material.runs],
        "exports": {export.id: {"title": _title(export), **_filled(export)} for export in made},
        "left_out": dict(left_out),
        "sha256": {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)},
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _title(export: Export) -> dict[str, str]:
    return {language: export.title.to(language) for language in LANGUAGES}


def _filled(export: Export) -> dict[str, int]:
    cells = [cell for table in export.tables for row in table.rows for cell in row.cells]
    absent = [cell for cell in cells if isinstance(cell, Absent)]
    gaps = sum(cell.is_gap for cell in absent)
    return {"cells": len(cells), "not_filled": gaps, "not_applicable": len(absent) - gaps}


def _require_replaceable(folder: Path) -> None:
    """A pack may be replaced; nothing else is ever removed."""
    if folder.exists() and not folder.is_dir():
        raise RecordError(f"{folder} is no folder: name another with -o")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
        raise RecordError(f"{folder} holds something that is no pack: name an empty or new folder with -o")


def _require_writable(folder: Path) -> None:
    """Found out before all is made, which takes minutes."""
    try:
        _beside(folder).rmdir()
    except OSError as error:
        raise RecordError(f"the pack cannot be written to {folder}: {error.strerror or error}") from error


def _beside(folder: Path) -> Path:
    """A new empty folder on the same disk."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))


def _replace(folder: Path, made: Path) -> None:
    old = made.with_name(f"{made.name}.old")
    if folder.exists():
        folder.rename(old)
    try:
        made.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
