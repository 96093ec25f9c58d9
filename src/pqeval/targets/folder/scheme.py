"""Which scheme a folder implements: one of the catalogue's, or one that is known by its own name alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import msgspec

from pqeval.catalogue import (
    Confidence,
    HardnessClass,
    Operation,
    Role,
    Scheme,
    SecurityFlag,
    Sizes,
    Status,
    check_sizes,
    load,
)
from pqeval.errors import CatalogueError
from pqeval.targets.inputs import XOF_BYTES

__all__ = ["Recognised", "scheme_of"]

# Nothing is known of an unknown scheme, so what might be rejection-sampled is run over seeds.
_STOCHASTIC: Final = {
    Role.KEM: (Operation.KEYGEN,),
    Role.SIGNATURE: (Operation.KEYGEN, Operation.SIGN),
}


class Recognised(NamedTuple):
    """A scheme, and whether it is the catalogue's."""

    scheme: Scheme
    known: bool


def scheme_of(role: Role, sizes: Sizes, titles: Sequence[str], named: str, folder: str) -> Recognised:
    """The scheme that was `named`; else the one whose name and sizes fit; else a new one.

    Raises:
        CatalogueError: there is no scheme of that name, or it has another role or other sizes.
    """
    if named:
        scheme = load().scheme(named)
        if role not in _interfaces_of(scheme):
            raise CatalogueError(f"{folder} is a {role}, but {scheme.name} is a {scheme.role}")
        check_sizes(scheme, sizes, f"{folder}/api.h")
        return Recognised(_with_output(scheme, sizes, folder), known=True)
    found = _fitting(role, sizes, titles)
    return Recognised(found, known=True) if found else Recognised(_new(role, sizes, titles), known=False)


def _interfaces_of(scheme: Scheme) -> tuple[Role, ...]:
    """The roles whose interface an implementation of a scheme may have: no interface is for XOFs alone."""
    return (Role.HASH,) if scheme.role == Role.XOF else (scheme.role,)


def _with_output(scheme: Scheme, sizes: Sizes, folder: str) -> Scheme:
    """An XOF with the length of output that it is measured with; any other scheme as it is.

    Raises:
        CatalogueError: the folder's XOF has another length of output.
    """
    if scheme.role != Role.XOF:
        return scheme
    if sizes.digest_bytes != XOF_BYTES:
        raise CatalogueError(
            f"{scheme.name} is measured with {XOF_BYTES} bytes of output, but {folder}/api.h says "
            f"CRYPTO_BYTES is {sizes.digest_bytes}: set it to {XOF_BYTES}"
        )
    return msgspec.structs.replace(
        scheme, sizes=msgspec.structs.replace(scheme.sizes, digest_bytes=XOF_BYTES)
    )


def _fitting(role: Role, sizes: Sizes, titles: Sequence[str]) -> Scheme | None:
    for title in titles:
        for scheme in load().schemes:
            if scheme.role == role and _plain(title) in {_plain(scheme.name), _plain(scheme.id)}:
                try:
                    check_sizes(scheme, sizes, "")
                except CatalogueError:
                    continue  # a namesake with other sizes is another scheme
                return scheme
    return None


def _new(role: Role, sizes: Sizes, titles: Sequence[str]) -> Scheme:
    # It is printed in pages, charts and tables: nothing in it may mean something there.
    title = re.sub(r"[^\w .,:;()+/-]", "_", titles[0])
    if re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_") in load().by_id:
        lengths = "-".join(str(one) for name in Sizes.__struct_fields__ if (one := getattr(sizes, name)))
        title = f"{title} ({lengths})"
    return Scheme(
        id=re.sub(r"[^a-z0-9]+", "_", f"folder_{title}".lower()).strip("_"),
        name=title,
        role=role,
        family="unknown",
        sizes=sizes,
        hardness_class=HardnessClass.UNKNOWN,
        status=Status.UNKNOWN_IMPLEMENTATION,
        security_flag=SecurityFlag.NOT_ASSESSED,
        source="the folder's api.h",
        confidence=Confidence.UNCONFIRMED,
        stochastic=_STOCHASTIC.get(role, ()),
    )


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())
