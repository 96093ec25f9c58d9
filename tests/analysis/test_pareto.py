"""The Pareto front against its definition."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pqeval.analysis import pareto_front


def test_a_small_front() -> None:
    """Small and slow, large and fast stand; what is larger and slower than another does not."""
    points = [(800, 50), (1200, 20), (900, 60), (1200, 20), (5000, 10), (1300, 20)]

    assert [0, 1, 3, 4] == pareto_front(points)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12))
def test_whatever_is_not_on_the_front_is_beaten_by_it(points: list[tuple[int, int]]) -> None:
    """A point off the front is beaten by one on it; points on it do not beat each other."""
    front = pareto_front(points)
    chosen = [points[index] for index in front]

    for index, (x, y) in enumerate(points):
        beaten = any(a <= x and b <= y and (a, b) != (x, y) for a, b in chosen)
        assert (index not in front) == beaten
