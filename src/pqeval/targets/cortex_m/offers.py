"""What can be run on a Cortex-M, and what of it can be said: metrics, and implementations of liboqs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pqeval.catalogue import Boundary, Implementation, Kind, Metric, Provision, Role, load
from pqeval.errors import CatalogueError
from pqeval.liboqs.build import CortexMLibrary
from pqeval.liboqs.library import KINDS, enabled_in, header_identifiers, secret_key_encoding
from pqeval.liboqs.stateful_kat import NO_KNOWN_ANSWER, NOTES, has_known_answer

__all__ = ["in_liboqs", "liboqs_implementations", "not_offered", "provisions"]

_DIFFERENCE = "image minus empty image"
_VARIANT = "generic"


def provisions(model: str) -> tuple[Provision, ...]:
    """What is counted, and what the timing model adds if there is one (empty: no cycles)."""
    cycles = {
        Metric.MODELLED_CYCLES: (Kind.MODELLED, model),
        Metric.HASHING_SHARE: (Kind.MODELLED, f"{model}, first sample"),
    }
    metrics = {
        Metric.INSTRUCTIONS: (Kind.COUNTED, "Unicorn engine"),
        **(cycles if model else {}),
        Metric.STACK_BYTES: (Kind.COUNTED, "stack pointer"),
        Metric.PAINTED_STACK_BYTES: (Kind.COUNTED, "painted RAM"),
        Metric.DIVISIONS: (Kind.COUNTED, "first sample"),
        Metric.HEAP_PEAK_BYTES: (Kind.COUNTED, "counting allocator"),
        Metric.BUFFER_BYTES: (Kind.COUNTED, "symbols of the image"),
        Metric.TEXT_BYTES: (Kind.COUNTED, _DIFFERENCE),
        Metric.HASHING_TEXT_BYTES: (Kind.COUNTED, "symbols of the image"),
        Metric.DATA_BYTES: (Kind.COUNTED, _DIFFERENCE),
        Metric.BSS_BYTES: (Kind.COUNTED, _DIFFERENCE),
        Metric.RANDOM_BYTES: (Kind.COUNTED, "random bytes served"),
    }
    return tuple(
        Provision(metric=metric, kind=kind, instrument=instrument)
        for metric, (kind, instrument) in metrics.items()
    )


def in_liboqs() -> Iterator[Implementation]:
    """What liboqs may have for a core before it is built there: enough to ask whether it is wanted."""
    for scheme in load().of_liboqs():
        yield Implementation(scheme=scheme, provider="liboqs", variant=_VARIANT, library_name="")


def liboqs_implementations(library: CortexMLibrary | None) -> Iterator[Implementation]:
    """What the cross-built library has that can be checked; nothing without a library."""
    if library is None:
        return
    catalogue = load()
    for role in KINDS:
        for name, identifier in header_identifiers(library.include, role).items():
            if not enabled_in(library.include, role, identifier):
                continue
            try:
                scheme = catalogue.by_library("liboqs", library.version, name)
            except CatalogueError:
                continue  # a scheme newer than the catalogue: nothing is known of it
            stateful = role == Role.STATEFUL_SIGNATURE
            if stateful and not has_known_answer(name, library.include.parent):
                continue  # it could never be checked
            yield Implementation(
                scheme=scheme.id,
                provider="liboqs",
                variant=_VARIANT,
                library_name=name,
                boundary=Boundary.C,
                secret_key_encoding=secret_key_encoding(scheme),
                secret_key_bytes=0 if stateful else scheme.sizes.secret_key_bytes or 0,
                licence="MIT",
                notes=NOTES if stateful else (),
            )


def not_offered(libraries: Iterable[CortexMLibrary | None], code: str) -> dict[str, str]:
    """Why a scheme has no implementation here; `code` is the core for which liboqs is built."""
    missing = None in libraries
    reasons: dict[str, str] = {}
    for scheme in load().schemes:
        if scheme.role not in KINDS:
            reasons[scheme.id] = "no C implementation for this target yet"
        elif missing:
            reasons[scheme.id] = f"liboqs for {code} is not built yet: run `pqeval setup --core {code}`"
        elif scheme.role == Role.STATEFUL_SIGNATURE:
            reasons[scheme.id] = f"the library here does not have it, or {NO_KNOWN_ANSWER}"
        else:
            reasons[scheme.id] = "not offered by the library here"
    return reasons
