"""F07: for each device and link the scheme that a decision puts first, and how far the next one is behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pqeval.export.drawing import HATCHES, SHADES, drawn
from pqeval.export.marks import SIGNS
from pqeval.export.material import Material
from pqeval.export.table import Absent, Cell, Column, Export, Group, Row, Table, Words
from pqeval.export.text import EMPTY, Language, joined, origin, plain, say
from pqeval.export.told import candidate_text, device_text, told
from pqeval.guideline.decide import Decision, decide
from pqeval.guideline.facts import Device, Link
from pqeval.guideline.query import query
from pqeval.report.chart_style import INK

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["DEVICES", "LINKS", "ROLES", "decided", "make"]

DEVICES: Final = (
    "m0plus_64k_8k",
    "m0plus_192k_20k",
    "m3_subghz_cc1350",
    "m4_128k_40k",
    "m33_stm32u585",
)
LINKS: Final = ("lorawan_as923_eu868_dr0", "lorawan_dr5", "ieee802154_2g4", "ble_1m_dle", "nbiot")
ROLES: Final = ("kem-responder", "firmware")
_UNTIL: Final = 2035
_CATEGORY: Final = 3
_LONGEST: Final = 18
"""Letters of a name in one line of a cell."""


@dataclass(frozen=True)
class _Cell:
    decision: Decision

    @property
    def name(self) -> str:
        winner = self.decision.winner
        return winner.candidate.scheme.name if winner else ""

    @property
    def predicted(self) -> bool:
        winner = self.decision.winner
        return winner is not None and winner.candidate.fit.predicted


_Places = Mapping[tuple[str, str, str], _Cell]


def make(material: Material) -> Export:
    """A map a role; every cell is a decision that `pqeval decide` explains."""
    devices = [material.facts.devices[name] for name in DEVICES]
    links = [material.facts.links[name] for name in LINKS]
    found = {
        (role, device.id, link.id): _Cell(decided(material, role, device, link))
        for role in ROLES
        for device in devices
        for link in links
    }

    def plot(figure: Figure, language: Language) -> None:
        _plot(figure, language, devices, links, found)

    assumed = [told(link.name) for link in links if "session_mj" in link.assumed]
    who = told(material.authority.name) if material.authority else say("f07_nobody")
    return Export(
        id="F07",
        title=say("f07"),
        tables=tuple(_table(role, devices, links, found) for role in ROLES),
        draw=drawn(say("f07"), say("f07_alt"), 1.2 + 2 * 0.36 * (len(devices) + 2.2), plot),
        notes=(
            say("as_of", date=material.as_of),
            say("f07_question", authority=who, year=_year(material), category=_CATEGORY),
            *([say("f07_session", links=joined(assumed, ", "))] if assumed else []),
        ),
    )


def _year(material: Material) -> int:
    return max(_UNTIL, material.as_of.year)


def decided(material: Material, role: str, device: Device, link: Link) -> Decision:
    """The decision of one cell of the map."""
    asked = query(
        material.facts,
        device=device.id,
        link=link.id,
        role=role,
        until=_year(material),
        authority=material.authority.id if material.authority else "",
        category=_CATEGORY,
        care=True,
    )
    return decide(material.facts, asked, material.runs)


def _table(role: str, devices: Sequence[Device], links: Sequence[Link], found: _Places) -> Table:
    rows = tuple(
        Row(
            key=device.id,
            cells=(
                Words(device_text(device)),
                *(_words(found[role, device.id, link.id]) for link in links),
            ),
        )
        for device in devices
    )
    return Table(
        id=f"F07-{role}",
        title=say("f07_role", role=say(f"role_{role.replace('-', '_')}")),
        columns=(
            Column(key="device", head=say("device")),
            *(Column(key=link.id, head=told(link.name), wide=True) for link in links),
        ),
        groups=(Group(EMPTY, rows),),
        notes=(say("f07_cell"), say("t08_predicted", sign=SIGNS["assumed"])),
    )


def _words(cell: _Cell) -> Cell:
    winner, second = cell.decision.winner, cell.decision.runner_up
    if winner is None:
        return Absent(say("f07_none"))
    mark = f" {SIGNS['assumed']}" if cell.predicted else ""
    first = joined([candidate_text(winner.candidate), plain(mark)], "")
    if second is None:
        return Words(say("f07_alone", first=first))
    text = say(
        "f07_first",
        first=first,
        second=candidate_text(second.candidate),
        ratio=f"{second.score / winner.score:.1f}",
    )
    return Words(text)


def _plot(
    figure: Figure, language: Language, devices: Sequence[Device], links: Sequence[Link], found: _Places
) -> None:
    panels = figure.subplots(len(ROLES), 1, squeeze=False)[:, 0]
    names = list(dict.fromkeys(cell.name for cell in found.values() if cell.name))
    for axes, role in zip(panels, ROLES, strict=True):
        for line, device in enumerate(devices):
            for place, link in enumerate(links):
                cell = found[role, device.id, link.id]
                number = names.index(cell.name) if cell.name else -1
                axes.barh(
                    line,
                    0.96,
                    left=place + 0.02,
                    height=0.9,
                    color=SHADES[number % len(SHADES)] if cell.name else "white",
                    alpha=0.45,
                    hatch=HATCHES[number % len(HATCHES)] if cell.name else "",
                    edgecolor="#7b8794",
                    linewidth=0.4,
                )
                mark = f" {SIGNS['assumed']}" if cell.predicted else ""
                axes.text(
                    place + 0.5,
                    line,
                    f"{_broken(cell.name)}{mark}" if cell.name else say("f07_none").to(language),
                    ha="center",
                    va="center",
                    fontsize=6.5,
                    color=INK,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.85},
                )
        axes.set_xlim(0, len(links))
        axes.set_ylim(len(devices) - 0.5, -0.5)
        axes.set_yticks(range(len(devices)), [origin(device.part).to(language) for device in devices])
        axes.set_xticks(
            [place + 0.5 for place in range(len(links))], [_wrapped(link, language) for link in links]
        )
        axes.tick_params(length=0, labelsize=6.5)
        axes.grid(visible=False)
        axes.set_title(say(f"role_{role.replace('-', '_')}").to(language), loc="left", fontsize=8.5)


def _broken(name: str) -> str:
    """A name that is too long for its cell, in two lines."""
    if len(name) <= _LONGEST or "_" not in name:
        return name
    middle = len(name) // 2
    place = min((at for at, letter in enumerate(name) if letter == "_"), key=lambda at: abs(at - middle))
    return f"{name[: place + 1]}\n{name[place + 1 :]}"


def _wrapped(link: Link, language: Language) -> str:
    name = told(link.name).to(language)
    for mark in (" (", "（"):
        name = name.replace(mark, f"\n{mark.strip()}")
    return name.replace(" 2.4", "\n2.4").replace(" with ", "\nwith ")
