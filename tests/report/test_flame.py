"""Flame graphs: sound SVG, widths by share, nothing from a name breaks out."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from pqeval.report.flame import flame_graph

SVG = "{http://www.w3.org/2000/svg}"


def test_widths_are_shares() -> None:
    """A function with a quarter of the cycles is a quarter as wide as the root."""
    drawn = ET.fromstring(flame_graph({"f": 50, "f;g": 25, "f;h": 25}, "title", "subtitle"))  # noqa: S314 - ours
    widths = {}
    for group in drawn.iter(f"{SVG}g"):
        title, box = group.find(f"{SVG}title"), group.find(f"{SVG}rect")
        assert title is not None
        assert title.text is not None
        assert box is not None
        widths[title.text.partition(":")[0]] = float(box.get("width", "0"))
    assert widths["f"] > 1190
    assert abs(widths["g"] - widths["f"] / 4) < 1
    assert abs(widths["h"] - widths["g"]) < 0.2


def test_names_are_escaped() -> None:
    """Run files are not trusted."""
    drawn = flame_graph({"<script>&": 1}, "<b>", "&")
    assert "<script>" not in drawn
    ET.fromstring(drawn)  # noqa: S314 - ours
