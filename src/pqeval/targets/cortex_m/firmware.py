"""Build the firmware image of a scheme, and its empty twin; both through the cache."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import msgspec

from pqeval.catalogue import Implementation, Role, Scheme
from pqeval.errors import BuildError, CommandError, TargetError
from pqeval.liboqs.build import CortexMLibrary
from pqeval.liboqs.library import identifier
from pqeval.lightweight.offers import PROVIDER_NAME, own_of
from pqeval.native.cache import entry, file_digest, key_of
from pqeval.native.code import MODE_SOURCE, code_digest
from pqeval.native.cores import CORE_FLAGS
from pqeval.native.objects import compiled
from pqeval.native.process import run
from pqeval.native.sources import native_root, sources_digest
from pqeval.native.tools import require_tool
from pqeval.records import Build
from pqeval.targets.cortex_m.aligned import aligned_script
from pqeval.targets.cortex_m.cores import Core
from pqeval.targets.cortex_m.optimisation import written_as
from pqeval.targets.cortex_m.symbols import buffer_bytes, hashing_bytes, symbols_of
from pqeval.targets.folder.build import DIALECT, NOUNS, explained, facts_of, ingredients
from pqeval.targets.folder.folder import Folder
from pqeval.targets.own_code import own_code

__all__ = [
    "COMMON",
    "EMULATED",
    "FLAGS",
    "LINK",
    "Flavour",
    "Image",
    "Sizes",
    "build_aligned",
    "build_image",
    "build_twin",
]

FLAGS: Final = ("-std=c99", "-ffunction-sections", "-fdata-sections")
LINK: Final = ("-nostartfiles", "-Wl,--gc-sections", "-Wl,--no-warn-rwx-segments", "-Wl,-z,noexecstack")
_FORMAT: Final = "3"
"""Part of every key: raised when an entry holds other things than before."""
_LIBOQS_MAINS: Final = {
    Role.KEM: "kem.c",
    Role.SIGNATURE: "signature.c",
    Role.STATEFUL_SIGNATURE: "stateful.c",
}


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
    """Of a scheme: this image minus the empty one, in bytes; and the buffers its caller must hold.

    Of the text, `hashing_text_bytes` are functions and constants that hash, by their names.
    """

    text_bytes: int
    hashing_text_bytes: int
    data_bytes: int
    bss_bytes: int
    buffer_bytes: int


@dataclass(frozen=True, slots=True)
class Image:
    """A built image; `aligned` is the same code in another placement, where that was asked for."""

    path: Path
    sizes: Sizes
    build: Build
    aligned: Path | None = None


@dataclass(frozen=True, slots=True)
class _Recipe:
    """What goes into an image beside the common files.

    `digest` and `facts` are of somebody's folder; its sources have absolute names.
    """

    sources: tuple[str, ...]
    arguments: tuple[str, ...]
    inputs: tuple[str, ...]
    archive: Path | None = None
    digest: str = ""
    facts: dict[str, str] = field(default_factory=dict)


def build_image(
    scheme: Scheme,
    implementation: Implementation,
    library: CortexMLibrary | None,
    core: Core,
    folder: Folder | None = None,
    *,
    flavour: Flavour = EMULATED,
) -> Image:
    """The image of one implementation for a core and a place, built first if it is missing.

    `folder` is given if it is somebody's.

    Raises:
        BuildError: the compiler refuses; carries what it said.
        TargetError: there is no recipe for this implementation.
    """
    recipe, flags = _recipe_for(scheme, implementation, library, core, folder)
    compiler = require_tool("arm-none-eabi-gcc")
    key = _key(recipe, flags, flavour)
    try:
        named = (*flags, *flavour.arguments(key))
        place = entry("firmware", key, lambda part: _compile(part, _compiled(recipe, flags), named, flavour))
    except CommandError as error:
        raise explained(folder, error) if folder is not None else error from error
    sizes = msgspec.json.decode((place / "sizes.json").read_bytes(), type=Sizes)
    build = _build_record(place, implementation, library, core, (compiler.version_line, flags))
    if recipe.digest:
        facts = {**build.facts, **recipe.facts}
        build = msgspec.structs.replace(build, library_version=recipe.digest[:16], facts=facts)
    return Image(place / "image.elf", sizes, build)


def build_aligned(
    scheme: Scheme,
    implementation: Implementation,
    library: CortexMLibrary | None,
    core: Core,
    folder: Folder | None = None,
) -> Path:
    """The same code as in the image of `build_image`, in the placement of `aligned_script`.

    Raises:
        BuildError, TargetError: as `build_image`.
    """
    recipe, flags = _recipe_for(scheme, implementation, library, core, folder)
    script = aligned_script((native_root() / EMULATED.script).read_text(encoding="utf-8"))
    key = key_of(_key(recipe, flags, EMULATED), script)
    named = (*flags, *EMULATED.arguments(key))

    def build(part: Path) -> None:
        (part / "link.ld").write_text(script, encoding="utf-8")
        _link(part / "image.elf", recipe, named, EMULATED, part / "link.ld")

    return entry("firmware-aligned", key, build) / "image.elf"


def _recipe_for(
    scheme: Scheme,
    implementation: Implementation,
    library: CortexMLibrary | None,
    core: Core,
    folder: Folder | None,
) -> tuple[_Recipe, tuple[str, ...]]:
    """What goes into an image, and the compiler's flags."""
    flags = (*CORE_FLAGS[core.code], f"-{implementation.optimisation}", *FLAGS)
    if folder is not None:
        return _folder_recipe(folder, flags), flags
    if implementation.provider == "liboqs":
        return _liboqs_recipe(scheme, implementation, library), flags
    return _own_recipe(scheme, implementation), flags


def _key(recipe: _Recipe, flags: Sequence[str], flavour: Flavour) -> str:
    """Names everything that an image depends on."""
    compiler = require_tool("arm-none-eabi-gcc").version_line
    below = sources_digest("firmware", "include", "common", *recipe.inputs, *flavour.inputs)
    archive = file_digest(recipe.archive) if recipe.archive else ""
    words = [word for word in recipe.arguments if not word.startswith("-I")]
    words += [flavour.name, *flavour.flags, _FORMAT, *recipe.digest.split()]
    names = [name.rpartition("/")[2] if recipe.digest else name for name in recipe.sources]
    return key_of(below, archive, compiler, *flags, *LINK, *names, *words)


def build_twin(
    scheme: Scheme, implementation: Implementation, library: tuple[Path, Path] | None, core: Core
) -> Path:
    """The image of one implementation with line numbers beside the code, which they should not change.

    `library` is archive and headers of a liboqs with line numbers where the implementation is of liboqs.

    Raises:
        BuildError: the compiler refuses; carries what it said.
    """
    recipe = (
        _recipe_with(scheme, implementation, *library) if library else _own_recipe(scheme, implementation)
    )
    flags = (*CORE_FLAGS[core.code], f"-{implementation.optimisation}", *FLAGS, "-g")
    compiler = require_tool("arm-none-eabi-gcc").version_line
    below = sources_digest("firmware", "include", "common", *recipe.inputs)
    archive = file_digest(recipe.archive) if recipe.archive else ""
    words = [word for word in recipe.arguments if not word.startswith("-I")]
    key = key_of(below, archive, compiler, *flags, *LINK, *recipe.sources, *words)
    named = (*flags, *EMULATED.arguments(key))

    def build(part: Path) -> None:
        _link(part / "image.elf", _compiled(recipe, flags), named, EMULATED)

    return entry("firmware-lines", key, build) / "image.elf"


def _liboqs_recipe(scheme: Scheme, implementation: Implementation, library: CortexMLibrary | None) -> _Recipe:
    if library is None:
        raise TargetError("liboqs for this core is not built yet: run `pqeval setup`")
    return _recipe_with(scheme, implementation, library.archive, library.include)


def _recipe_with(scheme: Scheme, implementation: Implementation, archive: Path, include: Path) -> _Recipe:
    name = identifier(implementation.library_name, include, scheme.role)
    arguments = ["-DPQE_WITH_OQS", f"-DPQE_ID={name}", f"-I{include}"]
    if scheme.role == Role.STATEFUL_SIGNATURE:
        # LMS has one function for all parameter sets, XMSS one for each.
        verify = "lms" if name.startswith("lms_") else name
        arguments += [
            f"-DPQE_VERIFY=OQS_SIG_STFL_alg_{verify}_verify",
            f"-DPQE_PUBLIC_KEY_BYTES={scheme.sizes.public_key_bytes}",
            f"-DPQE_SIGNATURE_BYTES={scheme.sizes.signature_bytes}",
        ]
    return _Recipe((f"firmware/{_LIBOQS_MAINS[scheme.role]}",), tuple(arguments), (), archive)


def _own_recipe(scheme: Scheme, implementation: Implementation) -> _Recipe:
    own = own_of(scheme.id, written_as(implementation))
    code = own_code(scheme, own)
    return _Recipe((f"firmware/{own.shape}.c", *code.sources), code.definitions, own.inputs)


def _compiled(recipe: _Recipe, flags: Sequence[str]) -> _Recipe:
    """The same recipe with a primitive's own sources compiled: a cipher and its modes share them."""
    if not _is_own(recipe):
        return recipe
    compiler = require_tool("arm-none-eabi-gcc")
    objects = [
        name if name == MODE_SOURCE else str(compiled(compiler, flags, name, "firmware-objects"))
        for name in recipe.sources[1:]
    ]
    return replace(recipe, sources=(recipe.sources[0], *objects))


def _is_own(recipe: _Recipe) -> bool:
    """Whether it is a primitive of ours: its main comes first."""
    return recipe.archive is None and not recipe.digest


def _folder_recipe(folder: Folder, flags: Sequence[str]) -> _Recipe:
    found = ingredients(folder, require_tool("arm-none-eabi-gcc"), flags)
    ours = (f"implementation/firmware_{NOUNS[folder.role]}.c", "implementation/random.c")
    return _Recipe(
        sources=(*ours, *(str(source) for source in found.sources)),
        arguments=("-DPQE_FIRMWARE", *DIALECT, *found.arguments),
        inputs=("implementation",),
        digest=found.digest,
        facts=facts_of(folder, found),
    )


def _link(
    output: Path, recipe: _Recipe, flags: Sequence[str], flavour: Flavour, script: Path | None = None
) -> None:
    root = native_root()
    compiler = require_tool("arm-none-eabi-gcc").path
    sources = [str(root / name) for name in (*flavour.sources, *recipe.sources)]
    places = [f"-I{root}", f"-I{root / 'include'}", f"-I{root / 'firmware'}"]
    archive = [str(recipe.archive)] if recipe.archive else []
    placed = ["-T", str(script)] if script else flavour.link()
    words = [*flags, *places, *recipe.arguments, *sources, *archive, *LINK, *placed]
    run([compiler, *words, "-o", str(output)])


def _compile(part: Path, recipe: _Recipe, flags: Sequence[str], flavour: Flavour) -> None:
    _link(part / "image.elf", recipe, flags, flavour)
    _link(part / "empty.elf", _without_scheme(recipe), (*flags, "-DPQE_EMPTY"), flavour)
    full, empty = _sections(part / "image.elf"), _sections(part / "empty.elf")
    symbols = symbols_of(part / "image.elf")
    sizes = Sizes(
        text_bytes=full[0] - empty[0],
        hashing_text_bytes=hashing_bytes(symbols, symbols_of(part / "empty.elf")),
        data_bytes=full[1] - empty[1],
        bss_bytes=full[2] - empty[2],
        buffer_bytes=buffer_bytes(symbols),
    )
    (part / "sizes.json").write_bytes(msgspec.json.encode(sizes))
    (part / "empty.elf").unlink()


def _without_scheme(recipe: _Recipe) -> _Recipe:
    """What an empty image is made of: of our own schemes the main alone, as nothing refers to the rest."""
    return replace(recipe, sources=recipe.sources[:1]) if _is_own(recipe) else recipe


def _sections(image: Path) -> tuple[int, int, int]:
    """Bytes of text (with constants), data and bss."""
    tool = require_tool("arm-none-eabi-gcc").path.with_name("arm-none-eabi-size")
    lines = run([tool, image]).splitlines()
    try:
        text, data, bss = (int(field) for field in lines[1].split()[:3])
    except (IndexError, ValueError) as error:
        raise BuildError(f"arm-none-eabi-size says nothing of {image.name}") from error
    return text, data, bss


def _build_record(
    folder: Path,
    implementation: Implementation,
    library: CortexMLibrary | None,
    core: Core,
    compiled: tuple[str, Sequence[str]],
) -> Build:
    liboqs = library.build if implementation.provider == "liboqs" and library is not None else None
    digest = file_digest(folder / "image.elf")
    compiler, flags = compiled
    model = core.model or "none"
    facts = {"model": model, "core": core.name, **(liboqs.facts if liboqs else {})}
    return Build(
        hash=key_of("firmware", digest, model, core.name),
        what=f"firmware of {implementation.scheme} ({implementation.provider}, {implementation.variant})",
        library=implementation.provider,
        library_version=liboqs.library_version if liboqs else _own_version(),
        compiler=compiler,
        flags=" ".join((*flags, *LINK)),
        facts=facts,
        files={"image.elf": digest},
        notes=_notes(implementation),
    )


def _notes(implementation: Implementation) -> dict[str, str]:
    """Of our own code, which it is: what is kept of a run can be seen to be old."""
    if implementation.provider != PROVIDER_NAME:
        return {}
    return {"code": code_digest(own_of(implementation.scheme, written_as(implementation)))}


def _own_version() -> str:
    from pqeval.version import __version__  # noqa: PLC0415 - beside its use

    return __version__
