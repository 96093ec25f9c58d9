"""The Pareto front: what no other choice beats in every respect."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["pareto_front"]


def pareto_front(points: Sequence[Sequence[float]]) -> list[int]:
    """Indices of the points that no other point dominates; smaller is better in each coordinate.

    One point dominates another if it is nowhere larger and somewhere smaller; equal points stand together.
    """
    return [
        index for index, point in enumerate(points) if not any(_dominates(other, point) for other in points)
    ]


def _dominates(one: Sequence[float], other: Sequence[float]) -> bool:
    pairs = list(zip(one, other, strict=True))
    return all(a <= b for a, b in pairs) and any(a < b for a, b in pairs)
