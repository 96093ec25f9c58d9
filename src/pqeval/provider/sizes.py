"""The catalogue's sizes of a scheme: the only place where they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pqeval import catalogue

if TYPE_CHECKING:
    from pqeval.catalogue import Sizes

__all__ = ["sizes_of"]


def sizes_of(scheme: str) -> Sizes:
    """The sizes of the scheme with this identifier.

    Raises:
        CatalogueError: the catalogue has no such scheme.
    """
    return catalogue.load().scheme(scheme).sizes
