"""Build the firmware image of a scheme, and its empty twin; both through the cache."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from pqeval.catalogue import Implementation, Role, Scheme
from pqeval.errors import BuildError, TargetError
from pqeval.liboqs.build import CortexMLibrary
from pqeval.liboqs.library import identifier
from pqeval.native.cache import entry, file_digest, key_of
from pqeval.native.process import run
from pqeval.native.sources import native_root, sources_digest
from pqeval.native.tools import require_tool
from pqeval.records import Build
from pqeval.targets.cortex_m.emulator import MODEL_ID

__all__ = ["COMMON", "EMULATED", "FLAGS", "LINK", "Flavour", "Image", "Sizes", "build_image"]

FLAGS: Final = (
    "-mcpu=cortex-m4",
    "-mthumb",
    "-mfloat-abi=hard",
    "-mfpu=fpv4-sp-d16",
    "-std=c99",
    "-O3",
    "-ffunction-sections",
    "-fdata-sections",
)
LINK: Final = ("-nostartfiles", "-Wl,--gc-sections", "-Wl,--no-warn-rwx-segments", "-Wl,-z,noexecstack")
_BUFFER: Final = "pqe_buffer_"


@dataclass(frozen=True, slots=True)
class Flavour:
    """What an image needs beside its operations to run in some place.

    `sources`, `script` and `inputs` (whatever else the build depends on) are below native/.
    """

    name: str
    sources: tuple[str, ...]
    script: str
    flags: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()

    def arguments(self, key: str) -> list[str]:
        """For the compiler; a board's image says by its key which build it is."""
        return [*self.flags, f'-DPQE_IMAGE="{key}"']

    def link(self) -> list[str]:
        """For the linker."""
        script = native_root() / self.script
        return ["-T", str(script), f"-L{script.parent.parent}"]


COMMON: Final = ("startup.c", "main.c", "heap.c", "system.c")
EMULATED: Final = Flavour(
    "emulated", tuple(f"firmware/{name}" for name in (*COMMON, "hal_emulated.c")), "firmware/link.ld"
)


class Sizes(msgspec.Struct, frozen=True, kw_only=True):
    """Of a scheme: this image minus the empty one, in bytes; and the buffers its caller must hold."""

    text_bytes: int
    data_bytes: int
    bss_bytes: int
    buffer_bytes: int


@dataclass(frozen=True, slots=True)
class Image:
    """A built image."""

    path: Path
    sizes: Sizes
    build: Build


@dataclass(frozen=True, slots=True)
class _Recipe:
    """What goes into an image beside the common files."""

    sources: tuple[str, ...]
    arguments: tuple[str, ...]
    inputs: tuple[str, ...]
    archive: Path | None = None


def build_image(
    scheme: Scheme,
    implementation: Implementation,
    library: CortexMLibrary | None,
    flavour: Flavour = EMULATED,
) -> Image:
    """The image of one implementation for one place, built first if it is missing.

    Raises:
        BuildError: the compiler refuses; carries what it said.
        TargetError: there is no recipe for this implementation.
    """
    if implementation.provider == "liboqs":
        recipe = _liboqs_recipe(scheme, implementation, library)
    else:
        recipe = _own_recipe(scheme, implementation)
    compiler = require_tool("arm-none-eabi-gcc")
    below = sources_digest("firmware", "include", "common", *recipe.inputs, *flavour.inputs)
    archive = file_digest(recipe.archive) if recipe.archive else ""
    words = [word for word in recipe.arguments if not word.startswith("-I")]
    words += [flavour.name, *flavour.flags]
    key = key_of(below, archive, compiler.version_line, *FLAGS, *LINK, *recipe.sources, *words)
    folder = entry("firmware", key, lambda part: _compile(part, recipe, flavour, key))
    sizes = msgspec.json.decode((folder / "sizes.json").read_bytes(), type=Sizes)
    return Image(
        folder / "image.elf", sizes, _build_record(folder, implementation, library, compiler.version_line)
    )


def _liboqs_recipe(scheme: Scheme, implementation: Implementation, library: CortexMLibrary | None) -> _Recipe:
    if library is None:
        raise TargetError("liboqs for Cortex-M4 is not built yet: run `pqeval setup`")
    main = "kem.c" if scheme.role == Role.KEM else "signature.c"
    name = identifier(implementation.library_name, library.include, scheme.role)
    arguments = ("-DPQE_WITH_OQS", f"-DPQE_ID={name}", f"-I{library.include}")
    return _Recipe((f"firmware/{main}",), arguments, (), library.archive)


def _own_recipe(scheme: Scheme, implementation: Implementation) -> _Recipe:
    primitive = scheme.id.partition("_")[0]
    folder = f"lightweight/{primitive}"
    variant = implementation.variant
    prefix = f"pqe_{scheme.id}_{variant}"
    header = f'-DPQE_HEADER="{folder}/{primitive}.h"'
    sizes = scheme.sizes
    arguments: tuple[str, ...]
    match scheme.role:
        case Role.AEAD:
            main = "aead.c"
            arguments = (
                f"-DPQE_ENCRYPT={prefix}_encrypt",
                f"-DPQE_DECRYPT={prefix}_decrypt",
                f"-DPQE_KEY_BYTES={sizes.key_bytes}",
                f"-DPQE_NONCE_BYTES={sizes.nonce_bytes}",
                f"-DPQE_TAG_BYTES={sizes.tag_bytes}",
            )
        case Role.HASH:
            main = "hash.c"
            arguments = (f"-DPQE_DIGEST={prefix}_digest", f"-DPQE_DIGEST_BYTES={sizes.digest_bytes}")
        case _:
            raise TargetError(f"there is no firmware for {scheme.name} yet")
    sources = (f"firmware/{main}", f"{folder}/{primitive}_{variant}.c")
    return _Recipe(sources, (header, *arguments), (folder,))


def _compile(part: Path, recipe: _Recipe, flavour: Flavour, key: str) -> None:
    root = native_root()
    compiler = require_tool("arm-none-eabi-gcc").path
    sources = [str(root / name) for name in (*flavour.sources, *recipe.sources)]
    places = [f"-I{root}", f"-I{root / 'include'}", f"-I{root / 'firmware'}"]
    archive = [str(recipe.archive)] if recipe.archive else []
    for name, extra in (("image", ()), ("empty", ("-DPQE_EMPTY",))):
        output = ["-o", str(part / f"{name}.elf")]
        words = [
            *FLAGS,
            *places,
            *flavour.arguments(key),
            *recipe.arguments,
            *extra,
            *sources,
            *archive,
            *LINK,
            *flavour.link(),
            *output,
        ]
        run([compiler, *words])
    full, empty = _sections(part / "image.elf"), _sections(part / "empty.elf")
    sizes = Sizes(
        text_bytes=full[0] - empty[0],
        data_bytes=full[1] - empty[1],
        bss_bytes=full[2] - empty[2],
        buffer_bytes=_buffers(part / "image.elf"),
    )
    (part / "sizes.json").write_bytes(msgspec.json.encode(sizes))
    (part / "empty.elf").unlink()


def _sections(image: Path) -> tuple[int, int, int]:
    """Bytes of text (with constants), data and bss."""
    lines = run([_beside_compiler("size"), image]).splitlines()
    try:
        text, data, bss = (int(field) for field in lines[1].split()[:3])
    except (IndexError, ValueError) as error:
        raise BuildError(f"arm-none-eabi-size says nothing of {image.name}") from error
    return text, data, bss


def _buffers(image: Path) -> int:
    rows = (line.split() for line in run([_beside_compiler("nm"), "-S", image]).splitlines())
    return sum(
        int(row[1], 16) for row in rows if len(row) == len(("at", "size", "kind", "name")) and _is_buffer(row)
    )


def _is_buffer(row: Sequence[str]) -> bool:
    return row[3].startswith(_BUFFER)


def _beside_compiler(tool: str) -> Path:
    compiler = require_tool("arm-none-eabi-gcc").path
    return compiler.with_name(f"arm-none-eabi-{tool}")


def _build_record(
    folder: Path, implementation: Implementation, library: CortexMLibrary | None, compiler: str
) -> Build:
    liboqs = library.build if implementation.provider == "liboqs" and library is not None else None
    digest = file_digest(folder / "image.elf")
    facts = {"model": MODEL_ID, **(liboqs.facts if liboqs else {})}
    return Build(
        hash=key_of("firmware", digest, MODEL_ID),
        what=f"firmware of {implementation.scheme} ({implementation.provider}, {implementation.variant})",
        library=implementation.provider,
        library_version=liboqs.library_version if liboqs else _own_version(),
        compiler=compiler,
        flags=" ".join((*FLAGS, *LINK)),
        facts=facts,
        files={"image.elf": digest},
    )


def _own_version() -> str:
    from pqeval.version import __version__  # noqa: PLC0415 - beside its use

    return __version__
