"""F03: how long a TLS handshake takes, against round-trip time and loss: a model, with its formula."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from pqeval.catalogue import Scheme
from pqeval.export.drawing import SHADES, drawn, grouped_ticks
from pqeval.export.material import Material
from pqeval.export.sections import is_grey, name_cell
from pqeval.export.table import Cell, Column, Export, Group, Number, Row, Table
from pqeval.export.text import EMPTY, Language, plain, say
from pqeval.guideline.quantity import Quantity, assumed, derived
from pqeval.guideline.scenario import Case, evaluate_scenario, scenario_of
from pqeval.guideline.sheet import Sheet

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["make"]

_SIGNATURES: Final = ("ecdsa_p_256", "ml_dsa_44", "ml_dsa_65", "ml_dsa_87", "slh_dsa_sha2_128s")
_ROUND_TRIPS_MS: Final = (1, 5, 10, 30, 60, 100, 200, 300)
_LOSSES_PERCENT: Final = (0.0, 0.5, 1.0, 2.0, 3.0, 5.0)
_LOSS_AT_MS: Final = 100
_BITS_PER_MS: Final = 10_000.0
"""10 Mbit/s."""
_MARKERS: Final = ("o", "s", "^", "D", "v")
_SOURCE: Final = "planning value of the latency model"


@dataclass(frozen=True)
class _Curve:
    scheme: Scheme
    sheet: Sheet

    def latency(self, rtt_ms: float, loss_percent: float) -> Quantity:
        """Until the client can send: round trips, sending, and what a lost segment adds, in ms."""
        names = ("round_trips", "client_flight", "server_flight", "segments")
        known = {name: self.sheet[name] for name in names}
        inputs = [one for one in known.values() if isinstance(one, Quantity)]
        trips, client, server, segments = (one.value for one in inputs)
        sending = (client + server) * 8 / _BITS_PER_MS
        lost = 1 - (1 - loss_percent / 100) ** (segments + 2)
        value = (1 + trips) * rtt_ms + sending + lost * rtt_ms
        chosen = [
            assumed(rtt_ms, "ms", _SOURCE),
            assumed(loss_percent, "%", _SOURCE),
            assumed(_BITS_PER_MS * 1000, "bit/s", _SOURCE),
        ]
        formula = (
            "(1 + round_trips) * rtt + (client_flight + server_flight) * 8 / bitrate"
            " + (1 - (1 - loss) ^ (segments + 2)) * rtt"
        )
        return derived(value, "ms", formula, [*inputs, *chosen], [*names, "rtt", "loss", "bitrate"])


def make(material: Material) -> Export:
    """Latency without loss against round-trip time, and with loss at one round-trip time."""
    curves = _curves(material)

    def plot(figure: Figure, language: Language) -> None:
        left, right = figure.subplots(1, 2)
        _panel(left, [(c, [(rtt, c.latency(rtt, 0).value) for rtt in _ROUND_TRIPS_MS]) for c in curves])
        _panel(
            right,
            [(c, [(loss, c.latency(_LOSS_AT_MS, loss).value) for loss in _LOSSES_PERCENT]) for c in curves],
        )
        left.set_xlabel(say("axis", name=say("f03_rtt"), unit="ms").to(language))
        right.set_xlabel(say("axis", name=say("f03_loss"), unit="%").to(language))
        left.set_ylabel(say("axis", name=say("f03_latency"), unit="ms").to(language))
        right.set_title(say("f03_at", rtt=_LOSS_AT_MS).to(language), loc="left", fontsize=8.5)
        left.set_title(say("f03_no_loss").to(language), loc="left", fontsize=8.5)
        figure.legend(*left.get_legend_handles_labels(), loc="outside lower center", ncols=3)

    return Export(
        id="F03",
        title=say("f03"),
        tables=(_table(curves),),
        draw=drawn(say("f03"), say("f03_alt"), 3.4, plot),
        notes=(say("f03_model"),),
    )


def _curves(material: Material) -> list[_Curve]:
    scenario = scenario_of(material.facts, "tls_server")
    found = []
    for name in _SIGNATURES:
        schemes = {"K": "X25519MLKEM768", "L": name, "A": name, "R": name}
        case = Case(scenario=scenario, schemes=schemes, assumptions={"sct_count": 0})
        sheet = evaluate_scenario(material.facts, case)
        found.append(_Curve(material.catalogue.by_id[name], sheet))
    return found


def _table(curves: list[_Curve]) -> Table:
    unit = plain("ms")
    settings = [(float(rtt), 0.0) for rtt in _ROUND_TRIPS_MS]
    settings += [(float(_LOSS_AT_MS), loss) for loss in _LOSSES_PERCENT if loss]
    rows = []
    for curve in curves:
        cells: list[Cell] = [name_cell(curve.scheme)]
        cells += [Number(curve.latency(rtt, loss)) for rtt, loss in settings]
        rows.append(Row(key=curve.scheme.id, cells=tuple(cells), grey=is_grey(curve.scheme)))
    return Table(
        id="F03",
        title=say("f03_table"),
        columns=(
            Column(key="scheme", head=say("head_signatures")),
            *(
                Column(
                    key=f"rtt_{rtt:g}_loss_{loss:g}",
                    head=say("f03_setting", rtt=f"{rtt:g}", loss=f"{loss:g}"),
                    unit=unit,
                    numeric=True,
                    digits=3,
                )
                for rtt, loss in settings
            ),
        ),
        groups=(Group(EMPTY, tuple(rows)),),
        notes=(say("f03_formula"),),
    )


def _panel(axes: Axes, curves: list[tuple[_Curve, list[tuple[float, float]]]]) -> None:
    for place, (curve, points) in enumerate(curves):
        axes.plot(
            [x for x, _ in points],
            [y for _, y in points],
            marker=_MARKERS[place],
            markersize=4,
            linewidth=0.9,
            linestyle=("-", "--", "-.", ":", (0, (5, 1)))[place],
            color=SHADES[place],
            label=curve.scheme.name,
        )
    axes.set_ylim(bottom=0)
    axes.set_xlim(left=0)
    grouped_ticks(axes.yaxis)
