"""TLS handshakes: what is measured is what a run keeps, and the byte model agrees with the wire."""

from __future__ import annotations

import pytest

from pqeval import tls
from pqeval.catalogue import Metric, Operation, Role, handshake_facts, load
from pqeval.errors import ProviderError
from pqeval.plan import Plan, expand, units
from pqeval.records import Measurement, Piece
from pqeval.targets.host.target import HostTarget

pytestmark = [pytest.mark.openssl, pytest.mark.full]

HANDSHAKES = [scheme for scheme in load().schemes if scheme.role == Role.HANDSHAKE]


class Quiet:
    """Progress that nobody reads."""

    def step(self, text: str) -> None:
        """Ignore it."""


@pytest.mark.parametrize("scheme", HANDSHAKES, ids=lambda scheme: scheme.id)
def test_the_wire_is_what_the_messages_say(scheme: object) -> None:
    """One flight each way and the client's last; record headers and nothing else beside the messages."""
    group, certificate = handshake_facts().parts(scheme.id)  # type: ignore[attr-defined]
    seen = tls.run(group.name, certificate.openssl, 1)
    assert [side for side, _ in seen.flights] == ["client", "server", "client"]
    assert [name for side, name, _ in seen.messages if side == "server"] == [
        "server_hello",
        "encrypted_extensions",
        "certificate",
        "certificate_verify",
        "finished",
    ]
    sizes = {(side, name): size for side, name, size in seen.messages}
    plain = sizes["client", "client_hello"] + sizes["server", "server_hello"] + 2 * 5
    hidden = [size for key, size in sizes.items() if key[1] not in {"client_hello", "server_hello"}]
    # 22 bytes a record: header, content type, tag; a message of more than 16384 bytes takes two.
    records = sum(size + 22 * -(-size // 16384) for size in hidden)
    change_cipher_specs = 6 * 2
    assert sum(size for _, size in seen.flights) == plain + records + change_cipher_specs
    assert seen.sent_by("client") > sizes["client", "client_hello"]


def test_a_group_that_nobody_knows_is_named() -> None:
    """The program's words reach the caller."""
    with pytest.raises(ProviderError, match="NoSuchGroup and P-256: OpenSSL does not know the group"):
        tls.run("NoSuchGroup", "P-256", 1)
    with pytest.raises(ProviderError, match="cannot make certificates of this kind"):
        tls.run("X25519", "NoSuchAlgorithm", 1)


def test_a_handshake_is_a_case_like_any_other() -> None:
    """Through plan and target: CPU of both sides, bytes, flights, in a record with its conditions."""
    target = HostTarget(replicates=1)
    name = "tls_1_3_x25519mlkem768_ml_dsa_65"
    plan = Plan(name="test", select=(name,), targets=("host",))
    capabilities = target.capabilities()
    found = units(expand(plan, load(), {"host": capabilities}).cases, capabilities, plan.seed)
    [record] = [one.record for one in target.run(found, Quiet()) if isinstance(one, Piece)]
    assert isinstance(record, Measurement), record
    assert record.series.operation == Operation.HANDSHAKE
    values = {one.metric: one.values for one in record.observations}
    assert len(values[Metric.SERVER_CPU_NS]) == len(values[Metric.CLIENT_CPU_NS]) == 60
    assert min(values[Metric.SERVER_CPU_NS]) > 0
    assert values[Metric.FLIGHTS] == (3,)
    # ct of the hybrid, two public keys, three signatures, and no more than 2000 bytes beside them
    least = 1120 + 2 * 1952 + 3 * 3309
    assert least < values[Metric.SERVER_BYTES][0] < least + 2000
    assert record.conditions.boundary == "process"
