"""What exactly is measured on the host: one Build a provider."""

from __future__ import annotations

from collections.abc import Callable
from importlib import metadata, resources
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import msgspec

from pqeval.errors import LibraryError
from pqeval.native.cache import file_digest, key_of
from pqeval.records import Build
from pqeval.version import __version__

__all__ = ["build_of"]


def build_of(provider: str) -> Build:
    """The build that a provider's records refer to.

    Raises:
        LibraryError: the provider is not installed.
    """
    maker = _MAKERS.get(provider)
    if maker is None:
        raise LibraryError(f"the host target does not know the provider {provider}")
    return maker()


def _liboqs() -> Build:
    from pqeval.liboqs.library import require_host_library  # noqa: PLC0415 - only where it is needed

    return require_host_library().build


def _openssl() -> Build:
    from pqeval.openssl.functions import require_library  # noqa: PLC0415 - only where it is needed

    return require_library().build


def _own() -> Build:
    facts = msgspec.json.decode(
        resources.files("pqeval").joinpath("_build_info.json").read_bytes(), type=dict[str, str]
    )
    extension = _extension("pqeval.lightweight._primitives")
    digest = file_digest(extension)
    return Build(
        hash=key_of("pqeval", digest),
        what="pqeval's own C for the host",
        library="pqeval",
        library_version=__version__,
        compiler=facts["compiler"],
        flags=facts["flags"],
        files={extension.name: digest},
    )


def _cryptography() -> Build:
    from cryptography.hazmat.backends.openssl.backend import backend  # noqa: PLC0415 - only where it is needed

    extension = _extension("cryptography.hazmat.bindings._rust")
    return _packaged("cryptography", extension, {"openssl": backend.openssl_version_text()})


def _pycryptodome() -> Build:
    return _packaged("pycryptodome", _extension("Crypto.Util._cpuid_c"), {})


def _packaged(package: str, extension: Path, facts: dict[str, str]) -> Build:
    version, digest = metadata.version(package), file_digest(extension)
    return Build(
        hash=key_of(package, version, digest),
        what=f"{package} as published",
        library=package,
        library_version=version,
        compiler="unknown: the package was built by its publisher",
        facts=facts,
        files={extension.name: digest},
    )


def _extension(module: str) -> Path:
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise LibraryError(f"the compiled module {module} is missing: install its package again")
    return Path(spec.origin)


_MAKERS: Final[dict[str, Callable[[], Build]]] = {
    "liboqs": _liboqs,
    "openssl": _openssl,
    "pqeval": _own,
    "cryptography": _cryptography,
    "pycryptodome": _pycryptodome,
}
