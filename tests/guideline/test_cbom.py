"""The bill of materials: what CycloneDX asks for, from the catalogue's facts, the same each time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from pqeval.catalogue import Metric, Operation
from pqeval.cli.exit_codes import ExitCode
from pqeval.cli.main import main
from pqeval.errors import FactsError
from pqeval.guideline import load_facts
from pqeval.guideline.cbom import cbom, cbom_of_runs
from sample_runs import measurement, observation, run, series

_FACTS: Final = load_facts()


def _components(text: str) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in json.loads(text)["components"]}


def _algorithm(name: str) -> dict[str, Any]:
    found: dict[str, Any] = _components(cbom(_FACTS, [_FACTS.catalogue.scheme(name)]))[name]
    return {**found["cryptoProperties"], **found["cryptoProperties"]["algorithmProperties"]}


@pytest.mark.parametrize(
    ("name", "primitive", "parameter_set", "oid", "category"),
    [
        ("ML-KEM-768", "kem", "768", "2.16.840.1.101.3.4.4.2", 3),
        ("ML-DSA-65", "signature", "65", "2.16.840.1.101.3.4.3.18", 3),
        ("SLH-DSA-SHA2-128s", "signature", "SHA2-128s", "2.16.840.1.101.3.4.3.20", 1),
        ("LMS_SHA256_H10_W8", "signature", "SHA256_H10_W8", "1.2.840.113549.1.9.16.3.17", 5),
        ("X25519", "key-agree", "X25519", "1.3.101.110", 0),
        ("ECDSA P-256", "signature", "P-256", "1.2.840.10045.2.1", 0),
        ("Ascon-AEAD128", "ae", "AEAD128", None, 1),
        ("AES-128-GCM", "ae", "128", None, 1),
        ("AES-256-GCM", "ae", "256", "2.16.840.1.101.3.4.1.46", 5),
        ("SHA-256", "hash", "SHA-256", None, 2),
        ("PRESENT-80-CTR", "stream-cipher", "80-CTR", None, None),
    ],
)
def test_an_algorithm_has_its_parameter_set_oid_and_category(
    name: str, primitive: str, parameter_set: str, oid: str | None, category: int | None
) -> None:
    """As bills of materials ask; classical schemes have no strength against a quantum computer."""
    found = _algorithm(name)
    assert (primitive, parameter_set, oid, category) == (
        found["primitive"],
        found["parameterSetIdentifier"],
        found.get("oid"),
        found.get("nistQuantumSecurityLevel"),
    )


def test_curves_modes_and_functions_are_named() -> None:
    """A curve by its standard's name, a mode where CycloneDX has a word, agreement without capsules."""
    agreement = _algorithm("ECDH P-256")
    assert ("P-256", {"keygen", "keyderive"}) == (agreement["curve"], set(agreement["cryptoFunctions"]))
    assert "Curve25519" == _algorithm("Ed25519")["curve"]
    assert "gcm" == _algorithm("AES-128-GCM")["mode"]
    assert "mode" not in _algorithm("AES-128-CMAC")
    assert "curve" not in _algorithm("ML-KEM-768")


def test_every_scheme_of_the_catalogue_makes_a_valid_document() -> None:
    """Valid against CycloneDX's own strict schema."""
    schemes = [scheme for scheme in _FACTS.catalogue.schemes if scheme.role != "handshake"]
    text = cbom(_FACTS, schemes)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    assert len(schemes) == len(json.loads(text)["components"])


def test_the_same_schemes_give_the_same_bytes() -> None:
    """Whatever their order; other schemes have another serial number."""
    first, second = (_FACTS.catalogue.scheme(name) for name in ("ML-KEM-768", "ML-DSA-65"))
    assert cbom(_FACTS, [first, second]) == cbom(_FACTS, [second, first])
    serials = {json.loads(cbom(_FACTS, [one]))["serialNumber"] for one in (first, second)}
    assert 2 == len(serials)


def test_a_run_lists_its_libraries_and_what_they_provide() -> None:
    """ML-KEM-768 and liboqs 0.13.0, which provides it, are components."""
    cycles = observation(Metric.MODELLED_CYCLES, 1)
    text = cbom_of_runs(_FACTS, [run(measurement(cycles, of=series(operation=Operation.ENCAPS)))])

    assert {"ML-KEM-768", "liboqs"} == set(_components(text))
    depends = {one["ref"]: one.get("dependsOn", []) for one in json.loads(text)["dependencies"]}
    assert ["scheme/ml_kem_768"] == depends["library/liboqs/0.13.0"]
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None


def test_an_empty_bill_is_refused() -> None:
    """Nothing measured, nothing named."""
    with pytest.raises(FactsError, match="at least one scheme"):
        cbom(_FACTS, [])
    with pytest.raises(FactsError, match="empty"):
        cbom_of_runs(_FACTS, [run()])


def test_the_command_writes_a_file_whole_or_not_at_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And names what it does not know."""
    place = tmp_path / "cbom.json"
    assert main(["cbom", "ML-KEM-768", "-o", str(place)]) == ExitCode.OK
    assert "ML-KEM-768" in _components(place.read_text(encoding="utf-8"))
    assert main(["cbom", "ML-KEM-7", "-o", str(tmp_path / "other.json")]) == ExitCode.USAGE
    assert "did you mean" in capsys.readouterr().err
    assert not (tmp_path / "other.json").exists()
    assert main(["cbom"]) == ExitCode.USAGE
