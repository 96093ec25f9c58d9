"""What a payload costs on a link: frames, airtime, energy of the radio. Lower bounds without a loss."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from pqeval.errors import FactsError
from pqeval.guideline.facts import Link, Lora, quantity
from pqeval.guideline.quantity import Missing, Quantity, derived

__all__ = ["Transfer", "frame_airtime", "frame_energy", "frames", "transfer"]

_LOW_RATE_FACTOR: Final = 11
_SEMTECH: Final = "Semtech AN1200.13"


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """One message over a link: whole frames, how long they are on the air, what the radios take for them.

    `waiting` is the least time from the first frame to the end of the last under the duty cycle. What a link
    row does not say is missing, and says so.
    """

    frames: Quantity
    airtime: Quantity | Missing
    sender_energy: Quantity | Missing
    receiver_energy: Quantity | Missing
    waiting: Quantity | Missing


def frames(link: Link, message_bytes: int, loss: float = 0.0) -> Quantity:
    """Frames of one message: whole frames a message; with a loss probability, as many as are expected.

    Raises:
        FactsError: the length is negative or the loss no probability below 1.
    """
    if message_bytes < 0:
        raise FactsError(f"a message of {message_bytes} bytes: lengths are not negative")
    if not 0 <= loss < 1:
        raise FactsError(f"a loss of {loss}: give a probability from 0 to below 1")
    payload = _of(link, "usable_payload_bytes")
    count = math.ceil(message_bytes / payload.value) / (1 - loss)
    formula = f"ceil({message_bytes} / usable_payload_bytes)" + (f" / (1 - {loss})" if loss else "")
    return derived(count, "frames", formula, [payload], ["usable_payload_bytes"])


def frame_airtime(link: Link, payload_bytes: int | None = None) -> Quantity | Missing:
    """Time on the air of one frame with that payload, by default the largest, in ms."""
    size = link.usable_payload_bytes if payload_bytes is None else payload_bytes
    inputs = [_of(link, "usable_payload_bytes")]
    if link.lora is not None:
        value = lora_airtime_ms(link.lora, size)
        return derived(value, "ms", f"{_SEMTECH}, {size + link.lora.header_bytes} bytes", inputs)
    if link.bitrate_bps is None:
        return Missing(unit="ms", reason=f"the facts of {link.id} have no bit rate")
    rate = _of(link, "bitrate_bps")
    value = (size + link.frame_overhead_bytes) * 8 * 1000 / rate.value
    formula = f"({size} + {link.frame_overhead_bytes}) * 8 * 1000 / bitrate_bps"
    return derived(value, "ms", formula, [rate], ["bitrate_bps"])


def lora_airtime_ms(lora: Lora, payload_bytes: int) -> float:
    """Airtime of a LoRa frame with explicit header and checksum, in ms."""
    symbol_ms = (1 << lora.spreading_factor) / lora.bandwidth_hz * 1000
    low_rate = lora.spreading_factor >= _LOW_RATE_FACTOR
    bits = 8 * (payload_bytes + lora.header_bytes) - 4 * lora.spreading_factor + 28 + 16
    per_symbol = 4 * (lora.spreading_factor - 2 * low_rate)
    symbols = 8 + max(math.ceil(bits / per_symbol) * (lora.coding_rate + 4), 0)
    return (lora.preamble_symbols + 4.25 + symbols) * symbol_ms


def frame_energy(link: Link, *, receiving: bool = False) -> Quantity | Missing:
    """Energy that the radio takes for one full frame and what belongs to it, in mJ."""
    airtime = frame_airtime(link)
    if isinstance(airtime, Missing):
        return Missing(unit="mJ", reason=airtime.reason)
    sending, listening = ("rx_ma", "tx_ma") if receiving else ("tx_ma", "rx_ma")
    current, other, supply = quantity(link, sending), quantity(link, listening), quantity(link, "supply_v")
    if current is None or supply is None:
        return Missing(unit="mJ", reason=f"the facts of {link.id} have no `{sending}`")
    value = current.value * supply.value * airtime.value / 1000
    formula = f"{sending} * supply_v * airtime_ms / 1000"
    inputs, names = [current, supply, airtime], [sending, "supply_v", "airtime_ms"]
    if link.acknowledgement_ms:
        if other is None:
            return Missing(unit="mJ", reason=f"the facts of {link.id} have no `{listening}`")
        value += other.value * supply.value * link.acknowledgement_ms / 1000
        formula += f" + {listening} * supply_v * {link.acknowledgement_ms} / 1000"
        inputs, names = [*inputs, other], [*names, listening]
    return derived(value, "mJ", formula, inputs, names)


def transfer(link: Link, message_bytes: int, loss: float = 0.0) -> Transfer:
    """What one message of that length costs.

    Raises:
        FactsError: the length is negative or the loss no probability below 1.
    """
    count = frames(link, message_bytes, loss)
    airtime = _times(count, frame_airtime(link), "ms")
    return Transfer(
        frames=count,
        airtime=airtime,
        sender_energy=_times(count, frame_energy(link), "mJ"),
        receiver_energy=_times(count, frame_energy(link, receiving=True), "mJ"),
        waiting=_waiting(link, airtime),
    )


def _times(count: Quantity, one: Quantity | Missing, unit: str) -> Quantity | Missing:
    if isinstance(one, Missing):
        return one
    return derived(count.value * one.value, unit, f"frames * ({one.formula})", [count, one])


def _waiting(link: Link, airtime: Quantity | Missing) -> Quantity | Missing:
    if isinstance(airtime, Missing):
        return Missing(unit="s", reason=airtime.reason)
    duty = quantity(link, "duty_cycle")
    if duty is None:
        return derived(airtime.value / 1000, "s", "airtime_ms / 1000", [airtime], ["airtime_ms"])
    formula = "airtime_ms / 1000 / duty_cycle"
    value = airtime.value / 1000 / duty.value
    return derived(value, "s", formula, [airtime, duty], ["airtime_ms", "duty_cycle"])


def _of(link: Link, field: str) -> Quantity:
    found = quantity(link, field)
    assert found is not None
    return found
