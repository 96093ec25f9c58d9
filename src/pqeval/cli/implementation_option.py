"""`--implementation` and what belongs to it: folders in, a plan and targets that know them out."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pqeval.cli.output import note
from pqeval.errors import PlanError
from pqeval.records import Failed, Run

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pqeval.catalogue import Scheme
    from pqeval.targets.folder.folder import Folder

__all__ = ["EXPLANATION", "SELECTED", "add_implementation", "folders_of", "new_schemes", "note_failures"]

_PROVIDER: Final = "folder"
SELECTED: Final = f"provider:{_PROVIDER}"

EXPLANATION: Final = """\
an implementation is a folder with api.h and C or assembly sources, with the interface of NIST, SUPERCOP or
PQClean: crypto_kem_keypair/enc/dec, crypto_sign_keypair/signature/verify (or crypto_sign/crypto_sign_open),
crypto_aead_encrypt/decrypt, crypto_hash, crypto_auth, or crypto_stream_xor; names may have a prefix. pqeval
supplies randombytes, and fips202.h, sha2.h and aes.h where the folder has none. `--implementation` measures
these folders alone; `--select` adds to them. With several folders, `--scheme` and `--kat` are given once for
all or once for each, in the same order.

security: building and running a folder runs its code with your rights, outside of any sandbox. Use it on code
that you trust.
"""


def add_implementation(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    group = parser.add_argument_group("somebody's implementation")
    group.add_argument(
        "--implementation",
        action="append",
        type=Path,
        metavar="DIR",
        help="measure the code in this folder; runs that code; may be repeated",
    )
    group.add_argument(
        "--scheme",
        action="append",
        metavar="SCHEME",
        help="what the folder implements, if it is not recognised",
    )
    group.add_argument(
        "--kat",
        action="append",
        metavar="FILE",
        help="known answers: NIST's .rsp, LWC's .txt, or a SHA-256 that was published of them",
    )


def folders_of(arguments: argparse.Namespace) -> list[Folder]:
    """Read the folders that were named.

    Raises:
        PlanError: an option has no folder to belong to.
        FolderError: a folder, or a file of known answers, is not what it should be.
        CatalogueError: a scheme does not exist or does not fit.
    """
    paths: list[Path] = arguments.implementation or []
    if not paths:
        for option in ("scheme", "kat"):
            if getattr(arguments, option):
                raise PlanError(f"--{option} says something of a folder, but there is no --implementation")
        return []
    from pqeval.targets.folder.read import read_folders  # noqa: PLC0415 - not needed for --help

    schemes = _for_each(arguments.scheme, "scheme", len(paths))
    return read_folders(paths, schemes, _for_each(arguments.kat, "kat", len(paths)))


def new_schemes(folders: Sequence[Folder]) -> tuple[Scheme, ...]:
    """The schemes of these folders that the catalogue does not have."""
    return tuple({one.scheme.id: one.scheme for one in folders if not one.known}.values())


def note_failures(run: Run) -> None:
    """Say in full why folders failed: what a compiler said stands in no table."""
    theirs = [one for one in run.records if isinstance(one, Failed) and one.series.provider == _PROVIDER]
    places = {(one.series.variant, one.series.target, one.stage, one.error): None for one in theirs}
    for folder, target, stage, error in places:
        note(f"  {folder} on {target} failed ({stage}): {error}")


def _for_each(given: list[str] | None, option: str, count: int) -> list[str]:
    values = given or [""]
    if len(values) not in (1, count):
        raise PlanError(
            f"--{option} is given {len(values)} times for {count} folders: once for all, or for each"
        )
    return values * count if len(values) == 1 else values
